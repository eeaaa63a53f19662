package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

func main() {
	os.Exit(run(languageOf(os.Getenv), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// The exit codes.
const (
	well     = 0
	problems = 1
	misuse   = 2
)

// A tool is one run of the command: where it reads and writes, and in which language.
type tool struct {
	lang           say.Language
	stdin          io.Reader
	stdout, stderr io.Writer
}

// A command is one of the tool's verbs.
type command struct {
	name             string
	args, does, help say.Text
	run              func(t *tool, c *call) int
}

var commands []command

func init() {
	commands = []command{checkCommand, testCommand, mutateCommand, simulateCommand, diffCommand, explainCommand, planCommand, bindCommand, doneCommand, learnCommand, wordsCommand, schemaCommand, versionCommand}
}

func run(lang say.Language, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	out, errs := &printer{Writer: stdout}, &printer{Writer: stderr}
	defer out.end()
	defer errs.end()
	return (&tool{lang, stdin, out, errs}).run(args)
}

func (t *tool) run(args []string) int {
	args, err := t.speak(args)
	if err != nil {
		t.sayLine(t.stderr, say.Of(err))
		return misuse
	}
	if len(args) == 0 {
		t.usage(t.stderr)
		return misuse
	}
	name, rest := args[0], args[1:]
	if slices.Contains([]string{"help", "-h", "-help", "--help"}, name) {
		if len(rest) == 0 {
			t.usage(t.stdout)
			return well
		}
		name, rest = rest[0], []string{"--help"}
	}
	for i := range commands {
		if commands[i].name == name {
			return t.call(&commands[i], rest)
		}
	}
	var known []string
	for _, c := range commands {
		known = append(known, c.name)
	}
	t.sayLine(t.stderr, zh.Text("care: unknown command %q%s", name, hint(source.Suggest(name, known))))
	t.sayLine(t.stderr, zh.Text("`care help` lists the commands"))
	return misuse
}

// say prints a text in the tool's language.
func (t *tool) say(w io.Writer, text say.Text) { fmt.Fprint(w, text.In(t.lang)) }

func (t *tool) sayLine(w io.Writer, text say.Text) { fmt.Fprintln(w, text.In(t.lang)) }

func hint(text say.Text) say.Text {
	if text.Empty() {
		return text
	}
	return zh.Text("; %s", text)
}

func (t *tool) usage(w io.Writer) {
	t.say(w, zh.Text("care checks, tests and explains a shop's rules for customer care.\n\n"))
	for _, c := range commands {
		fmt.Fprintf(w, "  care %s %s\n", padded(c.name+" "+c.args.In(t.lang), 22), c.does.In(t.lang))
	}
	t.say(w, usageEnd)
}

var usageEnd = say.Text{
	English: `
Flags may come before or after files. For --events and --customers, the file "-" is the
standard input. See ` + "`care COMMAND --help`" + ` for each command. Exit codes: 0 success,
1 problems, failed tests or an unreadable file, 2 wrong usage. --lang zh or --lang en
sets the language; the default is the first of TIEXIN_LANG, LC_ALL, LC_MESSAGES and
LANG that is set.
`,
	Chinese: `
选项写在文件前面、后面都可以。--events 和 --customers 的文件写「-」就是标准输入。
每个命令的写法见 ` + "`care 命令 --help`" + `。退出码：0 没有问题；1 有问题、测试没通过，
或者文件读不了；2 命令写错了。--lang zh 说中文，--lang en 说英文；不写，就看环境变量
TIEXIN_LANG、LC_ALL、LC_MESSAGES、LANG 里第一个有值的。
`,
}

// padded is a text with blanks up to so many cells of a terminal.
func padded(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-source.DisplayWidth(text)))
}

// A call is a command with its flags and arguments.
type call struct {
	*command
	*flags
	args []string
	json *bool
}

func (t *tool) call(c *command, args []string) int {
	called := &call{command: c, flags: newFlags(c.name), args: args}
	called.json = called.yes("json", zh.Text("print JSON, for other programs"))
	switch code := c.run(t, called); code {
	case asked:
		t.help(c, called.flags)
		return well
	default:
		return code
	}
}

// asked is what a command returns when the user asked for help.
const asked = -1

// parse reads the flags, which may stand anywhere among the arguments. It says
// false with the exit code when the command cannot run.
func (t *tool) parse(c *call) (code int, ok bool) {
	rest := c.args
	c.args = nil
	for {
		err := c.Parse(rest)
		switch {
		case errors.Is(err, flag.ErrHelp):
			return asked, false
		case err != nil:
			return t.misused(c, c.fault(err)), false
		}
		left := c.Args()
		if stopped := len(rest) - len(left); len(left) == 0 || stopped > 0 && rest[stopped-1] == "--" {
			c.args = append(c.args, left...)
			return 0, true
		}
		c.args = append(c.args, left[0])
		rest = left[1:]
	}
}

func (t *tool) misused(c *call, wrong say.Text) int {
	fmt.Fprintf(t.stderr, "care %s: %s\n", c.name, source.OneLine(wrong.In(t.lang)))
	t.sayLine(t.stderr, zh.Text("see `care %s --help`", c.name))
	return misuse
}

func (t *tool) failed(err error) int {
	for line := range strings.SplitSeq(say.Of(err).In(t.lang), "\n") {
		fmt.Fprintln(t.stderr, source.Printable(line))
	}
	return problems
}

func (t *tool) help(c *command, f *flags) {
	fmt.Fprintf(t.stdout, "care %s %s\n\n%s\n", c.name, c.args.In(t.lang), strings.TrimSpace(c.help.In(t.lang)))
	t.say(t.stdout, zh.Text("\nFlags:\n"))
	f.VisitAll(func(one *flag.Flag) {
		value, usage := f.usage(one, t.lang)
		left := "--" + one.Name
		if value != "" {
			left += " " + value
		}
		fmt.Fprintf(t.stdout, "  %s %s\n", padded(left, 20), usage)
	})
}

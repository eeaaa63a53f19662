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
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// The exit codes.
const (
	well     = 0
	problems = 1
	misuse   = 2
)

// A tool is one run of the command: where it reads and writes.
type tool struct {
	stdin          io.Reader
	stdout, stderr io.Writer
}

// A command is one of the tool's verbs.
type command struct {
	name, args, does string
	help             string
	run              func(t *tool, c *call) int
}

var commands []command

func init() {
	commands = []command{checkCommand, testCommand, mutateCommand, simulateCommand, diffCommand, explainCommand, planCommand, bindCommand, doneCommand, learnCommand, wordsCommand, schemaCommand, versionCommand}
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	out, errs := &printer{Writer: stdout}, &printer{Writer: stderr}
	defer out.end()
	defer errs.end()
	return (&tool{stdin, out, errs}).run(args)
}

func (t *tool) run(args []string) int {
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
	fmt.Fprintf(t.stderr, "care: there is no command %q%s\n", name, hint(source.Suggest(name, known)))
	fmt.Fprintln(t.stderr, "`care help` lists the commands")
	return misuse
}

func hint(text say.Text) say.Text {
	if text.Empty() {
		return text
	}
	return zh.Text("; %s", text)
}

func (t *tool) usage(w io.Writer) {
	fmt.Fprint(w, "care checks, tests and explains the rules by which a shop cares for its customers.\n\n")
	for _, c := range commands {
		fmt.Fprintf(w, "  care %-22s %s\n", c.name+" "+c.args, c.does)
	}
	fmt.Fprint(w, `
Flags may stand before or after files. For --events and --customers, the file "-"
is the standard input. `+"`care COMMAND --help`"+` says more. Exit codes: 0 all is well,
1 problems, failed tests or a file that cannot be read, 2 the command was written
wrongly.
`)
}

// A call is a command with its flags and arguments.
type call struct {
	*command
	flags *flag.FlagSet
	args  []string
	json  *bool
}

func (t *tool) call(c *command, args []string) int {
	f := flag.NewFlagSet("care "+c.name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	called := &call{command: c, flags: f}
	switch code := c.run(t, called.with(args)); code {
	case asked:
		t.help(c, f)
		return well
	default:
		return code
	}
}

// asked is what a command returns when the user asked for help.
const asked = -1

func (c *call) with(args []string) *call {
	c.args = args
	c.json = c.flags.Bool("json", false, "answer in JSON, for other programs")
	return c
}

// parse reads the flags, which may stand anywhere among the arguments. It says
// false with the exit code when the command cannot run.
func (t *tool) parse(c *call) (code int, ok bool) {
	rest := c.args
	c.args = nil
	for {
		err := c.flags.Parse(rest)
		switch {
		case errors.Is(err, flag.ErrHelp):
			return asked, false
		case err != nil:
			return t.misused(c, "%s%s", err, hint(say.Plain(c.suggest(err)))), false
		}
		left := c.flags.Args()
		if stopped := len(rest) - len(left); len(left) == 0 || stopped > 0 && rest[stopped-1] == "--" {
			c.args = append(c.args, left...)
			return 0, true
		}
		c.args = append(c.args, left[0])
		rest = left[1:]
	}
}

// suggest names the flag that was probably meant.
func (c *call) suggest(err error) string {
	_, name, found := strings.Cut(err.Error(), "flag provided but not defined: -")
	if !found {
		return ""
	}
	var known []string
	c.flags.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	near, ok := source.Nearest(strings.TrimLeft(name, "-"), known)
	if !ok {
		return ""
	}
	return "did you mean --" + near + "?"
}

func (t *tool) misused(c *call, format string, args ...any) int {
	fmt.Fprintf(t.stderr, "care %s: %s\n", c.name, source.OneLine(fmt.Sprintf(format, args...)))
	fmt.Fprintf(t.stderr, "`care %s --help` says how to write it\n", c.name)
	return misuse
}

func (t *tool) failed(err error) int {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintln(t.stderr, source.Printable(line))
	}
	return problems
}

func (t *tool) help(c *command, f *flag.FlagSet) {
	fmt.Fprintf(t.stdout, "care %s %s\n\n%s\n", c.name, c.args, strings.TrimSpace(c.help))
	first := true
	f.VisitAll(func(one *flag.Flag) {
		if first {
			fmt.Fprint(t.stdout, "\nFlags:\n")
			first = false
		}
		value, usage := flag.UnquoteUsage(one)
		left := "--" + one.Name
		if value != "" {
			left += " " + value
		}
		fmt.Fprintf(t.stdout, "  %-20s %s\n", left, usage)
	})
}

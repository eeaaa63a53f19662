package main

import (
	"flag"
	"io"
	"regexp"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A flags are the flags of a command, with what each is for in both languages.
type flags struct {
	*flag.FlagSet
	usages map[string]say.Text
	wrong  error // what the last flag with a function of its own said of its value
}

func newFlags(command string) *flags {
	f := &flags{FlagSet: flag.NewFlagSet("care "+command, flag.ContinueOnError), usages: map[string]say.Text{}}
	f.SetOutput(io.Discard)
	return f
}

// text is a flag with a value. A word in backquotes names the value in the help.
func (f *flags) text(name, value string, usage say.Text) *string {
	f.usages[name] = usage
	return f.String(name, value, usage.English)
}

// yes is a flag without a value.
func (f *flags) yes(name string, usage say.Text) *bool {
	f.usages[name] = usage
	return f.Bool(name, false, usage.English)
}

// read is a flag whose value a function reads.
func (f *flags) read(name string, usage say.Text, read func(string) error) {
	f.usages[name] = usage
	f.Func(name, usage.English, func(text string) error {
		f.wrong = read(text)
		return f.wrong
	})
}

// usage is how a flag's value is called in the help, and what the flag is for.
func (f *flags) usage(one *flag.Flag, l say.Language) (value, usage string) {
	said := *one
	said.Usage = f.usages[one.Name].In(l)
	return flag.UnquoteUsage(&said)
}

// How package flag says what is wrong.
var (
	flagUnknown = regexp.MustCompile(`^flag provided but not defined: -(.*)$`)
	flagBare    = regexp.MustCompile(`^flag needs an argument: -(.*)$`)
	flagSyntax  = regexp.MustCompile(`^bad flag syntax: (.*)$`)
	flagYes     = regexp.MustCompile(`^invalid boolean value "(.*)" for -(.*?): parse error$`)
	flagValue   = regexp.MustCompile(`^invalid value "(.*?)" for flag -(.*?): `)
)

// fault is what package flag says is wrong, in both languages, and the flag that was
// probably meant.
func (f *flags) fault(err error) say.Text {
	text := err.Error()
	if m := flagUnknown.FindStringSubmatch(text); m != nil {
		return zh.Text("flag provided but not defined: -%s%s", m[1], hint(f.nearest(m[1])))
	}
	if m := flagBare.FindStringSubmatch(text); m != nil {
		return zh.Text("flag needs an argument: -%s", m[1])
	}
	if m := flagSyntax.FindStringSubmatch(text); m != nil {
		return zh.Text("bad flag syntax: %s", m[1])
	}
	if m := flagYes.FindStringSubmatch(text); m != nil {
		return zh.Text("invalid boolean value \"%s\" for -%s: parse error", m[1], m[2])
	}
	if m := flagValue.FindStringSubmatch(text); m != nil && f.wrong != nil {
		return zh.Text("invalid value \"%s\" for flag -%s: %s", m[1], m[2], say.Of(f.wrong))
	}
	return say.Plain(text)
}

// nearest names the flag that was probably meant.
func (f *flags) nearest(name string) say.Text {
	known := []string{"lang"}
	f.VisitAll(func(one *flag.Flag) { known = append(known, one.Name) })
	if near, ok := source.Nearest(strings.TrimLeft(name, "-"), known); ok {
		return zh.Text("did you mean --%s?", near)
	}
	return say.Text{}
}

package main

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

var mutateCommand = command{
	name: "mutate", args: "FILES", does: "change the rules a little and see which tests notice",
	help: `
Changes the rules that the tests name, one small thing at a time: thresholds moved by
one, comparisons turned, && for ||, negations added and left out, rules of a flow
swapped, and limits, promises, exempt, until and merge left out. For each change the
tests that touch it are run. A change that no test notices is printed with its place
and, where one was found, with a test that would notice it, ready to paste under
tests: of the file that is named.

FILES are rule tests, or folders of them, as for ` + "`care test`" + `; or rule files,
which alone are changed, with the tests beside them. The exit code is 1 when a change
is not noticed.`,
	run: (*tool).mutate,
}

func (t *tool) mutate(c *call) int {
	loud := c.flags.Bool("progress", false, "say how far it is, when standard error is not a terminal")
	if code, ok := t.parse(c); !ok {
		return code
	}
	if len(c.args) == 0 {
		return t.misused(c, "name the rule tests, a folder of them, or the rule files to change")
	}
	files, only, err := mutated(c.args)
	if err != nil {
		return t.failed(err)
	}
	p := t.watch(*loud)
	o := caretest.MutateOptions{Progress: p.mutants}
	if len(only) > 0 {
		o.Only = func(name string) bool { return slices.Contains(only, path.Clean(name)) }
	}
	all := &caretest.Mutation{Survivors: []caretest.Survivor{}}
	err = eachFolder(files, func(in *folder, names []string) error {
		one, err := caretest.Mutate(in, o, names...)
		if err == nil {
			all.Tests, all.Mutants, all.Killed = all.Tests+one.Tests, all.Mutants+one.Mutants, all.Killed+one.Killed
			all.Survivors = append(all.Survivors, one.Survivors...)
		}
		return err
	})
	if err != nil {
		return t.failed(err)
	}
	code := well
	if len(all.Survivors) > 0 {
		code = problems
	}
	if *c.json {
		if err := encode(t.stdout, all); err != nil {
			return t.failed(err)
		}
		return code
	}
	t.writeMutation(all)
	return code
}

// mutated are the rule tests to run, and the rule files that alone are changed.
func mutated(args []string) (tests []found, only []string, err error) {
	var names []string
	for _, arg := range args {
		if ext := path.Ext(arg); (ext == ".yaml" || ext == ".yml") && !form.IsTest(arg) {
			if _, err := expand([]string{arg}, false); err != nil {
				return nil, nil, err
			}
			only = append(only, path.Clean(arg))
			arg = path.Dir(arg)
		}
		if !slices.Contains(names, arg) {
			names = append(names, arg)
		}
	}
	tests, err = expand(names, true)
	return tests, only, err
}

func (t *tool) writeMutation(m *caretest.Mutation) {
	for _, s := range m.Survivors {
		p := source.Problem{Place: source.Place{File: s.File, Line: s.Line, Column: s.Column}, Width: s.Width, Line: s.Source, Message: zh.Text("no test notices: %s", s.What)}
		fmt.Fprintln(t.stdout, p)
		switch {
		case s.Kill != "":
			fmt.Fprintf(t.stdout, "this test in %s would:\n%s\n", shown(s.KillFile), strings.TrimRight(s.Kill, "\n"))
		case s.Tests == 0:
			fmt.Fprintln(t.stdout, "no test touches it, and no variation of the tests at hand notices it")
		default:
			fmt.Fprintln(t.stdout, "no variation of the tests at hand notices it; it may make no difference")
		}
		fmt.Fprintln(t.stdout)
	}
	fmt.Fprintf(t.stdout, "%s of the rules, %s: %d noticed, %d not\n", counted(m.Mutants, "change"), counted(m.Tests, "test"), m.Killed, len(m.Survivors))
}

// mutants says how many of all mutants are done.
func (p *progress) mutants(done, all int) {
	p.say(done == all && !p.onScreen, "%d of %d changes tried", done, all)
}

package main

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

var mutateCommand = command{
	name: "mutate",
	args: say.Text{English: "FILES", Chinese: "文件"},
	does: say.Text{English: "change the rules slightly and report what no test notices", Chinese: "把规则改一点，看哪些测试发现得了"},
	help: say.Text{
		English: `
Changes the rules that the tests name, one small thing at a time. It moves thresholds
by one, turns comparisons, swaps && and ||, adds and removes negations, and swaps rules
of a flow; it leaves out limits, promises, exempt, until and merge. For each change it
runs the tests that touch it. A change that no test notices is printed with its place.
Where one was found, a test that would notice it follows, ready to paste under tests:
of the named file.

FILES are rule tests or folders of them, as for ` + "`care test`" + `, or rule files: then only
these are changed, with the tests beside them. The exit code is 1 if a change is not
noticed.`,
		Chinese: `
把测试用到的规则一处一处改一点：数加一减一，比较反过来，&& 换成 ||，加上或去掉「不」，
同一流程里的规则对调，去掉限制、禁发规则、exempt、until 和 merge。每改一处，跑碰得到它的
测试。没有测试发现的改动会印出来，写明在哪里；找得到能发现它的测试，也一起印出来，可以
直接贴到写明的文件的 tests: 下面。

文件是规则测试或者放它们的文件夹，和 ` + "`" + `care test` + "`" + ` 一样；也可以是规则文件，那就只改这些，
用旁边的测试。有改动没被发现，退出码是 1。`,
	},
	run: (*tool).mutate,
}

func (t *tool) mutate(c *call) int {
	loud := c.yes("progress", zh.Text("print progress when standard error is not a terminal"))
	if code, ok := t.parse(c); !ok {
		return code
	}
	if len(c.args) == 0 {
		return t.misused(c, zh.Text("name the rule tests, a folder of them, or the rule files to change"))
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
			for _, s := range one.Survivors {
				if t.lang == say.Chinese {
					s = s.InChinese()
				}
				all.Survivors = append(all.Survivors, s)
			}
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
		fmt.Fprintln(t.stdout, p.In(t.lang))
		switch {
		case s.Kill != "":
			t.sayLine(t.stdout, zh.Text("this test in %s would:\n%s", shown(s.KillFile), strings.TrimRight(s.Kill, "\n")))
		case s.Tests == 0:
			t.sayLine(t.stdout, zh.Text("no test touches it, and no variation of the tests at hand notices it"))
		default:
			t.sayLine(t.stdout, zh.Text("no variation of the tests at hand notices it; it may make no difference"))
		}
		fmt.Fprintln(t.stdout)
	}
	t.sayLine(t.stdout, zh.Text("%s of the rules, %s: %d noticed, %d not", counted(m.Mutants, someChanges), counted(m.Tests, someTests), m.Killed, len(m.Survivors)))
}

// mutants says how many of all mutants are done.
func (p *progress) mutants(done, all int) {
	p.say(done == all && !p.onScreen, zh.Text("%d of %d changes tried", done, all))
}

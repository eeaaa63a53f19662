package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

var testCommand = command{
	name: "test",
	args: say.Text{English: "FILES", Chinese: "文件"},
	does: say.Text{English: "run rule tests", Chinese: "跑规则测试"},
	help: say.Text{
		English: `
Runs the rule tests in FILES, which are *_test.yaml or folders of them. A failure
prints what is different, then the timeline: every rule evaluated, with the values it
saw.

--run picks tests by a part of their names, or by a regular expression. --cover lists
the rules, parts of conditions, limits, promises, steps and segments that no test has
seen both ways: true and false, or applied and not. With --format html it writes the
rule files as a page with these places marked, and failures to standard error. A part
counts only when the parts before it have not decided: in a && b, b counts where a is
true.

Files under rules: of a test are in the folder given or, for a test given by itself, in
the working folder. Neither ".." nor a link leads outside.`,
		Chinese: `
跑文件里的规则测试，文件是 *_test.yaml 或者放它们的文件夹。没通过的，先说哪里不一样，
再给时间线：检查过的每条规则和它看到的值。

--run 按名字挑测试：写名字的一部分，或者正则表达式。--cover 说出哪些规则、条件的哪一
部分、哪些限制、禁发规则、步骤和人群，没有测试正反都看到过：成立和不成立，起作用和不起作用。
加上 --format html，规则文件就写成一页，这些地方都标出来，没通过的写到标准错误输出。
前面一部分已经定了结果，后面一部分就不算看到：a && b 里，a 成立时 b 才算。

测试在 rules: 下面写的文件，要在给出的文件夹里；单独给出的测试，在当前文件夹里。
「..」和链接都不能出去。`,
	},
	run: (*tool).test,
}

func (t *tool) test(c *call) int {
	verbose := c.yes("v", zh.Text("list passed tests too"))
	only := c.text("run", "", zh.Text("run the tests with `NAME`: a part of the name, or a regular expression"))
	cover := c.yes("cover", zh.Text("list the parts of the rules that no test has seen"))
	format := c.text("format", "text", zh.Text("with --cover: write `FORMAT`, text, or html for a page"))
	if code, ok := t.parse(c); !ok {
		return code
	}
	switch {
	case len(c.args) == 0:
		return t.misused(c, zh.Text("name the rule tests, or a folder of them"))
	case *format != "text" && *format != "html":
		return t.misused(c, zh.Text("unknown format %q; write text or html", *format))
	case *format == "html" && (!*cover || *c.json):
		return t.misused(c, zh.Text("--format html is the page of --cover; write --cover, and leave out --json"))
	}
	files, err := expand(c.args, true)
	switch {
	case err != nil && *c.json:
		return t.testJSON(nil, nil, err, problems)
	case err != nil:
		return t.failed(err)
	}
	selected := selecting(*only)
	o := caretest.Options{Run: selected.matches}
	if *cover {
		o.Coverage = &caretest.Coverage{}
	}
	results, err := runTests(files, o)
	if none := selected.nothing(); err == nil && none != nil {
		if *c.json {
			return t.testJSON(nil, nil, none, problems)
		}
		return t.failed(none)
	}
	failed := 0
	for i, r := range results {
		if t.lang == say.Chinese {
			results[i] = r.InChinese()
		}
		if !r.Passed {
			failed++
		}
	}
	code := well
	if failed > 0 || err != nil {
		code = problems
	}
	if *c.json {
		return t.testJSON(results, o.Coverage, err, code)
	}
	page := t.stdout
	if *format == "html" {
		t.stdout = t.stderr // the page is alone where it is written
	}
	for _, r := range results {
		switch {
		case !r.Passed:
			fmt.Fprintf(t.stdout, "FAIL  %s:%d: %s\n%s\n\n", shown(r.File), r.Line, shown(r.Name), r.Failure)
		case *verbose:
			fmt.Fprintf(t.stdout, "ok    %s:%d: %s\n", shown(r.File), r.Line, shown(r.Name))
		}
	}
	if err != nil {
		fmt.Fprintf(t.stdout, "%s\n\n", say.Of(err).In(t.lang))
	}
	switch {
	case err != nil:
		var found source.Problems
		errors.As(err, &found)
		t.sayLine(t.stdout, zh.Text("FAIL  %s, so not all tests were run; %s", counted(len(found.Errors()), someProblems), verdict(len(results), failed)))
	case failed > 0:
		t.sayLine(t.stdout, zh.Text("FAIL  %s", verdict(len(results), failed)))
	default:
		t.sayLine(t.stdout, zh.Text("ok    %s", verdict(len(results), failed)))
	}
	switch {
	case *format == "html":
		if err := coverHTML(page, o.Coverage, t.lang); err != nil {
			return t.failed(err)
		}
	case *cover:
		t.writeCoverage(o.Coverage)
	}
	return code
}

// runTests runs rule tests.
func runTests(files []found, o caretest.Options) ([]caretest.Result, error) {
	var results []caretest.Result
	var all source.Problems
	err := eachFolder(files, func(in *folder, names []string) error {
		some, err := o.Test(in, names...)
		var found source.Problems
		if err != nil && !errors.As(err, &found) {
			return err
		}
		results, all = append(results, some...), append(all, found...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return results, all.Err()
}

// eachFolder visits rule tests, each inside the folder that the user gave: the rules
// that it names lie there too.
func eachFolder(files []found, visit func(in *folder, names []string) error) error {
	names := map[string][]string{}
	for _, f := range files {
		folder := f.testedIn()
		names[folder] = append(names[folder], f.name)
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		in, err := enter(name)
		if err != nil {
			return zh.Error("care: %w", err)
		}
		err = visit(in, names[name])
		in.leave()
		if err != nil {
			return err
		}
	}
	return nil
}

// testedIn is the folder that a rule test does not leave: the one that the user
// gave. Of a test that was named itself it is the working folder or, where the test
// lies elsewhere, its own.
func (f found) testedIn() string {
	if f.folder != "" {
		return f.folder
	}
	working := "."
	if path.IsAbs(f.name) {
		working, _ = os.Getwd()
	}
	if inner, err := filepath.Rel(working, filepath.FromSlash(f.name)); err == nil && filepath.IsLocal(inner) {
		return filepath.ToSlash(working)
	}
	return path.Dir(f.name)
}

func verdict(all, failed int) say.Text {
	if failed == 0 {
		return zh.Text("%s passed", counted(all, someTests))
	}
	return zh.Text("%d of %s failed", failed, counted(all, someTests))
}

// testJSON answers with the results and, of files that could not be run, the
// problems.
func (t *tool) testJSON(results []caretest.Result, coverage *caretest.Coverage, err error, code int) int {
	answer := struct {
		Results  []caretest.Result `json:"results"`
		Problems []drawnProblem    `json:"problems"`
		Coverage []coveredJSON     `json:"coverage,omitempty"`
	}{append([]caretest.Result{}, results...), []drawnProblem{}, coverageJSON(coverage, t.lang)}
	var found source.Problems
	if errors.As(err, &found) {
		for _, p := range found.Sorted() {
			answer.Problems = append(answer.Problems, problemJSON(p, t.lang))
		}
	} else if err != nil {
		answer.Problems = append(answer.Problems, unread(err, t.lang))
	}
	if err := encode(t.stdout, answer); err != nil {
		return t.failed(err)
	}
	return code
}

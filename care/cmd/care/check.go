package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

var checkCommand = command{
	name: "check",
	args: say.Text{English: "FILES", Chinese: "文件"},
	does: say.Text{English: "check rule files and report every problem", Chinese: "检查规则文件，有什么问题都说出来"},
	help: say.Text{
		English: `
Reads the rule files together, as the engine does, and reports every problem: place,
line, a caret under the character, and a way out. Remarks are about rules that load
but are seldom meant, such as a rule that an earlier one of its flow always hides; with
--strict they make the exit code 1. FILES are rule files or folders of them: a folder
stands for all *.yaml and *.yml files in it and its subfolders, except rule tests and
names that begin with a dot.

--as-of remarks on offers and dates that are past on that day. --customers remarks on
flows whose purpose needs a consent that none of these customers has. Customers are
JSON lines, as care simulate takes them.

--format json (the same as --json) and --format sarif (SARIF 2.1.0) are for editors,
code review and other programs. They include remarks.`,
		Chinese: `
把规则文件合在一起读，和引擎一样，有什么问题全说出来：在哪里、那一行、字下面的箭头、
怎么改。「提醒」是载得进来、但多半不是本意的写法，比如一条规则总被同一流程里前面的规则
挡住；加上 --strict，有提醒退出码也是 1。文件可以是规则文件，也可以是文件夹：文件夹代表
它和里层文件夹里的全部 *.yaml 和 *.yml，规则测试和点开头的除外。

--as-of 提醒到那天已经结束的优惠和日期；--customers 提醒这样的流程：用途要同意，这些
顾客却一个也没同意。顾客一行一个 JSON，和 care simulate 的一样。

--format json（就是 --json）和 --format sarif（SARIF 2.1.0）给编辑器、代码评审和别的
程序用，提醒也在里面。`,
	},
	run: (*tool).check,
}

func (t *tool) check(c *call) int {
	format := c.text("format", "text", zh.Text("write `FORMAT`: text, json or sarif"))
	strict := c.yes("strict", zh.Text("treat remarks as problems"))
	asOf := c.text("as-of", "", zh.Text("remark on offers and dates past by `DAY`, such as 2026-11-11"))
	customers := c.text("customers", "", zh.Text("remark on flows that no customer in `FILE` consents to"))
	if code, ok := t.parse(c); !ok {
		return code
	}
	formats := []string{"text", "json", "sarif"}
	switch {
	case !slices.Contains(formats, *format):
		return t.misused(c, zh.Text("unknown format %q%s", *format, hint(source.Suggest(*format, formats))))
	case *c.json && *format == "sarif":
		return t.misused(c, zh.Text("--json and --format sarif exclude each other; name one"))
	case *c.json:
		*format = "json"
	}
	if len(c.args) == 0 {
		return t.misused(c, zh.Text("name the rule files, or a folder of them"))
	}
	around, err := asOfDay(*asOf)
	if err != nil {
		return t.misused(c, say.Of(err))
	}
	var files []rule.File
	if around.Customers, err = t.customersKnown(*customers, around.AsOf); err == nil {
		files, err = ruleFiles(c.args)
	}
	var rules *care.Rules
	var found source.Problems
	if err == nil {
		rules, found = rule.LoadIn(around, files...)
	}
	code := well
	if err != nil || found.Err() != nil || *strict && len(found) > 0 {
		code = problems
	}
	if *format != "text" {
		all := []drawnProblem{}
		for _, p := range found.Sorted() {
			all = append(all, problemJSON(p, t.lang))
		}
		if err != nil {
			all = append(all, unread(err, t.lang))
		}
		var answer any = all
		if *format == "sarif" {
			answer = sarifOf(all, t.lang)
		}
		if err := encode(t.stdout, answer); err != nil {
			return t.failed(err)
		}
		return code
	}
	if err != nil {
		return t.failed(err)
	}
	if len(found) > 0 {
		fmt.Fprintf(t.stdout, "%s\n\n", found.In(t.lang))
	}
	if code != well {
		all := listed(counted(len(found.Errors()), someProblems), counted(len(found.Remarks()), someRemarks))
		t.sayLine(t.stdout, zh.Text("%s in %s", all, counted(len(files), someFiles)))
		return code
	}
	t.sayLine(t.stdout, zh.Text("ok: %s", inventory(rules, len(files), len(found))))
	return code
}

// asOfDay are the circumstances of a day, in China's zone.
func asOfDay(day string) (around rule.Circumstances, err error) {
	if day == "" {
		return around, nil
	}
	if around.AsOf, err = time.ParseInLocation(time.DateOnly, day, tiexin.Shanghai()); err != nil {
		return around, zh.Error("--as-of: %q is not a day; write it as 2026-11-11", day)
	}
	return around, nil
}

// customersKnown reads the customers of a file, with what they consented to. A line that
// cannot be read is an error: what it says might be the consent that is looked for.
func (t *tool) customersKnown(name string, asOf time.Time) ([]tiexin.Customer, error) {
	if name == "" {
		return nil, nil
	}
	if asOf.IsZero() {
		asOf = time.Date(2000, 1, 1, 0, 0, 0, 0, tiexin.Shanghai()) // every line needs an instant
	}
	known := &story{rules: &care.Rules{Shop: rule.Shop{Zone: tiexin.Shanghai()}}, first: asOf}
	events, err := t.readCustomers(name, known)
	switch {
	case err != nil:
		return nil, err
	case known.faults.n > 0:
		return nil, errors.Join(known.faults.some...)
	case len(events) == 0:
		return nil, zh.Error("care: there are no customers in %s", shown(name))
	}
	all := make([]tiexin.Customer, len(events))
	for i, e := range events {
		all[i] = e.Customer
		if e.Consent != nil && e.Type == tiexin.EventConsentGranted {
			all[i].Consents = append(all[i].Consents, *e.Consent)
		}
	}
	return all, nil
}

// inventory counts what the rule files hold.
func inventory(rules *care.Rules, files, remarks int) say.Text {
	limits := len(rules.Quiets) + len(rules.Caps) + len(rules.Budgets) + len(rules.Nevers)
	all := []say.Text{
		counted(files, someFiles), counted(len(rules.Flows), someFlows), counted(rules.Size(), someRules), counted(len(rules.Texts), someTexts),
		counted(len(rules.Segments), someSegments), counted(limits, someLimits),
	}
	if remarks > 0 {
		all = append(all, counted(remarks, someRemarks))
	}
	return listed(all...)
}

// A drawnProblem is a problem for other programs: an editor, a review bot. It reads back as
// a care.Problem.
type drawnProblem struct {
	File       string      `json:"file"` // empty when files could not be read
	Line       int         `json:"line"`
	Column     int         `json:"column"` // in characters, from 1
	Width      int         `json:"width"`
	Kind       source.Kind `json:"kind,omitempty"`
	Severity   string      `json:"severity"`
	Message    string      `json:"message"`
	Hint       string      `json:"hint,omitempty"`
	Suggestion string      `json:"suggestion,omitempty"`
	Also       []string    `json:"also,omitempty"`

	also []source.Place
}

func problemJSON(p source.Problem, l say.Language) drawnProblem {
	d := drawnProblem{
		File: p.Place.File, Line: p.Place.Line, Column: p.Place.Column, Width: max(1, p.Width), Kind: p.Kind,
		Severity: p.Severity.String(), Message: p.Message.In(l), Hint: p.Hint.In(l), Suggestion: p.Suggestion(), also: p.Also,
	}
	for _, also := range p.Also {
		d.Also = append(d.Also, also.String())
	}
	return d
}

// unread is the problem of files that could not be read at all: it has no place.
func unread(err error, l say.Language) drawnProblem {
	return drawnProblem{Severity: source.Error.String(), Message: say.Of(err).In(l)}
}

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/source"
)

var checkCommand = command{
	name: "check", args: "FILES", does: "check rule files and print what is wrong with them",
	help: `
Reads rule files together, as the engine would, and prints every problem: place,
line, a caret under the character, and a way out. Remarks are things that load
but are seldom meant, such as a rule that an earlier one of its flow always hides; with
--strict they make the exit code 1. FILES are rule files or folders of them: a folder
stands for all *.yaml and *.yml in it and in the folders inside it, but for rule tests
and what begins with a dot.

--as-of remarks on offers and dates that are over by then, --customers on flows
whose purpose needs a consent that none of these customers has. Customers are
JSON lines, as care simulate takes them.

--format json, which is --json, and --format sarif (SARIF 2.1.0) are for editors,
code review and other programs. They hold remarks, too.`,
	run: (*tool).check,
}

func (t *tool) check(c *call) int {
	format := c.flags.String("format", "text", "`FORMAT`: text, json or sarif")
	strict := c.flags.Bool("strict", false, "let remarks count as problems")
	asOf := c.flags.String("as-of", "", "`DAY` such as 2026-11-11: remark on what is over by then")
	customers := c.flags.String("customers", "", "`FILE` of customers: remark on flows to which none of them consents")
	if code, ok := t.parse(c); !ok {
		return code
	}
	formats := []string{"text", "json", "sarif"}
	switch {
	case !slices.Contains(formats, *format):
		return t.misused(c, "there is no format %q%s", *format, hint(source.Suggest(*format, formats)))
	case *c.json && *format == "sarif":
		return t.misused(c, "--json and --format sarif are two formats; name one")
	case *c.json:
		*format = "json"
	}
	if len(c.args) == 0 {
		return t.misused(c, "name the rule files, or a folder of them")
	}
	around, err := asOfDay(*asOf)
	if err != nil {
		return t.misused(c, "%s", err)
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
			all = append(all, problemJSON(p))
		}
		if err != nil {
			all = append(all, unread(err))
		}
		var answer any = all
		if *format == "sarif" {
			answer = sarifOf(all)
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
		fmt.Fprintf(t.stdout, "%s\n\n", found)
	}
	if code != well {
		fmt.Fprintf(t.stdout, "%s in %s\n", counted(len(found.Errors()), "problem", len(found.Remarks()), "remark"), counted(len(files), "file"))
		return code
	}
	fmt.Fprintf(t.stdout, "ok: %s\n", inventory(rules, len(files), len(found)))
	return code
}

// asOfDay are the circumstances of a day, in China's zone.
func asOfDay(day string) (around rule.Circumstances, err error) {
	if day == "" {
		return around, nil
	}
	if around.AsOf, err = time.ParseInLocation(time.DateOnly, day, tiexin.Shanghai()); err != nil {
		return around, fmt.Errorf("--as-of: %q is not a day; write it as 2026-11-11", day)
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
		return nil, errors.New(strings.Join(known.faults.some, "\n"))
	case len(events) == 0:
		return nil, fmt.Errorf("care: there are no customers in %s", shown(name))
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
func inventory(rules *care.Rules, files, remarks int) string {
	limits := len(rules.Quiets) + len(rules.Caps) + len(rules.Budgets) + len(rules.Nevers)
	all := counted(files, "file", len(rules.Flows), "flow", rules.Size(), "rule", len(rules.Texts), "text", len(rules.Segments), "segment",
		limits, "limit")
	if remarks > 0 {
		all += ", " + counted(remarks, "remark")
	}
	return all
}

// counted writes numbers with their nouns: "2 files, 1 flow".
func counted(pairs ...any) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		n, noun := pairs[i], pairs[i+1]
		if n != 1 {
			noun = fmt.Sprint(noun, "s")
		}
		parts = append(parts, fmt.Sprint(n, " ", noun))
	}
	return strings.Join(parts, ", ")
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

func problemJSON(p source.Problem) drawnProblem {
	d := drawnProblem{
		File: p.Place.File, Line: p.Place.Line, Column: p.Place.Column, Width: max(1, p.Width), Kind: p.Kind,
		Severity: p.Severity.String(), Message: p.Message.English, Hint: p.Hint.English, Suggestion: p.Suggestion(), also: p.Also,
	}
	for _, also := range p.Also {
		d.Also = append(d.Also, also.String())
	}
	return d
}

// unread is the problem of files that could not be read at all: it has no place.
func unread(err error) drawnProblem {
	return drawnProblem{Severity: source.Error.String(), Message: err.Error()}
}

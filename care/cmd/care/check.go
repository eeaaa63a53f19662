package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/internal/source"
)

var checkCommand = command{
	name: "check", args: "FILES", does: "check rule files and print what is wrong with them",
	help: `
Reads rule files together, as the engine would, and prints every problem: place,
line, a caret under the character, and a way out. Remarks are things that load
but are seldom meant. FILES are rule files or folders of them: a folder stands for all
*.yaml and *.yml in it and in the folders inside it, but for rule tests and what
begins with a dot.

--format json, which is --json, and --format sarif (SARIF 2.1.0) are for editors,
code review and other programs. They hold remarks, too.`,
	run: (*tool).check,
}

func (t *tool) check(c *call) int {
	format := c.flags.String("format", "text", "`FORMAT`: text, json or sarif")
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
	rules, files, found, err := loadRules(c.args)
	code := well
	if err != nil || found.Err() != nil {
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
		Severity: p.Severity.String(), Message: p.Message, Hint: p.Hint, Suggestion: p.Suggestion(), also: p.Also,
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

package main

import (
	"errors"
	"fmt"

	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/internal/source"
)

var testCommand = command{
	name: "test", args: "FILES", does: "run rule tests",
	help: `
Runs the rule tests in FILES, which are *_test.yaml or folders of them. A failure
prints what came differently, and then the timeline: every rule evaluated, with the
values it saw.`,
	run: (*tool).test,
}

func (t *tool) test(c *call) int {
	verbose := c.flags.Bool("v", false, "name the tests that passed, too")
	if code, ok := t.parse(c); !ok {
		return code
	}
	if len(c.args) == 0 {
		return t.misused(c, "name the rule tests, or a folder of them")
	}
	names, err := expand(c.args, true)
	switch {
	case err != nil && *c.json:
		return t.testJSON(nil, err, problems)
	case err != nil:
		return t.failed(err)
	}
	results, err := caretest.Test(disk{}, names...)
	failed := 0
	for _, r := range results {
		if !r.Passed {
			failed++
		}
	}
	code := well
	if failed > 0 || err != nil {
		code = problems
	}
	if *c.json {
		return t.testJSON(results, err, code)
	}
	for _, r := range results {
		switch {
		case !r.Passed:
			fmt.Fprintf(t.stdout, "FAIL  %s:%d: %s\n%s\n\n", source.Printable(r.File), r.Line, source.OneLine(r.Name), r.Failure)
		case *verbose:
			fmt.Fprintf(t.stdout, "ok    %s:%d: %s\n", source.Printable(r.File), r.Line, source.OneLine(r.Name))
		}
	}
	if err != nil {
		fmt.Fprintf(t.stdout, "%s\n\n", err)
	}
	switch {
	case err != nil:
		var found source.Problems
		errors.As(err, &found)
		fmt.Fprintf(t.stdout, "FAIL  %s, so not all tests were run; %s\n", counted(len(found.Errors()), "problem"), verdict(len(results), failed))
	case failed > 0:
		fmt.Fprintf(t.stdout, "FAIL  %s\n", verdict(len(results), failed))
	default:
		fmt.Fprintf(t.stdout, "ok    %s\n", verdict(len(results), failed))
	}
	return code
}

func verdict(all, failed int) string {
	if failed == 0 {
		return counted(all, "test") + " passed"
	}
	return fmt.Sprintf("%d of %s failed", failed, counted(all, "test"))
}

// testJSON answers with the results and, of files that could not be run, the
// problems.
func (t *tool) testJSON(results []caretest.Result, err error, code int) int {
	answer := struct {
		Results  []caretest.Result `json:"results"`
		Problems []drawnProblem    `json:"problems"`
	}{append([]caretest.Result{}, results...), []drawnProblem{}}
	var found source.Problems
	if errors.As(err, &found) {
		for _, p := range found.Sorted() {
			answer.Problems = append(answer.Problems, problemJSON(p))
		}
	} else if err != nil {
		answer.Problems = append(answer.Problems, unread(err))
	}
	if err := encode(t.stdout, answer); err != nil {
		return t.failed(err)
	}
	return code
}

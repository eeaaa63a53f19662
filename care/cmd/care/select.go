package main

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/source"
)

// A selection is the tests that are run, by their names.
type selection struct {
	asked   string // as the user wrote it; empty: all
	pattern *regexp.Regexp
	names   []string // of all tests
	matched bool
}

// selecting understands part of a test's name or a regular expression.
func selecting(asked string) *selection {
	s := &selection{asked: asked}
	s.pattern, _ = regexp.Compile(asked) // what is none is part of a name
	return s
}

func (s *selection) matches(name string) bool {
	s.names = append(s.names, name)
	ok := strings.Contains(name, s.asked) || s.pattern != nil && s.pattern.MatchString(name)
	s.matched = s.matched || ok
	return ok
}

// nothing says that no test has such a name.
func (s *selection) nothing() error {
	if s.matched || s.asked == "" || len(s.names) == 0 {
		return nil
	}
	near, ok := source.Nearest(s.asked, s.names)
	if !ok {
		near = s.mostAlike()
	}
	hint := zh.Text("`care test -v` names them all")
	if near != "" {
		hint = zh.Text("did you mean %q?", shown(near))
	}
	return zh.Error("care: no test's name matches %q; %s", shown(s.asked), hint)
}

// mostAlike is the name that has the longest piece of what was asked for, of two
// characters at least.
func (s *selection) mostAlike() string {
	asked := []rune(s.asked)
	for n := len(asked); n >= 2; n-- {
		for i := 0; i+n <= len(asked); i++ {
			piece := string(asked[i : i+n])
			if at := slices.IndexFunc(s.names, func(name string) bool { return strings.Contains(name, piece) }); at >= 0 {
				return s.names[at]
			}
		}
	}
	return ""
}

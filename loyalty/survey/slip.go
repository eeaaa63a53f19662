package survey

import (
	"errors"
	"fmt"
	"slices"
)

// A slip is what is wrong at one place of a questionnaire or an index.
type slip struct {
	path          string // names and keys with dots; of what was not written, the nearest part
	message, hint string
	follows       follows
}

// follows says what a slip may come from, beside the place where it stands.
type follows uint8

const (
	fromNothing follows = iota
	fromNames           // a section that is missing
	fromParts           // any part that is missing
)

func (s slip) String() string { return s.path + ": " + joined(s.message, s.hint) }

type slips struct{ found []slip }

func (s *slips) at(path, hint, format string, a ...any) { s.add(fromNothing, path, hint, format, a...) }

func (s *slips) add(f follows, path, hint, format string, a ...any) {
	s.found = append(s.found, slip{path: path, message: fmt.Sprintf(format, a...), hint: hint, follows: f})
}

// err is all of them for somebody who writes in Go.
func err(found []slip) error {
	var all []error
	for _, s := range found {
		all = append(all, errors.New("survey: "+s.String()))
	}
	return errors.Join(all...)
}

// name takes one more name, which must be there and new.
func (s *slips) name(names *[]string, section, what, name string) {
	switch {
	case name == "":
		s.at(section, "give it one", "one %s has no name", what)
	case slices.Contains(*names, name):
		s.at(section+"."+name, "call one of them otherwise", "two %ss have the name %q", what, name)
	}
	*names = append(*names, name)
}

func joined(fact, hint string) string {
	if hint == "" {
		return fact
	}
	return fact + "; " + hint
}

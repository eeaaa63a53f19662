package survey

import (
	"errors"
	"slices"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A slip is what is wrong at one place of a questionnaire or an index.
type slip struct {
	path          string // names and keys with dots; of what was not written, the nearest part
	message, hint say.Text
	follows       follows
}

// follows says what a slip may come from, beside the place where it stands.
type follows uint8

const (
	fromNothing follows = iota
	fromNames           // a section that is missing
	fromParts           // any part that is missing
)

type slips struct{ found []slip }

func (s *slips) at(path string, hint, message say.Text) { s.add(fromNothing, path, hint, message) }

func (s *slips) add(f follows, path string, hint, message say.Text) {
	s.found = append(s.found, slip{path: path, message: message, hint: hint, follows: f})
}

// err is all of them for somebody who writes in Go.
func err(found []slip) error {
	var all []error
	for _, s := range found {
		all = append(all, zh.Error("survey: %s: %s", s.path, joined(s.message, s.hint)))
	}
	return errors.Join(all...)
}

// name takes one more name, which must be there and new.
func (s *slips) name(names *[]string, section string, what say.Text, name string) {
	switch {
	case name == "":
		s.at(section, zh.Text("give it one"), zh.Text("one %s has no name", what))
	case slices.Contains(*names, name):
		s.at(section+"."+name, zh.Text("call one of them otherwise"), zh.Text("two %ss have the name %q", what, name))
	}
	*names = append(*names, name)
}

func joined(fact, hint say.Text) say.Text {
	if hint.Empty() {
		return fact
	}
	return say.Join([]say.Text{fact, hint}, "; ", "；")
}

// fault is what is wrong in a row of answers.
func fault(row int, subject string, problem say.Text) loyalty.Problem {
	return loyalty.Problem{Row: row, Subject: subject, Message: problem.English, MessageChinese: problem.Chinese}
}

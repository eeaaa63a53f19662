package loyalty

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A Playbook is a shop's strategies for each type of customer (忠诚度管理策略). It is data:
// people can read it, and a shop can replace it with its own.
type Playbook []Strategy

// A Strategy is for a type of customer; with a cause, for customers of the type with that
// cause.
type Strategy struct {
	For   Type     `json:"for"`
	Cause Cause    `json:"cause,omitempty"` // empty: any cause
	Aim   Text     `json:"aim"`
	Do    []Advice `json:"do"`
	Avoid []Advice `json:"avoid"` // actions to avoid
}

// An Advice is an action to take or to avoid, with the reason.
type Advice struct {
	What Text `json:"what"`
	Why  Text `json:"why"`
}

//go:embed strategy_book.json
var strategyBook []byte

// DefaultPlaybook is the library's own: one strategy for each type, one for each cause of
// spurious loyalty, and one for each obstacle of latent loyalty. Write it as JSON to start
// a shop's own from it.
func DefaultPlaybook() Playbook {
	book, err := ReadPlaybook(bytes.NewReader(strategyBook))
	if err != nil {
		panic("loyalty: the library's own playbook: " + err.Error())
	}
	return book
}

// For returns the strategies for a customer of a type: that of the type first, then those
// for the causes, in their order.
func (b Playbook) For(t Type, causes ...Cause) []Strategy {
	var found []Strategy
	for _, cause := range slices.Concat([]Cause{""}, causes) {
		for _, s := range b {
			if s.For == t && s.Cause == cause {
				found = append(found, s)
			}
		}
	}
	return found
}

// maxPlaybook is the longest playbook that is read, in bytes.
const maxPlaybook = 1 << 20

// ReadPlaybook reads a list of strategies from JSON and validates it. Unknown fields, types
// and causes are errors. The error has all faults, by the place of the strategy in the
// list.
func ReadPlaybook(r io.Reader) (Playbook, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxPlaybook+1))
	if err != nil {
		return nil, fmt.Errorf("loyalty: the playbook: %w", err)
	}
	if len(data) > maxPlaybook {
		return nil, fmt.Errorf("loyalty: the playbook is longer than %d bytes", maxPlaybook)
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
			return nil, fmt.Errorf("loyalty: the playbook, line %d: %w", line, err)
		}
		return nil, fmt.Errorf("loyalty: the playbook is not a list of strategies: %w", err)
	}
	var faults Problems
	book := make(Playbook, len(raw))
	for i, one := range raw {
		decoder := json.NewDecoder(bytes.NewReader(one))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&book[i]); err != nil {
			faults = append(faults, faultf(i, "", "is not a strategy: %v", err))
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	if err := book.Validate(); err != nil {
		return nil, err
	}
	return book, nil
}

// Validate returns an error that names every faulty strategy. A strategy is faulty without a type,
// with a cause that does not fit it, given twice, or in one language only. It needs an aim,
// actions to take and to avoid, and a reason. Each of the four types must have a strategy for any
// cause.
func (b Playbook) Validate() error {
	var faults Problems
	type key struct {
		t Type
		c Cause
	}
	first := map[key]int{}
	for i, s := range b {
		subject := s.For.String()
		if s.Cause != "" {
			subject += ", " + string(s.Cause)
		}
		say := func(format string, args ...any) { faults = append(faults, faultf(i, subject, format, args...)) }
		if s.For > Disloyal {
			say("names no type of customer; possible: true, latent, spurious, disloyal and unclassified")
		}
		if fits := causesOfType(s.For); s.Cause != "" && !slices.Contains(fits, s.Cause) {
			say("has a cause that does not fit the type; for it there are %q", fits)
		}
		if row, twice := first[key{s.For, s.Cause}]; twice {
			say("is given twice, first in row %d", row)
		} else {
			first[key{s.For, s.Cause}] = i
		}
		if !s.Aim.complete() {
			say("has no aim in both languages")
		}
		for _, list := range []struct {
			name   string
			advice []Advice
		}{{"do", s.Do}, {"avoid", s.Avoid}} {
			if len(list.advice) == 0 {
				say("has nothing to %s", list.name)
			}
			for j, a := range list.advice {
				if !a.What.complete() || !a.Why.complete() {
					say("lacks what or why in one of the languages at %s %d", list.name, j+1)
				}
			}
		}
	}
	for t := TrueLoyal; t <= Disloyal; t++ {
		if _, ok := first[key{t, ""}]; !ok {
			faults = append(faults, faultf(len(b), t.String(), "has no strategy; add one without a cause"))
		}
	}
	return faults.Err()
}

func (t Text) complete() bool { return t.English != "" && t.Chinese != "" }

// causesOfType are those that explain a type: who buys has a cause to buy, who
// would like to has an obstacle.
func causesOfType(t Type) []Cause {
	switch t {
	case TrueLoyal, SpuriousLoyal:
		return []Cause{NoChoice, SwitchingCost, Incentive, Habit, Conviction}
	case LatentLoyal:
		return []Cause{RivalHabit, RivalSwitchingCost, Price, OutOfReach, RivalOffer}
	}
	return nil
}

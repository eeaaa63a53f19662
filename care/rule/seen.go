package rule

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/expr-lang/expr/ast"
)

// Seen is one part of a condition with what it saw.
type Seen struct {
	Text   string   `json:"text"`             // the part as a person would write it
	Yes    bool     `json:"yes"`              // its answer
	Values []string `json:"values,omitempty"` // "order.amount = 199"
	// Turns is when time alone changes the answer next, and zero when it does not.
	Turns Instant `json:"turns,omitempty"`
}

// Seen lists what the parts of the condition see at an instant, in the order in
// which they stand. The parts of a segment follow the segment.
func (c *Condition) Seen(v *View, at Instant) []Seen {
	if c == nil {
		return nil
	}
	var all []Seen
	c.root.seen(v, at, &all)
	return all
}

func (n *node) seen(v *View, at Instant, all *[]Seen) {
	switch n.op {
	case opAnd, opOr, opNot, opIf:
		for _, k := range n.kids {
			k.seen(v, at, all)
		}
		return
	}
	answer := n.ask(v)
	s := Seen{Text: n.text, Yes: answer.At(at), Values: n.values(v, at)}
	for _, turn := range answer.turns {
		if turn > at {
			s.Turns = turn
			break
		}
	}
	*all = append(*all, s)
	if n.op == opSegment {
		n.segment.If.root.seen(v, at, all)
	}
}

// values reads the words that a part looks at.
func (n *node) values(v *View, at Instant) []string {
	if n.op == opClock {
		return []string{n.clock.reading(v, at)}
	}
	var all []string
	for _, word := range n.words {
		value := "unknown"
		if x, ok := lookUp(reflect.ValueOf(v.Facts), word); ok {
			value = x
		}
		if line := word + " = " + value; !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return all
}

// reading says how the clock of a comparison stands, in the unit it was written
// in.
func (c *comparison) reading(v *View, at Instant) string {
	r := v.Clocks[c.stem]
	unit := units[0]
	for _, u := range units {
		if u.millis == c.unit {
			unit = u
		}
	}
	name := unit.prefix + c.stem.String()
	switch r.Phase {
	case NotYet:
		return name + " has not started"
	case Over:
		return name + " is over"
	}
	elapsed := float64(at.Millis() - r.Origin)
	if c.stem.Remaining() {
		elapsed = -elapsed
	}
	return name + " = " + strconv.FormatFloat(roundTo(elapsed/unit.millis), 'f', -1, 64)
}

func roundTo(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 2, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// lookUp finds "order.amount" in the facts.
func lookUp(v reflect.Value, word string) (string, bool) {
	for name := range strings.SplitSeq(word, ".") {
		if v.Kind() != reflect.Struct {
			return "", false
		}
		found := false
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("expr") == name {
				v, found = v.Field(i), true
				break
			}
		}
		if !found {
			return "", false
		}
	}
	switch x := v.Interface().(type) {
	case string:
		return "'" + x + "'", true
	case time.Time:
		if x.Year() <= 1 {
			return "unknown", true
		}
		return x.Format("2006-01-02 15:04:05"), true
	case []string:
		return "[" + strings.Join(x, ", ") + "]", true
	default:
		return fmt.Sprint(x), true
	}
}

// wordsIn lists the words "thing.word" and "word" that a part reads.
func wordsIn(n ast.Node) []string {
	var all []string
	add := func(w string) {
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	inspect(n, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.MemberNode:
			base, ok := n.Node.(*ast.IdentifierNode)
			name, isName := n.Property.(*ast.StringNode)
			if ok && isName {
				add(base.Value + "." + name.Value)
			}
		case *ast.CallNode:
			if calls(n, "has_tag") {
				add("customer.tags")
			}
		case *ast.IdentifierNode:
			if word, ok := findWord(n.Value); ok && !strings.Contains(word.Name, "(") {
				add(n.Value)
			}
		}
	})
	return all
}

package ask

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/expr-lang/expr/ast"
)

// Seen is one part of a condition with what it saw.
type Seen struct {
	Text   string   // the part as a person would write it
	Yes    bool     // its answer
	Values []string // "order.amount = 199"
	// Turns is when time alone changes the answer next, and zero when it does not.
	Turns Instant

	timezone string // the shop's, as its facts name it
}

// MarshalJSON writes text, yes, values and turns, the last as a time in the
// shop's zone; values and turns are left out where there are none.
func (s Seen) MarshalJSON() ([]byte, error) {
	written := struct {
		Text   string    `json:"text"`
		Yes    bool      `json:"yes"`
		Values []string  `json:"values,omitempty"`
		Turns  time.Time `json:"turns,omitzero"`
	}{s.Text, s.Yes, s.Values, time.Time{}}
	if s.Turns != 0 && s.Turns < Forever {
		written.Turns = s.Turns.Time(zoneOf(s.timezone))
	}
	// Whether <, > and & are escaped is left to whoever encodes the whole.
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(written)
	return b.Bytes(), err
}

// zoneOf is the zone that the shop's facts name. It was found when the rules were
// loaded; only China's can do without zone data.
func zoneOf(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.FixedZone(DefaultZone, 8*60*60)
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
	var answer Times
	n.ask(v, &answer)
	s := Seen{Text: n.text, Yes: answer.At(at), Values: n.values(v, at), timezone: v.Facts.Shop.Timezone}
	s.Turns, _ = answer.Turns(at)
	*all = append(*all, s)
	if n.op == opSegment {
		n.segment.answer.root.seen(v, at, all)
	}
}

// values says what a part looks at, and what it sees.
func (n *node) values(v *View, at Instant) []string {
	if n.op == opClock {
		return []string{n.clock.reading(v, at)}
	}
	var all []string
	for _, r := range n.reads {
		if line := r.String() + " = " + r.value(&v.Facts); !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return all
}

// reading says how the clock of a comparison stands, in the unit it was written
// in.
func (c *comparison) reading(v *View, at Instant) string {
	r := v.Clocks[c.stem]
	name := c.unit.prefix + c.stem.String()
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
	return name + " = " + plainNumber(elapsed/c.unit.millis)
}

// plainNumber is a number as a person would write it, to a hundredth.
func plainNumber(x float64) string {
	s := strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// A reading is a word that a part looks at, or a named part of it.
type reading struct {
	word string
	name string // of shop.links['评价链接']; empty: the word itself
}

// String is the word as a person would write it.
func (r reading) String() string {
	if r.name == "" {
		return r.word
	}
	return r.word + "['" + r.name + "']"
}

// value is what the word says.
func (r reading) value(f *Facts) string {
	if text, ok := textWords[r.word]; ok {
		if r.word == "customer.name" || r.word == "order.message" {
			return hidden(text(f))
		}
		return quoted(text(f))
	}
	if number, ok := numberWords[r.word]; ok {
		return plainNumber(number.read(f))
	}
	if yes, ok := yesWords[r.word]; ok {
		return strconv.FormatBool(yes(f))
	}
	if list, ok := listWords[r.word]; ok {
		return "[" + strings.Join(list(f), ", ") + "]"
	}
	if at, ok := timeWords[r.word]; ok {
		if t := at(f); t.Year() > 1 {
			return t.Format(time.DateTime)
		}
		return "unknown"
	}
	if named, ok := namedWords[r.word]; ok {
		if r.name != "" {
			return attribute(named(f)[r.name])
		}
		return strconv.Itoa(len(named(f))) + " values"
	}
	return "unknown"
}

// attribute is a word of the host's own, of which nobody knows what stands in it:
// what may be a number or an address is not told.
func attribute(s string) string {
	digits := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits >= 7 || strings.ContainsRune(s, '@') {
		return hidden(s)
	}
	return quoted(s)
}

// hidden is a person's own name or words, of which is told only whether there are
// any: outcomes travel further than they should.
func hidden(s string) string {
	if s == "" {
		return quoted("")
	}
	return quoted("***")
}

func quoted(s string) string { return "'" + s + "'" }

// readingsIn lists what a part reads, each once.
func readingsIn(n ast.Node) []reading {
	var all []reading
	add := func(r reading) {
		if !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	named := map[ast.Node]bool{} // words of which only a named part is read
	inspect(n, func(n ast.Node) {
		if m, ok := n.(*ast.MemberNode); ok {
			if s, isName := m.Property.(*ast.StringNode); isName && namedWords[wordOf(m.Node)] != nil {
				named[m.Node] = true
				add(reading{wordOf(m.Node), s.Value})
			}
		}
	})
	inspect(n, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.MemberNode, *ast.IdentifierNode:
			if word, ok := findWord(wordOf(n)); ok && !word.isFunction() && !named[n] {
				add(reading{word: word.Name})
			}
		case *ast.CallNode:
			if calls(n, "has_tag") {
				add(reading{word: "customer.tags"})
			}
		}
	})
	return all
}

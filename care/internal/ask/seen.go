package ask

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/expr-lang/expr/ast"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// Seen is one part of a condition with what it saw.
type Seen struct {
	Text    string   // the part as a person would write it
	Yes     bool     // its answer
	Unknown bool     // it could not be worked out: it is neither yes nor no
	Values  []string // "order.amount = 199"
	// Turns is when time alone changes the answer next, and zero when it does not.
	Turns Instant

	timezone string // the shop's, as its facts name it
}

// Answer is what the part answered: "yes", "no" or "unknown".
func (s Seen) Answer() string {
	switch {
	case s.Unknown:
		return "unknown"
	case s.Yes:
		return "yes"
	default:
		return "no"
	}
}

// String is the part with its answer (✓, ✗ or ?) and what it saw.
func (s Seen) String() string { return s.line(s.Answer(), say.English) }

// Chinese is String in Chinese.
func (s Seen) Chinese() string { return s.line("算不出来", say.Chinese) }

func (s Seen) line(unknown string, l say.Language) string {
	line := "✗ " + s.Text
	switch {
	case s.Unknown:
		line = "? " + s.Text
	case s.Yes:
		line = "✓ " + s.Text
	}
	if values := ValuesRead(s); !values.Empty() {
		line += "   [" + values.In(l) + "]"
	}
	if s.Unknown {
		line += "   " + unknown
	}
	return line
}

// MarshalJSON writes text, yes, unknown, values and turns, the last as a time in the
// shop's zone; unknown is left out where it is false, values and turns where there are
// none.
func (s Seen) MarshalJSON() ([]byte, error) {
	written := struct {
		Text    string    `json:"text"`
		Yes     bool      `json:"yes"`
		Unknown bool      `json:"unknown,omitempty"`
		Values  []string  `json:"values,omitempty"`
		Turns   time.Time `json:"turns,omitzero"`
	}{s.Text, s.Yes, s.Unknown, s.Values, time.Time{}}
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
// which they stand. The parts of a segment follow the segment. What is personal is
// hidden: see [Word].
func (c *Condition) Seen(v *View, at Instant) []Seen { return c.seen(&witness{view: v, at: at}) }

// SeenPersonal is Seen with everything in clear.
func (c *Condition) SeenPersonal(v *View, at Instant) []Seen {
	return c.seen(&witness{view: v, at: at, personal: true})
}

func (c *Condition) seen(w *witness) []Seen {
	if c == nil {
		return nil
	}
	w.striker.Words(w.view.Facts.Customer.Name, w.view.Facts.Customer.Nick)
	c.root.seen(w)
	return w.all
}

func (n *node) seen(w *witness) {
	switch n.op {
	case opAnd, opOr, opNot, opIf:
		for _, k := range n.kids {
			k.seen(w)
		}
		return
	}
	v, at := w.view, w.at
	var answer Times
	n.ask(v, false, &answer)
	s := Seen{Text: n.text, Yes: answer.At(at), Unknown: n.unknown(v, at), Values: n.values(w), timezone: v.Facts.Shop.Timezone}
	s.Turns, _ = answer.Turns(at)
	w.all = append(w.all, s)
	if n.op == opSegment {
		n.segment.answer.root.seen(w)
	}
}

// values says what a part looks at, and what it sees.
func (n *node) values(w *witness) []string {
	if n.op == opMoving {
		return n.moving.sees(w)
	}
	var all []string
	for _, r := range n.reads {
		if line := source.Printable(r.String() + " = " + w.value(r, n.named)); !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return all
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
	word *Word
	name string // of shop.links['评价链接']; empty: the word itself
}

// String is the word as a person would write it.
func (r reading) String() string {
	if r.name == "" {
		return r.word.Name
	}
	return r.word.Name + "['" + r.name + "']"
}

// readingsIn lists what those of a part's parts read that count, each once.
func readingsIn(n ast.Node, counts func(ast.Node) bool) []reading {
	var all []reading
	add := func(r reading) {
		if !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	named := map[ast.Node]bool{} // words of which only a named part is read
	inspect(n, func(n ast.Node) {
		if m, ok := n.(*ast.MemberNode); ok && counts(n) {
			if s, isName := m.Property.(*ast.StringNode); isName {
				if word, ok := WordNamed(wordOf(m.Node)); ok && word.sort == ofNamed {
					named[m.Node] = true
					add(reading{word, s.Value})
				}
			}
		}
	})
	inspect(n, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.MemberNode, *ast.IdentifierNode:
			if word, ok := WordNamed(wordOf(n)); ok && counts(n) && !word.isFunction() && !named[n] {
				add(reading{word: word})
			}
		case *ast.CallNode:
			if counts(n) && calls(n, "has_tag") {
				tags, _ := WordNamed("customer.tags")
				add(reading{word: tags})
			}
		}
	})
	return all
}

// textsIn are the texts that stand in a part.
func textsIn(n ast.Node) []string {
	var all []string
	inspect(n, func(n ast.Node) {
		if s, ok := n.(*ast.StringNode); ok {
			all = append(all, s.Value)
		}
	})
	return all
}

package rule

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// checkWords reports every name that the vocabulary does not hold, that does
// not belong to the subject, or that is not built yet, and every construction
// that could run long.
func (w *builder) checkWords(root ast.Node) {
	members := map[ast.Node]bool{} // identifiers that stand before a dot or a bracket
	locals := map[string]bool{}
	inspect(root, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.MemberNode:
			members[n.Node] = true
		case *ast.CallNode:
			members[n.Callee] = true
		case *ast.VariableDeclaratorNode:
			locals[n.Name] = true
		}
	})
	inspect(root, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.IdentifierNode:
			if !members[n] && !locals[n.Value] {
				w.checkName(n)
			}
		case *ast.MemberNode:
			w.checkMember(n)
		case *ast.CallNode:
			w.checkCall(n)
		case *ast.BuiltinNode:
			w.checkBuiltin(n)
		case *ast.BinaryNode:
			if n.Operator == ".." {
				w.checkRange(n)
			}
		}
	})
}

// checkName looks at a word that stands alone.
func (w *builder) checkName(n *ast.IdentifierNode) {
	if s, _, ok := clockWord(n.Value); ok {
		w.checkClock(n, s)
		return
	}
	if word, ok := findWord(n.Value); ok && !strings.Contains(word.Name, "(") {
		w.checkUse(n, word)
		if n.Value == "channel" {
			w.condition.ChannelWord = true
		}
		return
	}
	switch n.Value {
	case "customer", "order", "shop", "segment", "parcel", "chat", "child", "incident":
		w.fault(n, fmt.Sprintf("%q is not a value by itself", n.Value), fmt.Sprintf("write %s.WORD", n.Value))
	case "now":
		w.fault(n, "a condition cannot read the wall clock", wallClockHint)
	default:
		if s, ok := StemNamed(n.Value); ok {
			w.fault(n, fmt.Sprintf("the clock %q has no unit", n.Value), fmt.Sprintf("write minutes_%s, hours_%s or days_%s", s, s, s))
			return
		}
		w.fault(n, fmt.Sprintf("no word is called %q", n.Value), suggest(n.Value, wordsFor(w.about)))
	}
}

const wallClockHint = "use a clock such as minutes_unpaid, or limits.quiet for the time of day"

func (w *builder) checkClock(n ast.Node, s Stem) {
	switch info := s.info(); {
	case info.later != "":
		w.fault(n, fmt.Sprintf("the clock %q cannot be used yet: %s", s, info.later), "")
	case w.about != AboutNothing && !s.mayUse(w.about):
		w.fault(n, fmt.Sprintf("the clock %q does not belong to a flow about %s", s, w.about), "it counts for "+named(info.about))
	default:
		w.condition.Stems = w.condition.Stems.With(s)
		w.condition.Moves = true
		w.condition.OrderWords = w.condition.OrderWords || slices.Contains(info.about, AboutOrder)
	}
}

func (w *builder) checkUse(n ast.Node, word Word) {
	switch {
	case word.Later != "":
		w.fault(n, fmt.Sprintf("%q cannot be used yet: %s", word.Name, word.Later), "")
	case slices.Equal(word.About, onNever) && w.about != AboutNothing:
		w.fault(n, fmt.Sprintf("%q is known only when a message is about to go", word.Name), "use it under limits.never")
	case w.about != AboutNothing && !word.mayUse(w.about):
		w.fault(n, fmt.Sprintf("%q does not belong to a flow about %s", word.Name, w.about), "it is known about "+named(word.About))
	case slices.Equal(word.About, onNever):
		w.condition.MessageWords = true
	case slices.Contains(word.About, AboutOrder):
		w.condition.OrderWords = true
	}
}

func named(about []About) string {
	names := make([]string, len(about))
	for i, a := range about {
		names[i] = a.String()
	}
	return strings.Join(names, ", ")
}

// checkMember looks at thing.word.
func (w *builder) checkMember(n *ast.MemberNode) {
	base, ok := n.Node.(*ast.IdentifierNode)
	if !ok {
		return
	}
	property, isName := n.Property.(*ast.StringNode)
	switch base.Value {
	case "segment":
		w.checkSegment(n, property, isName)
		return
	case "parcel", "chat", "child", "incident":
		word, _ := findWord(base.Value)
		w.fault(n, fmt.Sprintf("%q cannot be used yet: %s", base.Value+".", word.Later), "")
		return
	case "customer", "order", "shop":
	default:
		if _, known := findWord(base.Value); !known {
			w.checkName(base)
		}
		return
	}
	if !isName {
		w.fault(n, fmt.Sprintf("%s[…] needs a name", base.Value), fmt.Sprintf("write %s.WORD", base.Value))
		return
	}
	full := base.Value + "." + property.Value
	word, ok := findWord(full)
	if !ok {
		w.fault(n, fmt.Sprintf("no word is called %q", full), suggest(full, wordsFor(w.about)))
		return
	}
	w.checkUse(n, word)
}

func (w *builder) checkSegment(n *ast.MemberNode, name *ast.StringNode, isName bool) {
	if !isName {
		w.fault(n, "segment[…] needs a name", "write segment.NAME")
		return
	}
	s, ok := w.segments[name.Value]
	if !ok {
		known := slices.Sorted(maps.Keys(w.segments))
		w.fault(n, fmt.Sprintf("no segment is called %q", name.Value), suggest(name.Value, known))
		return
	}
	if s.If == nil {
		return // its own condition is reported where it stands
	}
	if s.If.OrderWords && w.about != AboutNothing && w.about != AboutOrder {
		w.fault(n, fmt.Sprintf("segment %q looks at an order; this flow is about %s", s.Name, w.about), "")
	}
	w.condition.OrderWords = w.condition.OrderWords || s.If.OrderWords
}

func (w *builder) checkCall(n *ast.CallNode) {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		w.fault(n, "only the functions of the vocabulary can be called", "see `care words`")
		return
	}
	word, known := findWord(callee.Value)
	_, params, isFunction := strings.Cut(word.Name, "(")
	if !known || !isFunction {
		if callee.Value == "now" || callee.Value == "date" {
			w.fault(n, "a condition cannot read the wall clock or a fixed date", wallClockHint)
			return
		}
		w.fault(n, fmt.Sprintf("no function is called %q", callee.Value), suggest(callee.Value, append(wordsFor(w.about), builtins...)))
		return
	}
	w.checkUse(n, word)
	want := 0
	if params != ")" {
		want = strings.Count(params, ",") + 1
	}
	if len(n.Arguments) != want {
		w.fault(n, fmt.Sprintf("%s takes %d values, not %d", callee.Value, want, len(n.Arguments)), "write "+word.Name)
	}
	for _, arg := range n.Arguments {
		if w.moves(arg) {
			w.fault(arg, "a clock cannot be handed to a function", "compare it: minutes_unpaid > 15")
		}
	}
}

func (w *builder) checkBuiltin(n *ast.BuiltinNode) {
	if !slices.Contains(builtins, n.Name) {
		if n.Name == "now" || n.Name == "date" {
			w.fault(n, "a condition cannot read the wall clock or a fixed date", wallClockHint)
			return
		}
		w.fault(n, fmt.Sprintf("the function %q is not for conditions", n.Name), suggest(n.Name, builtins))
		return
	}
	for _, arg := range n.Arguments {
		inspect(arg, func(inner ast.Node) {
			if p, ok := inner.(*ast.PredicateNode); ok && p != arg {
				w.fault(p, "a search inside a search could run long", "name one of them as a segment, or let the host compute it into attr")
			}
		})
	}
}

func (w *builder) checkRange(n *ast.BinaryNode) {
	low, okLow := n.Left.(*ast.IntegerNode)
	high, okHigh := n.Right.(*ast.IntegerNode)
	if !okLow || !okHigh || high.Value-low.Value > maxRange || high.Value < low.Value {
		w.fault(n, "a range needs two whole numbers, not more than 1000 apart", "write x >= 15 && x <= 30")
	}
}

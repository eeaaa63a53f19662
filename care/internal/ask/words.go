package ask

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/tiexin-go/tiexin/internal/source"
)

// checkWords reports every name that the vocabulary does not hold, that does
// not belong to the subject, or that is not built yet, and every construction
// that could run long.
func (w *builder) checkWords(root ast.Node) {
	members := map[ast.Node]bool{} // what stands before a dot or a bracket
	locals := map[string]bool{}
	inspect(root, func(n ast.Node) {
		w.condition.parts++
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
			if w.checkMember(n); !members[n] {
				w.checkInnerMember(n)
			}
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
	if w.condition.parts > maxNodes {
		w.fault(root, fmt.Sprintf("with its segments the condition has more than %d parts", maxNodes), "use fewer segments that are made of segments")
	}
	w.condition.all |= w.condition.Stems
}

// checkName looks at a word that stands alone.
func (w *builder) checkName(n *ast.IdentifierNode) {
	if c, ok := clockNamed(n.Value); ok {
		w.checkClock(n, c.stem)
		return
	}
	word, known := findWord(n.Value)
	switch {
	case known && word.isFunction():
		w.fault(n, fmt.Sprintf("%q is a function", n.Value), "write "+word.Name)
	case known:
		w.checkUse(n, word)
		w.condition.ChannelWord = w.condition.ChannelWord || n.Value == "channel"
	case slices.Contains(things, n.Value):
		w.fault(n, fmt.Sprintf("%q is not a value by itself", n.Value), fmt.Sprintf("write %s.WORD", n.Value))
	case n.Value == "now":
		w.fault(n, "a condition cannot read the wall clock", wallClockHint)
	default:
		if s, ok := StemNamed(n.Value); ok {
			w.fault(n, fmt.Sprintf("the clock %q has no unit", n.Value), fmt.Sprintf("write minutes_%s, hours_%s or days_%s", s, s, s))
			return
		}
		w.fault(n, fmt.Sprintf("no word is called %q", n.Value), w.nameHint(n.Value))
	}
}

// nameHint says what was probably meant by a word that is not known: a slip of
// the pen, a word without what it belongs to, or a text without its quotes.
func (w *builder) nameHint(name string) string {
	known := wordsFor(w.Scope)
	for _, k := range known {
		if _, word, _ := strings.Cut(k, "."); word == name {
			return fmt.Sprintf("did you mean %q?", k)
		}
	}
	if hint := source.Suggest(name, slices.Concat(known, things)); hint != "" {
		return hint
	}
	return fmt.Sprintf("a text stands in quotes: '%s'", name)
}

const wallClockHint = "use a clock such as minutes_unpaid, or limits.quiet for the time of day"

func (w *builder) checkClock(n ast.Node, s Stem) {
	switch info := s.info(); {
	case info.later != "":
		w.fault(n, fmt.Sprintf("the clock %q cannot be used: %s", s, info.later), "")
	case w.Kind != AnyKind && !s.MayUse(w.Kind):
		w.fault(n, fmt.Sprintf("the clock %q does not belong to a flow about %s", s, w.Kind), "it counts for a flow about "+info.kinds.String())
	case w.Promise:
		w.fault(n, "a promise is checked at the moment something goes, without clocks", noClockHint)
	default:
		w.condition.Stems = w.condition.Stems.With(s)
		w.condition.Moves = true
		w.condition.OrderWords = w.condition.OrderWords || info.kinds.Has(Order)
	}
}

const noClockHint = "leave the clock out, or put it into the rules"

func (w *builder) checkUse(n ast.Node, word Word) {
	switch {
	case word.Later != "":
		w.fault(n, fmt.Sprintf("%q cannot be used: %s", word.Name, word.Later), "")
	case word.ofMessage() && !w.Promise:
		w.fault(n, fmt.Sprintf("%q is known only when a message is about to go", word.Name), "use it under limits.never")
	case w.Kind != AnyKind && !word.MayUse(w.Kind):
		w.fault(n, fmt.Sprintf("%q does not belong to a flow about %s", word.Name, w.Kind), "it is known in a flow about "+word.Kinds.String())
	case word.ofMessage():
		w.condition.MessageWords = true
	case word.Kinds.Has(Order):
		w.condition.OrderWords = true
	}
}

// checkMember looks at thing.word.
func (w *builder) checkMember(n *ast.MemberNode) {
	property, isName := n.Property.(*ast.StringNode)
	base, ok := n.Node.(*ast.IdentifierNode)
	if !ok {
		return
	}
	switch base.Value {
	case "segment":
		w.checkSegment(n, property, isName)
		return
	case "parcel", "chat", "child", "incident":
		word, _ := findWord(base.Value)
		w.fault(n, fmt.Sprintf("%q cannot be used: %s", base.Value+".", word.Later), "")
		return
	case "customer", "order", "shop":
	default:
		if _, known := findWord(base.Value); known {
			w.fault(n, fmt.Sprintf("%q has no parts", base.Value), "")
		} else {
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
		w.fault(n, fmt.Sprintf("no word is called %q", full), w.memberHint(base.Value, full))
		return
	}
	w.checkUse(n, word)
}

// memberHint suggests a word, or lists those that the thing has.
func (w *builder) memberHint(thing, full string) string {
	known := wordsFor(w.Scope)
	if hint := source.Suggest(full, known); hint != "" {
		return hint
	}
	var words []string
	for _, k := range known {
		if word, ok := strings.CutPrefix(k, thing+"."); ok {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return fmt.Sprintf("it is known in a flow about %s", thing)
	}
	return "possible: " + strings.Join(words, ", ")
}

// checkInnerMember looks at thing.word.more: only texts by name have names
// inside them.
func (w *builder) checkInnerMember(n *ast.MemberNode) {
	name, isName := n.Property.(*ast.StringNode)
	inner := n.Node
	if chain, ok := inner.(*ast.ChainNode); ok {
		inner = chain.Node
	}
	if _, isThing := inner.(*ast.IdentifierNode); isThing || !isName {
		return
	}
	word := wordOf(inner)
	if _, ok := namedWords[word]; ok {
		return
	}
	hint := ""
	if _, isList := listWords[word]; isList {
		hint = "an element is chosen by its number, the first is [0]"
	}
	w.fault(n, fmt.Sprintf("%s has nothing called %q", wording(n.Node), name.Value), hint)
}

func (w *builder) checkSegment(n *ast.MemberNode, name *ast.StringNode, isName bool) {
	if !isName {
		w.fault(n, "segment[…] needs a name", "write segment.NAME")
		return
	}
	s, ok := w.segments[name.Value]
	switch {
	case !ok && w.Incomplete, ok && s.answer == nil: // the cause is reported where it stands
		w.broken = true
		return
	case !ok:
		hint := source.Suggest(name.Value, slices.Sorted(maps.Keys(w.segments)))
		if hint == "" {
			hint = fmt.Sprintf("describe it: segments: {%s: {if: …}}", name.Value)
		}
		w.fault(n, fmt.Sprintf("no segment is called %q", name.Value), hint)
		return
	}
	switch {
	case s.answer.OrderWords && w.Kind != AnyKind && w.Kind != Order:
		w.fault(n, fmt.Sprintf("segment %q looks at an order; this flow is about %s", s.name, w.Kind), "use a segment that looks at the customer alone")
	case s.answer.all != 0 && w.Promise:
		w.fault(n, fmt.Sprintf("segment %q uses a clock, but a promise is checked at the moment something goes", s.name), noClockHint)
	}
	w.condition.OrderWords = w.condition.OrderWords || s.answer.OrderWords
	w.condition.Moves = w.condition.Moves || s.answer.Moves
	w.condition.all |= s.answer.all
	w.condition.searches = w.condition.searches || s.answer.searches
	w.condition.parts = min(w.condition.parts+s.answer.parts, 2*maxNodes)
}

func (w *builder) checkCall(n *ast.CallNode) {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		w.fault(n, "only the functions of the vocabulary can be called", "see `care words`")
		return
	}
	word, known := findWord(callee.Value)
	switch {
	case callee.Value == "now" || callee.Value == "date":
		w.fault(n, "a condition cannot read the wall clock or a fixed date", wallClockHint)
		return
	case known && !word.isFunction():
		w.fault(n, fmt.Sprintf("%q is not a function", callee.Value), "write it without brackets")
		return
	case !known:
		w.fault(n, fmt.Sprintf("no function is called %q", callee.Value), source.Suggest(callee.Value, append(wordsFor(w.Scope), builtins...)))
		return
	}
	w.checkUse(n, word)
	if callee.Value == "bought" {
		w.condition.Moves = true
	}
	want := 0
	if params := word.Name[len(callee.Value):]; params != "()" {
		want = strings.Count(params, ",") + 1
	}
	if len(n.Arguments) != want {
		w.fault(n, fmt.Sprintf("%s takes %s, not %d", callee.Value, values(want), len(n.Arguments)), "write "+word.Name)
	}
	for _, arg := range n.Arguments {
		if what := w.moving(arg); what != "" {
			w.refuseArgument(arg, what)
		}
	}
}

func values(n int) string {
	if n == 1 {
		return "one value"
	}
	return fmt.Sprintf("%d values", n)
}

func (w *builder) checkBuiltin(n *ast.BuiltinNode) {
	if !slices.Contains(builtins, n.Name) {
		w.fault(n, fmt.Sprintf("the function %q is not for conditions", n.Name), source.Suggest(n.Name, builtins))
		return
	}
	for _, arg := range n.Arguments {
		inspect(arg, func(inner ast.Node) {
			searches := false
			switch inner := inner.(type) {
			case *ast.PredicateNode:
				searches = inner != arg
				w.condition.searches = true
			case *ast.MemberNode:
				s, ok := w.segmentOf(inner)
				searches = ok && s.answer.searches
			}
			if searches {
				w.fault(inner, "a search inside a search could run long", "let the host compute one of them into attr")
			}
		})
	}
}

func (w *builder) checkRange(n *ast.BinaryNode) {
	low, okLow := n.Left.(*ast.IntegerNode)
	high, okHigh := n.Right.(*ast.IntegerNode)
	if !okLow || !okHigh || high.Value < low.Value || uint(high.Value-low.Value) > maxRange {
		w.fault(n, fmt.Sprintf("a range needs two whole numbers, not more than %d apart", maxRange), "write x >= 15 && x <= 30")
	}
}

package ask

import (
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// checkWords reports every name that the vocabulary does not hold or that does
// not belong to the subject, and every construction that could run long.
func (w *builder) checkWords(root ast.Node) {
	members := map[ast.Node]bool{} // what stands before a dot or a bracket
	locals := map[string]bool{}
	places := map[ast.Node]place{root: yesOrNo}
	inspect(root, func(n ast.Node) {
		w.condition.parts++
		standing(n, places)
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
		if w.hopeless() {
			return
		}
		switch n := n.(type) {
		case *ast.IdentifierNode:
			if !members[n] && !locals[n.Value] {
				w.checkName(n, places[n])
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
			switch n.Operator {
			case "..":
				w.checkRange(n)
			case "??":
				w.refuseDefault(n)
			}
		case *ast.NilNode:
			w.refuseNil(n, root)
		}
	})
	if w.condition.parts > maxNodes {
		w.fault(root, zh.Text("with its segments the condition has more than %d parts", maxNodes), zh.Text("use fewer segments that are made of segments"))
	}
	w.condition.all |= w.condition.Stems
}

// standing notes what the names of a part stand for.
func standing(n ast.Node, places map[ast.Node]place) {
	switch n := n.(type) {
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			places[n.Node] = yesOrNo
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "&&", "||", "and", "or":
			places[n.Left], places[n.Right] = yesOrNo, yesOrNo
		case "==", "!=":
			for _, side := range [][2]ast.Node{{n.Left, n.Right}, {n.Right, n.Left}} {
				if word, ok := WordNamed(wordOf(side[0])); ok && word.sort == ofText {
					places[side[1]] = besideText
				}
			}
		}
	}
}

// checkName looks at a word that stands alone.
func (w *builder) checkName(n *ast.IdentifierNode, at place) {
	if c, ok := clockNamed(n.Value); ok {
		w.checkClock(n, c.stem)
		return
	}
	word, known := WordNamed(n.Value)
	switch {
	case known && word.isFunction():
		w.fault(n, zh.Text("%q is a function", n.Value), zh.Text("write %s", word.Name))
	case known:
		w.checkUse(n, word)
		w.condition.ChannelWord = w.condition.ChannelWord || n.Value == "channel"
	case slices.Contains(vocabulary().bases, n.Value):
		w.fault(n, zh.Text("%q is not a value by itself", n.Value), zh.Text("write %s.WORD", n.Value))
	case n.Value == "now":
		w.fault(n, zh.Text("a condition cannot read the wall clock"), wallClockHint)
	default:
		if s, ok := StemNamed(n.Value); ok {
			w.fault(n, zh.Text("the clock %q has no unit", n.Value), zh.Text("write minutes_%s, hours_%s or days_%s", s, s, s))
			return
		}
		w.fault(n, zh.Text("unknown name %q", n.Value), w.nameHint(n.Value, at))
	}
}

var wallClockHint = zh.Text("use a clock such as minutes_unpaid, or limits.quiet for the time of day")

func (w *builder) checkClock(n ast.Node, s Stem) {
	switch {
	case !s.MayUse(w.Kind):
		w.fault(n, zh.Text("the clock %q does not belong to a flow about %s", s, w.Kind), zh.Text("it counts for a flow about %s", s.Kinds().Either()))
	case w.Promise:
		w.fault(n, zh.Text("a promise is checked when a message is sent, without clocks"), noClockHint)
	default:
		w.condition.Stems = w.condition.Stems.With(s)
		w.condition.OrderWords = w.condition.OrderWords || s.Kinds().Has(Order)
	}
}

var noClockHint = zh.Text("leave the clock out, or put it into the rules")

func (w *builder) checkUse(n ast.Node, word *Word) {
	switch {
	case word.promise && !w.Promise:
		w.fault(n, zh.Text("%q is known only when a message is about to be sent", word.Name), zh.Text("use it under limits.never"))
	case word.promise:
		w.condition.MessageWords = true
	default:
		w.condition.Stage = w.condition.Stage || word.Name == stageWord
		for t := range word.things.All() {
			w.checkThing(n, t, word.Name)
		}
	}
}

// checkThing makes sure that what a word is about may be known where the condition
// stands.
func (w *builder) checkThing(n ast.Node, t Thing, word string) {
	w.condition.Things = w.condition.Things.With(t)
	w.condition.OrderWords = w.condition.OrderWords || t == ThingOrder
	if by := t.By(); len(by) > 0 {
		w.checkBrought(n, t, word, by)
	} else if w.Kind != AnyKind && !t.seenBy(w.Kind) {
		w.fault(n, zh.Text("%q does not belong to a flow about %s", word, w.Kind), zh.Text("it is known in a flow about %s", things[t].kinds.Either()))
	}
}

// checkBrought makes sure that every event that the rule begins with brings a
// thing; it is true when one does not, which is reported. What looks at the thing is a
// word or a segment.
func (w *builder) checkBrought(n ast.Node, t Thing, what string, by []tiexin.EventType) bool {
	switch when := whenAny(t, by); {
	case w.Segment, w.Brings(t): // the rule that uses a segment is looked at
		return false
	case w.Promise:
		w.fault(n, zh.Text("%q is known only in a rule with %s", what, when), zh.Text("put it into the condition of that rule"))
	case len(w.When) == 0 && len(w.Moments) == 0:
		w.fault(n, zh.Text("%q is known only in a rule with %s", what, when), zh.Text("give the rule a when:"))
	case len(w.Moments) > 0:
		w.fault(n, zh.Text("%q is not known after %q, which no event brings", what, w.Moments[0]), zh.Text("it takes %s; make a rule of its own for the moment", when))
	default:
		lacks := slices.IndexFunc(w.When, func(e tiexin.EventType) bool { return !t.broughtBy(e) })
		w.fault(n, zh.Text("%q is not known after %s", what, w.When[lacks]), zh.Text("it takes %s; make a rule of its own for %s", when, w.When[lacks]))
	}
	return true
}

// whenAny is the key that brings a thing, as the rule file writes it.
func whenAny(t Thing, by []tiexin.EventType) say.Text {
	if len(by) > 4 {
		return zh.Text("when: %s.…", t)
	}
	names := make([]string, len(by))
	for i, e := range by {
		names[i] = string(e)
	}
	return zh.Text("when: %s", either(names))
}

// checkMember looks at thing.word.
func (w *builder) checkMember(n *ast.MemberNode) {
	property, isName := n.Property.(*ast.StringNode)
	base, ok := n.Node.(*ast.IdentifierNode)
	switch {
	case !ok:
		return
	case base.Value == "segment":
		w.checkSegment(n, property, isName)
		return
	case !slices.Contains(vocabulary().bases, base.Value):
		if _, known := WordNamed(base.Value); known {
			w.fault(n, zh.Text("%q has no parts", base.Value), say.Text{})
		} else {
			w.checkName(base, anywhere)
		}
		return
	case !isName:
		w.fault(n, zh.Text("%s[…] needs a name", base.Value), zh.Text("write %s.WORD", base.Value))
		return
	}
	full := base.Value + "." + property.Value
	if word, ok := WordNamed(full); ok {
		w.checkUse(n, word)
		return
	}
	w.fault(n, zh.Text("unknown name %q", full), w.memberHint(base.Value, full))
}

// checkInnerMember looks at thing.word.more: only texts by name have names
// inside them.
func (w *builder) checkInnerMember(n *ast.MemberNode) {
	name, isName := n.Property.(*ast.StringNode)
	inner := n.Node
	if n.Optional {
		w.fault(n, zh.Text("the value before ?. always exists"), zh.Text("write a plain dot"))
		return
	}
	if _, isThing := inner.(*ast.IdentifierNode); isThing || !isName {
		return
	}
	hint := say.Text{}
	if word, ok := WordNamed(wordOf(inner)); ok {
		switch word.sort {
		case ofNamed:
			return
		case ofList:
			hint = zh.Text("an element is chosen by its number, the first is [0]")
		}
	}
	w.fault(n, zh.Text("%s has no field %q", wording(n.Node), name.Value), hint)
}

func (w *builder) checkSegment(n *ast.MemberNode, name *ast.StringNode, isName bool) {
	if !isName {
		w.fault(n, zh.Text("segment[…] needs a name"), zh.Text("write segment.NAME"))
		return
	}
	s, ok := w.segments[name.Value]
	switch {
	case !ok && w.Incomplete, ok && s.answer == nil: // the cause is reported where it stands
		w.broken = true
		return
	case !ok:
		hint := source.Suggest(name.Value, slices.Collect(maps.Keys(w.segments)))
		if hint.Empty() {
			hint = zh.Text("define it: segments: {%s: {if: …}}", name.Value)
		}
		w.fault(n, zh.Text("unknown segment %q", name.Value), hint)
		return
	}
	w.checkSegmentUse(n, s)
	w.condition.Things |= s.answer.Things
	w.condition.OrderWords = w.condition.OrderWords || s.answer.OrderWords
	w.condition.Stage = w.condition.Stage || s.answer.Stage
	w.condition.all |= s.answer.all
	w.condition.searches = w.condition.searches || s.answer.searches
	w.condition.parts = min(w.condition.parts+s.answer.parts, 2*maxNodes)
}

// checkSegmentUse makes sure that a segment can be answered where the condition
// stands. The first that it cannot is enough.
func (w *builder) checkSegmentUse(n *ast.MemberNode, s *segment) {
	if s.answer.all != 0 && w.Promise {
		w.fault(n, zh.Text("segment %q uses a clock, but a promise is checked when a message is sent", s.name), noClockHint)
		return
	}
	for t := range s.answer.Things.All() {
		if by := t.By(); len(by) > 0 {
			if w.checkBrought(n, t, "segment."+s.name, by) {
				return
			}
		} else if w.Kind != AnyKind && !t.seenBy(w.Kind) {
			w.fault(n, looksAt(s.name, t, w.Kind), zh.Text("use a segment about the customer alone"))
			return
		}
	}
	for clock := range s.answer.all.All() {
		if !clock.MayUse(w.Kind) {
			w.fault(n, zh.Text("segment %q looks at the clock %q; this flow is about %s", s.name, clock, w.Kind), zh.Text("it counts for a flow about %s", clock.Kinds().Either()))
			return
		}
	}
}

// looksAt says that a flow does not know what a segment looks at.
func looksAt(name string, t Thing, k Kind) say.Text {
	if strings.ContainsRune("aeiou", rune(t.String()[0])) {
		return zh.Text("segment %q looks at an %s; this flow is about %s", name, t, k)
	}
	return zh.Text("segment %q looks at a %s; this flow is about %s", name, t, k)
}

func (w *builder) checkCall(n *ast.CallNode) {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		w.fault(n, zh.Text("only the functions of the vocabulary can be called"), zh.Text("see `care words`"))
		return
	}
	word, known := WordNamed(callee.Value)
	switch {
	case callee.Value == "now" || callee.Value == "date":
		w.fault(n, zh.Text("a condition cannot read the wall clock or a fixed date"), wallClockHint)
		return
	case known && !word.isFunction():
		w.fault(n, zh.Text("%q is not a function", callee.Value), zh.Text("write it without brackets"))
		return
	case !known:
		hint := source.Suggest(callee.Value, append(usable(w.Scope), builtins...))
		if hint.Empty() {
			hint = zh.Text("the functions are bought, has_tag, hour, in_festival and is_workday; see `care words`")
		}
		w.fault(n, zh.Text("unknown function %q", callee.Value), hint)
		return
	}
	w.checkUse(n, word)
	want := 0
	if params := word.Name[len(callee.Value):]; params != "()" {
		want = strings.Count(params, ",") + 1
	}
	if len(n.Arguments) != want {
		w.fault(n, zh.Text("%s takes %s, not %d", callee.Value, values(want), len(n.Arguments)), zh.Text("write %s", word.Name))
	}
	for _, arg := range n.Arguments {
		if what := w.moving(arg); what != "" {
			w.refuseArgument(arg, what)
		}
	}
}

func values(n int) say.Text {
	if n == 1 {
		return zh.Text("one value")
	}
	return zh.Text("%d values", n)
}

func (w *builder) checkBuiltin(n *ast.BuiltinNode) {
	if !slices.Contains(builtins, n.Name) {
		w.fault(n, zh.Text("the function %q is not for conditions", n.Name), source.Suggest(n.Name, builtins))
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
				w.fault(inner, zh.Text("a search inside a search could run long"), zh.Text("let the host compute one of them into attr"))
			}
		})
	}
}

func (w *builder) checkRange(n *ast.BinaryNode) {
	low, okLow := n.Left.(*ast.IntegerNode)
	high, okHigh := n.Right.(*ast.IntegerNode)
	if !okLow || !okHigh || high.Value < low.Value || uint(high.Value-low.Value) > maxRange {
		w.fault(n, zh.Text("a range needs two whole numbers, not more than %d apart", maxRange), zh.Text("write x >= 15 && x <= 30"))
	}
}

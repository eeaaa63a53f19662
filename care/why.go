package care

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
)

// Why is why, for a person, in English: the reason, what decided, the parts of the
// condition that were not true where [Outcome.Seen] has them, and the channels that were
// closed. "the condition is not true: order.amount >= 20 [order.amount = 9]". Of an outcome
// without a reason it is empty. The rules are those that decided; nil is possible.
func (o *Outcome) Why(rules *Rules) string { return o.why(rules).English }

// WhyChinese is Why in Chinese: "已到频次上限「每人每天最多两条」". Rules, limits and moments
// are called by the titles that the rule files give them. Without rules limits and moments
// stay as they are written.
func (o *Outcome) WhyChinese(rules *Rules) string { return o.why(rules).Chinese }

func (o *Outcome) why(rules *Rules) say.Text {
	o = o.whole()
	w := grounds{rules: rules, of: o.Compiled(), reason: o.Reason, by: o.by(rules), unknown: o.Unknown, seen: o.Seen()}
	if !o.Goes() {
		w.add(o.Ways, o.By)
	}
	return w.text()
}

// Why is why a rule of the explanation stands where it does, as [Outcome.Why].
func (x Explanation) Why(r ExplainRule) string { return x.why(&r).English }

// WhyChinese is Why in Chinese.
func (x Explanation) WhyChinese(r ExplainRule) string { return x.why(&r).Chinese }

func (x *Explanation) why(r *ExplainRule) say.Text {
	w := grounds{rules: x.rules, reason: r.Reason, by: x.called(r.Flow, r.By), unknown: r.Unknown, seen: r.Seen}
	if x.rules != nil {
		w.of, _ = x.rules.Rule(r.Flow + "/" + r.Rule)
	}
	if r.Verdict != Send && r.Verdict != Task {
		w.add(r.Ways, r.By)
	}
	return w.text()
}

// Grounds are what is known about a reason.
type grounds struct {
	rules   *Rules     // nil: unknown
	of      *rule.Rule // nil: unknown
	reason  Reason
	by      say.Text // what decided; empty: nothing has a name
	unknown string   // the part of a never-rule
	seen    []rule.Seen
	ways    []channel.Way
}

// add adds the closed channels, but for those that the reason itself closed.
func (w *grounds) add(ways []channel.Way, by string) {
	for _, way := range ways {
		same := way.Closed.String() == w.reason.String() && way.By == by
		if way.Closed != channel.Open && !same {
			w.ways = append(w.ways, way)
		}
	}
}

func (w *grounds) text() say.Text {
	if w.reason == 0 {
		return say.Text{}
	}
	reason := say.Text{English: cmp.Or(whyEnglish[w.reason], w.reason.String()), Chinese: w.reason.Chinese()}
	var more []say.Text
	switch {
	case w.reason == ConditionOff:
		if w.by != (say.Text{}) {
			more = append(more, zh.Text("unknown: %s", w.by))
		}
		if w.of != nil {
			lacks, _ := w.of.If.Lacks(w.seen)
			for i := range lacks {
				if l := &lacks[i]; !l.Turns() {
					more = append(more, lacked(l))
				}
			}
		}
	case w.reason == TooLate && w.rules != nil && w.rules.LimitTitle(w.by.English) != "":
		reason = zh.Text("once %s lets it go, it is too late", w.by)
	default:
		reason.English, reason.Chinese = reason.English+inBrackets(w.by.English), reason.Chinese+w.by.Chinese
	}
	if w.unknown != "" {
		more = append(more, zh.Text("unknown: %s", w.unknown))
	}
	for _, way := range w.ways {
		more = append(more, say.Text{English: way.String(), Chinese: wayChinese(w.rules, way)})
	}
	if len(more) == 0 {
		return reason
	}
	return zh.Text("%s: %s", reason, say.Join(more, "; ", "；"))
}

// lacked is what a condition lacks, with what its parts saw.
func lacked(l *ask.Lack) say.Text {
	text := say.Plain(l.Text)
	var values []say.Text
	for _, part := range l.Parts {
		if part.Unknown {
			text = zh.Text("unknown: %s", say.Plain(l.Text))
		}
		if read := ask.ValuesRead(part); !read.Empty() && !slices.Contains(values, read) {
			values = append(values, read)
		}
	}
	if len(values) > 0 {
		read := say.Join(values, ", ", "，")
		text.English, text.Chinese = text.English+" ["+read.English+"]", text.Chinese+"（"+read.Chinese+"）"
	}
	return text
}

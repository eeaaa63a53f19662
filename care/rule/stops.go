package rule

import (
	"regexp"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/template"
)

// stops are the events after which a clock never runs again, whatever comes.
var stops = map[ask.Stem][]tiexin.EventType{
	ask.Unpaid: paidOrOver, ask.ToClose: paidOrOver,
	ask.Unshipped: shippedOrOver, ask.ToShip: shippedOrOver,
	ask.InTransit: arrivedOrLost, ask.Overdue: arrivedOrLost, ask.SinceScan: arrivedOrLost,
	ask.SinceSigned: {tiexin.EventOrderClosed}, ask.SinceConfirmed: {tiexin.EventOrderClosed},
}

var (
	paidOrOver    = []tiexin.EventType{tiexin.EventOrderPaid, tiexin.EventOrderShipped, tiexin.EventOrderSucceeded, tiexin.EventOrderClosed}
	shippedOrOver = []tiexin.EventType{tiexin.EventOrderShipped, tiexin.EventOrderSucceeded, tiexin.EventOrderClosed, tiexin.EventParcelShipped, tiexin.EventParcelSigned}
	arrivedOrLost = []tiexin.EventType{tiexin.EventParcelSigned, tiexin.EventParcelRejected, tiexin.EventParcelReturning, tiexin.EventParcelReturned, tiexin.EventParcelLost}
)

// stopped says that whatever begins a rule stops a clock for good.
func (r *Rule) stopped(s ask.Stem) bool {
	return len(r.When) > 0 && len(r.Moments) == 0 && !slices.ContainsFunc(r.When, func(e tiexin.EventType) bool { return !slices.Contains(stops[s], e) })
}

// reportStopped reports a clock that is over by the very event that begins the rule. Where
// no condition names it, the place is that of the rule's name.
func (l *loader) reportStopped(r *Rule, w, name form.Word, clocks ask.Stemset) {
	for s := range clocks.All() {
		if !r.stopped(s) {
			continue
		}
		message := zh.Text("the clock %q stops at %s, which starts the rule, so the rule never sends anything", s, r.When[0])
		hint := zh.Text("leave when: out, so that the rule is checked while the clock runs; or take a clock that runs then")
		l.sound = false
		at := regexp.MustCompile(`\b(minutes|hours|days)_` + s.String() + `\b`).FindStringIndex(w.Value)
		switch {
		case w.Spot.IsZero():
			l.report(name.Spot, message, hint)
		case at == nil:
			l.report(w.Spot, message, hint)
		default:
			l.reader.ReportInside(w.Spot, len([]rune(w.Value[:at[0]])), at[1]-at[0], message, hint)
		}
		return
	}
}

// reportUnpayable reports a text that asks for payment where no order waits for it: such a
// text never goes.
func (l *loader) reportUnpayable(r *Rule, s *Step, name form.Word) {
	if !s.Text.AsksForPayment {
		return
	}
	var why say.Text
	clock, _, clash := r.Clocks.With(ask.Unpaid).Clash()
	if clash && clock == ask.Unpaid {
		_, clock, _ = r.Clocks.With(ask.Unpaid).Clash()
	}
	switch about := r.Flow.About; {
	case about == ask.Customer || about == ask.Child:
		if s.Text.requires(paymentWords...) {
			return // reported as a placeholder that can have no value
		}
		why = zh.Text("flow %q is not about an order", r.Flow.Name)
	case r.stopped(ask.Unpaid):
		why = zh.Text("after %s the order does not wait for payment", r.When[0])
	case clash:
		why = zh.Text("while the clock %q runs, the order does not wait for payment", clock)
	case !l.conditions.PossibleWhile(ask.Unpaid, r.If, s.If):
		why = zh.Text("the condition is never true of an order that waits for payment")
	default:
		return
	}
	l.report(name.Spot, zh.Text("text %q asks for payment (#%s#), so it is never sent here: %s", s.Text.Name, s.Text.firstOf(paymentWords...), why),
		zh.Text("send it while the order is unpaid, or take the placeholder out"))
}

// paymentWords are the placeholders by which a text asks for payment.
var paymentWords = []template.Name{template.PayLink, template.TimeLeft, template.ClosesAt}

// firstOf is the first of some placeholders that the text has.
func (t *Text) firstOf(names ...template.Name) template.Name {
	for _, n := range names {
		if t.has(n) {
			return n
		}
	}
	return names[0]
}

// requires says that a wording has no fallback for one of some placeholders.
func (t *Text) requires(names ...template.Name) bool {
	needs := func(w *template.Template) bool {
		return w != nil && slices.ContainsFunc(w.Required(), func(n template.Name) bool { return slices.Contains(names, n) })
	}
	for _, w := range t.By {
		if needs(w) {
			return true
		}
	}
	return needs(t.Any)
}

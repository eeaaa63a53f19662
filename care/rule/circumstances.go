package rule

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// Circumstances are facts outside the rule files that may keep rules silent. The zero value
// has none.
type Circumstances struct {
	// AsOf is the time of the check: whatever ended earlier gets a remark. Zero: no time.
	AsOf time.Time
	// Customers are some of the shop's customers: a flow whose purpose needs a consent that
	// none of them has gets a remark. Empty: no customers.
	Customers []tiexin.Customer
}

// LoadIn is [Load] with remarks on rules that are silent in these circumstances.
func LoadIn(around Circumstances, files ...File) (*Set, source.Problems) {
	l := newLoader()
	l.around = around
	return settled(l.understand(files))
}

// remarkEnded remarks on offers that have ended.
func (l *loader) remarkEnded() {
	now := l.around.AsOf
	if now.IsZero() || l.spec.Shop == nil {
		return
	}
	for i, e := range l.spec.Shop.Offers {
		if until := l.set.Shop.Offers[i].Until; !until.IsZero() && !until.After(now) {
			l.reader.Remark(e.Value.Until.Spot, zh.Text("the offer %q ended at %s, so no text names it", e.Name.Value, until.Format("2006-01-02 15:04")),
				zh.Text("give it another until:, or delete it"))
		}
	}
}

// remarkGone remarks on a moment that does not come any more.
func (l *loader) remarkGone(m *Moment, at form.Spot) {
	if l.around.AsOf.IsZero() {
		return
	}
	if why, hint := m.Gone(l.around.AsOf); !why.Empty() {
		l.reader.Remark(at, zh.Text("%q does not occur again: %s", m, why), hint)
	}
}

// remarkMissingDays remarks on is_workday() and in_festival where nobody has announced the
// days of the year.
func (l *loader) remarkMissingDays(w form.Word, c *ask.Condition) {
	if l.around.AsOf.IsZero() {
		return
	}
	defer l.reader.Within(source.Condition)()
	for _, d := range c.MissingDays(l.around.AsOf) {
		message, hint := zh.Text("%s is unknown in %d: its days are announced each year, and those of %[2]d are missing", d.Text, d.Year), zh.Text("add the year under calendar.days")
		if d.Workdays {
			message, hint = zh.Text("%s is unknown in %d: the days off are announced each year, and those of %[2]d are missing", d.Text, d.Year), zh.Text("add the year under calendar.workdays")
		}
		l.reader.RemarkInside(w.Spot, d.From, d.Width, message, hint)
	}
}

// remarkUnconsented remarks on flows whose purpose needs a consent that none of the
// customers has for any channel of theirs.
func (l *loader) remarkUnconsented() {
	if len(l.around.Customers) == 0 {
		return
	}
	for i, e := range l.spec.Flows.all {
		f := l.set.Flows[i]
		if !channel.NeedsOptOut(f.Purpose) {
			continue
		}
		if via := f.turnsTo(); len(via) > 0 && !l.anyConsents(f.Purpose, via) {
			l.reader.Remark(e.Value.Purpose.Spot, zh.Text("none of the %d customers consents to %s by %s, so flow %q reaches no one", len(l.around.Customers), f.Purpose, eitherOf(via), f.Name),
				zh.Text("ask for consent and send it as consent.granted, or choose the purpose that the texts have"))
		}
	}
}

// eitherOf lists channels of which one is enough.
func eitherOf(kinds []channel.Kind) say.Text {
	var names []say.Text
	for _, k := range kinds {
		names = append(names, say.Plain(k.String()))
	}
	return say.Join(names, " or ", " 或 ")
}

// turnsTo are the channels by which the rules of a flow turn to customers.
func (f *Flow) turnsTo() []channel.Kind {
	var all []channel.Kind
	for _, r := range f.Rules {
		for _, s := range r.Steps {
			if len(s.Via) == 0 {
				return nil // for the shop's own people: it goes without a consent
			}
			for _, k := range s.Via {
				if !slices.Contains(all, k) {
					all = append(all, k)
				}
			}
		}
	}
	return all
}

// anyConsents says that a customer allows a purpose by one of some channels at the instant
// of the check or, without one, when the customer said so.
func (l *loader) anyConsents(p tiexin.Purpose, via []channel.Kind) bool {
	return slices.ContainsFunc(l.around.Customers, func(c tiexin.Customer) bool {
		return slices.ContainsFunc(c.Consents, func(said tiexin.Consent) bool {
			at := l.around.AsOf
			if at.IsZero() {
				at = said.At
			}
			return slices.ContainsFunc(via, func(k channel.Kind) bool { return channel.Permission(c.Consents, k, p, at) == channel.Open })
		})
	})
}

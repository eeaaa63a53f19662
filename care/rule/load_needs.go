package rule

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/template"
)

// checkNeeds reports placeholders that could never be filled where the text is
// used, and notes what the rule must keep of its event for those that can.
func (l *loader) checkNeeds(r *Rule, where ask.Scope, w *template.Template, name form.Word) {
	required := w.Required()
	for _, n := range w.Names() {
		r.Brought |= narrowing(n, where)
		for _, need := range n.Info().Needs {
			why := l.unmet(r, where, n, need)
			if thing, brought := broughtFor(n, need); brought && where.Brings(thing) {
				r.Brought, why = r.Brought.With(thing), say.Text{}
			}
			use := unmetUse{w, n, why}
			if !why.Empty() && slices.Contains(required, n) && !l.unmetUses[use] {
				l.unmetUses[use] = true
				l.report(name.Spot, zh.Text("#%s# in text %q can have no value here: %s", n, name.Value, why), zh.Text("give it a fallback: #%s|…#", n))
				break
			}
		}
	}
}

// An unmetUse is a placeholder of a wording that can have no value, and why.
type unmetUse struct {
	words *template.Template
	name  template.Name
	why   say.Text
}

// broughtFor is the thing by which an event may fill a placeholder.
func broughtFor(n template.Name, need template.Need) (ask.Thing, bool) {
	switch {
	case need == template.NeedReview:
		return ask.ThingReview, true
	case need == template.NeedRefund && n != template.RefundAt:
		return ask.ThingRefund, true
	case n == template.ItemTitle || n == template.ItemLink:
		return ask.ThingProduct, true
	}
	return 0, false
}

// narrowing are the things that may name the item that a placeholder about goods then
// speaks of, as far as an event that the rule begins with brings them.
func narrowing(n template.Name, where ask.Scope) (things ask.Things) {
	switch n {
	case template.ItemTitle, template.ItemList, template.ItemCount, template.ItemLink, template.Related:
		for _, e := range where.When {
			things |= ask.BroughtBy(e) & ask.ThingsOf(ask.ThingRefund, ask.ThingReview)
		}
	}
	return things
}

// unmet says why a rule does not have what a placeholder needs; empty when it
// does.
func (l *loader) unmet(r *Rule, where ask.Scope, n template.Name, need template.Need) say.Text {
	about := r.Flow.About
	switch need {
	case template.NeedOrder:
		if about == ask.Customer || about == ask.Child {
			return zh.Text("flow %q is not about an order", r.Flow.Name)
		}
	case template.NeedRefund:
		if about != ask.Order {
			return zh.Text("flow %q is not about an order", r.Flow.Name)
		}
	case template.NeedParcel:
		if about != ask.Order && about != ask.Parcel {
			return zh.Text("flow %q is not about an order or a parcel", r.Flow.Name)
		}
	case template.NeedReview:
		if !where.Brings(ask.ThingReview) {
			return zh.Text("it is known in a rule with when: %s", tiexin.EventReviewCreated)
		}
	case template.NeedCalendar:
		if where.WhenLost || l.conditions.CalendarLost {
			return say.Text{}
		}
		return unmetByCalendar(r, n)
	case template.NeedShop, template.NeedAgent, template.NeedOffer, template.NeedSignature:
		return l.unmetByShop(r, n)
	case template.NeedRelated:
		if len(l.set.Shop.Lifecycle.Related) == 0 && !l.spec.lost {
			return zh.Text("add %s", "lifecycle.related")
		}
	case template.NeedRestock:
		if !r.Clocks.Has(ask.ToRestock) && r.While != ask.ToRestock {
			return zh.Text("it is known in a rule with the clock to_restock: days_to_restock < 7")
		}
	case template.NeedLink:
		if _, ok := l.set.Shop.Links[n.String()]; !ok && !fromOrder[n] && !l.shopLost() {
			return zh.Text("its link is missing: add %s: … under shop.links", n)
		}
	}
	return say.Text{}
}

// unmetByCalendar says what keeps a rule from knowing the special day that is the
// occasion; empty when nothing does.
func unmetByCalendar(r *Rule, n template.Name) say.Text {
	if len(r.When) > 0 || len(r.Moments) == 0 {
		return zh.Text("it is known only in a rule that special days alone start: when: 中秋 at 09:00")
	}
	for _, m := range r.Moments {
		day, special := m.SpecialDay()
		switch {
		case !special:
			return zh.Text("%q is not the moment of a special day", m)
		case n == template.Greeting && day.Greeting == "":
			return zh.Text("%s has no greeting; add one under calendar.days.%s.greeting", say.Text{English: day.String(), Chinese: day.Name}, day.Key)
		}
	}
	return say.Text{}
}

// shopLost says that not all of the shop's section could be read.
func (l *loader) shopLost() bool { return l.spec.lost || l.spec.Shop != nil && l.spec.Shop.lost }

// unmetByShop says what is missing in the shop's section; empty when nothing is.
func (l *loader) unmetByShop(r *Rule, n template.Name) say.Text {
	shop := &l.set.Shop
	absent, key, lost := false, say.Text{}, l.shopLost()
	switch n {
	case template.ShopName, template.SellerNick:
		absent, key = shop.Name == "", say.Plain("shop.name")
	case template.Signature:
		absent, key, lost = l.set.Signature == "", say.Plain("channels.sms.signature"), l.spec.lost || l.spec.Channels.lost
	case template.Agent:
		absent, key = shop.Agent == "" && r.Flow.About != ask.Chat, say.Plain("shop.agent")
	case template.AgentPhone:
		absent, key = shop.Phone == "", say.Plain("shop.phone")
	case template.Offer:
		absent, key = len(shop.Offers) == 0, say.Plain("shop.offers")
	case template.OfferUntil:
		ends := func(o Offer) bool { return !o.Until.IsZero() }
		absent, key = !slices.ContainsFunc(shop.Offers, ends), zh.Text("an offer with until: under shop.offers")
	}
	if !absent || lost {
		return say.Text{}
	}
	return zh.Text("add %s", key)
}

// fromOrder are the placeholders about links and the receiver's place that an
// order itself can fill.
var fromOrder = map[template.Name]bool{
	template.PayLink: true, template.OrderLink: true, template.ItemLink: true, template.TrackLink: true, template.RefundLink: true,
	template.City: true, template.Province: true, template.District: true, template.SignedAt: true, template.DueAt: true,
}

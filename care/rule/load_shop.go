package rule

import (
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
)

const defaultZone = "Asia/Shanghai"

// compileShop fills in the shop and its defaults.
func (l *loader) compileShop() {
	spec := l.spec.Shop
	if spec == nil {
		spec = &shopSpec{}
	}
	s := &l.set.Shop
	s.Name = spec.Name.Value
	s.Zone = l.zone(spec.Timezone)
	s.HourOf = func(t time.Time) int { return t.In(s.Zone).Hour() }
	s.Closes = map[string]time.Duration{string(tiexin.Juhuasuan): 30 * time.Minute, "default": 24 * time.Hour}
	for _, e := range spec.Closes {
		if e.Value.Value <= 0 {
			l.reader.Report(e.Value.Spot, "an order that closes at once could never be paid", "write a duration such as 30m, or never")
		}
		s.Closes[e.Name.Value] = e.Value.Value
	}
	s.ShipsIn = spec.ShipsIn.Value
	for _, p := range spec.Remote {
		s.Remote = append(s.Remote, tiexin.NormalRegion(p.Value, "", "").Province)
	}
	s.Transit = map[string]map[string]time.Duration{}
	for _, carrier := range spec.Transit {
		s.Transit[carrier.Name.Value] = map[string]time.Duration{}
		for _, province := range carrier.Value {
			s.Transit[carrier.Name.Value][province.Name.Value] = province.Value.Value
		}
	}
	s.Lasts = map[string]time.Duration{}
	for _, e := range spec.Lasts {
		s.Lasts[e.Name.Value] = e.Value.Value
	}
	s.Links = map[string]string{}
	for _, e := range spec.Links {
		s.Links[e.Name.Value] = e.Value.Value
	}
	s.Usual = 30
	if !spec.Usual.Spot.IsZero() {
		s.Usual = spec.Usual.Value
	}
	s.Facts = ShopFacts{
		Name: s.Name, Timezone: s.Zone.String(), UsualMinutesToPay: s.Usual, Remote: s.Remote, Links: s.Links, Offers: map[string]string{},
	}
	for _, e := range spec.Offers {
		offer := Offer{Name: e.Name.Value, Text: e.Value.Text.Value, Until: l.instant(e.Value.Until, s.Zone)}
		s.Offers = append(s.Offers, offer)
		s.Facts.Offers[offer.Name] = offer.Text
	}
}

// zone finds a time zone. China's needs no zone data: it has kept to one offset
// since 1991.
func (l *loader) zone(w form.Word) *time.Location {
	name := w.Value
	if name == "" {
		name = defaultZone
	}
	zone, err := time.LoadLocation(name)
	switch {
	case err == nil && name != "Local":
		return zone
	case name == defaultZone:
		return time.FixedZone(defaultZone, 8*60*60)
	}
	l.reader.Report(w.Spot, fmt.Sprintf("no time zone is called %q", name), "write it as Asia/Shanghai")
	return time.FixedZone(defaultZone, 8*60*60)
}

func (l *loader) instant(w form.Word, zone *time.Location) time.Time {
	if w.Spot.IsZero() {
		return time.Time{}
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, w.Value, zone); err == nil {
			return t
		}
	}
	l.reader.Report(w.Spot, fmt.Sprintf("%q is no time", w.Value), "write it as 2026-11-11 23:59")
	return time.Time{}
}

// compileChannels takes signature, opt-out and prices.
func (l *loader) compileChannels() {
	for _, e := range l.spec.Channels {
		k, ok := channel.ParseKind(e.Name.Value)
		if !ok {
			var known []string
			for _, k := range channel.Kinds() {
				known = append(known, k.String())
			}
			l.reader.Report(e.Name.Spot, fmt.Sprintf("no channel is called %q", e.Name.Value), suggest(e.Name.Value, known))
			continue
		}
		c := e.Value
		for _, w := range []form.Word{c.Signature, c.OptOut} {
			if k != channel.SMS && !w.Spot.IsZero() {
				l.reader.Report(w.Spot, "only SMS have a signature and an opt-out", "leave it out")
			}
		}
		if k == channel.SMS && !c.Signature.Spot.IsZero() {
			if _, err := channel.Signature(c.Signature.Value); err != nil {
				l.reader.Report(c.Signature.Spot, err.Error(), "")
			}
			l.set.Signature, l.set.CountedSignature = c.Signature.Value, c.Signature.Value
		}
		if k == channel.SMS {
			l.set.OptOut = c.OptOut.Value
		}
		if !c.Price.Spot.IsZero() {
			l.price(k, c.Price.Value)
		}
	}
	if l.set.CountedSignature == "" {
		// The provider puts a registered signature in front; until the file says
		// which, the shop's name is counted.
		l.set.CountedSignature = l.set.Shop.Name
		if _, err := channel.Signature(l.set.Shop.Name); err != nil {
			l.set.CountedSignature = "店铺名称"
		}
	}
}

func (l *loader) price(k channel.Kind, price channel.Cost) {
	if k == channel.SMS {
		l.set.Tariff.Part = price
		return
	}
	if l.set.Tariff.Each == nil {
		l.set.Tariff.Each = map[channel.Kind]channel.Cost{}
	}
	l.set.Tariff.Each[k] = price
}

// compileLimits takes the file's limits and adds the defaults that they do not
// replace.
func (l *loader) compileLimits() {
	for _, e := range l.spec.Limits.Quiet {
		q := e.Value
		l.set.Quiets = append(l.set.Quiets, &Quiet{
			Name: e.Name.Value, Title: title(q.Title, e.Name), Hours: q.Hours.Value, Drop: q.Then.Value == "drop",
			Scope: Scope{Purposes: purposes(q.Purposes), Channels: kinds(q.Channels)}, Days: weekdays(q.Days),
		})
	}
	for _, e := range l.spec.Limits.Caps {
		c := e.Value
		l.set.Caps = append(l.set.Caps, &Cap{
			Name: e.Name.Value, Title: title(c.Title, e.Name), AtMost: c.AtMost.Value, Window: c.window(), Wait: c.Then.Value == "wait",
			Scope: Scope{Purposes: purposes(c.Purposes), Channels: kinds([]form.Word{c.Channel}), Flow: c.Flow.Value},
		})
	}
	for _, e := range l.spec.Limits.Budgets {
		b := e.Value
		l.set.Budgets = append(l.set.Budgets, &Budget{
			Name: e.Name.Value, Title: title(b.Title, e.Name), AtMost: b.AtMost.Value, Window: b.window(), Wait: b.Then.Value == "wait",
			Scope: Scope{Channels: kinds([]form.Word{b.Channel}), Flow: b.Flow.Value},
		})
	}
	for _, e := range l.spec.Limits.Never {
		c := l.condition(e.Value.If, AboutNothing)
		if c != nil && c.Stems != 0 {
			l.reader.Report(e.Value.If.Spot, "a promise is checked at the moment something goes, without clocks", "leave the clock out, or put it into the rules")
		}
		if c != nil {
			l.set.Nevers = append(l.set.Nevers, &Never{Name: e.Name.Value, Title: title(e.Value.Title, e.Name), If: c})
		}
	}
	l.checkLimitNames()
	l.set.addDefaultLimits()
}

func (w *windowSpec) window() Window {
	per := map[string]Period{"day": Day, "week": Week, "month": Month}
	return Window{Within: w.Within.Value, Per: per[w.Per.Value]}
}

// checkLimitNames keeps the names of all limits apart, because exempt names them
// all alike.
func (l *loader) checkLimitNames() {
	first := map[string]form.Spot{}
	check := func(w form.Word) {
		if at, taken := first[w.Value]; taken {
			l.reader.ReportAlso(w.Spot, at, fmt.Sprintf("a limit is called %q already", w.Value), "give it another name")
			return
		}
		if isDefaultLimit(w.Value) {
			l.reader.Report(w.Spot, fmt.Sprintf("%q is the name of a default limit", w.Value), "give it another name")
		}
		first[w.Value] = w.Spot
	}
	for _, e := range l.spec.Limits.Quiet {
		check(e.Name)
	}
	for _, e := range l.spec.Limits.Caps {
		check(e.Name)
	}
	for _, e := range l.spec.Limits.Budgets {
		check(e.Name)
	}
}

// checkLimitFlows reports limits about flows that do not exist.
func (l *loader) checkLimitFlows() {
	var known []string
	for _, f := range l.spec.Flows {
		known = append(known, f.Name.Value)
	}
	check := func(w form.Word) {
		if !w.Spot.IsZero() && !slices.Contains(known, w.Value) {
			l.reader.Report(w.Spot, fmt.Sprintf("no flow is called %q", w.Value), suggest(w.Value, known))
		}
	}
	for _, e := range l.spec.Limits.Caps {
		check(e.Value.Flow)
	}
	for _, e := range l.spec.Limits.Budgets {
		check(e.Value.Flow)
	}
}

func purposes(words []form.Word) []tiexin.Purpose {
	var all []tiexin.Purpose
	for _, w := range words {
		all = append(all, tiexin.Purpose(w.Value))
	}
	return all
}

func kinds(words []form.Word) []channel.Kind {
	var all []channel.Kind
	for _, w := range words {
		if k, ok := channel.ParseKind(w.Value); ok && !slices.Contains(all, k) {
			all = append(all, k)
		}
	}
	return all
}

func weekdays(words []form.Word) []time.Weekday {
	var all []time.Weekday
	for _, w := range words {
		i := slices.Index([]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}, w.Value)
		all = append(all, time.Weekday(i))
	}
	return all
}

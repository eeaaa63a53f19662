package rule

import (
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
)

const defaultUsual = 30 // minutes that most payers take

// byDefault is the name that stands for all sources or kinds that are not named.
const byDefault = "default"

// mostCloses is how many sources and kinds may have a time of their own: every
// condition about them is tried with each.
const mostCloses = 200

// addShop takes what a file says of the shop. Several files may each say a part of it.
func (l *loader) addShop(more *shopSpec) {
	switch all := l.spec.Shop; {
	case more == nil:
	case all == nil:
		l.spec.Shop = more
	default:
		all.lost = all.lost || more.lost
		first := make(map[string]form.Spot, len(all.keys))
		for _, key := range all.keys {
			first[key.Value] = key.Spot
		}
		for _, key := range more.keys {
			if at, taken := first[key.Value]; taken {
				l.reportAlso(key.Spot, at, zh.Text("shop.%s is given twice", key.Value), zh.Text("keep one of the two"))
				continue
			}
			shopForm.Take(key.Value, all, more)
			all.keys = append(all.keys, key)
		}
	}
}

// compileShop fills in the shop and its defaults.
func (l *loader) compileShop() {
	spec := l.spec.Shop
	if spec == nil {
		spec = &shopSpec{}
	}
	s := &l.set.Shop
	s.Name, s.Zone, s.ShipsIn = spec.Name.Value, l.zone(spec.Timezone), spec.ShipsIn.Value
	s.Agent, s.Phone = spec.Agent.Value, spec.Phone.Value
	s.HourOf = ask.HourIn(s.Zone)
	l.conditions.Zone = s.Zone
	s.Closes = ask.Closes{string(tiexin.Juhuasuan): 30 * time.Minute, "default": 24 * time.Hour}
	for i, e := range spec.Closes {
		if i == mostCloses {
			l.report(e.Name.Spot, zh.Text("shop.closes names more than %d sources and kinds", mostCloses), zh.Text("name those that differ, and the others by default:"))
			break
		}
		if !e.Broken {
			s.Closes[e.Name.Value] = e.Value.Value
		}
	}
	l.remarkCloses(spec.Closes)
	for _, p := range spec.Remote.all {
		s.Remote = append(s.Remote, tiexin.NormalRegion(p.Value, "", "").Province)
	}
	s.Transit = map[string]map[string]time.Duration{}
	for _, carrier := range spec.Transit {
		days := map[string]time.Duration{}
		for _, e := range carrier.Value {
			days[tiexin.NormalRegion(e.Name.Value, "", "").Province] = e.Value.Value
		}
		s.Transit[carrier.Name.Value] = days
	}
	s.Lasts = spans(spec.Lasts)
	s.Links = map[string]string{}
	for _, e := range spec.Links {
		s.Links[e.Name.Value] = e.Value.Value
	}
	s.Usual = map[string]float64{byDefault: defaultUsual}
	for _, e := range spec.Usual {
		if !e.Broken {
			s.Usual[e.Name.Value] = e.Value.Value
		}
	}
	l.remarkSources(spec.Usual)
	s.Facts = ask.ShopFacts{
		Name: s.Name, Timezone: s.Zone.String(), UsualMinutesToPay: s.UsualMinutesToPay(byDefault), Remote: s.Remote, Links: s.Links, Offers: map[string]string{},
	}
	for _, e := range spec.Offers {
		offer := Offer{Name: e.Name.Value, Text: e.Value.Text.Value, Until: l.instant(e.Value.Until, s.Zone)}
		s.Offers = append(s.Offers, offer)
		s.Facts.Offers[offer.Name] = offer.Text
	}
}

func spans(entries []form.Entry[span]) map[string]time.Duration {
	all := map[string]time.Duration{}
	for _, e := range entries {
		all[e.Name.Value] = e.Value.Value
	}
	return all
}

// zone finds a time zone. China's needs no zone data: it has kept to one offset
// since 1991.
func (l *loader) zone(w form.Word) *time.Location {
	name := w.Value
	if name == "" {
		name = ask.DefaultZone
	}
	zone, err := time.LoadLocation(name)
	switch {
	case err == nil && name != "Local":
		if turnedRound(name) {
			hours := strings.TrimPrefix(name, behindUTC)
			l.reader.Remark(w.Spot, zh.Text("%q is %s hours behind UTC: in these names the sign is the other way round", name, hours),
				zh.Text("write Asia/Shanghai, or Etc/GMT-%s for %s hours ahead of UTC", hours, hours))
		}
		return zone
	case name != ask.DefaultZone:
		l.report(w.Spot, zh.Text("unknown time zone %q", name), zh.Text("write it as Asia/Shanghai"))
	}
	return time.FixedZone(ask.DefaultZone, 8*60*60)
}

// behindUTC begins the names of zones whose sign people read the wrong way round.
const behindUTC = "Etc/GMT+"

func turnedRound(zone string) bool {
	return strings.HasPrefix(zone, behindUTC) && zone != behindUTC+"0"
}

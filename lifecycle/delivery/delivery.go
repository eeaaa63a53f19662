package delivery

import (
	"cmp"
	"fmt"
	"math"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Parcel is one parcel, under way or arrived.
type Parcel struct {
	ID       string    // the host's key; empty: unknown, so duplicates are not found
	Carrier  string    // code, "shunfeng"; empty: unknown
	Province string    // destination, in any spelling: 广西 and 广西壮族自治区 are one; empty: unknown
	Shipped  time.Time // when it was handed to the carrier
	Signed   time.Time // zero: not yet
	Ended    time.Time // it turned back, was intercepted or lost; zero: it did not
}

// Options configure the usual days. The zero Options are usable.
type Options struct {
	// MinParcels is the number of arrived parcels that a carrier in a province, a carrier or
	// the shop needs for its own estimate. Default: 30.
	MinParcels int
	// Overdue is the share of parcels that arrive within the usual time. Default: 0.9.
	Overdue float64
	// Expected and Late are the textbook's times for half and for nearly all parcels.
	// Default: 2 and 3 days.
	Expected, Late time.Duration
}

func (o Options) filled() Options {
	o.MinParcels = cmp.Or(o.MinParcels, 30)
	o.Overdue = cmp.Or(o.Overdue, .9)
	o.Expected = cmp.Or(o.Expected, 48*time.Hour)
	o.Late = cmp.Or(o.Late, 72*time.Hour)
	return o
}

func (o Options) fault() error {
	switch {
	case o.MinParcels < 1:
		return fmt.Errorf("lifecycle: at least %d parcels; it is a number from 1", o.MinParcels)
	case !(o.Overdue > .5 && o.Overdue < 1):
		return fmt.Errorf("lifecycle: a share of %v within the usual days; it lies between 0.5 and 1", o.Overdue)
	case o.Expected <= 0 || o.Late < o.Expected:
		return fmt.Errorf("lifecycle: expected after %v and late after %v; both are positive, in this order", o.Expected, o.Late)
	}
	return nil
}

// A Base says which parcels an answer is based on.
type Base string

// The bases, the nearest first: one that is too small falls back to the next.
const (
	ParcelsOfRoute    Base = "carrier and province"
	ParcelsOfCarrier  Base = "carrier"
	ParcelsOfProvince Base = "province"
	ParcelsOfShop     Base = "shop"
	ParcelsOfTextbook Base = "textbook" // no parcels: constants
)

// Days are a shop's usual delivery times (正常配送天数). The zero Days has no
// parcels and answers by the textbook.
type Days struct {
	options Options
	curves  map[deliveryRoute]loyalty.Curve
}

// A deliveryRoute lacks what does not matter for it.
type deliveryRoute struct{ carrier, province string }

// Learn learns from a shop's parcels as known at a time; later facts are ignored.
// Parcels still under way then, and parcels that turned back, count for as long as they travelled
// (censored). Without them every carrier would look quicker than it is, most of all when parcels
// get stuck.
//
// Give the parcels of the last months: a carrier's speed changes over years.
//
// The error is [loyalty.Problems] for parcels without shipping, signed for or ended before it, ended
// before they were signed for, or given twice. It is [loyalty.ErrNothing] without any parcel by
// then.
func Learn(parcels []Parcel, asOf time.Time, o Options) (Days, error) {
	o = o.filled()
	if err := o.fault(); err != nil {
		return Days{}, err
	}
	if asOf.IsZero() {
		return Days{}, fmt.Errorf("lifecycle: deliveries as of no instant; say until when the parcels are known")
	}
	if err := deliveryFaults(parcels).Err(); err != nil {
		return Days{}, err
	}
	routes := map[deliveryRoute][]loyalty.Spell{}
	for i := range parcels {
		p := &parcels[i]
		if p.Shipped.After(asOf) {
			continue
		}
		spell, province := p.spell(asOf), provinceName(p.Province)
		add := func(r deliveryRoute) { routes[r] = append(routes[r], spell) }
		add(deliveryRoute{})
		if p.Carrier != "" {
			add(deliveryRoute{carrier: p.Carrier})
		}
		if province != "" {
			add(deliveryRoute{province: province})
		}
		if p.Carrier != "" && province != "" {
			add(deliveryRoute{p.Carrier, province})
		}
	}
	if len(routes) == 0 {
		return Days{}, loyalty.ErrNothing
	}
	d := Days{options: o, curves: make(map[deliveryRoute]loyalty.Curve, len(routes))}
	for route, spells := range routes {
		curve, err := loyalty.KaplanMeier(spells)
		if err != nil {
			return Days{}, err
		}
		d.curves[route] = curve
	}
	return d, nil
}

func provinceName(name string) string { return tiexin.NormalRegion(name, "", "").Province }

const oneDay = 24 * time.Hour

func (p *Parcel) spell(asOf time.Time) loyalty.Spell {
	until, arrived := asOf, false
	if !p.Ended.IsZero() && p.Ended.Before(until) {
		until = p.Ended
	}
	if !p.Signed.IsZero() && !p.Signed.After(asOf) { // what ends afterwards is a return
		until, arrived = p.Signed, true
	}
	return loyalty.Spell{Time: until.Sub(p.Shipped).Hours() / 24, Ended: arrived}
}

func deliveryFaults(parcels []Parcel) loyalty.Problems {
	var faults loyalty.Problems
	rows := make(map[string]int, len(parcels))
	for row := range parcels {
		p := &parcels[row]
		report := func(format string, args ...any) {
			faults = append(faults, loyalty.Problem{Row: row, Subject: p.ID, Message: fmt.Sprintf(format, args...)})
		}
		if first, twice := rows[p.ID]; twice && p.ID != "" {
			report("is the same parcel as row %d; keep its latest state", first)
		}
		rows[p.ID] = row
		switch {
		case p.Shipped.IsZero():
			report("has no time at which it was shipped; leave out what has not left")
		case !p.Signed.IsZero() && p.Signed.Before(p.Shipped):
			report("was signed for at %s, before it was shipped at %s", p.Signed.Format(time.DateTime), p.Shipped.Format(time.DateTime))
		case !p.Ended.IsZero() && p.Ended.Before(p.Shipped):
			report("ended at %s, before it was shipped at %s", p.Ended.Format(time.DateTime), p.Shipped.Format(time.DateTime))
		case !p.Ended.IsZero() && !p.Signed.IsZero() && p.Ended.Before(p.Signed):
			report("ended at %s, before it was signed for at %s", p.Ended.Format(time.DateTime), p.Signed.Format(time.DateTime))
		}
	}
	return faults
}

// A Usual is the usual delivery time of a route.
type Usual struct {
	Carrier, Province string
	Base              Base
	Arrived, Under    int // parcels of the base: arrived, and under way or turned back

	// Expected and Late are the days, of 24 hours, within which half of the parcels and
	// nearly all of them (Options.Overdue) arrive. Both have the same base; the
	// textbook's are flagged Textbook.
	Expected, Late loyalty.Measure
	// Flags say why a nearer base was not enough. BelowMinBase: too few parcels. NotReached:
	// so many of them are still under way that the usual days are unknown.
	Flags []loyalty.Flag
}

// Usual is the usual delivery time of a carrier to a province, from the nearest base with an
// estimate. The order is carrier and province, carrier, province, shop, textbook. Empty values are
// unknown.
func (d Days) Usual(carrier, province string) Usual {
	o := d.options.filled()
	province = provinceName(province)
	u := Usual{Carrier: carrier, Province: province}
	flags := loyalty.Measure{}
	for _, one := range [...]struct {
		base  Base
		route deliveryRoute
		asked bool
	}{
		{ParcelsOfRoute, deliveryRoute{carrier, province}, carrier != "" && province != ""},
		{ParcelsOfCarrier, deliveryRoute{carrier: carrier}, carrier != ""},
		{ParcelsOfProvince, deliveryRoute{province: province}, province != ""},
		{ParcelsOfShop, deliveryRoute{}, true},
	} {
		if !one.asked {
			continue
		}
		curve := d.curves[one.route]
		u.Base, u.Arrived, u.Under = one.base, curve.Ends, curve.Total-curve.Ends
		if curve.Ends < o.MinParcels {
			flags = flags.With(loyalty.BelowMinBase)
			continue
		}
		u.Expected, u.Late = curve.Quantile(.5), curve.Quantile(o.Overdue)
		if u.Expected.OK && u.Late.OK {
			u.Flags = flags.Flags
			return u
		}
		flags = flags.With(loyalty.NotReached)
	}
	u.Base, u.Flags = ParcelsOfTextbook, flags.Flags
	u.Expected, u.Late = textbookDays(o.Expected), textbookDays(o.Late)
	return u
}

func textbookDays(t time.Duration) loyalty.Measure {
	return loyalty.Measure{OK: true, Value: t.Hours() / 24, Method: "textbook", Flags: []loyalty.Flag{loyalty.Textbook}}
}

// maxDeliveryDays bounds what is added to a time: what takes longer never arrives.
const maxDeliveryDays = 3650

func daysLater(t time.Time, days float64) time.Time {
	return t.Add(time.Duration(math.Round(min(days, maxDeliveryDays) * float64(oneDay))))
}

package payment

import (
	"cmp"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Order is one order with payment after it was placed.
type Order struct {
	Order    string    // its id; empty: unknown, so duplicates are not found
	Source   string    // its source, "juhuasuan"; empty: unknown
	Created  time.Time // when it was placed
	Paid     time.Time // zero: not paid yet
	Closed   time.Time // closed or cancelled; zero: not yet. After a payment it is a refund and ignored here
	ClosesAt time.Time // automatic closing; zero: by Options.Closing
	Reminded time.Time // time of the first payment reminder (催付); zero: none
}

// Options configure the learning of payment times. The zero Options are
// usable.
type Options struct {
	// Zone is the shop's zone for the hour of the day. Default: calendar.China.
	Zone *time.Location
	// Closing is the time from the order to its automatic closing if unpaid, by source;
	// the empty source is for all others. From a minute to 60 days. Default: juhuasuan 30
	// minutes, others 24 hours.
	Closing map[string]time.Duration
	// MinPaid is the number of paid orders that a source or an hour needs for its own
	// estimate. Default: 30.
	MinPaid int
	// Most is the share of unprompted payers who must have paid before a reminder.
	// Default: 0.8.
	Most float64
	// Chance is the limit for a reminder: an open order's chance of being paid without one
	// must be below it. Default: 0.5.
	Chance float64
	// Least is the shortest delay. Default: 5 minutes.
	Least time.Duration
	// Leave is the shortest time from a reminder to the closing, but a reminder never
	// comes before half-way. Default: 15 minutes.
	Leave time.Duration
	// Textbook is the delay if the shop's own orders give none. Default: 30 minutes.
	Textbook time.Duration
}

func (o Options) filled() Options {
	if o.Zone == nil {
		o.Zone = calendar.China
	}
	if o.Closing == nil {
		o.Closing = map[string]time.Duration{"juhuasuan": 30 * time.Minute}
	}
	o.MinPaid = cmp.Or(o.MinPaid, 30)
	o.Most = cmp.Or(o.Most, .8)
	o.Chance = cmp.Or(o.Chance, .5)
	o.Least = cmp.Or(o.Least, 5*time.Minute)
	o.Leave = cmp.Or(o.Leave, 15*time.Minute)
	o.Textbook = cmp.Or(o.Textbook, 30*time.Minute)
	return o
}

// longestClosing bounds how long an order may stay unpaid.
const longestClosing = 60 * 24 * time.Hour

func (o Options) fault() error {
	for source, after := range o.Closing {
		if after < time.Minute || after > longestClosing {
			return fmt.Errorf("lifecycle: orders from %q close after %v; it is a minute to 60 days", source, after)
		}
	}
	switch {
	case o.MinPaid < 1:
		return fmt.Errorf("lifecycle: at least %d paid orders; it is a number from 1", o.MinPaid)
	case !(o.Most > 0 && o.Most < 1):
		return fmt.Errorf("lifecycle: most payers are a share of %v; it lies between 0 and 1", o.Most)
	case !(o.Chance > 0 && o.Chance < 1):
		return fmt.Errorf("lifecycle: a chance of %v to pay by oneself; it lies between 0 and 1", o.Chance)
	case o.Least < 0 || o.Leave < 0 || o.Textbook < 0:
		return fmt.Errorf("lifecycle: a reminder with least %v, leave %v, textbook %v; none can be negative", o.Least, o.Leave, o.Textbook)
	}
	return nil
}

// closing is how long an order of the source stays unpaid.
func (o Options) closing(source string) time.Duration {
	for _, name := range []string{source, ""} {
		if after, ok := o.Closing[name]; ok {
			return after
		}
	}
	return 24 * time.Hour
}

// A Base says which orders an answer is based on.
type Base string

// The bases, the nearest first: one that is too small falls back to the next.
const (
	PaymentsOfSourceHour Base = "source and hour"
	PaymentsOfSource     Base = "source"
	PaymentsOfHour       Base = "hour"
	PaymentsOfShop       Base = "shop"
	PaymentsOfTextbook   Base = "textbook" // no orders: a constant
)

// AnyHour means all hours of the day.
const AnyHour = -1

// Times are a shop's learned times of payment (付款时长分布). The zero Times
// has learned nothing and answers by the textbook.
type Times struct {
	options Options
	curves  map[paymentCell]Curve
}

type paymentCell struct {
	source string
	every  bool // of all sources
	hour   int
}

// Learn learns from a shop's orders as known at a time; later facts are
// ignored. An order is observed
//
//   - until it is paid: the event;
//   - until it is cancelled, an end that competes with payment;
//   - until it closes automatically: the end of the order, but its customer's time to
//     payment stays unknown (see [Curve]);
//   - until it is reminded, or until the given time: its further course is unknown, and it
//     is censored.
//
// A closing counts as automatic if it came at the earliest a minute before the order was
// due to close. An order past that time without a report of its end closed then. So the
// times are those of customers without a reminder. They are correct if customers with a
// reminder were like those without one after the same time. A shop that reminds all
// customers learns nothing about later times, and a flag says so.
//
// The error is [loyalty.Problems] for orders without creation, paid, closed or reminded
// before it, closed before they were paid, or given twice. It is [loyalty.ErrNothing]
// without any order by then.
func Learn(orders []Order, asOf time.Time, o Options) (Times, error) {
	o = o.filled()
	if err := o.fault(); err != nil {
		return Times{}, err
	}
	if asOf.IsZero() {
		return Times{}, fmt.Errorf("lifecycle: payments as of no instant; say until when the orders are known")
	}
	if err := paymentFaults(orders).Err(); err != nil {
		return Times{}, err
	}
	cells := map[paymentCell][]paymentSpell{}
	for i := range orders {
		if orders[i].Created.After(asOf) {
			continue
		}
		spell := orders[i].spell(asOf, o)
		hour, source := orders[i].Created.In(o.Zone).Hour(), orders[i].Source
		for _, cell := range [...]paymentCell{
			{source: source, hour: hour},
			{source: source, hour: AnyHour},
			{every: true, hour: hour},
			{every: true, hour: AnyHour},
		} {
			cells[cell] = append(cells[cell], spell)
		}
	}
	if len(cells) == 0 {
		return Times{}, loyalty.ErrNothing
	}
	p := Times{options: o, curves: make(map[paymentCell]Curve, len(cells))}
	for cell, spells := range cells {
		curve, err := newPaymentCurve(spells)
		if err != nil {
			return Times{}, err
		}
		p.curves[cell] = curve
	}
	return p, nil
}

func paymentFaults(orders []Order) loyalty.Problems {
	var faults loyalty.Problems
	rows := make(map[string]int, len(orders))
	for row := range orders {
		o := &orders[row]
		report := func(format string, args ...any) {
			faults = append(faults, loyalty.Problem{Row: row, Subject: o.Order, Message: fmt.Sprintf(format, args...)})
		}
		if first, twice := rows[o.Order]; twice && o.Order != "" {
			report("is the same order as row %d; keep its latest state", first)
		}
		rows[o.Order] = row
		if o.Created.IsZero() {
			report("has no time at which it was placed")
			continue
		}
		for _, later := range [...]struct {
			what string
			at   time.Time
		}{{"paid", o.Paid}, {"closed", o.Closed}, {"due to close", o.ClosesAt}, {"reminded", o.Reminded}} {
			if !later.at.IsZero() && later.at.Before(o.Created) {
				report("was %s at %s, before it was placed at %s", later.what, later.at.Format(time.DateTime), o.Created.Format(time.DateTime))
			}
		}
		if !o.Closed.IsZero() && !o.Paid.IsZero() && o.Closed.Before(o.Paid) {
			report("was closed at %s, before it was paid at %s", o.Closed.Format(time.DateTime), o.Paid.Format(time.DateTime))
		}
	}
	return faults
}

// The ways in which watching an order ends. Of two at the same time the later in this
// list counts.
type paymentEnd uint8

const (
	unseen    paymentEnd = iota // lost from sight
	closed                      // by itself
	cancelled                   // closed by somebody before it closed by itself
	paid                        // without having been reminded
)

type paymentSpell struct {
	minutes float64
	end     paymentEnd
}

// closesAt is when the order closes by itself.
func (o *Order) closesAt(by Options) time.Time {
	if !o.ClosesAt.IsZero() {
		return o.ClosesAt
	}
	return o.Created.Add(by.closing(o.Source))
}

// spell is how long the order was watched as of an instant. At equal times a payment
// comes first, then a closing, then a reminder.
func (o *Order) spell(asOf time.Time, by Options) paymentSpell {
	order := *o
	for _, later := range [...]*time.Time{&order.Paid, &order.Closed} {
		if later.After(asOf) {
			*later = time.Time{}
		}
	}
	o = &order
	until, end := asOf, unseen
	closes := o.closesAt(by)
	earlier := func(at time.Time, what paymentEnd) {
		if !at.IsZero() && (at.Before(until) || at.Equal(until) && what > end) {
			until, end = at, what
		}
	}
	// Of an order past its closing nothing was reported: it closed then.
	if o.Closed.IsZero() && o.Paid.IsZero() {
		earlier(closes, closed)
	}
	switch {
	case !o.Paid.IsZero(): // closed after it was paid is a refund
	case o.Closed.Before(closes.Add(-time.Minute)):
		earlier(o.Closed, cancelled)
	default:
		earlier(o.Closed, closed)
	}
	earlier(o.Reminded, unseen)
	earlier(o.Paid, paid)
	return paymentSpell{until.Sub(o.Created).Minutes(), end}
}

// Curve is the payments of a source's orders placed in an hour of the day, 0 to 23 or [AnyHour].
// It uses the nearest base with enough paid orders. An empty, unknown or impossible source or
// hour has no base of its own.
func (p Times) Curve(source string, hour int) (Curve, Base) {
	return p.nearest(source, hour, func(c Curve) bool { return c.Paid >= p.options.MinPaid })
}

// nearest is the nearest base with enough payments.
func (p Times) nearest(source string, hour int, enough func(Curve) bool) (Curve, Base) {
	for _, one := range [...]struct {
		base Base
		cell paymentCell
	}{
		{PaymentsOfSourceHour, paymentCell{source: source, hour: hour}},
		{PaymentsOfSource, paymentCell{source: source, hour: AnyHour}},
		{PaymentsOfHour, paymentCell{every: true, hour: hour}},
		{PaymentsOfShop, paymentCell{every: true, hour: AnyHour}},
	} {
		if hour == AnyHour && (one.base == PaymentsOfSourceHour || one.base == PaymentsOfHour) || source == "" && !one.cell.every {
			continue
		}
		if curve, ok := p.curves[one.cell]; ok && enough(curve) {
			return curve, one.base
		}
	}
	return p.curves[paymentCell{every: true, hour: AnyHour}], PaymentsOfTextbook
}

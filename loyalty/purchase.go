package loyalty

import (
	"math"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A Purchase is one order, as the shop's log has it. Where the baskets of a whole
// category are known, other brands' included, it may be one line of an order: see
// Line. [Orders] joins lines into orders.
type Purchase struct {
	Customer string
	Order    string    // the shop's order id; empty: not known, so it can neither be refunded nor found twice
	Line     string    // which line of the order; empty: the purchase is the whole order
	At       time.Time // when it was paid
	Amount   tiexin.Money
	List     tiexin.Money // the same without any discount, freight included as in Amount; zero: not known
	Refunded tiexin.Money // of Amount, paid back since; [Log.Net] adds the log's refunds here
	Units    int          // pieces; zero: not known
	Category string       // the shop's word; empty: not known, or several
	Brand    string       // only where purchases of other brands are known too
	Session  string       // the visit in which it was bought; empty: not known
}

// Spend is what the customer has paid and not got back.
func (p *Purchase) Spend() tiexin.Money { return p.Amount - p.Refunded }

// A Refund pays back a part of an order, which then still counts as a purchase, or
// the whole of it, which then never was one.
type Refund struct {
	Order  string
	Line   string    // of the purchase that is refunded; empty when that is the whole order
	At     time.Time // when it was paid back
	Amount tiexin.Money
	Whole  bool // the purchase is undone, whatever Amount says
}

// A Log is what a shop knows of its customers' purchases, in any order.
type Log struct {
	Purchases []Purchase
	Refunds   []Refund
}

// A Day counts the days since 1970-01-01, which is day 0, by the shop's clock. All
// of the library's counts of time are differences of such days, so a summer time
// or an hour of the night changes nothing.
type Day int32

// DayOf is the day of an instant in a zone. Nil is the zone in which the instant
// itself is written.
func DayOf(t time.Time, zone *time.Location) Day {
	if zone != nil {
		t = t.In(zone)
	}
	_, offset := t.Zone()
	seconds := t.Unix() + int64(offset)
	day := seconds / secondsPerDay
	if seconds%secondsPerDay < 0 {
		day--
	}
	return Day(min(max(day, math.MinInt32), math.MaxInt32))
}

const secondsPerDay = 24 * 60 * 60

// Time is the day's midnight in UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// String is the day as 2006-01-02.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// A View says as of when a log is looked at, and by which clock. The zero View
// takes all of the log, by the clocks of its times.
type View struct {
	// Until is the last day that counts; what happened later is not known yet.
	// Default: the day of the last purchase or refund.
	Until Day
	// Zone decides when a day begins: the shop's. Default: the zone in which each
	// time is written, which is right only if the log was written in the shop's.
	Zone *time.Location
}

package loyalty

import (
	"math"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A Purchase is one order of the shop's log. If the baskets of a whole category
// are known, with other brands, it may be one line of an order: see Line. [Orders]
// joins lines into orders.
type Purchase struct {
	Customer string
	Order    string    // the shop's order id; empty: unknown, so it cannot be refunded and duplicates are not found
	Line     string    // line of the order; empty: the purchase is the whole order
	At       time.Time // time of payment
	Amount   tiexin.Money
	List     tiexin.Money // the same without any discount, freight included as in Amount; zero: unknown
	Refunded tiexin.Money // refunded part of Amount; [Log.Net] adds the log's refunds here
	Units    int          // pieces; zero: unknown
	Category string       // the shop's word; empty: unknown, or several
	Brand    string       // only if purchases of other brands are known too
	Session  string       // the visit with the purchase; empty: unknown
}

// Spend is the amount paid less refunds.
func (p *Purchase) Spend() tiexin.Money { return p.Amount - p.Refunded }

// A Refund pays back a part of an order or the whole of it. After a partial refund
// the order still counts as a purchase, after a whole one it does not.
type Refund struct {
	Order  string
	Line   string    // line of the refunded purchase; empty if that is the whole order
	At     time.Time // time of the refund
	Amount tiexin.Money
	Whole  bool // the purchase does not count, for any Amount
}

// A Log is a shop's record of its customers' purchases and refunds, in any order.
type Log struct {
	Purchases []Purchase
	Refunds   []Refund
}

// A Day counts the days since 1970-01-01, which is day 0, in the shop's zone. The
// library counts time by differences of such days, so summer time or an hour of
// the night changes nothing.
type Day int32

// DayOf is the day of a time in a zone; nil: Asia/Shanghai.
func DayOf(t time.Time, zone *time.Location) Day {
	if zone == nil {
		zone = tiexin.Shanghai()
	}
	_, offset := t.In(zone).Zone()
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

// A View sets the last day of a log and the zone of its days. The zero View takes
// all of the log, in days of China.
type View struct {
	// Until is the last day that counts; later facts are not known yet. Default:
	// the day of the last purchase or refund.
	Until Day
	// Zone is the shop's zone: it decides when a day begins. Default: Asia/Shanghai.
	Zone *time.Location
}

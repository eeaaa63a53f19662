package delivery

import (
	"time"
)

// A State is the state of a parcel compared with the usual time.
type State string

// The states. Overdue, arrived and turned back do not change by time alone.
const (
	UnderWay     State = "under-way"     // before half of its kind arrive
	ArrivingSoon State = "arriving-soon" // half of its kind have arrived
	Overdue      State = "overdue"       // nearly all have: tell the customer before they ask (异常物流安抚)
	Arrived      State = "arrived"       //
	TurnedBack   State = "turned-back"   // it will not arrive
	NotShipped   State = "not-shipped"   // it is shipped later than the time asked about
)

// A Moment is the state of one parcel at one time.
type Moment struct {
	State     State
	Expected  time.Time // half of its kind have arrived by then
	OverdueAt time.Time // it is overdue from then on
	Next      time.Time // when time alone changes the state; zero: never
	Why       Usual
}

// Moment is the state of a parcel at a time; a later signature or end is not known yet. The error is
// that of an impossible parcel.
func (d Days) Moment(parcel Parcel, now time.Time) (Moment, error) {
	if err := deliveryFaults([]Parcel{parcel}).Err(); err != nil {
		return Moment{}, err
	}
	why := d.Usual(parcel.Carrier, parcel.Province)
	m := Moment{
		Expected:  daysLater(parcel.Shipped, why.Expected.Value),
		OverdueAt: daysLater(parcel.Shipped, why.Late.Value),
		Why:       why,
	}
	known := func(at time.Time) bool { return !at.IsZero() && !at.After(now) }
	switch {
	case now.Before(parcel.Shipped):
		m.State, m.Next = NotShipped, parcel.Shipped
	case known(parcel.Signed):
		m.State = Arrived
	case known(parcel.Ended):
		m.State = TurnedBack
	case now.Before(m.Expected):
		m.State, m.Next = UnderWay, m.Expected
	case now.Before(m.OverdueAt):
		m.State, m.Next = ArrivingSoon, m.OverdueAt
	default:
		m.State = Overdue
	}
	return m, nil
}

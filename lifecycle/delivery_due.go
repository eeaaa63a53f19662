package lifecycle

import (
	"time"
)

// A DeliveryState says how a parcel stands with what is usual.
type DeliveryState string

// The states. Overdue, arrived and turned back stay what they are, as far as time alone is concerned.
const (
	UnderWay      DeliveryState = "under-way"     // sooner than half of its kind arrive
	ArrivingSoon  DeliveryState = "arriving-soon" // half of its kind have arrived
	ParcelOverdue DeliveryState = "overdue"       // nearly all have: say so before the customer asks (异常物流安抚)
	Arrived       DeliveryState = "arrived"       //
	TurnedBack    DeliveryState = "turned-back"   // it will not arrive
	NotShipped    DeliveryState = "not-shipped"   // it leaves later than the instant
)

// A DeliveryMoment is how one parcel stands at one instant.
type DeliveryMoment struct {
	State     DeliveryState
	Expected  time.Time // half of its kind have arrived by then
	OverdueAt time.Time // it takes longer than usual from then on
	Next      time.Time // when time alone changes the state; zero: never
	Why       DeliveryUsual
}

// Moment is how a parcel stands at an instant; a signature or an end after it is not
// known yet. The error is that of an impossible parcel.
func (d DeliveryDays) Moment(parcel DeliveryParcel, now time.Time) (DeliveryMoment, error) {
	if err := deliveryFaults([]DeliveryParcel{parcel}).Err(); err != nil {
		return DeliveryMoment{}, err
	}
	why := d.Usual(parcel.Carrier, parcel.Province)
	m := DeliveryMoment{
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
		m.State = ParcelOverdue
	}
	return m, nil
}

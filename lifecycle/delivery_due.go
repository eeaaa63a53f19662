package lifecycle

import (
	"time"
)

// A DeliveryState is the state of a parcel compared with the usual time.
type DeliveryState string

// The states. Overdue, arrived and turned back do not change by time alone.
const (
	UnderWay      DeliveryState = "under-way"     // before half of its kind arrive
	ArrivingSoon  DeliveryState = "arriving-soon" // half of its kind have arrived
	ParcelOverdue DeliveryState = "overdue"       // nearly all have: tell the customer before they ask (异常物流安抚)
	Arrived       DeliveryState = "arrived"       //
	TurnedBack    DeliveryState = "turned-back"   // it will not arrive
	NotShipped    DeliveryState = "not-shipped"   // it is shipped later than the time asked about
)

// A DeliveryMoment is the state of one parcel at one time.
type DeliveryMoment struct {
	State     DeliveryState
	Expected  time.Time // half of its kind have arrived by then
	OverdueAt time.Time // it is overdue from then on
	Next      time.Time // when time alone changes the state; zero: never
	Why       DeliveryUsual
}

// Moment is the state of a parcel at a time; a later signature or end is not known yet. The error is
// that of an impossible parcel.
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

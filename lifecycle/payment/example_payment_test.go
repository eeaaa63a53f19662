package payment_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/payment"
)

// A shop's customers pay within minutes or in the evening; half of the orders close unpaid.
func ExampleTimes_Reminder() {
	placed := time.Date(2026, 6, 1, 10, 0, 0, 0, calendar.China)
	var orders []payment.Order
	for i := range 400 {
		o := payment.Order{Order: fmt.Sprint("T", i), Created: placed}
		switch {
		case i < 180:
			o.Paid = placed.Add(time.Duration(i%25) * time.Minute)
		case i < 200:
			o.Paid = placed.Add(9 * time.Hour)
		default:
			o.Closed = placed.Add(24 * time.Hour)
		}
		orders = append(orders, o)
	}
	times, err := payment.Learn(orders, placed.AddDate(0, 0, 7), payment.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	r := times.Reminder("", payment.AnyHour)
	fmt.Println("remind after", r.Delay, "because", r.Reason, "as learned from the", r.Base)
	fmt.Println("paid by then:  ", r.Paid)
	fmt.Println("reminded:      ", r.Unpaid)
	fmt.Println("paying anyway: ", r.Anyway)
	fmt.Println("juhuasuan:     ", times.Reminder("juhuasuan", payment.AnyHour).Delay)

	m, _ := times.Moment(payment.Order{Created: placed}, placed.Add(time.Minute))
	fmt.Println(m.State, "until", m.Next.Format("15:04"))
	// Output:
	// remind after 22m0s because few-would-pay as learned from the shop
	// paid by then:   0.415 [0.3677, 0.464] of 400 (Aalen-Johansen, logit interval)
	// reminded:       0.585 [0.5387, 0.6353] of 400 (Kaplan-Meier, log interval)
	// paying anyway:  0.1453 [0.1057, 0.1965] of 234 (Aalen-Johansen, logit interval)
	// juhuasuan:      15m0s
	// not-yet-due until 10:22
}

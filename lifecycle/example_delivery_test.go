package lifecycle_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

func ExampleDeliveryDays_Moment() {
	left := time.Date(2026, 5, 1, 18, 0, 0, 0, calendar.China)
	var parcels []lifecycle.DeliveryParcel
	for i := range 60 {
		parcels = append(parcels, lifecycle.DeliveryParcel{
			Carrier: "zhongtong", Province: "新疆维吾尔自治区", Shipped: left, Signed: left.Add(time.Duration(60+2*i) * time.Hour),
		})
	}
	days, err := lifecycle.LearnDeliveryDays(parcels, left.AddDate(0, 0, 20), lifecycle.DeliveryOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	u := days.Usual("zhongtong", "新疆")
	fmt.Printf("%s: half within %.1f days, nearly all within %.1f\n", u.Base, u.Expected.Value, u.Late.Value)
	u = days.Usual("shunfeng", "浙江")
	fmt.Printf("%s: half within %.1f days, nearly all within %.1f %v\n", u.Base, u.Expected.Value, u.Late.Value, u.Flags)

	parcel := lifecycle.DeliveryParcel{ID: "P1", Carrier: "zhongtong", Province: "新疆", Shipped: left}
	m, _ := days.Moment(parcel, left.AddDate(0, 0, 4))
	fmt.Println(m.State, "- look again at", m.Next.Format(time.DateTime))
	m, _ = days.Moment(parcel, m.Next)
	fmt.Println(m.State)
	// Output:
	// carrier and province: half within 5.0 days, nearly all within 7.0
	// shop: half within 5.0 days, nearly all within 7.0 [below-min-base]
	// under-way - look again at 2026-05-06 17:00:00
	// arriving-soon
}

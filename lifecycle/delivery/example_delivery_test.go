package delivery_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/delivery"
)

func ExampleDays_Moment() {
	left := time.Date(2026, 5, 1, 18, 0, 0, 0, calendar.China)
	var parcels []delivery.Parcel
	for i := range 60 {
		parcels = append(parcels, delivery.Parcel{
			Carrier: "zhongtong", Province: "新疆维吾尔自治区", Shipped: left, Signed: left.Add(time.Duration(60+2*i) * time.Hour),
		})
	}
	days, err := delivery.Learn(parcels, left.AddDate(0, 0, 20), delivery.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	u := days.Usual("zhongtong", "新疆")
	fmt.Printf("%s: half within %.1f days, nearly all within %.1f\n", u.Base, u.Expected.Value, u.Late.Value)
	u = days.Usual("shunfeng", "浙江")
	fmt.Printf("%s: half within %.1f days, nearly all within %.1f %v\n", u.Base, u.Expected.Value, u.Late.Value, u.Flags)

	parcel := delivery.Parcel{ID: "P1", Carrier: "zhongtong", Province: "新疆", Shipped: left}
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

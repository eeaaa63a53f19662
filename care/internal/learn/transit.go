package learn

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/delivery"
	"github.com/tiexin-go/tiexin/loyalty"
)

// recentParcels is how many days back parcels are looked at: carriers change.
const recentParcels = 120

// transit finds how long parcels take, by carrier and province.
func (p *past) transit() (Section, error) {
	s := Section{Key: "transit"}
	file, all, lack := p.parcels()
	if lack != "" {
		s.say("包裹要走几天：没有学到。%s。", lack)
		return s, nil
	}
	var parcels []delivery.Parcel
	var rows []int
	routes := map[string]map[string]int{} // by carrier and province
	for _, one := range all {
		if one.Shipped.After(p.now) || p.day-loyalty.DayOf(one.Shipped, calendar.China) > recentParcels {
			continue
		}
		parcels = append(parcels, delivery.Parcel{Carrier: one.Carrier, Province: one.Province, Shipped: one.Shipped, Signed: one.Signed, Ended: one.Returned})
		rows = append(rows, one.Row)
		province := tiexin.NormalRegion(one.Province, "", "").Province
		if one.Carrier == "" || province == "" {
			continue
		}
		if routes[one.Carrier] == nil {
			routes[one.Carrier] = map[string]int{}
		}
		routes[one.Carrier][province]++
	}
	if len(parcels) == 0 {
		s.say("包裹要走几天：没有学到。最近%d天没有发货。", recentParcels)
		return s, nil
	}
	days, err := delivery.Learn(parcels, p.now, delivery.Options{MinParcels: leastParcels})
	if err != nil {
		return s, byRow(err, file, func(i int) int { return rows[i] })
	}
	s.say("包裹要走多久：最近%d天发出的%d个包裹里，九成在这么长时间内签收；从发货算起，向上取整到小时。", recentParcels, len(parcels))
	s.say("签收至少%d个的线路才写；没有写的线路不会被算作晚到。", leastParcels)
	for _, carrier := range slices.Sorted(maps.Keys(routes)) {
		for _, province := range slices.Sorted(maps.Keys(routes[carrier])) {
			s.Found = append(s.Found, route(days, carrier, province, routes[carrier][province]))
		}
	}
	return s, nil
}

func route(days delivery.Days, carrier, province string, sent int) Finding {
	f := Finding{Under: carrier, Name: province}
	u := days.Usual(carrier, province)
	switch {
	case u.Base == delivery.ParcelsOfRoute && u.Late.OK:
		f.Value = rule.FormatDuration(time.Duration(max(1, math.Ceil(24*u.Late.Value-1e-9))) * time.Hour)
		f.Evidence = fmt.Sprintf("%.1f天（95%%区间%.1f–%.1f）；签收%d个，在途或退回%d个", u.Late.Value, u.Late.Lo, u.Late.Hi, u.Arrived, u.Under)
	case slices.Contains(u.Flags, loyalty.NotReached):
		f.Evidence = fmt.Sprintf("发出%d个，在途或退回的太多，看不出九成要多久，没有写", sent)
	default:
		f.Evidence = fmt.Sprintf("发出%d个，签收不到%d个，没有写", sent, leastParcels)
	}
	return f
}

// parcels are those of the table of parcels, or of the orders; or what is lacking.
func (p *past) parcels() (file string, all []orderlog.Parcel, lack string) {
	if p.ParcelFile != "" {
		return p.ParcelFile, p.Parcels, ""
	}
	if lack := p.missing(orderlog.Carrier, orderlog.Province, orderlog.Shipped, orderlog.Signed); lack != "" {
		return "", nil, lack + "；也可以用--parcels给一张包裹表"
	}
	for _, o := range p.orders {
		if !o.Shipped.IsZero() {
			all = append(all, orderlog.Parcel{Row: o.Row, Carrier: o.Carrier, Province: o.Province, Shipped: o.Shipped, Signed: o.Signed, Returned: o.Returned})
		}
	}
	return p.File, all, ""
}

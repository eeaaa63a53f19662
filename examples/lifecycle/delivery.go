package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/delivery"
	"github.com/tiexin-go/tiexin/loyalty"
)

var deliveryBases = map[delivery.Base]loyalty.Text{
	delivery.ParcelsOfRoute: tx("路线", "route"), delivery.ParcelsOfCarrier: tx("物流公司", "carrier"), delivery.ParcelsOfProvince: tx("省", "province"),
	delivery.ParcelsOfShop: tx("全店", "shop"), delivery.ParcelsOfTextbook: tx("教科书", "textbook"),
}

// deliveryDays says how long parcels take, and which are late before anybody asks.
func (s *shop) deliveryDays() (section, error) {
	a := section{id: "delivery", title: tx("包裹要走几天，哪些已经超时", "How long parcels take, and which are late")}
	if a.needs(s, orderlog.Shipped, orderlog.Signed) {
		return a, nil
	}
	if len(s.parcels) == 0 {
		a.say(fmt.Sprintf("最近%d天没有发货。", recentParcels), fmt.Sprintf("No parcel left in the last %d days.", recentParcels))
		return a, nil
	}
	shop := s.delivery.Usual("", "")
	a.says = append(a.says, both(func(l page.Language) string {
		if shop.Base == delivery.ParcelsOfTextbook {
			return fmt.Sprintf(l.Pick("最近%d天发出%s个包裹，太少，说不出本店的天数；按教科书，一半在%s天内签收，九成在%s天内。",
				"In the last %d days %s parcels left, too few to tell the shop's own days. By the textbook half arrive within %s days, nine of ten within %s."),
				recentParcels, count(len(s.parcels)), say(l, shop.Expected, one), say(l, shop.Late, one))
		}
		return fmt.Sprintf(l.Pick("最近%d天发出%s个包裹：一半在%s天内签收，九成在%s天内；%s个还在路上或退回。",
			"In the last %d days %s parcels left: half arrive within %s days, nine of ten within %s; %s are under way or turned back."),
			recentParcels, count(len(s.parcels)), say(l, shop.Expected, one), say(l, shop.Late, one), count(shop.Under))
	}))
	carriers, provinces := map[string]int{}, map[string]int{}
	for _, p := range s.parcels {
		if p.Carrier != "" {
			carriers[p.Carrier]++
		}
		if p.Province != "" {
			provinces[p.Province]++
		}
	}
	by, to := mostOf(carriers, 6), mostOf(provinces, 40)
	if len(by) > 0 && len(to) > 0 {
		a.tables = append(a.tables, s.routeTable(by, to))
		a.figures = append(a.figures, s.drawRoutes(by, to))
	} else {
		a.needs(s, orderlog.Carrier, orderlog.Province)
	}
	late, err := s.lateTable()
	a.tables = append(a.tables, late)
	return a, err
}

// routeTable is the days within which nine of ten parcels arrive.
func (s *shop) routeTable(carriers, provinces []string) table {
	t := table{
		title: tx("九成包裹在几天内签收", "Days within which nine of ten arrive"),
		head:  []loyalty.Text{tx("省份", "province")}, show: 12,
		note: tx("括号里是已签收的包裹数。少于30个时用上一级：* 该物流公司全国；† 该省全部；‡ 全店。",
			"In brackets, parcels that arrived. With fewer than 30 the next base stands in: * the carrier's; † the province's; ‡ the shop's."),
	}
	for _, carrier := range carriers {
		t.head = append(t.head, tx(carrier, carrier))
	}
	for _, province := range provinces {
		row := []string{province}
		for _, carrier := range carriers {
			u := s.delivery.Usual(carrier, province)
			mark := map[delivery.Base]string{delivery.ParcelsOfCarrier: "*", delivery.ParcelsOfProvince: "†", delivery.ParcelsOfShop: "‡", delivery.ParcelsOfTextbook: "?"}[u.Base]
			cell := short(u.Late, one) + mark
			if mark == "" {
				cell += " (" + count(u.Arrived) + ")"
			}
			row = append(row, cell)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// lateTable is the parcels that take longer than usual.
func (s *shop) lateTable() (table, error) {
	type late struct {
		order  *orderlog.Order
		moment delivery.Moment
	}
	var found []late
	n := map[delivery.State]int{}
	for _, o := range s.known {
		if o.Shipped.IsZero() || o.Shipped.After(s.now) {
			continue
		}
		m, err := s.delivery.Moment(delivery.Parcel{ID: o.ID, Carrier: o.Carrier, Province: o.Province, Shipped: o.Shipped, Signed: o.Signed, Ended: o.Returned}, s.now)
		if err != nil {
			return table{}, err
		}
		n[m.State]++
		if m.State == delivery.Overdue {
			found = append(found, late{o, m})
		}
	}
	slices.SortStableFunc(found, func(a, b late) int { return cmp.Compare(a.moment.OverdueAt.Unix(), b.moment.OverdueAt.Unix()) })
	t := table{
		title: tx(fmt.Sprintf("现在就该主动说明的包裹（%d个）", len(found)), fmt.Sprintf("Parcels to tell the customer about now (%d)", len(found))),
		head:  []loyalty.Text{tx("订单", "order"), tx("顾客", "customer"), tx("物流公司", "carrier"), tx("到", "to"), tx("已走（天）", "days so far"), tx("通常（天）", "usual days"), tx("超时起", "late since"), tx("依据", "base")},
		show:  8,
		note: tx(fmt.Sprintf("在途%d个，快到了%d个，超时%d个，已签收%s个，退回%d个。", n[delivery.UnderWay], n[delivery.ArrivingSoon], n[delivery.Overdue], count(n[delivery.Arrived]), n[delivery.TurnedBack]),
			fmt.Sprintf("Under way %d, arriving soon %d, overdue %d, arrived %s, turned back %d.", n[delivery.UnderWay], n[delivery.ArrivingSoon], n[delivery.Overdue], count(n[delivery.Arrived]), n[delivery.TurnedBack])),
	}
	for _, l := range found[:min(len(found), 50)] {
		t.rows = append(t.rows, []string{
			l.order.ID, l.order.Customer, l.order.Carrier, l.order.Province, one(s.now.Sub(l.order.Shipped).Hours() / 24), short(l.moment.Why.Late, one),
			l.moment.OverdueAt.Format("01-02 15:04"), s.Of(deliveryBases[l.moment.Why.Base]),
		})
	}
	return t, nil
}

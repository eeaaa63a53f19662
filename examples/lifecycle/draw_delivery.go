package main

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/lifecycle"
)

// nationwide is the row of a carrier's parcels to wherever.
const nationwide = "全国 all"

// drawRoutes is the days of each carrier to each province: half of the parcels, and
// nine of ten.
func (s *shop) drawRoutes(carriers, provinces []string) figure {
	f := figure{id: "delivery-dots", title: tx("各省各承运商要走几天", "Delivery days by province and carrier")}
	late := func(province string) float64 { return s.delivery.Usual("", province).Late.Value }
	order := slices.Clone(provinces)
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Or(cmp.Compare(late(b), late(a)), cmp.Compare(a, b)) })
	order = slices.DeleteFunc(order, func(province string) bool {
		return !slices.ContainsFunc(carriers, func(carrier string) bool {
			return s.delivery.Usual(carrier, province).Base == lifecycle.ParcelsOfRoute
		})
	})
	order = append(order, nationwide)
	p := newPlot("发货到签收（天）days from shipping to signing", "省份 province")
	p.Add(grid())
	parcels, slowest, longest := 0, lifecycle.DeliveryUsual{}, 1.
	for i, carrier := range carriers {
		var half, most plotter.XYs
		shift := .6 * ((float64(i)+.5)/float64(len(carriers)) - .5)
		for row, province := range order {
			base := lifecycle.ParcelsOfRoute
			u := s.delivery.Usual(carrier, province)
			if province == nationwide {
				base, u = lifecycle.ParcelsOfCarrier, s.delivery.Usual(carrier, "")
			}
			if u.Base != base || !u.Late.OK {
				continue
			}
			if province == nationwide {
				parcels += u.Arrived
			}
			y := float64(row) - shift
			half, most = append(half, plotter.XY{X: u.Expected.Value, Y: y}), append(most, plotter.XY{X: u.Late.Value, Y: y})
			p.Add(curve(plotter.XYs{{X: u.Expected.Value, Y: y}, {X: u.Late.Value, Y: y}}, colours[i%len(colours)], 1, nil))
			longest = max(longest, u.Late.Value)
			if !slowest.Late.OK || u.Late.Value > slowest.Late.Value {
				slowest = u
			}
		}
		if len(most) == 0 {
			continue
		}
		d := dots(most, colours[i%len(colours)], 2.8, draw.CircleGlyph{})
		p.Add(dots(half, colours[i%len(colours)], 1.6, draw.RingGlyph{}), d)
		p.Legend.Add(carrier, d)
	}
	if !slowest.Late.OK {
		f.says = tx("没有一个承运商有30个已签收的包裹，画不出来。", "No carrier has 30 parcels that arrived: there is nothing to draw.")
		return f
	}
	p.Y.Tick.Marker = ticks(order)
	p.Y.Min, p.Y.Max, p.X.Min, p.X.Max = -.7, float64(len(order))-.3, 0, longest*1.12
	p.X.Tick.Marker = evenDays(p.X.Max)
	p.Legend.Top = true
	f.says = tx(fmt.Sprintf("实心点左边是九成包裹，空心点左边是一半；最慢的是%s到%s，九成要%s天。超过实心点的包裹，应在顾客来问之前说明。", slowest.Carrier, cmp.Or(slowest.Province, nationwide), one(slowest.Late.Value)),
		fmt.Sprintf("Nine of ten parcels arrive by the full dot, half by the ring; the slowest is %s to %s with %s days. Who waits for longer than the full dot should hear of it before asking.", slowest.Carrier, cmp.Or(slowest.Province, nationwide), one(slowest.Late.Value)))
	f.n = fmt.Sprintf("n=%s 个已签收包裹 parcels；只画30个以上的路线 of routes, those of 30 or more", count(parcels))
	f.svg = svg(p, 680, 120+17*float64(len(order)), f.title)
	return f
}

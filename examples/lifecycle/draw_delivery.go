package main

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/lifecycle/delivery"
)

// A route is one carrier's days to one province; an empty province is the whole country.
type route struct {
	carrier, province int // in the lists of them
	usual             delivery.Usual
}

// drawRoutes is the days of each carrier to each province: half of the parcels, and
// nine of ten.
func (s *shop) drawRoutes(carriers, provinces []string) figure {
	f := figure{id: "delivery-dots", title: tx("各省各物流公司要走几天", "Delivery days by province and carrier")}
	late := func(province string) float64 { return s.delivery.Usual("", province).Late.Value }
	order := slices.Clone(provinces)
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Or(cmp.Compare(late(b), late(a)), cmp.Compare(a, b)) })
	order = slices.DeleteFunc(order, func(province string) bool {
		return !slices.ContainsFunc(carriers, func(carrier string) bool {
			return s.delivery.Usual(carrier, province).Base == delivery.ParcelsOfRoute
		})
	})
	order = append(order, "") // the whole country
	routes, parcels := s.routes(carriers, order)
	if len(routes) == 0 {
		f.says = tx("没有一家物流公司有30个已签收的包裹，画不出来。", "No carrier has 30 parcels that arrived: there is nothing to draw.")
		return f
	}
	slowest := routes[0].usual
	var days []float64
	for _, r := range routes {
		days = append(days, r.usual.Late.Value)
		if r.usual.Late.Value > slowest.Late.Value {
			slowest = r.usual
		}
	}
	top, beyond, _ := page.Top(days)
	f.svg = page.Draw(s.Language, s.Of(f.title), func(fr page.Frame) page.Picture { return s.drawDays(fr, carriers, order, routes, 1.12*top) })
	whole := tx("全国", "the whole country")
	f.says = both(func(l page.Language) string {
		says := fmt.Sprintf(l.Pick("实心点左边是九成包裹，空心点左边是一半；最慢的是%s到%s，九成要%s天。超过实心点的包裹，应在顾客来问之前说明。",
			"Nine of ten parcels arrive by the full dot, half by the ring; the slowest is %s to %s with %s days. Customers who wait for longer than the full dot should hear of it before they ask."),
			slowest.Carrier, cmp.Or(slowest.Province, l.Of(whole)), one(slowest.Late.Value))
		if beyond > 0 {
			says += fmt.Sprintf(l.Pick("%d条路线超出坐标，用三角画在边上。", " Triangles at the edge: %d routes beyond the axis."), beyond)
		}
		return says
	})
	f.n = tx(fmt.Sprintf("n=%s个已签收的包裹", count(parcels)), fmt.Sprintf("n=%s parcels that arrived", count(parcels)))
	return f
}

// routes are the routes with enough parcels of their own, and how many parcels they are.
func (s *shop) routes(carriers, provinces []string) (all []route, parcels int) {
	for i, carrier := range carriers {
		for j, province := range provinces {
			base := delivery.ParcelsOfRoute
			if province == "" {
				base = delivery.ParcelsOfCarrier
			}
			u := s.delivery.Usual(carrier, province)
			if u.Base != base || !u.Late.OK {
				continue
			}
			if province == "" {
				parcels += u.Arrived
			}
			all = append(all, route{i, j, u})
		}
	}
	return all, parcels
}

func (s *shop) drawDays(f page.Frame, carriers, provinces []string, routes []route, top float64) page.Picture {
	names := slices.Clone(provinces)
	names[len(names)-1] = s.Pick("全国", "all")
	legend := 20 * float64(len(carriers))
	p := f.New(90+legend+page.Choose(f, 18., 20.)*float64(len(names)), s.Pick("发货到签收（天）", "days from shipping to arrival"), s.Pick("省份", "province"))
	p.Add(page.Grid())
	for i, carrier := range carriers {
		colour := page.Colours[i%len(page.Colours)]
		shift := .6 * ((float64(i)+.5)/float64(len(carriers)) - .5)
		var half, most, over plotter.XYs
		for _, r := range routes {
			if r.carrier != i {
				continue
			}
			y, end := float64(r.province)-shift, min(r.usual.Late.Value, top)
			half = append(half, plotter.XY{X: min(r.usual.Expected.Value, top), Y: y})
			if r.usual.Late.Value > top {
				over = append(over, plotter.XY{X: end, Y: y})
			} else {
				most = append(most, plotter.XY{X: end, Y: y})
			}
			p.Add(page.Curve(plotter.XYs{{X: min(r.usual.Expected.Value, top), Y: y}, {X: end, Y: y}}, colour, 1, nil))
		}
		if len(half) == 0 {
			continue
		}
		full := page.Dots(most, colour, 2.8, draw.CircleGlyph{})
		p.Add(page.Dots(half, colour, 1.6, draw.RingGlyph{}), full, page.Dots(over, colour, 3.6, draw.PyramidGlyph{}))
		p.Legend.Add(carrier, full)
	}
	p.Y.Tick.Marker = page.Names(names, len(names))
	// The names of the carriers stand above the rows.
	rows := float64(len(names))
	p.Y.Min, p.Y.Max, p.X.Min, p.X.Max = -.7, rows-.3+legend/page.Choose(f, 18., 20.), 0, top
	p.X.Tick.Marker = f.Days(top)
	p.Legend.Top, p.Legend.Left = true, true
	return p
}

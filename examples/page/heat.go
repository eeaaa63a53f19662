package page

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Cell of a heat map.
type Cell struct {
	X, Y    int     // column from the left, row from the bottom
	Value   float64 // 0 to 1, how dark
	Text    string
	Open    bool // not final: it is drawn in outline
	Missing bool // there is nothing here
}

// Heat is a table of shaded cells with their words in them.
type Heat []Cell

// Plot draws the cells between the marks of the axes.
func (h Heat) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, one := range h {
		left, right := x(float64(one.X)-.5), x(float64(one.X)+.5)
		low, high := y(float64(one.Y)-.5), y(float64(one.Y)+.5)
		gap := vg.Points(.7)
		corners := []vg.Point{{X: left + gap, Y: low + gap}, {X: right - gap, Y: low + gap}, {X: right - gap, Y: high - gap}, {X: left + gap, Y: high - gap}}
		fill, letters := Shade(one.Value)
		switch {
		case one.Missing:
			fill, letters = Blank, Pale
		case one.Open:
			fill, letters = Ground, Orange
		}
		c.FillPolygon(fill, corners)
		if one.Open {
			c.StrokeLines(draw.LineStyle{Color: Orange, Width: vg.Points(.8), Dashes: []vg.Length{vg.Points(2), vg.Points(2)}}, append(corners, corners[0]))
		}
		c.FillText(Lettering(letters), vg.Point{X: (left + right) / 2, Y: (low + high) / 2}, one.Text)
	}
}

// Table is a picture of named columns and rows.
func (f Frame) Table(height float64, x, y string, columns, rows []string, h Heat) Picture {
	p := f.New(height, x, y)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -.5, float64(len(columns))-.5, -.5, float64(len(rows))-.5
	p.X.Tick.Marker, p.Y.Tick.Marker = Names(columns, len(columns)), Names(rows, len(rows))
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Tick.Length, axis.Tick.Width = vg.Points(4), 0
		axis.LineStyle.Width, axis.Padding = 0, 0
	}
	p.Add(h)
	return p
}

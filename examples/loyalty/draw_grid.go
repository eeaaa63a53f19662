package main

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A cell of a heat map.
type cell struct {
	x, y    int     // column from the left, row from the bottom
	value   float64 // 0 to 1, how dark
	text    string
	open    bool // not final: it is drawn in outline
	missing bool // there is nothing here
}

// heat is a table of shaded cells with their words in them.
type heat struct {
	cells []cell
	size  float64 // of the letters, in points
}

// Plot draws the cells between the marks of the axes.
func (h heat) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, one := range h.cells {
		left, right := x(float64(one.x)-.5), x(float64(one.x)+.5)
		low, high := y(float64(one.y)-.5), y(float64(one.y)+.5)
		gap := vg.Points(.7)
		corners := []vg.Point{{X: left + gap, Y: low + gap}, {X: right - gap, Y: low + gap}, {X: right - gap, Y: high - gap}, {X: left + gap, Y: high - gap}}
		fill, letters := color.Color(shade(one.value)), on(one.value)
		switch {
		case one.missing:
			fill, letters = color.RGBA{0xf7, 0xf7, 0xf7, 0xff}, pale
		case one.open:
			fill, letters = white, orange
		}
		c.FillPolygon(fill, corners)
		if one.open {
			c.StrokeLines(draw.LineStyle{Color: orange, Width: vg.Points(.8), Dashes: []vg.Length{vg.Points(2), vg.Points(2)}}, append(corners, corners[0]))
		}
		c.FillText(h.style(letters), vg.Point{X: (left + right) / 2, Y: (low + high) / 2}, one.text)
	}
}

func (h heat) style(c color.Color) text.Style { return lettering(h.size, c) }

// gridPlot is a picture with named columns and rows.
func gridPlot(x, y string, columns, rows []string, h heat) picture {
	p := newPlot(x, y)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -.5, float64(len(columns))-.5, -.5, float64(len(rows))-.5
	p.X.Tick.Marker, p.Y.Tick.Marker = ticksAt(columns), ticksAt(rows)
	p.X.Tick.Length, p.Y.Tick.Length = 0, 0
	p.X.LineStyle.Width, p.Y.LineStyle.Width = 0, 0
	p.X.Padding, p.Y.Padding = 0, 0
	p.Add(h)
	return p
}

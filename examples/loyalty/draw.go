package main

import (
	"bytes"
	"html/template"
	"image/color"
	"math"
	"regexp"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// A figure is one picture of the page, with what it says here.
type figure struct {
	ID      string
	Chinese string // its title
	English string
	Says    string // one sentence on what is to be seen, with numbers
	SaysEN  string
	SVG     template.HTML // empty: there is nothing to draw, and Says tells why
}

// The colours of the page.
var (
	ink    = color.RGBA{0x33, 0x3a, 0x45, 0xff}
	pale   = color.RGBA{0xb6, 0xbd, 0xc8, 0xff}
	grid   = color.RGBA{0xe6, 0xe9, 0xee, 0xff}
	blue   = color.RGBA{0x2b, 0x6c, 0xb0, 0xff}
	orange = color.RGBA{0xd9, 0x6b, 0x0b, 0xff}
	green  = color.RGBA{0x2f, 0x85, 0x5a, 0xff}
	red    = color.RGBA{0xc0, 0x39, 0x2b, 0xff}
	white  = color.RGBA{0xff, 0xff, 0xff, 0xff}
	black  = color.RGBA{0, 0, 0, 0xff}
)

// shade goes from nearly white to blue, as v goes from 0 to 1.
func shade(v float64) color.RGBA {
	v = math.Pow(min(max(v, 0), 1), .8)
	between := func(from, to uint8) uint8 { return uint8(float64(from) + v*(float64(to)-float64(from))) }
	return color.RGBA{between(0xf4, 0x1f), between(0xf8, 0x5a), between(0xfc, 0x96), 0xff}
}

// on is the colour of letters on a shade: black or white, whichever stands out more,
// at 4.5 to 1 or better.
func on(v float64) color.RGBA {
	if luminance(shade(v)) > .179 {
		return black
	}
	return white
}

// luminance is how bright a colour is to the eye, from 0 to 1, as WCAG 2.2 has it:
// 0.2126 R + 0.7152 G + 0.0722 B of linear parts.
func luminance(c color.RGBA) float64 {
	linear := func(part uint8) float64 {
		v := float64(part) / 255
		if v <= .04045 {
			return v / 12.92
		}
		return math.Pow((v+.055)/1.055, 2.4)
	}
	return .2126*linear(c.R) + .7152*linear(c.G) + .0722*linear(c.B)
}

// signs measures texts with Chinese signs, each as wide as it is high, which the
// fonts of the charting library do not have. The reader's own fonts draw them: the
// page names those that there are on the usual systems.
type signs struct{ text.Plain }

func (s signs) Box(txt string, f font.Font) (width, height, depth vg.Length) {
	face := s.Fonts.Lookup(f, f.Size)
	e := face.Extents()
	narrow := strings.Map(func(r rune) rune {
		if wide(r) {
			return -1
		}
		return r
	}, txt)
	full := len([]rune(txt)) - len([]rune(narrow))
	return face.Width(narrow) + vg.Length(full)*f.Size, e.Ascent, e.Descent
}

func (s signs) Draw(c vg.Canvas, txt string, sty text.Style, pt vg.Point) {
	face := s.Fonts.Lookup(sty.Font, sty.Font.Size)
	c.SetColor(sty.Color)
	c.Push()
	defer c.Pop()
	c.Translate(pt)
	c.Rotate(sty.Rotation)
	lines := s.Lines(txt)
	e := face.Extents()
	y := vg.Length(len(lines)-1)*e.Height + (e.Ascent+e.Descent)*vg.Length(1+sty.YAlign) - e.Ascent
	if len(lines) > 1 {
		y = vg.Length(len(lines))*e.Height*vg.Length(1+sty.YAlign) - e.Ascent
	}
	for _, line := range lines {
		w, _, _ := s.Box(line, sty.Font)
		c.FillString(face, vg.Point{X: w * vg.Length(sty.XAlign), Y: y}, line)
		y -= e.Height
	}
}

// wide says that a sign takes two places.
func wide(r rune) bool {
	return r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6)
}

// lettering is how all of a picture is written.
func lettering(size float64, c color.Color) text.Style {
	return text.Style{
		Color: c, Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(size)},
		XAlign: draw.XCenter, YAlign: draw.YCenter, Handler: signs{text.Plain{Fonts: font.DefaultCache}},
	}
}

// A picture is a plot whose upright axis is named above it: Chinese is not read
// lying on its side.
type picture struct {
	*plot.Plot
	upright string
}

// newPlot is an empty picture with the two axes named.
func newPlot(x, y string) picture {
	p := plot.New()
	p.TextHandler = signs{text.Plain{Fonts: font.DefaultCache}}
	p.BackgroundColor = color.White
	p.X.Label.Text = x
	align := p.X.Label.TextStyle
	p.X.Label.TextStyle = lettering(11, ink)
	p.X.Label.TextStyle.XAlign, p.X.Label.TextStyle.YAlign = align.XAlign, align.YAlign
	p.X.Label.Padding = vg.Points(6)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		align := axis.Tick.Label
		axis.Tick.Label = lettering(10, ink)
		axis.Tick.Label.XAlign, axis.Tick.Label.YAlign = align.XAlign, align.YAlign
		axis.Tick.Marker = tidyTicks{}
		axis.Color, axis.Tick.Color = pale, pale
	}
	p.Legend.TextStyle = lettering(10, ink)
	p.Legend.TextStyle.XAlign = draw.XLeft
	p.Legend.TextStyle.YAlign = draw.YBottom
	p.Legend.Padding, p.Legend.XOffs, p.Legend.YOffs = vg.Points(5), vg.Points(8), vg.Points(-4)
	return picture{p, "↑ " + y}
}

// tidyTicks are the usual marks of an axis, with as few digits as there can be.
type tidyTicks struct{}

func (tidyTicks) Ticks(low, high float64) []plot.Tick {
	ticks := plot.DefaultTicks{}.Ticks(low, high)
	for i := range ticks {
		if ticks[i].Label != "" {
			ticks[i].Label = short(ticks[i].Value, 3)
		}
	}
	return ticks
}

// gridLines are drawn behind everything.
func gridLines() *plotter.Grid {
	g := plotter.NewGrid()
	g.Horizontal.Color, g.Vertical.Color = grid, grid
	return g
}

// line is a curve of a colour; dashes may be nil.
func line(points plotter.XYs, c color.Color, width float64, dashes []vg.Length) *plotter.Line {
	return &plotter.Line{XYs: points, LineStyle: draw.LineStyle{Color: c, Width: vg.Points(width), Dashes: dashes}}
}

var dashed = []vg.Length{vg.Points(5), vg.Points(4)}

// A note is a text in a picture.
type note struct {
	x, y  float64 // on the axes
	text  string
	style text.Style
}

// notes are drawn over the rest, and take no room of their own.
type notes []note

// Plot writes the notes.
func (all notes) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, n := range all {
		c.FillText(n.style, vg.Point{X: x(n.x), Y: y(n.y)}, n.text)
	}
}

var (
	prelude = regexp.MustCompile(`(?s)\A.*?<svg [^>]*viewBox="([^"]*)"[^>]*>`)
	family  = regexp.MustCompile(`font-family:[^;"]*;font-variant:[^;"]*;font-weight:normal;font-style:normal;`)
)

// svg is the picture as a part of the page, as wide as the page lets it.
func svg(p picture, width, height float64, title string) template.HTML {
	canvas := vgsvg.New(vg.Points(width), vg.Points(height))
	all := draw.New(canvas)
	label := lettering(11, ink)
	label.XAlign, label.YAlign = draw.XLeft, draw.YTop
	all.FillText(label, vg.Point{X: vg.Points(8), Y: vg.Points(height - 2)}, p.upright)
	p.Draw(draw.Crop(all, vg.Points(8), vg.Points(-8), vg.Points(4), vg.Points(-24)))
	var out bytes.Buffer
	if _, err := canvas.WriteTo(&out); err != nil {
		return "" // a buffer takes everything
	}
	picture := prelude.ReplaceAllString(out.String(), `<svg viewBox="$1" role="img" aria-label="`+template.HTMLEscapeString(title)+`">`)
	return template.HTML(family.ReplaceAllString(picture, ""))
}

// ticksAt are the marks of an axis with names of their own.
func ticksAt(names []string) plot.ConstantTicks {
	ticks := make(plot.ConstantTicks, len(names))
	for i, name := range names {
		ticks[i] = plot.Tick{Value: float64(i), Label: name}
	}
	return ticks
}

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

	"github.com/tiexin-go/tiexin/loyalty"
)

// The colours of the page.
var (
	ink    = color.RGBA{0x33, 0x3a, 0x45, 0xff}
	pale   = color.RGBA{0xb6, 0xbd, 0xc8, 0xff}
	faint  = color.RGBA{0xe6, 0xe9, 0xee, 0xff}
	blue   = color.RGBA{0x2b, 0x6c, 0xb0, 0xff}
	orange = color.RGBA{0xd9, 0x6b, 0x0b, 0xff}
	green  = color.RGBA{0x2f, 0x85, 0x5a, 0xff}
	red    = color.RGBA{0xc0, 0x39, 0x2b, 0xff}
	purple = color.RGBA{0x7b, 0x55, 0xa8, 0xff}
	brown  = color.RGBA{0x8a, 0x6d, 0x3b, 0xff}
	teal   = color.RGBA{0x16, 0x8a, 0x97, 0xff}
	white  = color.RGBA{0xff, 0xff, 0xff, 0xff}
	black  = color.RGBA{0, 0, 0, 0xff}
)

// colours tell lines apart.
var colours = []color.RGBA{blue, orange, green, purple, red, teal, brown, ink}

// shade goes from nearly white to blue, as v goes from 0 to 1.
func shade(v float64) color.RGBA {
	v = math.Sqrt(min(max(v, 0), 1))
	between := func(from, to uint8) uint8 { return uint8(float64(from) + v*(float64(to)-float64(from))) }
	return color.RGBA{between(0xf4, 0x1f), between(0xf8, 0x5a), between(0xfc, 0x96), 0xff}
}

// letters is the colour of letters on a shade: black or white, whichever stands out more,
// at 4.5 to 1 or better.
func letters(v float64) color.RGBA {
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

// signs measures texts with Chinese signs, each as wide as it is high: the charting
// library's fonts do not have them, and the reader's own draw them.
type signs struct{ text.Plain }

func (s signs) Box(txt string, f font.Font) (width, height, depth vg.Length) {
	face := s.Fonts.Lookup(f, f.Size)
	full := 0
	narrow := strings.Map(func(r rune) rune {
		if wide(r) {
			full++
			return -1
		}
		return r
	}, txt)
	e := face.Extents()
	return face.Width(narrow) + vg.Length(full)*f.Size, e.Ascent, e.Descent
}

func (s signs) Draw(c vg.Canvas, txt string, sty text.Style, pt vg.Point) {
	face := s.Fonts.Lookup(sty.Font, sty.Font.Size)
	c.SetColor(sty.Color)
	c.Push()
	defer c.Pop()
	c.Translate(pt)
	c.Rotate(sty.Rotation)
	e := face.Extents()
	w, up, down := s.Box(txt, sty.Font)
	y := (up+down)*vg.Length(sty.YAlign) - e.Ascent + sty.Font.Size
	c.FillString(face, vg.Point{X: w * vg.Length(sty.XAlign), Y: y}, txt)
}

// lettering is how all of a picture is written.
func lettering(size float64, c color.Color) text.Style {
	return text.Style{
		Color: c, Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(size)},
		XAlign: draw.XCenter, YAlign: draw.YCenter, Handler: signs{text.Plain{Fonts: font.DefaultCache}},
	}
}

// newPlot is an empty picture with the two axes named.
func newPlot(x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = color.White
	for _, a := range []struct {
		axis  *plot.Axis
		label string
	}{{&p.X, x}, {&p.Y, y}} {
		restyle := func(style *text.Style, size float64) {
			was := *style
			*style = lettering(size, ink)
			style.XAlign, style.YAlign, style.Rotation = was.XAlign, was.YAlign, was.Rotation
		}
		a.axis.Label.Text = a.label
		restyle(&a.axis.Label.TextStyle, 11)
		restyle(&a.axis.Tick.Label, 10)
		a.axis.Color, a.axis.Tick.Color = pale, pale
		a.axis.Label.Padding = vg.Points(6)
	}
	p.Legend.TextStyle = lettering(10, ink)
	p.Legend.TextStyle.XAlign, p.Legend.TextStyle.YAlign = draw.XLeft, draw.YBottom
	p.Legend.ThumbnailWidth = vg.Points(18)
	p.Legend.Padding, p.Legend.XOffs, p.Legend.YOffs = vg.Points(2.5), vg.Points(6), vg.Points(-4)
	return p
}

// grid is drawn behind everything.
func grid() *plotter.Grid {
	g := plotter.NewGrid()
	g.Horizontal.Color, g.Vertical.Color = faint, faint
	return g
}

// curve is a line of a colour; dashes may be nil.
func curve(points plotter.XYs, c color.Color, width float64, dashes []vg.Length) *plotter.Line {
	return &plotter.Line{XYs: points, LineStyle: draw.LineStyle{Color: c, Width: vg.Points(width), Dashes: dashes}}
}

var dashed = []vg.Length{vg.Points(5), vg.Points(4)}

// dots are points of a colour.
func dots(points plotter.XYs, c color.Color, radius float64, shape draw.GlyphDrawer) *plotter.Scatter {
	return &plotter.Scatter{XYs: points, GlyphStyle: draw.GlyphStyle{Color: c, Radius: vg.Points(radius), Shape: shape}}
}

// mark is a word at a place of a picture, which begins, stands or ends there.
func mark(x, y float64, word string, c color.Color, align text.XAlignment) *plotter.Labels {
	style := lettering(10, c)
	style.XAlign, style.YAlign = align, draw.YBottom
	return &plotter.Labels{XYs: plotter.XYs{{X: x, Y: y}}, Labels: []string{word}, TextStyle: []text.Style{style}}
}

var (
	prelude = regexp.MustCompile(`(?s)\A.*?<svg [^>]*viewBox="([^"]*)"[^>]*>`)
	family  = regexp.MustCompile(`font-family:[^;"]*;font-variant:[^;"]*;font-weight:normal;font-style:normal;`)
)

// svg is the picture as a part of the page, as wide as the page lets it.
func svg(p *plot.Plot, width, height float64, title loyalty.Text) template.HTML {
	canvas := vgsvg.New(vg.Points(width), vg.Points(height))
	p.Draw(draw.Crop(draw.New(canvas), vg.Points(3), vg.Points(-6), vg.Points(3), vg.Points(-5)))
	var out bytes.Buffer
	if _, err := canvas.WriteTo(&out); err != nil {
		return "" // a buffer takes everything
	}
	picture := prelude.ReplaceAllString(out.String(), `<svg viewBox="$1" role="img" aria-label="`+template.HTMLEscapeString(title.Chinese+" "+title.English)+`">`)
	return template.HTML(family.ReplaceAllString(picture, ""))
}

// ticks are marks of an axis with names of their own, at 0, 1, 2, …
func ticks(names []string) plot.ConstantTicks {
	marks := make(plot.ConstantTicks, len(names))
	for i, name := range names {
		marks[i] = plot.Tick{Value: float64(i), Label: name}
	}
	return marks
}

// A step is one of the round numbers of an axis.
type step struct {
	at   float64
	name string
}

func stepTicks(steps []step) plot.ConstantTicks {
	marks := make(plot.ConstantTicks, len(steps))
	for i, s := range steps {
		marks[i] = plot.Tick{Value: s.at, Label: s.name}
	}
	return marks
}

// even are the marks of an axis from 0 to a number: at most eight, at round numbers.
func even(top float64, round ...float64) plot.ConstantTicks {
	by := round[len(round)-1]
	for _, r := range round {
		if top/r <= 8 {
			by = r
			break
		}
	}
	for top/by > 8 {
		by *= 2
	}
	var steps []step
	for at := 0.; at <= top; at += by {
		steps = append(steps, step{at, whole(at)})
	}
	return stepTicks(steps)
}

// evenDays and evenCounts are those of days and of counts.
func evenDays(top float64) plot.ConstantTicks { return even(top, 1, 2, 5, 7, 14, 30, 60, 90, 180, 365) }

func evenCounts(top float64) plot.ConstantTicks {
	return even(top, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
}

// percents are the marks of an axis of shares from 0 to 1.
var percents = stepTicks([]step{{0, "0%"}, {.2, "20%"}, {.4, "40%"}, {.6, "60%"}, {.8, "80%"}, {1, "100%"}})

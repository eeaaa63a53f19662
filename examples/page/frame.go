package page

import (
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Frame is how a chart is drawn: in which language, and for a narrow window or a wide
// one.
type Frame struct {
	Language
	Narrow bool
}

// How wide a chart is drawn, in pixels. It is never shown much smaller, so that its
// letters keep their size.
const (
	wideWidth   = 640
	narrowWidth = 300
	lettersSize = 12
)

// Choose is the first value in a wide window, the second in a narrow one.
func Choose[T any](f Frame, wide, narrow T) T {
	if f.Narrow {
		return narrow
	}
	return wide
}

// A Picture is a plot with its height. What its upright axis shows stands above it:
// Chinese is not read lying on its side.
type Picture struct {
	*plot.Plot
	upright string
	height  float64
}

// New is an empty picture of a height in pixels, with the two axes named.
func (f Frame) New(height float64, x, y string) Picture {
	p := plot.New()
	p.TextHandler = signs{text.Plain{Fonts: font.DefaultCache}}
	p.BackgroundColor = Ground
	p.X.Label.Text = f.wrap(x)
	align := p.X.Label.TextStyle
	p.X.Label.TextStyle = Lettering(Ink)
	p.X.Label.TextStyle.XAlign, p.X.Label.TextStyle.YAlign = align.XAlign, align.YAlign
	p.X.Label.Padding = vg.Points(6)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		align := axis.Tick.Label
		axis.Tick.Label = Lettering(Ink)
		axis.Tick.Label.XAlign, axis.Tick.Label.YAlign = align.XAlign, align.YAlign
		axis.Tick.Marker = tidyTicks{most: Choose(f, 7, 5)}
		axis.Color, axis.Tick.Color = Pale, Pale
	}
	p.Legend.TextStyle = Lettering(Ink)
	p.Legend.TextStyle.XAlign, p.Legend.TextStyle.YAlign = draw.XLeft, draw.YBottom
	p.Legend.ThumbnailWidth = vg.Points(18)
	p.Legend.Padding, p.Legend.XOffs, p.Legend.YOffs = vg.Points(5), vg.Points(6), vg.Points(-4)
	return Picture{p, f.wrap("↑ " + y), height}
}

// width is how wide the picture is drawn.
func (f Frame) width() float64 { return Choose(f, float64(wideWidth), float64(narrowWidth)) }

// wrap breaks a name that is wider than the picture into lines.
func (f Frame) wrap(name string) string {
	room := f.width() - 30
	if widthOf(name) <= room {
		return name
	}
	var lines []string
	line := ""
	for _, part := range pieces(name) {
		if line != "" && widthOf(line+part) > room {
			lines, line = append(lines, strings.TrimSpace(line)), ""
		}
		line += part
	}
	return strings.Join(append(lines, strings.TrimSpace(line)), "\n")
}

// pieces are the parts between which a line may break: words, and Chinese signs.
func pieces(name string) []string {
	var all []string
	for _, r := range name {
		last := len(all) - 1
		switch {
		case last < 0 || Wide(r) && !strings.ContainsRune("，。：；、）」", r):
			all = append(all, string(r))
		case Wide([]rune(all[last])[0]) && !Wide(r) && r != ' ', strings.HasSuffix(all[last], " ") && r != ' ':
			all = append(all, string(r))
		default:
			all[last] += string(r)
		}
	}
	return all
}

// Lettering is how all of a picture is written.
func Lettering(c color.Color) text.Style {
	return text.Style{
		Color: c, Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: lettersSize},
		XAlign: draw.XCenter, YAlign: draw.YCenter, Handler: signs{text.Plain{Fonts: font.DefaultCache}},
	}
}

// widthOf is how wide a line of letters is.
func widthOf(line string) float64 {
	style := Lettering(Ink)
	w, _, _ := signs{text.Plain{Fonts: font.DefaultCache}}.Box(line, style.Font)
	return w.Points()
}

// signs measures texts with Chinese signs, each as wide as it is high: the charting
// library's fonts do not have them, and the reader's own draw them.
type signs struct{ text.Plain }

func (s signs) Box(txt string, f font.Font) (width, height, depth vg.Length) {
	face := s.Fonts.Lookup(f, f.Size)
	full := 0
	narrow := strings.Map(func(r rune) rune {
		if Wide(r) {
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

// Wide says that a sign takes two places of a line.
func Wide(r rune) bool {
	return r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 || r >= 0x1f300 && r <= 0x1faff || r >= 0x20000 && r <= 0x3fffd)
}

// Grid is drawn behind everything.
func Grid() *plotter.Grid {
	g := plotter.NewGrid()
	g.Horizontal.Color, g.Vertical.Color = Faint, Faint
	return g
}

// Curve is a line of a colour; dashes may be nil.
func Curve(points plotter.XYs, c color.Color, width float64, dashes []vg.Length) *plotter.Line {
	return &plotter.Line{XYs: points, LineStyle: draw.LineStyle{Color: c, Width: vg.Points(width), Dashes: dashes}}
}

// Dashed is for lines that are not measured: limits, models.
var Dashed = []vg.Length{vg.Points(5), vg.Points(4)}

// Dots are points of a colour.
func Dots(points plotter.XYs, c color.Color, radius float64, shape draw.GlyphDrawer) *plotter.Scatter {
	return &plotter.Scatter{XYs: points, GlyphStyle: draw.GlyphStyle{Color: c, Radius: vg.Points(radius), Shape: shape}}
}

// A Note is a text in a picture, at a place on its axes.
type Note struct {
	X, Y  float64
	Text  string
	Color color.Color
	Left  text.XAlignment // draw.XLeft: the text begins there; XCenter, XRight: it stands or ends there
	Above text.YAlignment // draw.YBottom: it stands above; YTop: below; YCenter: beside
}

// Notes are drawn over the rest, and take no room of their own. One that would stand
// out of the picture is moved in.
type Notes []Note

// aside is how far a note that begins or ends at its place keeps from it.
const aside = vg.Length(4)

// Plot writes the notes.
func (all Notes) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, n := range all {
		style := Lettering(n.Color)
		style.XAlign, style.YAlign = n.Left, n.Above
		at := vg.Point{X: x(n.X) + aside*vg.Length(1+2*n.Left), Y: y(n.Y)}
		width := vg.Length(widthOf(n.Text))
		left := at.X + width*vg.Length(n.Left)
		at.X += max(c.Min.X-left, 0) - max(left+width-c.Max.X, 0)
		at.Y = vg.Length(math.Min(float64(at.Y), float64(c.Max.Y)))
		c.FillText(style, at, n.Text)
	}
}

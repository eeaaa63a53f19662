package page

import (
	"fmt"
	"image/color"
	"math"
	"strings"
)

// A tone is one colour of the page: what charts are drawn with, and what it becomes on
// a dark ground.
type tone struct {
	name        string
	light, dark color.RGBA
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 0xff}
}

// The colours of charts. They are given as they are on a light ground; the page changes
// them on a dark one.
var (
	Ink    = rgb(0x333a45) // letters
	Pale   = rgb(0x8a93a0) // what is of less weight
	Faint  = rgb(0xe3e7ed) // lines behind everything
	Ground = rgb(0xffffff) // behind a chart
	Blue   = rgb(0x2b6cb0)
	Orange = rgb(0xb3560a)
	Green  = rgb(0x2a7a50)
	Red    = rgb(0xc0392b)
	Purple = rgb(0x7b55a8)
	Brown  = rgb(0x80632f)
	Teal   = rgb(0x12747f)
	Sky    = rgb(0x8fb7dd) // bars
	Band   = rgb(0xdbe8f5) // intervals
	Blank  = rgb(0xf6f6f7) // cells of which there is nothing to say

	// Kinds are seven grounds that are told from each other: four of customers who
	// buy, three of those who do not.
	Kinds = [7]color.RGBA{rgb(0x8fc3ea), rgb(0x4f97d1), rgb(0x3fa36c), rgb(0x1f6b43), rgb(0xf2c16d), rgb(0xd97b3b), rgb(0x9aa0a8)}
)

// Colours tell lines apart.
var Colours = []color.RGBA{Blue, Orange, Green, Purple, Red, Teal, Brown, Ink}

var tones = []tone{
	{"ink", Ink, rgb(0xe4e8ee)},
	{"pale", Pale, rgb(0x8f98a6)},
	{"faint", Faint, rgb(0x363d48)},
	{"ground", Ground, rgb(0x1d222a)},
	{"blue", Blue, rgb(0x74b1ee)},
	{"orange", Orange, rgb(0xf0a052)},
	{"green", Green, rgb(0x63c493)},
	{"red", Red, rgb(0xf08578)},
	{"purple", Purple, rgb(0xc0a1e8)},
	{"brown", Brown, rgb(0xcdb27c)},
	{"teal", Teal, rgb(0x5cc3ce)},
	{"sky", Sky, rgb(0x3f6f9f)},
	{"band", Band, rgb(0x2a3b4f)},
	{"blank", Blank, rgb(0x252b34)},
	{"kind0", Kinds[0], rgb(0x8fc3ea)},
	{"kind1", Kinds[1], rgb(0x4f97d1)},
	{"kind2", Kinds[2], rgb(0x3fa36c)},
	{"kind3", Kinds[3], rgb(0x2b8757)},
	{"kind4", Kinds[4], rgb(0xf2c16d)},
	{"kind5", Kinds[5], rgb(0xd97b3b)},
	{"kind6", Kinds[6], rgb(0x868d97)},
}

// steps is how many shades there are.
const steps = 12

// Shade is the ground of a cell, from nearly that of the page to a strong blue, as v
// goes from 0 to 1, and the letters on it, which stand out by 4.5 to 1 or better.
func Shade(v float64) (ground, letters color.RGBA) {
	i := shadeOf(v)
	return lightShade(i), lettersOf(i)
}

// ShadeStyle is the same for a cell of a table.
func ShadeStyle(v float64) string {
	i := shadeOf(v)
	return fmt.Sprintf("background:var(--shade%d);color:var(--letters%d)", i, i)
}

func shadeOf(v float64) int {
	return int(math.Round(math.Pow(min(max(v, 0), 1), .7) * (steps - 1)))
}

func lightShade(i int) color.RGBA { return between(rgb(0xf4f8fc), rgb(0x1f5a96), i) }

func darkShade(i int) color.RGBA { return between(rgb(0x222a35), rgb(0x7fbcf5), i) }

func between(from, to color.RGBA, i int) color.RGBA {
	v := float64(i) / (steps - 1)
	part := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + v*(float64(b)-float64(a)))) }
	return color.RGBA{part(from.R, to.R), part(from.G, to.G), part(from.B, to.B), 0xff}
}

// lettersOf stands for the letters on a shade: what they are depends on the ground of
// the page. No other colour is so near to black.
func lettersOf(i int) color.RGBA { return color.RGBA{1, uint8(i), 1, 0xff} }

// over is black or white, whichever stands out more.
func over(ground color.RGBA) color.RGBA {
	black, white := rgb(0x000000), rgb(0xffffff)
	if contrast(ground, black) > contrast(ground, white) {
		return black
	}
	return white
}

// contrast is how much two colours stand out from each other, from 1 to 21, as WCAG 2.2
// has it.
func contrast(a, b color.RGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// luminance is how bright a colour is to the eye, from 0 to 1: 0.2126 R + 0.7152 G +
// 0.0722 B of linear parts.
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

func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// variables are the colours as the style sheet names them, by their value in charts.
var variables = func() map[string]string {
	all := map[string]string{}
	for _, t := range tones {
		all[hex(t.light)] = "var(--" + t.name + ")"
	}
	for i := range steps {
		all[hex(lightShade(i))] = fmt.Sprintf("var(--shade%d)", i)
		all[hex(lettersOf(i))] = fmt.Sprintf("var(--letters%d)", i)
	}
	return all
}()

// declarations set the variables for a light ground or a dark one.
func declarations(dark bool) string {
	var b strings.Builder
	for _, t := range tones {
		c := t.light
		if dark {
			c = t.dark
		}
		fmt.Fprintf(&b, "--%s:%s;", t.name, hex(c))
	}
	for i := range steps {
		c := lightShade(i)
		if dark {
			c = darkShade(i)
		}
		fmt.Fprintf(&b, "--shade%d:%s;--letters%d:%s;", i, hex(c), i, hex(over(c)))
	}
	return b.String()
}

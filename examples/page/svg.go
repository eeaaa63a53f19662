package page

import (
	"bytes"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Draw draws a chart for a narrow window and for a wide one; title is for those who do
// not see it.
func Draw(l Language, title string, picture func(Frame) Picture) template.HTML {
	wide, narrow := Frame{Language: l}, Frame{Language: l, Narrow: true}
	return template.HTML(svg(wide, picture(wide), title) + svg(narrow, picture(narrow), title))
}

var (
	prelude = regexp.MustCompile(`(?s)\A.*?<svg [^>]*viewBox="([^"]*)"[^>]*>`)
	family  = regexp.MustCompile(`font-family:[^;"]*;font-variant:[^;"]*;font-weight:normal;font-style:normal;`)
	colours = regexp.MustCompile(`#[0-9A-Fa-f]{6}\b`)
)

// svg is the picture as a part of the page, as wide as the page lets it.
func svg(f Frame, p Picture, title string) string {
	canvas := vgsvg.New(vg.Points(f.width()), vg.Points(p.height))
	all := draw.New(canvas)
	label := Lettering(Ink)
	label.XAlign, label.YAlign = draw.XLeft, draw.YTop
	all.FillText(label, vg.Point{X: vg.Points(6), Y: vg.Points(p.height - 2)}, p.upright)
	head := 8 + 16*float64(1+strings.Count(p.upright, "\n"))
	p.Draw(draw.Crop(all, vg.Points(6), vg.Points(-10), vg.Points(4), vg.Points(-head)))
	var out bytes.Buffer
	if _, err := canvas.WriteTo(&out); err != nil {
		return "" // a buffer takes everything
	}
	start := `<svg class="` + Choose(f, "wide", "narrow") + `" viewBox="$1" role="img" aria-label="` + strings.ReplaceAll(template.HTMLEscapeString(title), "$", "$$") + `">`
	picture := family.ReplaceAllString(prelude.ReplaceAllString(out.String(), start), "")
	return colours.ReplaceAllStringFunc(picture, func(c string) string {
		if variable, ok := variables[strings.ToLower(c)]; ok {
			return variable
		}
		return c
	})
}

// Percent writes a share of one: 12.5%.
func Percent(v float64) string { return Short(100*v, 1) + "%" }

// Short is a number with at most so many decimals.
func Short(v float64, decimals int) string {
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

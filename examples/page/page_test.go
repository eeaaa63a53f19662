package page_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/examples/page"
)

func TestLanguages(t *testing.T) {
	var l page.Language
	assert.Equal(t, "顾客", l.Pick("顾客", "customers"))
	assert.NoError(t, l.Set("en"))
	assert.Equal(t, "customers", l.Pick("顾客", "customers"))
	assert.EqualError(t, l.Set("fr"), `unknown language "fr"; say zh or en`)
}

// A chart is there for a narrow window and for a wide one, in colours of the page.
func TestAChartIsDrawnForBothWindows(t *testing.T) {
	drawn := string(page.Draw(page.English, "a line & its name", func(f page.Frame) page.Picture {
		p := f.New(200, "days since the first purchase of the customer", "customers who have bought again by then")
		p.Add(page.Grid(), page.Curve(plotter.XYs{{X: 0, Y: 0}, {X: 9, Y: 5}}, page.Blue, 2, page.Dashed))
		p.Add(page.Notes{{X: 9, Y: 5, Text: "the end of it", Color: page.Red, Left: draw.XLeft, Above: draw.YBottom}})
		return p
	}))
	assert.Contains(t, drawn, `<svg class="wide" viewBox="0 0 640 200" role="img" aria-label="a line &amp; its name">`)
	assert.Contains(t, drawn, `<svg class="narrow" viewBox="0 0 300 200"`)
	assert.Contains(t, drawn, "stroke:var(--blue)")
	assert.Contains(t, drawn, "fill:var(--red)")
	assert.NotRegexp(t, `#[0-9A-Fa-f]{6}`, drawn)
	for _, size := range regexp.MustCompile(`font-size:([0-9.]+)px`).FindAllStringSubmatch(drawn, -1) {
		assert.Equal(t, "12", size[1])
	}
	narrow := drawn[strings.Index(drawn, `class="narrow"`):]
	assert.Contains(t, narrow, ">↑ customers who have bought again by then<")
	assert.Contains(t, narrow, ">days since the first purchase of the customer<")
}

func TestATableOfCells(t *testing.T) {
	drawn := string(page.Draw(page.Chinese, "方格", func(f page.Frame) page.Picture {
		return f.Table(120, "列", "行", []string{"甲", "乙"}, []string{"丙"}, page.Heat{{Text: "1", Value: 1}, {X: 1, Text: "2", Open: true}})
	}))
	assert.NotRegexp(t, `(fill|stroke):#`, drawn, "every colour is one of the page's")
	assert.Contains(t, drawn, "fill:var(--shade11)")
	assert.Contains(t, drawn, "fill:var(--letters11)")
	assert.Contains(t, drawn, ">丙<")
}

// One customer who buys a thousand times does not make dust of the others.
func TestOneExtremeDoesNotStretchAnAxis(t *testing.T) {
	values := []float64{1000}
	for i := range 99 {
		values = append(values, float64(i%10))
	}
	top, beyond, largest := page.Top(values)
	assert.EqualValues(t, 18, top)
	assert.Equal(t, 1, beyond)
	assert.EqualValues(t, 1000, largest)

	top, beyond, _ = page.Top([]float64{1, 2, 3, 4, 900})
	assert.LessOrEqual(t, top, 8., "of five values, too")
	assert.Equal(t, 1, beyond)
	top, beyond, _ = page.Top([]float64{1, 2, 3, 4})
	assert.EqualValues(t, 4, top, "where nobody is extreme, nothing is cut off")
	assert.Zero(t, beyond)
	top, _, _ = page.Top([]float64{0, 0})
	assert.EqualValues(t, 1, top)
}

// At most a twentieth of the values lie beyond the end of an axis, or a quarter of fewer
// than twenty; and those within use at least half of it.
func TestTopOfRandomValues(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		values := make([]float64, 1+random.IntN(80))
		for i := range values {
			values[i] = random.ExpFloat64()
			if random.IntN(30) == 0 {
				values[i] *= 1000
			}
		}
		top, beyond, largest := page.Top(values)
		allowed := len(values)/20 + 1
		if len(values) < 20 {
			allowed = len(values)/4 + 1
		}
		assert.LessOrEqual(t, beyond, allowed)
		assert.Equal(t, slices.Max(values), largest)
		assert.Equal(t, beyond > 0, largest > top)
	}
}

func TestNumbers(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", -1234567.6: "-1,234,568"} {
		assert.Equal(t, want, page.Count(v))
	}
	assert.Equal(t, "12.5%", page.Percent(.125))
	assert.Equal(t, "0", page.Short(-.0001, 2))
}

package browser

import (
	_ "embed"
	"fmt"
)

// A Measure is what a page is like in a view.
type Measure struct {
	Width    int      // of the window
	Scroll   int      // how wide the page is; wider than the window, it scrolls sideways
	Sideways []string // parts that scroll sideways by themselves, or hide what does not fit
	Beyond   []string // parts that stand out of the window
	Pictures int      // charts that are to be seen
	Texts    int      // words in them
	Smallest float64  // size of the smallest of these words, in pixels
	Small    []string // words of less than 11 pixels
	Cut      []string // words that stand out of their chart
	Overlaps []string // words that lie on others
}

//go:embed measure.js
var measureScript string

// Measure opens a file and measures it.
func (b *Browser) Measure(file string, v View) (Measure, error) {
	var m Measure
	if err := b.open(file, v); err != nil {
		return m, fmt.Errorf("browser: %w", err)
	}
	if err := b.evaluate(measureScript, &m); err != nil {
		return m, fmt.Errorf("browser: %s: %w", file, err)
	}
	return m, nil
}

// Problems are what a reader would mind, in sentences; none: nothing.
func (m Measure) Problems() []string {
	var all []string
	if m.Scroll > m.Width {
		all = append(all, fmt.Sprintf("the page is %d pixels wide in a window of %d", m.Scroll, m.Width))
	}
	for _, kind := range []struct {
		what string
		list []string
	}{
		{"scrolls sideways", m.Sideways},
		{"stands out of the window", m.Beyond},
		{"is smaller than 11 pixels", m.Small},
		{"stands out of its chart", m.Cut},
		{"lies on other words", m.Overlaps},
	} {
		for _, one := range kind.list[:min(len(kind.list), 5)] {
			all = append(all, one+" "+kind.what)
		}
		if more := len(kind.list) - 5; more > 0 {
			all = append(all, fmt.Sprintf("%s: and %d more", kind.what, more))
		}
	}
	return all
}

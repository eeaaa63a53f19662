package survey

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A Scale (量表) defines the possible answers.
type Scale struct {
	Name string
	// Kind is points or any amount; points by default.
	Kind ScaleKind
	// Min and Max are the lowest and the highest answer.
	Min, Max float64
	// Points is the number of points of a scale of points; 0: one for each
	// whole step from Min to Max.
	Points int
	// Labels are the words printed at some points.
	Labels []Label
}

// ScaleKind is the kind of answers on a scale.
type ScaleKind string

const (
	Points ScaleKind = "points" // one of some points at equal distances; the default
	Amount ScaleKind = "amount" // any number from Min to Max, such as yuan spent
)

// A Label is the text at a point of a scale.
type Label struct {
	Point float64
	Words
}

// Words are a text in Chinese and English. Either may be empty.
type Words struct{ ZH, EN string }

// String is the Chinese text, or else the English one.
func (w Words) String() string {
	if w.ZH != "" {
		return w.ZH
	}
	return w.EN
}

// Likert is a scale of whole points without labels.
func Likert(from, to int) Scale { return Scale{Min: float64(from), Max: float64(to)} }

const (
	furthest   = 1e9  // no scale goes beyond
	mostPoints = 1001 // 0 to 1000
	tiny       = 1e-9 // of a scale: what rounding may do
)

// String is "1–5 (5 points)".
func (s Scale) String() string {
	ends := short(s.Min) + "–" + short(s.Max)
	if s.Kind == Amount {
		return ends
	}
	return fmt.Sprintf("%s (%d points)", ends, s.points())
}

// text is the scale in an error.
func (s Scale) text() say.Text {
	ends := short(s.Min) + "–" + short(s.Max)
	if s.Kind == Amount {
		return say.Plain(ends)
	}
	return zh.Text("%s (%d points)", ends, s.points())
}

func short(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// told is a number for an error, unless it is long enough to be somebody's.
func told(v float64) string {
	if s := short(v); discreet.Number(s) == s {
		return s
	}
	return discreet.Number(strconv.FormatFloat(v, 'f', -1, 64))
}

func (s Scale) check() error {
	within := func(v float64) bool { return v >= -furthest && v <= furthest }
	switch whole := s.Max - s.Min; {
	case s.Kind != "" && s.Kind != Points && s.Kind != Amount:
		return zh.Error("a scale is of points or an amount, not %q", s.Kind)
	case !within(s.Min) || !within(s.Max):
		return zh.Error("a scale ends between -1000000000 and 1000000000")
	case s.Min >= s.Max:
		return zh.Error("a scale from %s to %s has no answers; min is the lower end", short(s.Min), short(s.Max))
	case s.Kind == Amount && s.Points != 0:
		return zh.Error("an amount has no points; leave them out, or make the scale one of points")
	case s.Kind == Amount:
	case s.Points == 0 && (whole != math.Trunc(whole) || whole+1 > mostPoints):
		return zh.Error("%s to %s is not divided into whole points; say how many points it has (2 to %d), or that it is an amount", short(s.Min), short(s.Max), mostPoints)
	case s.Points != 0 && (s.Points < 2 || s.Points > mostPoints):
		return zh.Error("a scale has from 2 to %d points, not %d", mostPoints, s.Points)
	}
	return nil
}

// points is how many points there are; the scale has passed check.
func (s Scale) points() int {
	if s.Points == 0 {
		return int(s.Max-s.Min) + 1
	}
	return s.Points
}

func (s Scale) step() float64 { return (s.Max - s.Min) / float64(s.points()-1) }

// topFrom is the lowest of the k highest points.
func (s Scale) topFrom(k int) float64 { return s.Max - float64(k-1)*s.step() }

// holds says that a number lies on the scale, apart from rounding.
func (s Scale) holds(a float64) bool {
	slack := tiny * (s.Max - s.Min)
	return a >= s.Min-slack && a <= s.Max+slack
}

// refuses says why an answer is none on this scale; empty: it is one.
func (s Scale) refuses(a float64) say.Text {
	if !s.holds(a) {
		return zh.Text("the answer %s is outside %s", told(a), s.text())
	}
	if s.Kind == Amount {
		return say.Text{}
	}
	at := (a - s.Min) / s.step()
	if math.Abs(at-math.Round(at)) > tiny*float64(s.points()) {
		return zh.Text("the answer %s lies between two points of %s", told(a), s.text())
	}
	return say.Text{}
}

// percent is where an answer lies on the scale: 0 at its lower end, 100 at the
// upper one, the other way round for a reversed item.
func (s Scale) percent(a float64, reversed bool) float64 {
	p := 100 * min(max((a-s.Min)/(s.Max-s.Min), 0), 1)
	if reversed {
		p = 100 - p
	}
	return p
}

// A reading reads answers on a scale as people write them.
type reading struct {
	Scale
	labels map[string]float64 // by the folded words
}

func (s Scale) reading() reading {
	r := reading{s, make(map[string]float64, 2*len(s.Labels))}
	for _, l := range s.Labels {
		r.labels[source.Fold(l.ZH)], r.labels[source.Fold(l.EN)] = l.Point, l.Point
	}
	delete(r.labels, "")
	return r
}

// read is an answer: a number, or the words of a label.
func (r reading) read(written string) (float64, say.Text) {
	a, ok := parseNumber(strings.TrimSpace(written))
	if !ok {
		folded := source.Fold(written)
		if a, ok = r.labels[folded]; ok {
			return a, say.Text{}
		}
		a, ok = parseNumber(folded)
	}
	if !ok {
		return 0, zh.Text("%s is neither a number nor a label of %s", discreet.Wrong("answer", written), r.text())
	}
	return a, r.refuses(a)
}

// parseNumber is a number as people write it: no exponents, no infinities.
func parseNumber(s string) (float64, bool) {
	digits := strings.TrimLeft(s, "+-")
	if len(s)-len(digits) > 1 || len(s) > 40 || strings.Count(digits, ".") > 1 || strings.Trim(digits, "0123456789.") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

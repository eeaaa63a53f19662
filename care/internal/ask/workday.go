package ask

import (
	"github.com/expr-lang/expr/ast"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// workdays find is_workday(): today people work, as the State Council announced it for
// the year.
type workdays struct{}

func (workdays) named(n ast.Node) string {
	if call, ok := n.(*ast.CallNode); ok && calls(call, "is_workday") {
		return "is_workday()"
	}
	return ""
}

func (d workdays) build(w *builder, n ast.Node) *node {
	if d.named(n) == "" {
		return nil
	}
	return w.workday().node(n)
}

// workday works out when it is a workday. In a year that was not announced it is
// unknown.
func (w *builder) workday() *onDays {
	var days, known []calendar.Span
	for _, year := range w.Calendar.HolidayYears() {
		all := wholeYear(year)
		known = append(known, all)
		for d := all.First; !d.After(all.Last); d = d.AddDays(1) {
			if works, err := w.Calendar.IsWorkday(d); err == nil && works {
				days = append(days, calendar.Single(d))
			}
		}
	}
	return &onDays{workdays: true, zone: w.Zone, on: w.Calendar.IsWorkday, yes: within(days, w.Zone), open: within(known, w.Zone).not()}
}

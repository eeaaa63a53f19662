package ask

import (
	"errors"

	"github.com/expr-lang/expr/ast"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// festivals find in_festival(name): today is one of the days of the festival.
type festivals struct{}

func (festivals) named(n ast.Node) string {
	if call, ok := n.(*ast.CallNode); ok && calls(call, "in_festival") {
		return "in_festival(…)"
	}
	return ""
}

func (f festivals) build(w *builder, n ast.Node) *node {
	if f.named(n) == "" {
		return nil
	}
	argument := n.(*ast.CallNode).Arguments[0]
	name, ok := argument.(*ast.StringNode)
	if !ok {
		w.fault(argument, zh.Text("the festival must be named in quotes, so that its days are known"), zh.Text("write in_festival('七夕')"))
		return &node{op: opFalse}
	}
	day, err := w.Calendar.Find(name.Value)
	if err != nil {
		if w.broken = w.broken || w.CalendarLost; !w.broken {
			w.faultOf(argument, err)
		}
		return &node{op: opFalse}
	}
	return w.festival(day).node(n)
}

// faultOf reports that no festival has a name.
func (w *builder) faultOf(n ast.Node, err error) {
	hint := zh.Text("name a special day of the calendar, or one under calendar.days")
	var unknown *calendar.UnknownError
	if errors.As(err, &unknown) && unknown.Hint != "" {
		hint = say.Text{English: unknown.Hint, Chinese: unknown.HintChinese}
	}
	w.fault(n, zh.Text("unknown festival %s", w.written(n)), hint)
}

// festival works out when it is one of the days of a festival. Of a table that lacks a
// year it is unknown then.
func (w *builder) festival(day calendar.SpecialDay) *onDays {
	var days, missing []calendar.Span
	for year := calendar.FirstYear; year <= calendar.LastYear; year++ {
		spans, err := day.In(year)
		if err != nil {
			missing = append(missing, wholeYear(year))
		}
		days = append(days, spans...)
	}
	d := &onDays{zone: w.Zone, on: day.Covers, yes: within(days, w.Zone)}
	d.open = within(missing, w.Zone).or(knownYears(w.Zone).not()).And(d.yes.not())
	return d
}

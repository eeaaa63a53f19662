package ask

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// compiled is a condition that must have no fault.
func compiled(t testing.TB, c *Compiler, source string, where Scope) *Condition {
	t.Helper()
	condition, faults := c.Compile(source, where)
	require.Empty(t, faults, source)
	return condition
}

// segment adds a segment.
func (c *Compiler) segment(name string, answer *Condition) {
	c.Declare(name)
	c.Define(name, answer)
}

// ask compiles a condition about an order and asks it.
func ask(t *testing.T, v *View, source string) Times {
	t.Helper()
	return compiled(t, NewCompiler(), source, Scope{Kind: Order}).Ask(v)
}

// What cannot be computed is false, and the view says so.
func TestFaultsWhileAsking(t *testing.T) {
	for source, want := range map[string]string{
		"order.titles[7] == 'x'":                                "rule: order.titles[7] == 'x' cannot be evaluated: no element has this number",
		"order.quantity % order.items == 0":                     "rule: order.quantity % order.items == 0 cannot be evaluated: it divides by zero",
		"order.amount / order.quantity > 1000000":               "rule: order.amount / order.quantity > 1000000 cannot be evaluated: it divides by zero",
		"order.quantity / order.quantity <= 0":                  "rule: order.quantity / order.quantity <= 0 cannot be evaluated: it divides by zero",
		"order.amount * 1e308 > 5":                              "rule: order.amount * 1e+308 > 5 cannot be evaluated: its numbers are too large",
		"sum([order.amount * 1e307, order.amount * 3e307]) > 5": "rule: sum([order.amount * 1e+307, order.amount * 3e+307]) > 5 cannot be evaluated: its numbers are too large",
		"(-order.amount) ** 0.5 > 5":                            "rule: (-order.amount) ** 0.5 > 5 cannot be evaluated: it is not a number",
		"minutes_unpaid > order.amount * 1e308":                 "rule: minutes_unpaid > order.amount * 1e+308 cannot be evaluated: its numbers are too large",
		"order.message matches '长.*(话|信)'":                      "rule: order.message matches '长.*(话|信)' cannot be evaluated: its text has more than 333333 bytes, too many for its pattern",
		"int(order.message) > 0":                                "rule: int(order.message) > 0 cannot be evaluated: it cannot be computed",
		"hour(order.paid_at) < 25":                              "rule: hour(order.paid_at) < 25 cannot be evaluated: the time is not known yet",
		"len(1..900) + len(1..901) + len(1..902) + len(1..903) + len(1..904) + len(1..905) + len(1..906) + len(1..907) + len(1..908) + len(1..909) + len(1..910) + len(1..911) > 1": "",
		"minutes_unpaid > order.amount / order.quantity":            "rule: minutes_unpaid > order.amount / order.quantity cannot be evaluated: it divides by zero",
		"minutes_unpaid / order.quantity < 5":                       "rule: minutes_unpaid / order.quantity < 5 cannot be evaluated: it divides by zero",
		"minutes_unpaid > len(order.titles[7])":                     "rule: len(order.titles[7]) cannot be evaluated: no element has this number",
		"minutes_unpaid > (order.cod ? 5 : first([order.message]))": "rule: first([order.message]) cannot be evaluated: it is not a number",
	} {
		v := &View{Has: ThingsOf(ThingOrder)}
		v.Facts.Hour = HourIn(time.UTC)
		v.Facts.Order = OrderFacts{Source: "(", Message: strings.Repeat("x", 400_000), Amount: 5}
		v.Clocks[Unpaid] = Reading{Phase: Runs, End: Forever}
		answer := ask(t, v, source)
		assert.True(t, answer.Fixed() && !answer.first, source)
		if want == "" {
			assert.ErrorContains(t, v.Err(), "it builds more than 10000 elements")
		} else {
			assert.EqualError(t, v.Err(), want)
		}
		v.Reset()
		assert.NoError(t, v.Err())
	}
}

// A factor of nothing takes the clock away.
func TestAClockTimesNothing(t *testing.T) {
	v := &View{Has: ThingsOf(ThingOrder)}
	v.Clocks[Unpaid] = Reading{Phase: Runs, End: Forever}
	assert.Equal(t, never, ask(t, v, "minutes_unpaid * order.quantity > 5"))
	assert.Equal(t, always, ask(t, v, "minutes_unpaid * order.quantity < 5"))
	assert.NoError(t, v.Err())
}

func TestBoughtKnowsItsNextChange(t *testing.T) {
	day := int64(24 * time.Hour / time.Millisecond)
	v := &View{Has: ThingsOf(ThingOrder), Moving: Moving{LastBought: func(category string) (int64, bool) { return 100 * day, category == "奶粉" }}}
	v.Facts.Order = OrderFacts{Categories: []string{"奶粉"}, Quantity: 2}
	want := from(At(100 * day)).And(until(After(130 * day)))
	assert.Equal(t, want, ask(t, v, "bought('奶粉', 30)"))
	assert.Equal(t, want, ask(t, v, "bought(order.categories[0], 15 * order.quantity)"))
	assert.Equal(t, never, ask(t, v, "bought('尿裤', 30)"))
	assert.Equal(t, never, ask(t, v, "bought('奶粉', 2 - 5 * order.quantity)"))
	assert.Equal(t, never, ask(t, v, "bought('奶粉', order.items / customer.points)"), "0 / 0 days")
	v.LastBought = nil
	assert.Equal(t, never, ask(t, v, "bought('奶粉', 30)"))
	assert.Equal(t, always, (*Condition)(nil).Ask(v), "no condition is always true")
}

// A segment is answered once for the facts of a view.
func TestSegmentsAreAskedOnce(t *testing.T) {
	c := NewCompiler()
	c.segment("rich", compiled(t, c, "customer.spent > 100", Scope{Segment: true}))
	c.segment("vip", compiled(t, c, "segment.rich && hours_unpaid < 1", Scope{Segment: true}))
	vip := compiled(t, c, "segment.vip", Scope{Kind: Order})
	assert.True(t, vip.Moves)
	assert.Zero(t, vip.Stems, "the clock is the segment's, so it does not decide whether the rule is asked")
	v := &View{Has: ThingsOf(ThingOrder)}
	v.Facts.Customer.Spent = 200
	v.Clocks[Unpaid] = Reading{Phase: Runs, End: Forever}
	want := until(At(60 * 60_000))
	assert.Equal(t, want, vip.Ask(v))
	v.Facts.Customer.Spent = 0
	assert.Equal(t, want, vip.Ask(v), "new facts need a reset")
	v.Reset()
	assert.Equal(t, never, vip.Ask(v))
}

func TestWhatAConditionSees(t *testing.T) {
	c := NewCompiler()
	c.segment("vip", compiled(t, c, "customer.grade == 'gold' || customer.spent >= 2000", Scope{Segment: true}))
	condition := compiled(t, c, "segment.vip && not order.cod && (minutes_unpaid > 15 || hours_to_close < 1) && days_since_order > 3 && days_since_first_order > 3 && "+
		"has_tag('新客') && len(order.titles) > 0 && customer.attr['肤质'] != '干' && len(customer.attr) > 0 && order.created_at < order.paid_at && 7 < hour(order.created_at)",
		Scope{Kind: Order})
	v := &View{Has: ThingsOf(ThingOrder)}
	v.Facts.Hour = HourIn(time.FixedZone(DefaultZone, 8*60*60))
	v.Facts.Customer = CustomerFacts{Grade: "silver", Spent: 2500.5, Tags: []string{"新客", "贵宾"}, Attr: map[string]string{"肤质": "油"}}
	v.Facts.Order = OrderFacts{Titles: []string{"羽绒服"}, CreatedAt: time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)}
	v.Clocks[Unpaid] = Reading{Phase: Runs, Origin: 0, End: Forever}
	v.Clocks[ToClose] = Reading{Phase: Runs, Origin: 3_600_000, End: At(3_600_000)}
	v.Clocks[SinceFirstOrder] = Reading{Phase: Over}
	var lines []string
	for _, s := range condition.Seen(v, At(10*60_000)) {
		line := "no  " + s.Text
		if s.Yes {
			line = "yes " + s.Text
		}
		for _, value := range s.Values {
			line += "; " + value
		}
		if s.Turns != 0 {
			line += "; turns at " + s.Turns.Time(time.UTC).Format("15:04")
		}
		lines = append(lines, line)
	}
	assert.Equal(t, []string{
		"yes segment.vip",
		"no  customer.grade == 'gold'; customer.grade = 'silver'",
		"yes customer.spent >= 2000; customer.spent = 2500.5",
		"no  order.cod; order.cod = false",
		"no  minutes_unpaid > 15; minutes_unpaid = 10; turns at 00:15",
		"yes hours_to_close < 1; hours_to_close = 0.83",
		"no  days_since_order > 3; days_since_order has not started",
		"no  days_since_first_order > 3; days_since_first_order is over",
		"yes has_tag('新客'); customer.tags = [新客, 1 other tag]",
		"yes len(order.titles) > 0; order.titles = [羽绒服]",
		"yes customer.attr.肤质 != '干'; customer.attr['肤质'] = '油'",
		"yes len(customer.attr) > 0; customer.attr = 1 values",
		"no  order.created_at < order.paid_at; order.created_at = 2026-11-11 10:00:00; order.paid_at = unknown",
		"yes 7 < hour(order.created_at); order.created_at = 2026-11-11 10:00:00",
	}, lines)
	assert.Nil(t, (*Condition)(nil).Seen(v, 0))
}

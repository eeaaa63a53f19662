package kinds

import (
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/statement"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/template"
)

// statementMonths are the placeholders of statements (阶段性账单), with how many months
// they sum up.
var statementMonths = map[template.Name]int{
	template.MonthStatement: 1, template.QuarterStatement: 3, template.YearStatement: 12,
	template.MonthOrders: 1, template.MonthSpent: 1, template.MonthSaved: 1,
}

// statementValue fills a placeholder of a statement. What is not wholly known, or is
// nothing to be glad of, has no value.
func (s *Scene) statementValue(n template.Name) (string, bool) {
	st, ok := s.statement(lastWhole(statementMonths[n], s.Clock()))
	if !ok {
		return "", false
	}
	switch n {
	case template.MonthOrders:
		return number(int64(st.Orders))
	case template.MonthSpent:
		return money(st.Spent)
	case template.MonthSaved:
		if st.SavedAtLeast {
			return "", false
		}
		return money(st.Saved)
	}
	brief, err := st.Brief(s.Shop.Name)
	return brief, err == nil
}

// statement sums up a period; false when not every payment in it is known with its
// amount.
func (s *Scene) statement(period calendar.Span) (statement.Statement, bool) {
	zone, t := s.Shop.Zone, &s.Memory.Tally
	start := period.First.Start(zone).UnixMilli()
	if !t.AllSince(start) {
		return statement.Statement{}, false
	}
	end := period.Last.AddDays(1).Start(zone).UnixMilli()
	facts := statement.Facts{Customer: s.Customer, SinceFirst: t.AllEver()}
	for _, p := range t.Payments() {
		if p.Amount == 0 && p.At >= start && p.At < end {
			return statement.Statement{}, false
		}
		facts.Purchases = append(facts.Purchases, loyalty.Purchase{
			Customer: s.Customer, Order: p.Order, At: time.UnixMilli(p.At), Amount: p.Amount, List: p.List, Refunded: p.Back,
		})
	}
	st, err := statement.Make(facts, period, s.Clock(), statement.Options{Zone: zone})
	return st, err == nil
}

// lastWhole is the last month, quarter or year that is over at a time on the clock.
func lastWhole(months int, clock time.Time) calendar.Span {
	first := calendar.YMD(clock.Year(), (int(clock.Month())-1)/months*months+1, 1)
	return calendar.Span{First: first.AddMonths(-months), Last: first.AddDays(-1)}
}

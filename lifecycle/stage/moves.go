package stage

import (
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Moves count customers by their stages on two days (阶段流转表). A customer who was
// not yet known on the first is new: they come from Unknown. The zero Moves is an empty
// table.
type Moves struct {
	From, To loyalty.Day // days of the two standings
	Count    [Stages][Stages]int
}

// Add counts a customer. Use it to make the table from a shop's own standings.
// Impossible stages are Unknown.
func (m *Moves) Add(from, to Stage) {
	if int(from) >= Stages {
		from = Unknown
	}
	if int(to) >= Stages {
		to = Unknown
	}
	m.Count[from][to]++
}

// At is the number of customers at a stage on the first day.
func (m *Moves) At(s Stage) int {
	sum := 0
	if int(s) < Stages {
		for _, n := range m.Count[s] {
			sum += n
		}
	}
	return sum
}

// Then is the number of customers at a stage on the second day.
func (m *Moves) Then(s Stage) int {
	sum := 0
	if int(s) < Stages {
		for from := range m.Count {
			sum += m.Count[from][s]
		}
	}
	return sum
}

// NewCustomers are those of whom nothing was known on the first day, and something on
// the second.
func (m *Moves) NewCustomers() int { return m.At(Unknown) - m.Count[Unknown][Unknown] }

// Stayed is the number of customers at the same known stage on both days.
func (m *Moves) Stayed() int {
	sum := 0
	for s := range m.Count[1:] {
		sum += m.Count[s+1][s+1]
	}
	return sum
}

// Share is the share of customers at one stage on the first day who were at another on
// the second, with Wilson's interval. The base is the customers at the first; from
// Unknown, the new customers.
func (m *Moves) Share(from, to Stage) loyalty.Measure {
	const method = "share of the stage that moved, Wilson interval"
	if int(from) >= Stages || int(to) >= Stages || from == Unknown && to == Unknown {
		return loyalty.Unknown(loyalty.Impossible, 0, method)
	}
	base := m.At(from)
	if from == Unknown {
		base = m.NewCustomers()
	}
	share := loyalty.Proportion(m.Count[from][to], base, loyalty.Level)
	share.Method = method
	return share
}

// String is the table, with a line for each stage on the first day and a column for
// each on the second.
func (m Moves) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s → %s", m.From, m.To)
	var columns []Stage
	for s := range Stages {
		if m.Then(Stage(s)) > m.Count[Unknown][Unknown] || s > 0 && m.Then(Stage(s)) > 0 {
			columns = append(columns, Stage(s))
			fmt.Fprintf(&b, " | %s", Stage(s))
		}
	}
	for s := range Stages {
		from := Stage(s)
		if m.At(from) == 0 || from == Unknown && m.NewCustomers() == 0 {
			continue
		}
		name := from.String()
		if from == Unknown {
			name = "newcomers"
		}
		fmt.Fprintf(&b, "\n%s", name)
		for _, to := range columns {
			n := m.Count[from][to]
			if from == Unknown && to == Unknown {
				n = 0
			}
			fmt.Fprintf(&b, " | %d", n)
		}
	}
	return b.String()
}

// Moves is the table of all customers between two times, from their purchases alone. It
// follows each with [Policy.Advance] from the first purchase on, as if the policy had
// always been in force. Purchases after the second time are left out. [CountMoves] also
// covers interested customers, closed accounts and unanswered messages.
//
// The error is [loyalty.Problems], also for customers whose days are not in
// order, or [ErrPeriod].
func (p Policy) Moves(histories []loyalty.History, from, to time.Time) (Moves, error) {
	tables, err := p.moves(histories, []loyalty.Day{base.ShopDay(from, p.Zone), base.ShopDay(to, p.Zone)})
	if err != nil {
		return Moves{}, err
	}
	return tables[0], nil
}

// MovesByMonth is a table for each calendar month between two times, in whole or in
// part. A table starts on the day before its month, or on the day of the first time. It
// ends on the last day of its month, or on the day of the second time. So each starts
// at the end of the previous one.
func (p Policy) MovesByMonth(histories []loyalty.History, from, to time.Time) ([]Moves, error) {
	start, end := base.ShopDay(from, p.Zone), base.ShopDay(to, p.Zone)
	days := []loyalty.Day{start}
	for len(days) <= maxMonths && days[len(days)-1] < end {
		days = append(days, min(end, monthEnd(days[len(days)-1]+1)))
	}
	if len(days) > maxMonths {
		return nil, periodError(start, end, fmt.Sprintf("more than %d months", maxMonths))
	}
	return p.moves(histories, days)
}

// maxMonths is a hundred years.
const maxMonths = 1200

// monthEnd is the last day of a day's month.
func monthEnd(d loyalty.Day) loyalty.Day {
	year, month, _ := d.Time().Date()
	return loyalty.DayOf(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC), time.UTC)
}

func periodError(from, to loyalty.Day, message string) error {
	return fmt.Errorf("lifecycle: moves from %s to %s: %w: %s; give two days, the earlier first", from, to, ErrPeriod, message)
}

// moves follows every customer through the given days.
func (p Policy) moves(histories []loyalty.History, days []loyalty.Day) ([]Moves, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	p.ready()
	tables, err := newMoves(days)
	if err != nil {
		return nil, err
	}
	var faults loyalty.Problems
	for row := range histories {
		if fault, ok := orderFault(row, histories[row]); !ok {
			faults = append(faults, fault)
			continue
		}
		p.follow(tables, histories[row].Days)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return tables, nil
}

// newMoves are empty tables from each day to the next.
func newMoves(days []loyalty.Day) ([]Moves, error) {
	var from, to loyalty.Day
	if len(days) > 0 {
		from, to = days[0], days[len(days)-1]
	}
	empty := periodError(from, to, "no day lies between them")
	if len(days) < 2 {
		return nil, empty
	}
	tables := make([]Moves, len(days)-1)
	for i := range tables {
		if days[i] >= days[i+1] {
			return nil, empty
		}
		tables[i].From, tables[i].To = days[i], days[i+1]
	}
	return tables, nil
}

// follow counts one customer in each table.
func (p *Policy) follow(tables []Moves, bought []loyalty.Day) {
	r := replay{policy: p}
	standing := func(on loyalty.Day) Stage {
		for len(bought) > 0 && bought[0] <= on {
			r.buy(bought[0])
			bought = bought[1:]
		}
		return r.at(on).Stage
	}
	from := standing(tables[0].From)
	for i := range tables {
		to := standing(tables[i].To)
		tables[i].Add(from, to)
		from = to
	}
}

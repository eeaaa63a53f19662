package lifecycle

import (
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Moves are how many customers moved from which stage to which between two days
// (阶段流转表). Who was not yet known at the first is a newcomer: they come from
// Unknown. The zero Moves is an empty table.
type Moves struct {
	From, To loyalty.Day // the standings are those of these days
	Count    [Stages][Stages]int
}

// Add counts a customer. The table of standings that a shop has kept itself is made
// with it. Impossible stages are Unknown.
func (m *Moves) Add(from, to Stage) {
	if int(from) >= Stages {
		from = Unknown
	}
	if int(to) >= Stages {
		to = Unknown
	}
	m.Count[from][to]++
}

// At is how many were at a stage on the first day.
func (m *Moves) At(s Stage) int {
	sum := 0
	if int(s) < Stages {
		for _, n := range m.Count[s] {
			sum += n
		}
	}
	return sum
}

// Then is how many were at a stage on the second day.
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

// Stayed is how many were at the same stage on both days, those unknown apart.
func (m *Moves) Stayed() int {
	sum := 0
	for s := range m.Count[1:] {
		sum += m.Count[s+1][s+1]
	}
	return sum
}

// Share is the share of those at one stage on the first day who were at another on
// the second, with Wilson's interval. The base is those at the first; from Unknown
// the newcomers.
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

// String is the table: a line for each stage somebody came from, a column for each
// they went to.
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

// Moves is the table of all customers between two instants, from their purchases
// alone: each is followed with [Policy.Advance] from the first purchase on, as if the
// policy had always been in force. Purchases after the second instant are left out. The
// interested, closed accounts and unanswered messages are in the table of [CountMoves].
//
// The error is [PolicyFaults], [loyalty.Faults] for customers whose days are not in
// order, or a [PeriodError].
func (p Policy) Moves(histories []loyalty.History, from, to time.Time) (Moves, error) {
	tables, err := p.moves(histories, []loyalty.Day{shopDay(from, p.Zone), shopDay(to, p.Zone)})
	if err != nil {
		return Moves{}, err
	}
	return tables[0], nil
}

// MovesByMonth is a table for each calendar month that lies between two instants as a
// whole or in part: from the day before the month, or the first instant's day, to its
// last day, or the second instant's. Each begins where the one before it ended.
func (p Policy) MovesByMonth(histories []loyalty.History, from, to time.Time) ([]Moves, error) {
	start, end := shopDay(from, p.Zone), shopDay(to, p.Zone)
	days := []loyalty.Day{start}
	for len(days) <= maxMonths && days[len(days)-1] < end {
		days = append(days, min(end, monthEnd(days[len(days)-1]+1)))
	}
	if len(days) > maxMonths {
		return nil, &PeriodError{From: start, To: end, Problem: fmt.Sprintf("more than %d months", maxMonths)}
	}
	return p.moves(histories, days)
}

// maxMonths is a hundred years.
const maxMonths = 1200

// monthEnd is the last day of a day's month.
func monthEnd(d loyalty.Day) loyalty.Day {
	year, month, _ := d.Time().Date()
	return loyalty.DayOf(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC), nil)
}

// A PeriodError says that a table of moves has no time in which to move.
type PeriodError struct {
	From, To loyalty.Day
	Problem  string
}

func (e *PeriodError) Error() string {
	return fmt.Sprintf("lifecycle: moves from %s to %s: %s; give two days, the earlier first", e.From, e.To, e.Problem)
}

// moves follows every customer through the given days.
func (p Policy) moves(histories []loyalty.History, days []loyalty.Day) ([]Moves, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	p.ready()
	tables, err := newMoves(days)
	if err != nil {
		return nil, err
	}
	var faults loyalty.Faults
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
	period := &PeriodError{Problem: "no day lies between them"}
	if len(days) > 0 {
		period.From, period.To = days[0], days[len(days)-1]
	}
	if len(days) < 2 {
		return nil, period
	}
	tables := make([]Moves, len(days)-1)
	for i := range tables {
		if days[i] >= days[i+1] {
			return nil, period
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

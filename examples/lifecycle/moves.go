package main

import (
	"fmt"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/lifecycle"
	"github.com/tiexin-go/tiexin/loyalty"
)

// mostYears is how far back moves are followed.
const mostYears = 99

// moves says who went from where to where, month by month.
func (s *shop) moves() (section, error) {
	a := section{id: "moves", title: tx("阶段怎样流转", "How customers move between stages")}
	first := s.known[0].Placed.AddDate(0, 0, -1)
	if earliest := s.now.AddDate(-mostYears, 0, 0); first.Before(earliest) {
		first = earliest
	}
	months, err := s.ladder.Policy.MovesByMonth(s.buyers, first, s.now)
	if err != nil {
		return a, err
	}
	last := &months[len(months)-1]
	var all lifecycle.Moves
	for i := range months {
		for from := range months[i].Count {
			for to, n := range months[i].Count[from] {
				all.Count[from][to] += n
			}
		}
	}
	stay := loyalty.Proportion(last.Stayed(), known(last), loyalty.Level)
	a.say(fmt.Sprintf("最近一段（%s 至 %s）：%s位新客首购；原有顾客中%s留在原阶段（n=%s）。", last.From, last.To, count(last.NewCustomers()), say(page.English, stay, percent), count(stay.Base)),
		fmt.Sprintf("Last period (%s to %s): %s bought for the first time; of those known before, %s stayed where they were (n=%s).", last.From, last.To, count(last.NewCustomers()), say(page.English, stay, percent), count(stay.Base)))
	a.tables = append(a.tables, s.movesTable(last), monthsTable(months))
	a.figures = append(a.figures, s.drawStages(months), s.drawMoves(&all, len(months)))
	return a, nil
}

// known is how many buyers there were before.
func known(m *lifecycle.Moves) int {
	n := 0
	for stage := lifecycle.Interested; int(stage) < lifecycle.Stages; stage++ {
		n += m.At(stage)
	}
	return n
}

// present are the stages that somebody is at, before or after.
func present(all ...*lifecycle.Moves) []lifecycle.Stage {
	var list []lifecycle.Stage
	for stage := lifecycle.New; int(stage) < lifecycle.Stages; stage++ {
		for _, m := range all {
			if m.At(stage) > 0 || m.Then(stage) > 0 {
				list = append(list, stage)
				break
			}
		}
	}
	return list
}

func (s *shop) movesTable(m *lifecycle.Moves) table {
	stages := present(m)
	t := table{
		title: tx(fmt.Sprintf("流转表 %s → %s（人）", m.From, m.To), fmt.Sprintf("Moves %s → %s (customers)", m.From, m.To)),
		head:  []loyalty.Text{tx("从 ↓ 到 →", "from ↓ to →")}, heat: true,
	}
	for _, to := range stages {
		t.head = append(t.head, stageText(to))
	}
	row := func(name string, from lifecycle.Stage) {
		cells := []string{name}
		for _, to := range stages {
			cells = append(cells, dot(m.Count[from][to]))
		}
		t.rows = append(t.rows, cells)
	}
	row(s.Pick("新来的", "newcomers"), lifecycle.Unknown)
	for _, from := range stages {
		row(s.stage(from), from)
	}
	return t
}

// dot is a number, or a dot for none.
func dot(n int) string {
	if n == 0 {
		return "·"
	}
	return count(n)
}

// monthsShown is how many months the terminal lists.
const monthsShown = 18

// monthsTable is what moved in each month.
func monthsTable(months []lifecycle.Moves) table {
	t := table{
		title: tx("逐月流转", "Moves month by month"),
		head:  []loyalty.Text{tx("截至", "until"), tx("首购", "first purchase"), tx("新客复购", "new customers came back"), tx("转入"+lifecycle.Lapsing.Chinese(), "became lapsing"), tx("转入"+lifecycle.Lost.Chinese(), "became lost"), tx("流失后回来", "came back from there"), tx("月末活跃+忠诚", "active + loyal at the end")},
		show:  monthsShown,
	}
	for i := range months {
		m := &months[i]
		t.rows = append(t.rows, []string{
			m.To.String(), count(m.NewCustomers()), count(moved(m, lifecycle.New, lifecycle.SecondPurchase, lifecycle.Loyal)),
			count(into(m, lifecycle.Lapsing)), count(into(m, lifecycle.Lost) + into(m, lifecycle.Dead)),
			count(moved(m, lifecycle.Lapsing, lifecycle.New, lifecycle.Loyal) + moved(m, lifecycle.Lost, lifecycle.New, lifecycle.Loyal) + moved(m, lifecycle.Dead, lifecycle.New, lifecycle.Loyal)),
			count(m.Then(lifecycle.Active) + m.Then(lifecycle.Loyal)),
		})
	}
	return t
}

// moved are those who went from a stage to one of a range.
func moved(m *lifecycle.Moves, from, least, most lifecycle.Stage) int {
	n := 0
	for to := least; to <= most; to++ {
		n += m.Count[from][to]
	}
	return n
}

// into are those who entered a stage from a better one.
func into(m *lifecycle.Moves, to lifecycle.Stage) int {
	n := 0
	for from := lifecycle.Stage(0); from < to; from++ {
		n += m.Count[from][to]
	}
	return n
}

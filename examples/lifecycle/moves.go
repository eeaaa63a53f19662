package main

import (
	"fmt"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
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
	var all stage.Moves
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
func known(m *stage.Moves) int {
	n := 0
	for at := stage.Interested; int(at) < stage.Stages; at++ {
		n += m.At(at)
	}
	return n
}

// present are the stages that somebody is at, before or after.
func present(all ...*stage.Moves) []stage.Stage {
	var list []stage.Stage
	for at := stage.New; int(at) < stage.Stages; at++ {
		for _, m := range all {
			if m.At(at) > 0 || m.Then(at) > 0 {
				list = append(list, at)
				break
			}
		}
	}
	return list
}

func (s *shop) movesTable(m *stage.Moves) table {
	stages := present(m)
	t := table{
		title: tx(fmt.Sprintf("流转表 %s → %s（人）", m.From, m.To), fmt.Sprintf("Moves %s → %s (customers)", m.From, m.To)),
		head:  []loyalty.Text{tx("从 ↓ 到 →", "from ↓ to →")}, heat: true,
	}
	for _, to := range stages {
		t.head = append(t.head, stageText(to))
	}
	row := func(name string, from stage.Stage) {
		cells := []string{name}
		for _, to := range stages {
			cells = append(cells, dot(m.Count[from][to]))
		}
		t.rows = append(t.rows, cells)
	}
	row(s.Pick("新来的", "newcomers"), stage.Unknown)
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
func monthsTable(months []stage.Moves) table {
	t := table{
		title: tx("逐月流转", "Moves month by month"),
		head:  []loyalty.Text{tx("截至", "until"), tx("首购", "first purchase"), tx("新客复购", "new customers came back"), tx("转入"+stage.Lapsing.Chinese(), "became lapsing"), tx("转入"+stage.Lost.Chinese(), "became lost"), tx("流失后回来", "came back from there"), tx("月末活跃+忠诚", "active + loyal at the end")},
		show:  monthsShown,
	}
	for i := range months {
		m := &months[i]
		t.rows = append(t.rows, []string{
			m.To.String(), count(m.NewCustomers()), count(moved(m, stage.New, stage.SecondPurchase, stage.Loyal)),
			count(into(m, stage.Lapsing)), count(into(m, stage.Lost) + into(m, stage.Dead)),
			count(moved(m, stage.Lapsing, stage.New, stage.Loyal) + moved(m, stage.Lost, stage.New, stage.Loyal) + moved(m, stage.Dead, stage.New, stage.Loyal)),
			count(m.Then(stage.Active) + m.Then(stage.Loyal)),
		})
	}
	return t
}

// moved are those who went from a stage to one of a range.
func moved(m *stage.Moves, from, least, most stage.Stage) int {
	n := 0
	for to := least; to <= most; to++ {
		n += m.Count[from][to]
	}
	return n
}

// into are those who entered a stage from a better one.
func into(m *stage.Moves, to stage.Stage) int {
	n := 0
	for from := stage.Stage(0); from < to; from++ {
		n += m.Count[from][to]
	}
	return n
}

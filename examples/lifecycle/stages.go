package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

var stageMeans = [stage.Stages]loyalty.Text{
	stage.Unknown:        tx("下过单没付款，已隔太久", "ordered, never paid, long ago"),
	stage.Interested:     tx("近期下单未付款，还没买过", "ordered lately without paying, never bought"),
	stage.New:            tx("买过一天，还可能回来", "bought on one day, may well come back"),
	stage.SecondPurchase: tx("回来过，还不算常买", "came back, not often yet"),
	stage.Active:         tx("常买，还只有两天", "often, two days so far"),
	stage.Loyal:          tx("常买，三天以上", "often, three days or more"),
	stage.Lapsing:        tx("比平时隔得久", "silent for longer than usual"),
	stage.Lost:           tx("很少有人再回来", "hardly anyone comes back"),
	stage.Dead:           tx("基本不会再来", "gone for good"),
}

// stages says where every customer stands, and how that was judged.
func (s *shop) stages() (section, error) {
	a := section{id: "stages", title: tx("顾客处于哪个阶段", "At which stage customers are")}
	l := &s.ladder
	for _, try := range l.Tried {
		mark := tx("未采用", "Not used")
		if try.Used {
			mark = tx("✓ 采用", "✓ Used")
		}
		rung := rungWords[try.Rung]
		a.say(fmt.Sprintf("%s「%s」：%s。", mark.Chinese, rung.Chinese, try.Why.Chinese), fmt.Sprintf("%s: %s: %s.", mark.English, rung.English, try.Why.English))
	}
	if l.FirstReturn.OK {
		a.say(fmt.Sprintf("首购后终会再买的约%s（n=%s）；会回来的人里，80%%在%s天内回来。", sure(page.Chinese, l.FirstReturn, percent), count(l.FirstReturn.Base), say(page.Chinese, l.FirstQ80, whole)),
			fmt.Sprintf("About %s of first buyers come back as far as the log shows (n=%s); of these, 80%% within %s days.", sure(page.English, l.FirstReturn, percent), count(l.FirstReturn.Base), say(page.English, l.FirstQ80, whole)))
	}
	if len(l.Flags) > 0 {
		a.say("注意："+page.Chinese.Reasons(l.Flags)+"。", "Note: "+page.English.Reasons(l.Flags)+".")
	}
	a.tables = append(a.tables, s.stageTable(), s.aheadTable())
	return a, nil
}

// interested are those who ordered, never paid, and their stage.
func (s *shop) interested() map[string]stage.Stage {
	all := map[string]stage.Stage{}
	open := map[string]*stage.History{}
	for _, o := range s.known {
		if _, bought := s.standings[o.Customer]; bought || !o.Paid.IsZero() {
			continue
		}
		if open[o.Customer] == nil {
			open[o.Customer] = &stage.History{}
		}
		open[o.Customer].Show(stage.Carted, loyalty.DayOf(o.Placed, calendar.China))
	}
	for customer, h := range open {
		all[customer] = s.ladder.Policy.Stage(*h, s.now)
	}
	return all
}

func (s *shop) stageTable() table {
	var counts [stage.Stages]int
	total := 0
	for _, standing := range s.standings {
		counts[standing.Stage]++
		total++
	}
	for _, stage := range s.interested() {
		counts[stage]++
		total++
	}
	t := table{
		title: tx("各阶段人数", "Customers by stage"),
		head:  []loyalty.Text{tx("阶段", "stage"), tx("人数", "customers"), tx("占比", "share"), tx("图", "bar"), tx("含义", "meaning")},
		note: tx("每位顾客按购买日逐日推演，带滞回与最短停留，不会在边界来回跳。从未付款者按最近一次未付款下单判断。",
			"Every customer is followed from day to day, with hysteresis, so no customer flips at a border. A customer who never paid is judged by the last unpaid order."),
	}
	if buyers := len(s.standings); total > buyers {
		t.note.Chinese = fmt.Sprintf("占比的分母是全部%s位，含从未付款的%s位；「各阶段人数随时间的变化」里的占比只算买过的%s位顾客。", count(total), count(total-buyers), count(buyers)) + t.note.Chinese
		t.note.English = fmt.Sprintf("Shares are of all %s, with the %s who never paid; those of \"customers by stage over time\" are of the %s buyers alone. ", count(total), count(total-buyers), count(buyers)) + t.note.English
	}
	for i, n := range counts {
		if n > 0 {
			m := stageMeans[i]
			share := float64(n) / float64(total)
			t.rows = append(t.rows, []string{s.stage(stage.Stage(i)), count(n), percent(share), bar(share), s.Of(m)})
		}
	}
	return t
}

// aheadDays is how far the table of changes looks.
const aheadDays = 30

// aheadTable is what time alone will change.
func (s *shop) aheadTable() table {
	type change struct{ from, to stage.Stage }
	type when struct {
		n     int
		first time.Time
	}
	found := map[change]when{}
	for _, h := range s.buyers {
		history, err := stage.HistoryOf(h, s.on)
		if err != nil {
			continue // Fit has named such a history already
		}
		standing := s.standings[h.Customer]
		next, ok := s.ladder.Policy.NextAdvance(standing, history, s.now)
		if !ok || next.At.After(s.now.AddDate(0, 0, aheadDays)) {
			continue
		}
		c := change{standing.Stage, next.To}
		w := found[c]
		if w.n == 0 || next.At.Before(w.first) {
			w.first = next.At
		}
		w.n++
		found[c] = w
	}
	t := table{
		title: tx("未来30天里，如果什么都不发生", "In the next 30 days, if nothing happens"),
		head:  []loyalty.Text{tx("现在", "now"), tx("将变为", "will be"), tx("人数", "customers"), tx("最早", "earliest")},
		note:  tx("每个答案都知道自己下一次何时会变，所以不必天天重算。", "Every answer knows when it will change next, so nothing has to be polled."),
	}
	changes := make([]change, 0, len(found))
	for c := range found {
		changes = append(changes, c)
	}
	slices.SortFunc(changes, func(x, y change) int {
		return cmp.Or(cmp.Compare(found[y].n, found[x].n), cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to))
	})
	for _, c := range changes {
		t.rows = append(t.rows, []string{s.stage(c.from), s.stage(c.to), count(found[c].n), found[c].first.Format(time.DateOnly)})
	}
	return t
}

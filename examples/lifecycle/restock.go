package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A want is one customer and one category that will be bought again.
type want struct {
	customer, category string
	usage              restock.Usage
	lasts              float64 // of the piece bought last
	due                restock.Due
	send               loyalty.Day // the reminder's day: not one on which marketing is silent
}

// remindDays is how many days of reminders are listed.
const remindDays = 7

// restock says whom to remind of what, on which day, and why.
func (s *shop) restock() (section, error) {
	a := section{id: "restock", title: tx("复购提醒：提醒谁、买什么、哪天、为什么", "Reorders: whom to remind of what, when, and why")}
	wants, err := s.wants()
	if err != nil {
		return a, err
	}
	if len(wants) == 0 {
		a.say("没有可提醒的购买。", "There is nothing to be reminded of.")
		return a, nil
	}
	phases := map[string]map[restock.Phase]int{}
	categories := map[string]int{}
	refusing := map[string]bool{}
	for _, o := range s.known {
		if o.OptOut {
			refusing[o.Customer] = true
		}
	}
	var listed []*want
	refused, gone, backlog := 0, 0, 0
	for _, w := range wants {
		if phases[w.category] == nil {
			phases[w.category] = map[restock.Phase]int{}
		}
		phases[w.category][w.due.Phase]++
		categories[w.category]++
		soon := w.due.Phase == restock.Remind || w.due.Phase == restock.Stocked && w.due.Remind <= s.on+remindDays
		if !soon {
			continue
		}
		switch {
		case refusing[w.customer]:
			refused++
			continue
		case s.standings[w.customer].Stage >= stage.Lost:
			gone++
			continue
		}
		if w.send, err = unsuppressed(max(w.due.Remind, s.on+1)); err != nil {
			return a, err
		}
		if w.due.Remind <= s.on {
			backlog++
		}
		listed = append(listed, w)
	}
	slices.SortStableFunc(listed, func(x, y *want) int {
		return cmp.Or(cmp.Compare(x.send, y.send), cmp.Compare(y.due.Remind, x.due.Remind), cmp.Compare(x.due.Wanted, y.due.Wanted), cmp.Compare(x.customer, y.customer), cmp.Compare(x.category, y.category))
	})
	a.say(fmt.Sprintf("未来%d天有%s条复购提醒要发，其中%s条是早该发的（第一次运行时的积压，排在当天最后）；另有%s条属于退订营销的顾客、%s条属于已流失的顾客（交给召回），都不发。避开静默日。", remindDays, count(len(listed)), count(backlog), count(refused), count(gone)),
		fmt.Sprintf("%s reminders are due in the next %d days, %s of them overdue (the backlog of a first run, last on their day). %s more are of customers who refuse marketing and %s of lost ones (a case for win-back): none goes out. Silent days are avoided.", count(len(listed)), remindDays, count(backlog), count(refused), count(gone)))
	if !s.log.Columns.Has(orderlog.Lasts) {
		a.say("订单表没有「每件可用天数」，日期只凭购买节奏。", "The log does not say how long a piece lasts; dates rest on rhythm alone.")
	}
	a.tables = append(a.tables, s.wantTable(listed), s.dayTable(listed), s.phaseTable(mostOf(categories, 20), phases))
	return a, nil
}

// wants are all customers and categories that are used up or have a rhythm, by customer.
func (s *shop) wants() ([]*want, error) {
	useful := map[string]bool{} // categories that are used up, if the log says so of any
	lastsOf := map[string]float64{}
	for _, o := range s.known {
		for j := range o.Lines {
			if l := &o.Lines[j]; l.Lasts > 0 {
				useful[l.Category] = true
				if !o.Paid.IsZero() && !o.Paid.After(s.now) {
					lastsOf[o.Customer+"\x00"+l.Category] = l.Lasts // orders are by time: the last one stays
				}
			}
		}
	}
	lines := slices.Clone(s.net)
	slices.SortStableFunc(lines, func(a, b loyalty.Purchase) int { return a.At.Compare(b.At) })
	byKey := map[string]*want{}
	var wants []*want
	for i := range lines {
		p := &lines[i]
		if len(useful) > 0 && !useful[p.Category] {
			continue
		}
		key := p.Customer + "\x00" + p.Category
		w := byKey[key]
		if w == nil {
			w = &want{customer: p.Customer, category: p.Category, lasts: lastsOf[key]}
			byKey[key] = w
			wants = append(wants, w)
		}
		if err := w.usage.Buy(loyalty.DayOf(p.At, calendar.China), p.Units); err != nil {
			return nil, fmt.Errorf("restock of %s: %w", p.Customer, err)
		}
	}
	for _, w := range wants {
		w.due = restock.Policy{}.Due(w.usage, s.rhythms.Of(w.category), w.lasts, s.now)
	}
	slices.SortStableFunc(wants, func(a, b *want) int {
		return cmp.Or(cmp.Compare(a.customer, b.customer), cmp.Compare(a.category, b.category))
	})
	return wants, nil
}

// unsuppressed is the day, or the first after it on which marketing may speak.
func unsuppressed(day loyalty.Day) (loyalty.Day, error) {
	var c calendar.Calendar
	for {
		_, silent, err := c.Suppressed(dateOf(day))
		if err != nil || !silent {
			return day, err
		}
		day++
	}
}

func (s *shop) wantTable(wants []*want) table {
	t := table{
		title: tx("提醒清单", "Reminders"), show: 12, page: 60, file: "restock.csv",
		head: []loyalty.Text{tx("提醒日", "remind on"), tx("顾客", "customer"), tx("买什么", "of what"), tx("上次", "last"), tx("件", "pieces"), tx("预计再买", "wanted"), tx("从哪天起算晚", "late from"), tx("为什么", "why")},
		note: tx("提醒日取 25% 分位与中位数前 7 天中较晚的一天；全部在 restock.csv。", "A reminder goes at the 25% quantile or seven days before the median, whichever is later. All are in restock.csv."),
	}
	for _, w := range wants {
		d := w.due
		what := w.category
		if what == "" {
			what = s.Pick("再来一次", "another order")
		}
		t.rows = append(t.rows, []string{w.send.String(), w.customer, what, d.Last.String(), dot(d.Pieces), monthDay(d.Wanted), monthDay(d.Late), s.why(w)})
	}
	return t
}

func monthDay(d loyalty.Day) string { return d.Time().Format("01-02") }

// why is what the date rests on, in a few words.
func (s *shop) why(w *want) string {
	switch w.due.Source {
	case restock.ByOwnRhythm:
		return fmt.Sprintf(s.Pick("本人节奏约%s天（%d次间隔）", "own rhythm, about %s days (%d gaps)"), short(w.due.ByRhythm, whole), w.due.ByRhythm.Base)
	case restock.ByUsagePeriod:
		return fmt.Sprintf(s.Pick("够用%s天（每件%g天）", "lasts %s days (%g a piece)"), short(w.due.ByUse, whole), w.lasts)
	}
	return fmt.Sprintf(s.Pick("同类顾客约%s天", "the shop's rhythm, about %s days"), short(w.due.ByRhythm, whole))
}

func (s *shop) phaseTable(categories []string, phases map[string]map[restock.Phase]int) table {
	t := table{
		title: tx("各类目复购状态（顾客数）", "Reorders by category (customers)"),
		head:  []loyalty.Text{tx("类目", "category"), tx("家里还够用", "stocked"), tx("该复购了", "remind"), tx("晚了还没复购", "late"), tx("转召回", "win-back"), tx("不知道", "unknown")},
	}
	for _, category := range categories {
		n := phases[category]
		name := category
		if name == "" {
			name = s.Pick("全部", "all")
		}
		t.rows = append(t.rows, []string{name, count(n[restock.Stocked]), count(n[restock.Remind]), count(n[restock.Late]), count(n[restock.HandOver]), count(n[restock.Unknown])})
	}
	return t
}

// dayTable is how many reminders go out on each day.
func (s *shop) dayTable(wants []*want) table {
	n := map[loyalty.Day]int{}
	for _, w := range wants {
		n[w.send]++
	}
	t := table{title: tx("每天要发几条", "Reminders by day"), head: []loyalty.Text{tx("提醒日", "remind on"), tx("条数", "reminders")}}
	for _, on := range slices.Sorted(maps.Keys(n)) {
		t.rows = append(t.rows, []string{s.day(dateOf(on)), count(n[on])})
	}
	return t
}

// day is a date with its weekday.
func (s *shop) day(d calendar.Date) string {
	name := [...]string{"日", "一", "二", "三", "四", "五", "六"}[d.Weekday()]
	return fmt.Sprintf("%s %s", d, s.Pick("周"+name, d.Weekday().String()[:3]))
}

// since is a short date and time of the shop.
func since(t time.Time) string { return t.In(calendar.China).Format(time.DateOnly) }

package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/related"
	"github.com/tiexin-go/tiexin/loyalty"
)

// related says what is bought together and what is bought next.
func (s *shop) related() (section, error) {
	a := section{id: "related", title: tx("什么和什么一起买，接着买什么", "What is bought together, and what is bought next")}
	what := orderlog.Item
	if !s.log.Columns.Has(orderlog.Item) && !s.log.Columns.Has(orderlog.Code) && s.log.Columns.Has(orderlog.Category) {
		what = orderlog.Category
	}
	if what == orderlog.Item && s.log.Columns.Has(orderlog.Code) {
		what = orderlog.Code
	}
	if a.needs(s, what) {
		return a, nil
	}
	var lines []related.Line
	for _, o := range s.known {
		if o.Paid.IsZero() || o.Paid.After(s.now) {
			continue
		}
		for j := range o.Lines {
			l := &o.Lines[j]
			name := l.Item
			if what == orderlog.Category {
				name = l.Category
			}
			if name == "" || l.Whole() {
				continue
			}
			id := o.ID
			if id == "" {
				id = fmt.Sprint("line ", l.Row)
			}
			lines = append(lines, related.Line{Customer: o.Customer, Order: id, Item: name, At: o.Paid})
		}
	}
	if len(lines) == 0 {
		a.say("没有写明商品的订单行。", "No line names what was bought.")
		return a, nil
	}
	r, err := related.Find(lines, related.Options{})
	if err != nil {
		return a, err
	}
	a.say(fmt.Sprintf("比较了%s个订单、%s对相邻购买日；只留下次数够多、且很难用巧合解释的搭配：同单%d对，接着买%d对。", count(r.Orders), count(r.Pairs), len(r.Together)/2, len(r.Next)),
		fmt.Sprintf("%s orders and %s pairs of consecutive days were compared. What was bought often enough, and can hardly be chance: %d pairs together, %d one after the other.", count(r.Orders), count(r.Pairs), len(r.Together)/2, len(r.Next)))
	if len(r.Together)+len(r.Next) == 0 {
		return a, nil
	}
	together := slices.Clone(r.Together)
	// Both ways round are one pair; the surer one is the way to recommend it.
	slices.SortStableFunc(together, func(x, y related.Relation) int { return cmp.Compare(y.Confidence.Value, x.Confidence.Value) })
	seen := map[[2]string]bool{}
	together = slices.DeleteFunc(together, func(x related.Relation) bool {
		pair := [2]string{min(x.Item, x.With), max(x.Item, x.With)}
		again := seen[pair]
		seen[pair] = true
		return again
	})
	a.tables = append(a.tables, s.relationTable(tx("一起买：下单页可推荐", "Bought together: to recommend on the order page"), together, false),
		s.relationTable(tx("接着买：下次购买时可推荐", "Bought next: to recommend at the next purchase"), slices.Clone(r.Next), true))
	return a, nil
}

func (s *shop) relationTable(title loyalty.Text, all []related.Relation, gap bool) table {
	slices.SortStableFunc(all, func(x, y related.Relation) int { return cmp.Compare(y.Lift.Lo, x.Lift.Lo) })
	t := table{
		title: title, show: 10,
		head: []loyalty.Text{tx("买了", "bought"), tx("也买", "also bought"), tx("次数", "times"), tx("顾客", "customers"), tx("支持度", "support"), tx("置信度", "confidence"), tx("提升度", "lift")},
		note: tx("提升度1是巧合；2表示比平常多一倍的可能。方括号是95%区间。", "A lift of 1 is chance; 2 is twice as often as usual. Brackets are 95% intervals."),
	}
	if gap {
		t.head = append(t.head, tx("间隔（天）", "days between"))
	}
	for _, r := range all[:min(len(all), 20)] {
		row := []string{r.Item, r.With, count(r.Times), count(r.Customers), fmt.Sprintf("%.2f%%", 100*r.Support.Value), percent(r.Confidence.Value), sure(s.Language, r.Lift, one)}
		if gap {
			row = append(row, short(r.Gap, whole))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

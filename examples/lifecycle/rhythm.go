package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/loyalty"
)

// rhythm says how long customers take from one purchase to the next.
func (s *shop) rhythm() (section, error) {
	a := section{id: "rhythm", title: tx("本店的购买节奏", "The rhythm of the shop")}
	l := &s.ladder
	if l.Gap.Validate() == nil {
		g := &l.Gap
		median, _ := g.Quantile(loyalty.GapState{}, .5)
		a.say(fmt.Sprintf("间隔模型：k=%.2f，a=%.2f，b=%.1f天，由%s位顾客的%s个间隔得出；k为1是全凭偶然，越大越规律。尚无间隔的顾客，下一次间隔的中位数约%.0f天。", g.K, g.A, g.B, count(g.Customers), count(g.Gaps), median),
			fmt.Sprintf("Gap model: k=%.2f, a=%.2f, b=%.1f days, from %s gaps of %s customers; k of 1 is pure chance, more is a rhythm. A customer without a gap yet is expected after about %.0f days (median).", g.K, g.A, g.B, count(g.Gaps), count(g.Customers), median))
	}
	if r := s.rhythms.Shop; l.Gap.Validate() != nil && r.Model.Validate() == nil {
		median, _ := r.Model.Quantile(loyalty.GapState{}, .5)
		a.say(fmt.Sprintf("间隔模型（同一类目的两次购买之间）：k=%.2f，由%s位顾客的%s个间隔得出；k为1是全凭偶然，越大越规律。下一次间隔的中位数约%.0f天。老顾客还少，各阶段不用它。", r.Model.K, count(r.Customers), count(r.Gaps), median),
			fmt.Sprintf("Gap model (between purchases of one category): k=%.2f, from %s gaps of %s customers; k of 1 is pure chance, more is a rhythm. The next gap has a median of about %.0f days. There are too few returning customers for stages to rest on it.", r.Model.K, count(r.Gaps), count(r.Customers), median))
	}
	if l.Median.OK {
		a.tables = append(a.tables, s.quantileTable())
	} else {
		a.say("老顾客太少，还说不出本店的节奏。", "Too few have come back to tell the shop's rhythm.")
	}
	if s.log.Columns.Has(orderlog.Category) {
		a.tables = append(a.tables, s.categoryTable())
	}
	gaps := loyalty.GapDays(s.buyers)
	if len(gaps) > 0 {
		a.figures = append(a.figures, s.drawGaps(gaps))
	}
	curve, err := s.drawReturn()
	if err != nil {
		return a, err
	}
	a.figures = append(a.figures, curve)
	return a, nil
}

func (s *shop) quantileTable() table {
	l := &s.ladder
	t := table{
		title: tx("会回来的人，多少天内回来", "Those who come back do so within"),
		head:  []loyalty.Text{tx("从", "from"), tx("50%（天）", "50% (days)"), tx("80%（天）", "80% (days)"), tx("90%（天）", "90% (days)"), tx("95%（天）", "95% (days)"), tx("99%（天）", "99% (days)"), tx("终会回来", "come back"), tx("n", "n")},
		note: tx("用 Kaplan–Meier 曲线算：还没回来的人也算进去，所以比只看已完成的间隔更长、更真实。",
			"By Kaplan and Meier's curve: those still waiting count too, so it is longer, and truer, than the mean of completed gaps."),
	}
	t.rows = [][]string{
		{s.Pick("任一次购买", "any purchase"), short(l.Median, whole), short(l.Q80, whole), short(l.Q90, whole), short(l.Q95, whole), short(l.Q99, whole), short(l.Return, percent), count(l.Return.Base)},
		{s.Pick("首次购买", "the first"), s.firstBack(.5), short(l.FirstQ80, whole), s.firstBack(.9), short(l.FirstQ95, whole), short(l.FirstQ99, whole), short(l.FirstReturn, percent), count(l.FirstReturn.Base)},
	}
	return t
}

// firstBack is the days within which a share p of those who come back after their
// first purchase have done so, as the ladder counts them: the rest never does.
func (s *shop) firstBack(p float64) string {
	curve, err := loyalty.KaplanMeier(loyalty.NextOrder(s.buyers, 1, s.on))
	if err != nil || !s.ladder.FirstReturn.OK {
		return "–"
	}
	return short(curve.Quantile(p*s.ladder.FirstReturn.Value), whole)
}

func (s *shop) categoryTable() table {
	t := table{
		title: tx("各类目的节奏", "The rhythm of each category"),
		head:  []loyalty.Text{tx("类目", "category"), tx("单位", "unit"), tx("25%", "25%"), tx("中位数", "median"), tx("75%", "75%"), tx("95%", "95%"), tx("规律度 k", "regularity"), tx("顾客", "customers"), tx("间隔", "gaps"), tx("说明", "note")},
		note:  tx("尚无自己间隔的顾客。按件算时，一次买几件就乘几。", "For a customer without gaps of their own. Where it counts by the piece, multiply by the pieces bought."),
	}
	for _, name := range slices.Sorted(maps.Keys(s.rhythms.Categories)) {
		t.rows = append(t.rows, s.rhythmRow(name, s.rhythms.Categories[name]))
	}
	if s.rhythms.Shop.Model.Validate() == nil {
		t.rows = append(t.rows, s.rhythmRow(s.Pick("全店（后备）", "the shop"), s.rhythms.Shop))
	}
	return t
}

func (s *shop) rhythmRow(name string, r restock.Rhythm) []string {
	unit := s.Pick("天", "days")
	if r.PerUnit {
		unit = s.Pick("天/件", "days a piece")
	}
	row := []string{name, unit}
	for _, p := range []float64{.25, .5, .75, .95} {
		if v, ok := r.Model.Quantile(loyalty.GapState{}, p); ok {
			row = append(row, one(v))
		} else {
			row = append(row, "–")
		}
	}
	return append(row, fmt.Sprintf("%.2f", r.Model.K), count(r.Customers), count(r.Gaps), s.Reasons(r.Flags))
}

package learn

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/related"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// stages finds after how many days of silence a customer counts as lapsing or lost.
func (p *past) stages() (Section, error) {
	s := Section{Key: "stages"}
	if len(p.buyers) == 0 {
		s.say("顾客阶段：没有学到，还没有人付款。")
		return s, nil
	}
	l, err := (stage.Policy{}).Fit(p.buyers, p.now)
	if err != nil {
		return s, zh.Error("%s: %w", p.File, err)
	}
	if slices.Contains(l.Flags, loyalty.Textbook) || !l.Q80.OK || !l.Q95.OK {
		s.say("顾客阶段：没有学到。%d位顾客买过，其中老顾客%d位，太少或者看的时间太短。", l.Buyers, l.Returning)
		return s, nil
	}
	days := l.Policy.Days
	s.say("顾客阶段（天）：%d位顾客买过，其中老顾客%d位，共%d个间隔。会回来的人里八成在%.0f天内回来，九成五在%.0f天内。", l.Buyers, l.Returning, l.Gaps, l.Q80.Value, l.Q95.Value)
	s.say("判断方法：%s。", used(&l).Chinese)
	s.Found = append(s.Found, Finding{Name: "rung", Value: l.Policy.Rung.String(), Evidence: fmt.Sprintf("%d位顾客买过", l.Buyers)})
	for _, one := range []struct {
		name string
		days float64
	}{{"often", days.Often}, {"lapsing", days.Lapsing}, {"lost", days.Lost}, {"new_lapsing", days.NewLapsing}, {"new_lost", days.NewLost}, {"dead", days.Dead}} {
		s.Found = append(s.Found, Finding{Name: one.name, Value: inDays(one.days)})
	}
	s.Found = append(s.Found, model(&l.Policy)...)
	s.Found = append(s.Found, Finding{Name: "base", Value: fmt.Sprint(l.Policy.Base)})
	return s, nil
}

// used is why the rung was chosen.
func used(l *stage.Ladder) loyalty.Text {
	i := slices.IndexFunc(l.Tried, func(t stage.Try) bool { return t.Used })
	return l.Tried[i].Why
}

// inDays rounds days up to whole ones.
func inDays(days float64) string { return fmt.Sprintf("%dd", int(math.Ceil(days))) }

// model is what the rung of a policy needs beside the days.
func model(p *stage.Policy) []Finding {
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }
	switch p.Rung {
	case stage.GapQuantiles:
		return []Finding{{Name: "gaps", Value: fmt.Sprintf("{k: %s, a: %s, b: %s}", number(p.Gaps.K), number(p.Gaps.A), number(p.Gaps.B))}}
	case stage.BuyProbability:
		m := p.Model
		return []Finding{
			{Name: "model", Value: fmt.Sprintf("{r: %s, alpha: %s, a: %s, b: %s}", number(m.R), number(m.Alpha), number(m.A), number(m.B))},
			{Name: "horizon", Value: inDays(p.Horizon)},
			{Name: "active", Value: number(p.Chances.Quiet.Enter)},
		}
	}
	return nil
}

// values finds the tiers of customers by what they spent.
func (p *past) values() (Section, error) {
	s := Section{Key: "values"}
	spent := map[string]tiexin.Money{}
	for i := range p.net {
		spent[p.net[i].Customer] += p.net[i].Spend()
	}
	if len(spent) < leastCustomers {
		s.say("价值分层：没有学到，买过的顾客不到%d位。", leastCustomers)
		return s, nil
	}
	var all []tiexin.Money
	for _, yuan := range spent {
		all = append(all, yuan)
	}
	slices.Sort(all)
	tiers, err := loyalty.TierByValue(all, loyalty.ParetoTiers())
	if err != nil {
		return s, zh.Error("%s: %w", p.File, err)
	}
	s.say("价值分层（元）：%d位顾客按累计消费排，带来八成成交额的是high，再到九成五的是middle。", len(all))
	for i, name := range []string{"high", "middle"} {
		t := tiers.Tiers[i]
		if t.Customers > 0 {
			s.Found = append(s.Found, Finding{Name: name, Value: t.Least.Decimal(), Evidence: fmt.Sprintf("%d位", t.Customers)})
		}
	}
	return s, nil
}

// mostRelated is how many pairs are written, the surest.
const mostRelated = 20

// related finds what is bought together.
func (p *past) related() (Section, error) {
	s := Section{Key: "related"}
	var lines []related.Line
	for _, o := range p.orders {
		if o.Paid.IsZero() || o.Paid.After(p.now) {
			continue
		}
		for i := range o.Lines {
			l := &o.Lines[i]
			if name := cmp.Or(l.Item, l.Category); name != "" && !l.Whole() {
				lines = append(lines, related.Line{Customer: o.Customer, Order: cmp.Or(o.ID, fmt.Sprint("line ", l.Row)), Item: name, At: o.Paid})
			}
		}
	}
	if len(lines) == 0 {
		s.say("什么和什么一起买：没有学到，订单里没有写商品或类目。")
		return s, nil
	}
	r, err := related.Find(lines, related.Options{Keep: 3})
	if err != nil {
		return s, zh.Error("%s: %w", p.File, err)
	}
	if len(r.Together) == 0 {
		s.say("什么和什么一起买：%d个订单里没有难以用巧合解释的搭配。", r.Orders)
		return s, nil
	}
	s.say("什么和什么一起买：比较了%d个订单。至少一起买过5次、3位顾客、且很难用巧合解释，才写。", r.Orders)
	slices.SortStableFunc(r.Together, func(a, b related.Relation) int { return cmp.Compare(b.Lift.Lo, a.Lift.Lo) })
	for _, one := range r.Together[:min(len(r.Together), mostRelated)] {
		s.Found = append(s.Found, Finding{
			Name: one.Item, Value: "[" + name(one.With) + "]",
			Evidence: fmt.Sprintf("一起买%d次，%d位顾客；是巧合的%.1f倍（95%%区间%.1f–%.1f）", one.Times, one.Customers, one.Lift.Value, one.Lift.Lo, one.Lift.Hi),
		})
	}
	s.Found = once(s.Found)
	return s, nil
}

// once joins the values of findings of one name, in the order in which they come.
func once(all []Finding) []Finding {
	var joined []Finding
	for _, f := range all {
		i := slices.IndexFunc(joined, func(j Finding) bool { return j.Name == f.Name && j.Under == f.Under })
		if i < 0 {
			joined = append(joined, f)
			continue
		}
		joined[i].Value = strings.TrimSuffix(joined[i].Value, "]") + ", " + strings.TrimPrefix(f.Value, "[")
		joined[i].Evidence += "；" + f.Evidence
	}
	return joined
}

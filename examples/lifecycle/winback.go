package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/lifecycle/winback"
	"github.com/tiexin-go/tiexin/loyalty"
)

var causeWords = map[winback.Cause]loyalty.Text{
	winback.BadProduct: tx("产品不好", "bad product"), winback.BadService: tx("服务不好", "bad service"), winback.Outgrown: tx("过了年龄段", "outgrown"),
	winback.Fatigue: tx("审美疲劳", "fatigue"), winback.TooExpensive: tx("嫌贵", "too expensive"), winback.StockOut: tx("缺货", "out of stock"),
	winback.MovedAway: tx("搬走", "moved away"), winback.WentToRival: tx("去了别家", "rival"), winback.UnknownCause: tx("原因不明", "unknown cause"),
}

var tierWords = map[winback.Tier]loyalty.Text{
	winback.FewOrders: tx("只买一两次", "one or two orders"), winback.ManyOrders: tx("三次以上", "three or more"), winback.HighValue: tx("高价值", "high value"),
}

var winBackReasons = map[winback.Reason]loyalty.Text{
	winback.Refused: tx("退订营销，不打扰", "refuses marketing"), winback.Complaint: tx("投诉未结，先解决", "complaint open: settle it first"),
	winback.Dead: tx("等大促再说", "dead: only at a large festival"), winback.Stop: tx("手册说不再打扰", "the book says stop"),
	winback.Festival: tx("大促期间，可以写", "a festival: may be written to"), winback.Lost: tx("现在召回", "win back now"),
}

// winBack says what to do, and what not, about those who left.
func (s *shop) winBack() (section, error) {
	a := section{id: "winback", title: tx("召回清单：谁、为什么走、做什么、不做什么", "Win-back: who, why they left, what to do and what not")}
	left, err := s.left()
	if err != nil {
		return a, err
	}
	if len(left) == 0 {
		a.say("现在没有要召回的顾客。", "No customer is lapsing or lost.")
		return a, nil
	}
	var values []float64
	for _, c := range left {
		if c.Orders >= 3 && c.Value.Known {
			values = append(values, c.Value.Value)
		}
	}
	slices.Sort(values)
	options := winback.Options{}
	high := loyalty.QuantileOf(values, .8)
	if high.OK {
		options.HighValue = tiexin.Money(100 * high.Value)
	}
	plans, err := winback.Plans(left, s.now, options)
	if err != nil {
		return a, err
	}
	verdicts := map[winback.Verdict]int{}
	for i := range plans {
		verdicts[plans[i].Verdict]++
	}
	a.say(fmt.Sprintf("%s位顾客是%s、%s或%s：现在召回%s位，等一等%s位，不打扰%s位。", count(len(plans)), stage.Lapsing.Chinese(), stage.Lost.Chinese(), stage.Dead.Chinese(), count(verdicts[winback.WinBack]), count(verdicts[winback.Wait]), count(verdicts[winback.LeaveInPeace])),
		fmt.Sprintf("%s customers are lapsing, lost or dead: %s to win back now, %s to wait for, %s to leave in peace.", count(len(plans)), count(verdicts[winback.WinBack]), count(verdicts[winback.Wait]), count(verdicts[winback.LeaveInPeace])))
	if high.OK {
		a.say(fmt.Sprintf("高价值：三次以上、回来后一年约值%s以上（流失者前20%%）。价值 = 该顾客的平均每单（单数少的参考全店）× 如果今天回来，模型预计一年内会买几次。", s.yuan(high.Value)),
			fmt.Sprintf("High value: three orders or more, worth %s or more in a year if they returned (the top fifth of those who left). Value = the customer's mean order (leaning on the shop's where there are few) × the orders that the model expects within a year after coming back today.", s.yuan(high.Value)))
	}
	if s.ladder.Model.Customers == 0 {
		a.say("买过的顾客太少，还估不出回来后的价值。", "Too few buyers to tell what a return would be worth.")
	}
	if lack := s.lacking(orderlog.Rating, orderlog.Complained, orderlog.RefundReason, orderlog.List); lack != "" {
		a.say("缺少这些列，有些原因看不出来："+lack+"。", "Some causes cannot be seen without these columns: "+lack+".")
	}
	a.tables = append(a.tables, s.planTable(plans), s.playTable(plans))
	return a, nil
}

// left are the customers who are lapsing, lost or dead, by customer.
func (s *shop) left() ([]winback.Customer, error) {
	signals, err := s.signals()
	if err != nil {
		return nil, err
	}
	bases, err := loyalty.Summarise(loyalty.Log{Purchases: s.net}, s.view)
	if err != nil {
		return nil, err
	}
	value := s.valuation(bases)
	var left []winback.Customer
	for _, h := range s.buyers {
		at := s.standings[h.Customer].Stage
		if at < stage.Lapsing {
			continue
		}
		sum := bases[h.Customer]
		c := winback.Customer{ID: h.Customer, Dead: at == stage.Dead, Orders: sum.Days()}
		// Several lines are one order: days of purchase are the orders here.
		if a := signals[h.Customer]; a != nil {
			c.Signals, c.Refused, c.Complaint = a.signals(s), a.refused, a.open
		}
		c.Value = value.of(&sum, s.on)
		left = append(left, c)
	}
	return left, nil
}

// planTable is tier × cause.
func (s *shop) planTable(plans []winback.Plan) table {
	type group struct {
		tier   winback.Tier
		cause  winback.Cause
		n, now int
		worth  float64
		plays  []winback.Play
	}
	groups := map[[2]string]*group{}
	var order []*group
	book := winback.DefaultBook()
	for i := range plans {
		p := &plans[i]
		key := [2]string{string(p.Tier), string(p.Taken[0])}
		if groups[key] == nil {
			groups[key] = &group{tier: p.Tier, cause: p.Taken[0], plays: book.For(p.Tier, p.Taken[0])}
			order = append(order, groups[key])
		}
		g := groups[key]
		g.n++
		if p.Verdict == winback.WinBack {
			g.now++
			g.worth += p.Worth.Value
		}
	}
	slices.SortFunc(order, func(x, y *group) int {
		tiers := winback.Tiers()
		return cmp.Or(slices.Index(tiers, y.tier)-slices.Index(tiers, x.tier), cmp.Compare(y.n, x.n), cmp.Compare(x.cause, y.cause))
	})
	t := table{
		title: tx("价值层级 × 原因", "Tier by cause"),
		head:  []loyalty.Text{tx("层级", "tier"), tx("原因", "cause"), tx("人数", "customers"), tx("现在召回", "win back now"), tx("期望销售额", "expected sales"), tx("做什么", "do"), tx("不做什么", "do not")},
		note: tx("期望销售额 = 回来后一年的销售额 × 回来的概率（概率是库内置的假设，换成自己的实测即可）；乘以毛利率才是最多值得花的钱。",
			"Expected sales = sales of a year after a return × chance of a return (the library's assumptions: put in your own counts). Times the gross margin they are what may be spent at most."),
	}
	for _, g := range order {
		row := []string{s.Of(tierWords[g.tier]), s.Of(causeWords[g.cause]), count(g.n), count(g.now), s.yuan(g.worth)}
		do, avoid := "", ""
		if len(g.plays) > 0 {
			do, avoid = s.advice(g.plays[0].Do), s.advice(g.plays[0].Avoid)
		}
		t.rows = append(t.rows, append(row, do, avoid))
	}
	return t
}

func (s *shop) advice(list []loyalty.Advice) string {
	if len(list) == 0 {
		return ""
	}
	return s.Of(list[0].What)
}

// playTable is who is worth most.
func (s *shop) playTable(plans []winback.Plan) table {
	sorted := slices.Clone(plans)
	slices.SortStableFunc(sorted, func(x, y winback.Plan) int { return cmp.Compare(y.Worth.Value, x.Worth.Value) })
	t := table{
		title: tx("最值得先看的顾客", "Whom to look at first"), show: 12, page: 40, file: "winback.csv",
		head: []loyalty.Text{tx("顾客", "customer"), tx("阶段", "stage"), tx("层级", "tier"), tx("证据", "evidence"), tx("现在", "now"), tx("回来概率", "chance"), tx("期望销售额", "expected sales"), tx("下次变化", "changes on")},
	}
	for i := range sorted {
		p := &sorted[i]
		next := "–"
		if !p.Next.IsZero() {
			next = since(p.Next)
		}
		evidence := s.Of(causeWords[p.Taken[0]])
		if c := p.Causes[0]; c.Known && len(c.Evidence) > 0 && p.Taken[0] != winback.UnknownCause {
			evidence += s.Pick("：", ": ") + s.Of(c.Evidence[0])
		}
		t.rows = append(t.rows, []string{
			p.Customer, s.stage(s.standings[p.Customer].Stage), s.Of(tierWords[p.Tier]), evidence, s.Of(winBackReasons[p.Reason]),
			short(p.Chance, percent), short(p.Worth, s.yuan), next,
		})
	}
	return t
}

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/lifecycle/statement"
	"github.com/tiexin-go/tiexin/loyalty"
)

// statement is one customer's year with the shop, as a message.
func (s *shop) statement(who string) (section, error) {
	a := section{id: "statement", title: tx("一位顾客的阶段性账单", "One customer's statement")}
	end := dateOf(s.on)
	period := calendar.Span{First: end.AddMonths(-12).AddDays(1), Last: end}
	period.Main = period.First
	spent := map[string]tiexin.Money{}
	first := loyalty.DayOf(period.First.Start(calendar.China), calendar.China)
	for i := range s.net {
		if p := &s.net[i]; loyalty.DayOf(p.At, calendar.China) >= first {
			spent[p.Customer] += p.Spend()
		}
	}
	if who == "" {
		who = s.keenest()
	}
	facts := statement.Facts{Customer: who, SinceFirst: s.invented}
	for i := range s.net {
		if s.net[i].Customer == who {
			facts.Purchases = append(facts.Purchases, s.net[i])
		}
	}
	var ranks []tiexin.Money
	for _, money := range spent {
		ranks = append(ranks, money)
	}
	facts.Shop = statement.Rank(ranks)
	known := false
	for _, o := range s.known {
		if o.Customer != who {
			continue
		}
		known = true
		if s.log.Columns.Has(orderlog.Points) && !o.Paid.IsZero() {
			facts.Points = append(facts.Points, statement.Points{At: o.Paid, Points: o.Points})
		}
	}
	if !known {
		return a, fmt.Errorf("no order is of a customer %q; one of them is %q", who, s.keenest())
	}
	st, err := statement.Make(facts, period, s.now, statement.Options{})
	if err != nil {
		return a, fmt.Errorf("statement of %s: %w", who, err)
	}
	greeting := statement.Greeting{}
	if s.invented {
		greeting.Shop = "贴心母婴"
	}
	chinese, err := st.Chinese(greeting)
	if err != nil {
		a.say(fmt.Sprintf("顾客%s在这段时间没有可感谢的购买，不发账单。", who), fmt.Sprintf("Customer %s has nothing to be thanked for in the period; none is sent.", who))
		return a, nil
	}
	english, err := st.English(greeting)
	if err != nil {
		return a, err
	}
	chinese, english = strings.ReplaceAll(chinese, "¥", s.log.Currency), strings.ReplaceAll(english, "¥", s.log.Currency)
	a.messages = append(a.messages, tx(chinese, english))
	a.say(fmt.Sprintf("顾客%s。", who), fmt.Sprintf("Customer %s.", who))
	history, err := stage.HistoryOf(s.daysOf(who), s.on)
	if err == nil {
		why := s.ladder.Policy.ExplainStanding(s.standings[who], history, s.now).Text()
		a.say("这位顾客现在："+why.Chinese, "Where this customer stands: "+why.English)
	}
	a.say(fmt.Sprintf("%s 至 %s 的账单，可在微信里直接发送：", period.First, period.Last), fmt.Sprintf("The statement of %s to %s, ready to be sent on WeChat:", period.First, period.Last))
	return a, nil
}

// keenest is who bought on the most days, of equals the first by name.
func (s *shop) keenest() string {
	best := 0
	for i := range s.buyers {
		if len(s.buyers[i].Days) > len(s.buyers[best].Days) {
			best = i
		}
	}
	if len(s.buyers) == 0 {
		return s.known[0].Customer
	}
	return s.buyers[best].Customer
}

func (s *shop) daysOf(who string) loyalty.History {
	i := slices.IndexFunc(s.buyers, func(h loyalty.History) bool { return h.Customer == who })
	if i < 0 {
		return loyalty.History{Customer: who}
	}
	return s.buyers[i]
}

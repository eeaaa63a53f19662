package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// A story puts the outcomes of the evening and the days after together for a reader.
type story struct {
	rules   *care.Rules
	events  int
	nicks   map[string]string // of customers, by id
	orders  map[string]bool
	said    []care.Outcome // messages and tasks, as they went
	late    []care.Outcome // messages that would better not have gone
	askings map[asking]*course
	sum     care.Summary
}

// An asking is one order, or parcel, as seen by one flow; its course is what became
// of it.
type asking struct{ flow, customer, subject string }

type course struct {
	wanted bool // a rule had it in mind
	spoke  bool
	waited care.Reason  // the last thing it waited for, besides its time
	last   care.Outcome // the outcome that says most
}

func newStory(rules *care.Rules, events []tiexin.Event) *story {
	s := &story{rules: rules, events: len(events), nicks: map[string]string{}, orders: map[string]bool{}, askings: map[asking]*course{}}
	for _, e := range events {
		if e.Customer.Nick != "" || s.nicks[e.Customer.ID] == "" {
			s.nicks[e.Customer.ID] = cmp.Or(e.Customer.Nick, "没有昵称·"+e.Customer.ID[max(len(e.Customer.ID)-3, 0):])
		}
		if e.Order != nil {
			s.orders[e.Order.ID] = true
		}
	}
	return s
}

// hear takes in one outcome.
func (s *story) hear(o care.Outcome) {
	s.sum.Add(&o)
	key := asking{o.Flow, o.Customer, o.Subject}
	c := s.askings[key]
	if c == nil {
		c = &course{}
		s.askings[key] = c
	}
	c.wanted = c.wanted || weight(&o) == 3 || weight(&o) == 5
	switch {
	case o.Goes():
		s.said = append(s.said, o)
		c.spoke = true
	case o.Verdict == care.Regret:
		s.late = append(s.late, o)
	case o.Verdict == care.Wait && o.Reason != care.NotYet:
		c.waited, c.last = o.Reason, o
	case weight(&o) >= weight(&c.last):
		c.last = o
	}
}

// weight is how much an outcome says about why an order heard nothing. What is
// not true says least, then what is not true yet, then an end, then a reason
// that is final.
func weight(o *care.Outcome) int {
	switch {
	case o.Verdict == 0:
		return 0
	case o.Reason == care.ConditionOff:
		return 1
	case o.Reason == care.EarlierRule || o.Reason == care.AlreadySaid:
		return 2
	case o.Verdict == care.Wait:
		return 3
	case o.Reason == care.Ended:
		return 4
	}
	return 5
}

// A silence is everybody who heard nothing from a flow for the same reason.
type silence struct {
	flow   string
	why    string // in a shopkeeper's words
	engine string // in the engine's
	about  []care.Outcome
}

// silences groups those who heard nothing, the largest group of a flow first.
// Orders that no rule of a flow had in mind are left out, except in the first.
func (s *story) silences() []silence {
	groups := map[string]*silence{}
	var order []string
	for key, c := range s.askings {
		if c.spoke || !c.wanted && key.flow != s.rules.Flows[0].Name {
			continue
		}
		why, engine := c.why()
		id := key.flow + why + engine
		if groups[id] == nil {
			groups[id] = &silence{flow: key.flow, why: why, engine: engine}
			order = append(order, id)
		}
		groups[id].about = append(groups[id].about, c.last)
	}
	var all []silence
	for _, id := range order {
		g := groups[id]
		slices.SortFunc(g.about, func(a, b care.Outcome) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Subject, b.Subject)) })
		all = append(all, *g)
	}
	slices.SortFunc(all, func(a, b silence) int {
		return cmp.Or(s.place(a.flow)-s.place(b.flow), len(b.about)-len(a.about), cmp.Compare(a.engine, b.engine), cmp.Compare(a.why, b.why))
	})
	return all
}

func (s *story) place(flow string) int {
	for i, f := range s.rules.Flows {
		if f.Name == flow {
			return i
		}
	}
	return len(s.rules.Flows)
}

// why says why nothing was said, in a shopkeeper's words and in the engine's.
func (c *course) why() (words, engine string) {
	o := &c.last
	words = map[care.Reason]string{
		care.NotYet: "还没到时候", care.InConversation: "正在说付不了款，先不打扰", care.QuietHours: "夜里先不打扰",
		care.ConditionOff: "金额太小，不值得打扰", care.TooLate: "等到能说的时候已经晚了", care.Refused: "顾客退订过",
		care.NoConsent: "顾客没有同意收营销消息", care.Forbidden: "黑名单", care.MergedInto: "合在一起说了",
		care.NoWay: "没有能找到人的渠道", care.EnoughAlready: "今天已经说够了",
	}[o.Reason]
	if o.Reason == care.Ended {
		words = map[string]string{
			"order.paid": "付款了", "order.closed": "订单关闭了", "order.deposit_paid": "付了定金，归预售尾款管",
			"order.refund_opened": "申请退款了", "closing time": "订单到时间自己关闭了", "parcel.signed": "签收了",
			"parcel.out_for_delivery": "已经在送了",
		}[o.By]
		if c.waited == care.QuietHours && o.By == "order.paid" {
			words = "夜里没打扰，早上之前自己付了"
		}
		if c.waited == care.InConversation {
			words = "正在说付不了款，没打扰，后来自己付了"
		}
	}
	engine = o.Reason.String()
	if o.By != "" && o.Reason != care.MergedInto && o.Reason != care.NoConsent {
		engine += " · " + o.By
	}
	if part, ok := missing(o); ok {
		engine += " · " + part
	}
	for _, w := range o.Ways {
		if w.Closed != channel.Open {
			engine += fmt.Sprintf(" · %s %s", w.Kind, w.Closed)
		}
	}
	return cmp.Or(words, "不适用"), engine
}

// missing is the part of a condition that was not true, with what it saw.
func missing(o *care.Outcome) (string, bool) {
	if o.Reason != care.ConditionOff {
		return "", false
	}
	for _, part := range o.Seen() {
		if !part.Yes && part.Turns == 0 {
			return part.Text + " · " + strings.Join(part.Values, ", "), true
		}
	}
	return "", false
}

// when is a time as the story says it: of the evening, of the next day, or of a day
// of the month.
func when(t time.Time) string {
	switch t.Day() {
	case 10:
		return t.Format("15:04")
	case 11:
		return t.Format("次日15:04")
	}
	return t.Format("2日15:04")
}

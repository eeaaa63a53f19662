package main

import (
	"cmp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
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
	flow  string
	why   string // as people say it
	code  string // as rule tests and the tool's JSON have it
	about []care.Outcome
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
		why, code := c.why(s.rules), c.last.Reason.String()
		id := key.flow + why + code
		if groups[id] == nil {
			groups[id] = &silence{flow: key.flow, why: why, code: code}
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
		return cmp.Or(s.place(a.flow)-s.place(b.flow), len(b.about)-len(a.about), cmp.Compare(a.code, b.code), cmp.Compare(a.why, b.why))
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

// why says why nothing was said: what it waited for, if it did, and what came then.
func (c *course) why(rules *care.Rules) string {
	why := c.last.WhyChinese(rules)
	if c.waited != 0 && c.waited != c.last.Reason {
		return c.waited.Chinese() + "，后来" + why
	}
	return why
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

package plan

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// Options say how a check list is made.
type Options struct {
	Rules *rule.Set // for titles; nil: rules go by their paths
	// Personal shows what customers replied and what people noted.
	Personal bool
}

// A Checker makes the check list of a log, as it comes. It keeps what was planned and
// forgets what was only looked at, so it can read a log of any length.
type Checker struct {
	options Options
	strange int
	last    time.Time
	items   map[string]*Item // by ID
	order   []*Item
	asked   map[asking]*firing
}

// NewChecker is a checker that has read nothing yet.
func NewChecker(o Options) *Checker {
	return &Checker{options: o, items: map[string]*Item{}, asked: map[asking]*firing{}}
}

// List is the check list of all that was read. Tasks are overdue as of an instant; zero:
// the last that log and reports tell of.
func (c *Checker) List(at time.Time) *List {
	list := &List{At: cmp.Or(at, c.last), Items: make([]Item, 0, len(c.order)), Strange: c.strange}
	for _, item := range c.order {
		c.settle(item, list.At)
		list.Items = append(list.Items, *item)
	}
	list.Totals = c.sums(list.Items)
	return list
}

// Outcome reads the next outcome of the log.
func (c *Checker) Outcome(o *care.Outcome) {
	c.saw(o.At)
	if o.Bill != nil {
		if item := c.items[o.Bill.ID]; item != nil {
			item.Cost = o.Bill.Cost
		}
	}
	if o.Verdict == care.Unknown && o.Said != nil {
		if item := c.items[o.Said.ID]; item != nil && len(item.sends) > 0 {
			item.sends[len(item.sends)-1].unknown = true
		}
	}
	if o.Verdict == care.Moved || o.Verdict == care.Billed || o.Verdict == care.Unknown { // no rule was asked
		return
	}
	s, about := c.stateOf(o)
	if s == nil {
		return
	}
	s.hear(o)
	switch {
	case o.Goes():
		s.item = c.goes(o)
		about.last = s.item
	case o.Verdict == care.Skip && o.Reason.Final() && o.Reason != care.AlreadySaid:
		if item := s.item; item != nil && item.ended.why == 0 {
			item.ended = ended{o.At, o.Reason}
		}
	case o.Verdict == care.Regret:
		if about.last != nil {
			about.last.late = o.Reason.Chinese()
		}
	}
}

func (c *Checker) goes(o *care.Outcome) *Item {
	item := c.items[o.Said.ID]
	if item == nil {
		item = &Item{
			At: o.At, Shop: o.Shop, Customer: o.Customer, Subject: o.Subject, Rule: o.Path(), Title: c.title(o.Path()), Step: int(o.Step),
			ID: o.Said.ID,
		}
		c.items[item.ID] = item
		c.order = append(c.order, item)
	}
	item.Via, item.Task, item.Cost = o.Said.Via, o.Verdict == care.Task, o.Said.Cost
	if t := o.Said.Task; t != nil {
		item.Form, item.Owner, item.Deadline = t.Form, t.Owner, t.Deadline
	}
	item.sends, item.ended = append(item.sends, send{at: o.At, via: o.Said.Via}), ended{}
	return item
}

func (c *Checker) title(path string) string {
	if c.options.Rules != nil {
		if r, ok := c.options.Rules.Rule(path); ok {
			return r.Title
		}
	}
	return ""
}

func (c *Checker) saw(at time.Time) {
	if at.After(c.last) {
		c.last = at
	}
}

// Report reads an event: what it says of a message or task, once the outcomes are read.
// One that the log does not hold counts as strange.
func (c *Checker) Report(e *tiexin.Event) {
	c.saw(e.At)
	id := ""
	switch {
	case e.Message != nil && e.Type != tiexin.EventMessageApproved && e.Type != tiexin.EventMessageDeclined:
		id = e.Message.ID
	case e.Task != nil:
		id = e.Task.ID
	}
	switch item := c.items[id]; {
	case id == "":
	case item == nil:
		c.strange++
	default:
		item.reports = append(item.reports, *e)
	}
}

// settle says what a message or task came to.
func (c *Checker) settle(item *Item, at time.Time) {
	item.Result = nil
	last := item.sends[len(item.sends)-1]
	switch {
	case item.Task:
		item.State, item.Done = Open, time.Time{}
	case last.unknown:
		item.State, item.Done = Unknown, time.Time{}
	default:
		item.State, item.Done = Sent, last.at
	}
	slices.SortStableFunc(item.reports, func(a, b tiexin.Event) int { return a.At.Compare(b.At) })
	for i := range item.reports {
		c.hear(item, &item.reports[i])
	}
	due := item.Deadline
	switch e := item.ended; {
	case item.State == Open && e.why != 0 && (due.IsZero() || !e.at.After(due)):
		item.State, item.Done, item.Result = Withdrawn, e.at, append(item.Result, e.why.Chinese())
	case item.State == Open && !due.IsZero() && at.After(due):
		item.State = Overdue
	case (item.State == Sent || item.State == Unknown) && (e.why == care.NoWay || e.why == care.TooLate):
		item.State, item.Done, item.Result = Failed, e.at, append(item.Result, e.why.Chinese())
	}
	if item.Task && last.unknown && item.State != Finished {
		item.Result = append(item.Result, "不知道交没交出去")
	}
	if item.late != "" {
		item.Result = append(item.Result, "发出以后才知道不该发："+item.late)
	}
}

func (c *Checker) hear(item *Item, e *tiexin.Event) {
	say := func(words ...string) {
		text := strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), "：")
		if text != "" && !slices.Contains(item.Result, text) {
			item.Result = append(item.Result, text)
		}
	}
	become := func(s State) { item.State, item.Done = s, e.At.In(item.At.Location()) }
	switch e.Type {
	case tiexin.EventMessageDelivered:
		become(Delivered)
	case tiexin.EventMessageReplied:
		if become(Delivered); c.options.Personal {
			say("回复", e.Message.Text)
		} else {
			say("顾客回复了")
		}
	case tiexin.EventMessageFailed:
		k := item.viaAt(e)
		say(via(k)+"没送到", discreet.Hide(e.Message.Reason))
		switch {
		case k != item.Via: // another channel took over
		case e.Message.Final:
			become(Failed)
		default:
			become(Retrying)
		}
	case tiexin.EventTaskDone, tiexin.EventTaskFailed, tiexin.EventTaskRefused:
		become(map[tiexin.EventType]State{tiexin.EventTaskDone: Finished, tiexin.EventTaskFailed: Failed, tiexin.EventTaskRefused: Refused}[e.Type])
		if say(taskResult(e.Task.Outcome)); c.options.Personal {
			say("记", e.Task.Note)
			say("经手", e.Task.By)
		}
	}
}

// viaAt is the channel that a report is about: the one that it names, or by which the
// message went then.
func (item *Item) viaAt(e *tiexin.Event) channel.Kind {
	if k, ok := channel.ParseKind(e.Message.Channel); ok {
		return k
	}
	k := item.sends[0].via
	for _, s := range item.sends {
		if !s.at.After(e.At) {
			k = s.via
		}
	}
	return k
}

// taskResult is the outcome of a task as people call it; a word of the host's own stays.
func taskResult(word string) string {
	if known, ok := map[string]string{"reached": "联系上了", "no_answer": "没人接", "wrong_number": "号码不对"}[word]; ok {
		return known
	}
	return discreet.Hide(word)
}

package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
)

// A traveller is a customer whose journey is being told.
type traveller struct {
	Journey
	*Teller
	striker discreet.Striker
	heard   map[string]bool    // events, by id
	said    map[string]*Moment // messages and tasks, by id
	reports []*tiexin.Event    // on them
	looked  map[about]*look
	looks   []*look
	parcels map[string]string  // the orders that they belong to, by their keys
	held    map[string]*Moment // waiting and withheld, by what makes them alike
	last    *Moment            // event
	lastID  string             // of the thing that it befell
}

// about is a flow and what it was asked about.
type about struct{ flow, subject string }

// A look is what a flow came to about a subject, as far as it said nothing.
type look struct {
	about
	at      time.Time
	settled bool      // a message went, or was withheld
	planned bool      // time alone would have made it speak
	ended   time.Time // zero: it did not end
	by      string
	rules   []*looked
}

// A looked is a rule that was asked, and the last reason why it says nothing.
type looked struct {
	title  string
	path   string
	reason care.Reason
}

// add keeps a moment, up to a bound.
func (c *traveller) add(m *Moment) *Moment {
	if len(c.Moments) < mostMoments {
		c.Moments = append(c.Moments, m)
	} else {
		c.Beyond++
	}
	return m
}

// clean is a text without what is personal.
func (c *traveller) clean(text string) string {
	if c.options.Personal {
		return text
	}
	return c.striker.Strike(text)
}

func (c *traveller) goes(o *care.Outcome) {
	item := Item{Via: o.Said.Via, Task: o.Verdict == care.Task}
	m := &Moment{
		At: o.At, Kind: Told, Via: o.Said.Via, Title: c.titleOf(o), About: c.subject(o.Subject), Text: c.clean(o.Said.Text), Cost: o.Said.Cost, Parts: o.Said.Parts, Major: true,
	}
	if item.Task {
		m.Kind = Asked
		c.Tasks++
	} else {
		c.Said++
	}
	if t := o.Said.Task; t != nil {
		item.Form = t.Form
		if t.Owner != "" {
			m.Notes = append(m.Notes, "由"+t.Owner)
		}
		if !t.Deadline.IsZero() {
			m.Notes = append(m.Notes, clockAfter(t.Deadline, o.At)+"前办完")
		}
		if t.Budget > 0 {
			m.Notes = append(m.Notes, "可以花"+t.Budget.String())
		}
	}
	m.Way = item.Way()
	if n := len(o.Said.Merged); n > 0 {
		m.Notes = append(m.Notes, fmt.Sprintf("连同另外%d件一起说：%s", n, strings.Join(o.Said.Merged, "、")))
	}
	m.Notes = append(m.Notes, c.closed(o)...)
	c.Cost += o.Said.Cost
	c.said[o.Said.ID] = c.add(m)
	c.settle(o)
}

// moves tells that the stage changed, and which care may have brought it about.
func (c *traveller) moves(o *care.Outcome) {
	m := &Moment{At: o.At, Kind: Moved, Title: "阶段：" + stageOf(o.Move.From) + " → " + stageOf(o.Move.To)}
	if o.Flow != "" {
		m.Notes = append(m.Notes, "之前说过："+c.titleOf(o))
	}
	c.add(m)
}

// stageOf is a stage as it stands among others: 复购.
func stageOf(s stage.Stage) string { return strings.TrimSuffix(s.Chinese(), "客户") }

// settle forgets why a rule said nothing before: it came to something else.
func (c *traveller) settle(o *care.Outcome) {
	l := c.lookOf(o)
	l.settled = true
	l.rules = slices.DeleteFunc(l.rules, func(r *looked) bool { return r.path == o.Path() })
}

// hold tells that something waits, or is withheld: about one thing once, and about the
// customer once a month.
func (c *traveller) hold(o *care.Outcome, kind MomentKind) {
	if kind != Waits {
		c.settle(o)
	}
	why := o.Reason.Chinese()
	if by := c.by(o); by != "" {
		why += "（" + by + "）"
	}
	if o.Unknown != "" {
		why += "，算不出来：" + o.Unknown
	}
	if o.Reason == care.NoWay {
		why += "：" + strings.Join(c.closed(o), "；")
	}
	if kind == Waits && !o.Until.IsZero() {
		why += "，" + clockAfter(o.Until, o.At) + "再看"
	}
	title := c.titleOf(o)
	together := fmt.Sprint(o.At.UnixMilli(), kind, o.Flow, o.Subject, why)
	if m := c.held[together]; m != nil { // of the same flow, at the same instant
		if !slices.Contains(strings.Split(m.Title, "、"), title) {
			m.Title += "、" + title
		}
		return
	}
	alike := fmt.Sprint(kind, o.Path(), o.Step, o.Subject, o.Reason, o.By)
	if o.Subject == "" {
		alike += o.At.Format("2006-01")
	}
	if m := c.held[alike]; m != nil {
		if o.Subject == "" { // about one thing, it is the same silence again
			m.Times = max(m.Times, 1) + 1
		}
		return
	}
	m := c.add(&Moment{At: o.At, Kind: kind, Title: title, About: c.subject(o.Subject), Text: why})
	c.held[together], c.held[alike] = m, m
}

// look remembers why a rule says nothing for now. That a thing is over says less than
// what was wrong before, and of what was said there is nothing to remember.
func (c *traveller) look(o *care.Outcome) {
	l := c.lookOf(o)
	l.planned = l.planned || o.Reason == care.NotYet
	if o.Reason == care.Ended && l.ended.IsZero() {
		l.ended, l.by = o.At, o.By
	}
	i := slices.IndexFunc(l.rules, func(r *looked) bool { return r.path == o.Path() })
	switch {
	case i >= 0 && o.Reason != care.Ended:
		l.rules[i].reason = o.Reason
	case i < 0 && !(l.settled && (o.Reason == care.Ended || o.Reason == care.AlreadySaid)):
		l.rules = append(l.rules, &looked{c.ruleTitle(o), o.Path(), o.Reason})
	}
}

func (c *traveller) lookOf(o *care.Outcome) *look {
	key := about{o.Flow, o.Subject}
	l := c.looked[key]
	if l == nil {
		l = &look{about: key, at: o.At}
		c.looked[key] = l
		c.looks = append(c.looks, l)
	}
	return l
}

// report tells what became of a message or task: beside it, or on its own where it is
// not known.
func (c *traveller) report(e *tiexin.Event) {
	id := ""
	if e.Message != nil {
		id = e.Message.ID
	} else {
		id = e.Task.ID
	}
	m := c.said[id]
	if m == nil {
		c.happens(e)
		return
	}
	title, _, text, own := happening(e)
	if note := clockAfter(e.At.In(m.At.Location()), m.At) + " " + strings.TrimRight(title+"："+text, "："); c.options.Personal && own != "" {
		m.Notes = append(m.Notes, note+"："+own)
	} else {
		m.Notes = append(m.Notes, note)
	}
}

// end is the whole journey.
func (c *traveller) end() *Journey {
	for _, e := range c.reports {
		c.report(e)
	}
	needless, seen := map[string]*Moment{}, map[string]*Moment{}
	for _, l := range c.looks {
		if len(l.rules) == 0 {
			continue
		}
		if !l.settled && l.planned && !l.ended.IsZero() {
			key := fmt.Sprint(l.ended.UnixMilli(), l.subject, l.by)
			if m := needless[key]; m != nil {
				m.Title += "、" + c.flowTitle(l.flow)
			} else {
				needless[key] = c.add(&Moment{At: l.ended, Kind: Needless, Title: c.flowTitle(l.flow), About: c.subject(l.subject), Text: needlessBy(l.by)})
			}
			continue
		}
		day := l.at.Format(time.DateOnly)
		m := seen[day]
		if m == nil {
			m = c.add(&Moment{At: l.at, Kind: Looked})
			seen[day] = m
		}
		m.Times += len(l.rules)
		m.Notes = append(m.Notes, c.silence(l))
	}
	for _, m := range seen {
		m.Title = fmt.Sprintf("还看过%d条规则，没有要说的", m.Times)
	}
	slices.SortStableFunc(c.Moments, func(a, b *Moment) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(boolean(a.Kind == Looked), boolean(b.Kind == Looked)))
	})
	return &c.Journey
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// subject is what a rule was asked about, as it is told: a parcel by its order.
func (c *traveller) subject(id string) string {
	if order := c.parcels[id]; order != "" {
		return order + "的包裹"
	}
	return id
}

// silence is why the rules of a flow had nothing to say about a subject.
func (c *traveller) silence(l *look) string {
	var why []care.Reason
	titles := map[care.Reason][]string{}
	for _, r := range l.rules {
		if titles[r.reason] == nil {
			why = append(why, r.reason)
		}
		titles[r.reason] = append(titles[r.reason], r.title)
	}
	var parts []string
	for _, r := range why {
		parts = append(parts, r.Chinese()+"（"+strings.Join(titles[r], "、")+"）")
	}
	what := c.flowTitle(l.flow)
	if l.subject != "" {
		what += " " + c.subject(l.subject)
	}
	return what + "：" + strings.Join(parts, "，")
}

// happens tells of an event. The same again on one day is told once.
func (c *traveller) happens(e *tiexin.Event) {
	at := cmp.Or(e.Received, e.At).In(c.rules.Shop.Zone)
	title, thing, text, own := happening(e)
	if c.last != nil && c.last.Title == title && c.lastID == thing && sameDay(c.last.At, at) {
		c.last.Times = max(c.last.Times, 1) + 1
		return
	}
	m := &Moment{At: at, Kind: Happened, Title: title, About: thing, Text: text, Major: major[e.Type]}
	if own = strings.TrimSpace(own); own != "" && c.options.Personal {
		m.Notes = append(m.Notes, own)
	}
	if late := at.Sub(e.At); late >= time.Minute {
		m.Notes = append(m.Notes, clockAfter(e.At.In(at.Location()), at)+"的事，这时才知道")
	}
	c.last, c.lastID = c.add(m), thing
}

// learn keeps in mind what is not shown of the customer.
func (c *traveller) learn(e *tiexin.Event) {
	if e.Parcel != nil {
		c.parcels[e.Parcel.Key()] = e.Parcel.OrderID
	}
	p := &e.Customer
	if c.options.Personal {
		c.Nick = cmp.Or(p.Nick, c.Nick)
		return
	}
	c.striker.Texts(OwnWords(e)...)
	c.striker.Words(p.Nick, p.Name)
	c.striker.Addresses(p.Wangwang, p.WeChat, p.Email, p.Mobile.Number)
	for _, one := range p.Children {
		c.striker.Words(one.Nick)
	}
	if o := e.Order; o != nil {
		c.striker.Words(o.Receiver)
		c.striker.Addresses(o.Mobile.Number)
	}
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

// clockAfter is an instant as it is said on the day of another.
func clockAfter(t, day time.Time) string {
	switch {
	case sameDay(t, day):
		return t.Format("15:04")
	case t.Year() == day.Year():
		return t.Format("1月2日 15:04")
	}
	return t.Format("2006年1月2日 15:04")
}

// closed are the channels before the one taken, each with why it is closed.
func (c *traveller) closed(o *care.Outcome) []string {
	var all []string
	for _, w := range o.Ways {
		if o.Said != nil && w.Kind == o.Said.Via {
			break
		}
		if w.Closed == channel.Open {
			continue
		}
		why := "：" + w.Closed.Chinese()
		if title := c.rules.LimitTitle(w.By); title != "" {
			why += "（" + title + "）"
		}
		all = append(all, via(w.Kind)+why)
	}
	return all
}

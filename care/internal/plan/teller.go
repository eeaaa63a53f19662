package plan

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A Teller tells the journeys of a simulation: it hears all events, and then the
// outcomes, in their order. It keeps what it tells of and nothing else.
type Teller struct {
	rules   *rule.Set
	options JourneyOptions
	known   map[care.Key]*traveller
	order   []*traveller
	others  map[care.Key]bool
	silent  map[asking]bool     // what was withheld, of every customer
	why     map[care.Reason]int // and how often for each reason
}

// NewTeller is a teller that has heard nothing yet.
func NewTeller(rules *rule.Set, o JourneyOptions) *Teller {
	return &Teller{rules: rules, options: o, known: map[care.Key]*traveller{}, others: map[care.Key]bool{}, silent: map[asking]bool{}, why: map[care.Reason]int{}}
}

// Journeys are those that are told, in the order of the customers' first events, and how
// many other customers there are.
func (t *Teller) Journeys() (all []*Journey, others int) {
	for _, c := range t.order {
		all = append(all, c.end())
	}
	return all, len(t.others)
}

// of is the customer's journey; nil: it is not told.
func (t *Teller) of(key care.Key) *traveller {
	if c := t.known[key]; c != nil {
		return c
	}
	chosen := len(t.order) < MostJourneys
	if len(t.options.Customers) > 0 {
		chosen = slices.Contains(t.options.Customers, key.Customer) || slices.Contains(t.options.Customers, key.Shop+"/"+key.Customer)
	}
	if !chosen {
		t.others[key] = true
		return nil
	}
	c := &traveller{
		Journey: Journey{Shop: key.Shop, Customer: key.Customer}, Teller: t, heard: map[string]bool{}, said: map[string]*Moment{},
		looked: map[about]*look{}, parcels: map[string]string{}, held: map[string]*Moment{},
	}
	t.known[key] = c
	t.order = append(t.order, c)
	return c
}

// Event hears an event. All events come before the first outcome.
func (t *Teller) Event(e *tiexin.Event) {
	if e.Customer.ID == "" { // it concerns nobody in particular
		return
	}
	c := t.of(care.Key{Shop: e.Shop, Customer: e.Customer.ID})
	if c == nil || c.heard[e.ID] {
		return
	}
	c.learn(e)
	if c.heard[e.ID] = true; e.Message != nil || e.Task != nil {
		c.reports = append(c.reports, e)
		return
	}
	c.happens(e)
}

// Outcome hears the next outcome.
func (t *Teller) Outcome(o *care.Outcome) {
	c := t.of(care.Key{Shop: o.Shop, Customer: o.Customer})
	withheld := o.Verdict == care.Skip && isWithheld(o.Reason)
	anew := withheld && t.withhold(o)
	if c == nil {
		return
	}
	if anew {
		c.Journey.Withheld++
	}
	switch {
	case o.Bill != nil:
		c.Cost += o.Bill.MoreCost
	case o.Move != nil:
		c.moves(o)
	case o.Goes():
		c.goes(o)
	case o.Verdict == care.Regret:
		c.add(&Moment{At: o.At, Kind: Late, Title: c.titleOf(o), About: c.subject(o.Subject), Text: late(o.By)})
	case o.Verdict == care.Wait && o.Reason != care.NotYet:
		c.hold(o, Waits)
	case o.Reason == care.MergedInto:
		c.hold(o, Needless)
	case withheld:
		c.hold(o, Withheld)
	default:
		c.look(o)
	}
}

// withhold counts what was withheld: about one thing, a rule counts once.
func (t *Teller) withhold(o *care.Outcome) (anew bool) {
	key := asking{o.Shop, o.Customer, o.Subject, o.Path()}
	if t.silent[key] {
		return false
	}
	t.silent[key] = true
	t.why[o.Reason]++
	return true
}

// Withheld is how often something was withheld for each reason, of every customer, the
// most frequent first.
func (t *Teller) Withheld() []Count {
	all := make([]Count, 0, len(t.why))
	for why, times := range t.why {
		all = append(all, Count{why, times})
	}
	slices.SortFunc(all, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Reason, b.Reason)) })
	return all
}

// isWithheld says that a skip for this reason is silence where it was a rule's turn: not
// because it was said, or because there was nothing left to say it about.
func isWithheld(why care.Reason) bool {
	return why.Final() && why != care.AlreadySaid && why != care.Ended && why != care.MergedInto
}

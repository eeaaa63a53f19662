package care

import (
	"fmt"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
)

// An input is one thing that moves one customer's memory.
type input struct {
	key Key
	// One of these:
	event  *tiexin.Event
	all    bool // the event concerns everybody
	awaits bool // of an event: a later one of the same customer is on its way with it
	wake   bool
	at     int64   // of a wake-up: as late it is at least
	woken  *Record // likewise: what the store said
	// clock is the instant at which it comes, in milliseconds, where that is not Options.Now:
	// many instants are simulated in one batch. 0: Options.Now.
	clock  int64
	report *decide.Report
	forget bool
	sweep  bool   // by new rules
	heed   bool   // what was announced
	from   uint64 // of heed: after which change
	// Of a person with several ids, see person.go; without any of all these an input asks
	// only who the customer is by now.
	others    []string     // of an event: the other ids that it names
	absorb    []absorption // to take in before the event, if there is one
	onlyKnown bool         // likewise: those of which nothing is known stay apart
	known     bool         // the answer: something is
	heard     bool         // likewise of an event or a report: it was news
	into      string       // this id is given up for another
	left      bool         // the other has the facts
	clears    bool         // nothing that waits in the outbox is to go
	moved     *moved       // the answer: the customer goes on elsewhere; nil: it is this one

	// Of an event that came in a letter: which it is, and where it lies.
	letter int64
	inbox  *shard

	out  []Outcome
	err  error
	done bool
	// postponed: its customer's memory cannot be read.
	postponed bool

	wrote []byte // by a try of which nobody knows what became

	taken *taken // what event points at
}

// A taken is an event of the engine's own: the host's stays as it is.
type taken struct {
	input  input
	event  tiexin.Event
	order  tiexin.Order
	parcel tiexin.Parcel
	// Whether the order and the parcel are in use: most events have one of them, and each is
	// large to clear.
	ordered, parcelled bool
}

// copy takes an event over with everything that is made normal in place.
func (t *taken) copy(event *tiexin.Event) {
	t.event = *event
	e := &t.event
	if e.Order != nil {
		t.order, t.ordered = *e.Order, true
		e.Order = &t.order
	}
	if e.Parcel != nil {
		t.parcel, t.parcelled = *e.Parcel, true
		e.Parcel = &t.parcel
	}
	e.Chat, e.Refund, e.Review, e.Survey = copied(e.Chat), copied(e.Refund), copied(e.Review), copied(e.Survey)
	e.Consent, e.Message, e.Task, e.Incident, e.Product = copied(e.Consent), copied(e.Message), copied(e.Task), copied(e.Incident), copied(e.Product)
}

func copied[T any](of *T) *T {
	if of == nil {
		return nil
	}
	t := *of
	return &t
}

// takeIn checks an event and makes an input of it. The host's event stays as it
// is: the input works on copies.
func (e *Engine) takeIn(event *tiexin.Event) (*input, error) {
	t := takens.Get().(*taken)
	t.copy(event)
	in := &t.input
	*in = input{event: &t.event, taken: t}
	in.event.Normalise()
	if err := checkEvent(in.event, e.options.Now(), e.rules.Load().Shop.Zone); err != nil {
		return nil, err
	}
	for _, w := range in.event.Warnings {
		e.options.Logger.Warn("care: a part of an event could not be read and is left out", "event", event.ID, "part", w.Field, "why", w.Message)
	}
	if e.rules.Load().MayRefuse(in.event) {
		e.options.Logger.Warn("care: a reply looks like a refusal and is left to a person", "event", event.ID, "customer", in.event.Customer.ID, "message", in.event.Message.ID)
	}
	if in.all = concernsAll(in.event); in.all {
		return in, nil
	}
	in.key = keyOf(in.event)
	in.others, in.onlyKnown = e.othersIn(in.event)
	return in, nil
}

// checkEvent refuses an event that cannot be taken in at a time.
func checkEvent(event *tiexin.Event, now time.Time, zone *time.Location) error {
	if err := event.Validate(); err != nil {
		return err
	}
	all := concernsAll(event)
	switch {
	case all:
		if err := checkAll(event); err != nil {
			return err
		}
	case event.Customer.ID == "":
		return refusal(event, "customer.id", fmt.Sprintf("is missing: only what is said about an incident is for everybody, and %s is another message", event.Message.ID))
	}
	if event.At.After(now.Add(mostAhead)) {
		return refusal(event, "at", fmt.Sprintf("is %s, more than a day after the engine's clock (%s): later events would be taken for old news",
			event.At.In(zone).Format(time.RFC3339), now.In(zone).Format(time.RFC3339)))
	}
	return nil
}

func keyOf(event *tiexin.Event) Key { return Key{event.Shop, event.Customer.ID} }

// refusal says that an event that is valid cannot be taken in.
func refusal(event *tiexin.Event, field, message string) error {
	return &tiexin.EventError{ID: event.ID, Problems: []tiexin.Problem{{Field: field, Message: message}}}
}

// mostAhead is how far ahead of the engine's an event's clock may be: clocks differ
// and zones are left out, but no event comes from the day after tomorrow.
const mostAhead = 24 * time.Hour

// takens are used again: an event is a large thing to throw away.
var takens = sync.Pool{New: func() any { return new(taken) }}

// giveBack has it used again.
func (t *taken) giveBack() {
	t.clear()
	takens.Put(t)
}

// clear leaves nothing of its customer.
func (t *taken) clear() {
	t.event, t.input = tiexin.Event{}, input{}
	if t.ordered {
		t.order, t.ordered = tiexin.Order{}, false
	}
	if t.parcelled {
		t.parcel, t.parcelled = tiexin.Parcel{}, false
	}
}

// concernsAll says that an event is about everybody: an incident, an arrival, or what a
// person says of the words about an incident.
func concernsAll(event *tiexin.Event) bool {
	switch event.Type {
	case tiexin.EventIncidentDeclared, tiexin.EventCatalogArrived:
		return true
	case tiexin.EventMessageApproved, tiexin.EventMessageDeclined:
		_, shared := decide.ParseShared(event.Message.ID)
		return shared
	}
	return false
}

// checkAll refuses an event about everybody that cannot be meant.
func checkAll(event *tiexin.Event) error {
	switch {
	case event.Type.Thing() == "message":
		return nil
	case event.Customer.ID != "":
		return refusal(event, "customer.id", fmt.Sprintf("must be left out: %s concerns every customer the rules allow", event.Type))
	case event.Incident != nil && event.Incident.Region.Code != "" && event.Incident.Region.Province == "" && event.Incident.Region.City == "":
		return refusal(event, "incident.region", "has a code but no name; give province and city, or leave all of it out for the whole country")
	}
	return nil
}

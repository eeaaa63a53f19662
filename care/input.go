package care

import (
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

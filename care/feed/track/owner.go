package track

import (
	"context"
	"hash/fnv"
	"io"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin"
)

// An Owner is the order and the customer of a parcel.
type Owner struct {
	Shop     string // Event.Shop; empty with one shop
	Customer string // required
	Order    string // required
	// Parcel is the host's own id of the parcel. Default: the carrier and number of the
	// track.
	Parcel string
	// Shipped is the time when the host handed the parcel over. If it is set, a track that
	// never begins becomes parcel.stalled. Default: unknown.
	Shipped time.Time
}

// A Find returns the orders in a parcel, by its number and the carrier's code as Kuaidi100
// spells it; none for an unknown parcel. An error means that it cannot be found at the
// moment. Every push calls it and waits for the result.
type Find func(ctx context.Context, carrier, number string) ([]Owner, error)

// Events are the events of a parcel of an owner, from its settled steps. Each piece of news
// is one event. The newest node is one, too, if it has no news. So the number of events
// depends on the news and not on the length of the track. An event has the parcel's state at
// its node. The first part of its id is the source's name; the same node gives the same id.
func Events(source string, o Owner, p tiexin.Parcel, settled []Step) []tiexin.Event {
	p.OrderID = o.Order
	if o.Parcel != "" {
		p.ID = o.Parcel
	}
	if p.ShippedAt.IsZero() {
		p.ShippedAt = o.Shipped
	}
	id := newEventID(source, p.Number, o.Order)
	events := make([]tiexin.Event, 0, min(len(settled), 8))
	dueAt, dueFrom := p.DueAt, p.DueFrom // is known today, and was not at the older nodes
	p.DueAt, p.DueFrom = time.Time{}, ""
	p.Track = make([]tiexin.Node, 0, len(settled))
	for i := range settled {
		s := &settled[i]
		if s.Event == "" {
			continue
		}
		s.Told(&p)
		if s.Event == tiexin.EventParcelMoved && i < len(settled)-1 {
			continue
		}
		picture := p
		picture.Version = s.Node.At
		picture.Track = p.Track[len(p.Track)-1:]
		if s.Event != tiexin.EventParcelStalled {
			picture.Abnormal = ""
		}
		events = append(events, tiexin.Event{
			ID: id.of(s.Event, s.Node.At), Type: s.Event, Shop: o.Shop, At: s.Node.At, Customer: tiexin.Customer{ID: o.Customer}, Parcel: &picture,
		})
	}
	if n := len(events); n > 0 {
		events[n-1].Parcel.DueAt, events[n-1].Parcel.DueFrom = dueAt, dueFrom
	}
	return events
}

// Stalled is the event of a parcel whose track has stopped without an arrival, or never
// began: days after its last sign of movement. False: that time is unknown.
func Stalled(source string, o Owner, p tiexin.Parcel, settled []Step, days int) (tiexin.Event, bool) {
	last := o.Shipped
	if n := len(settled); n > 0 {
		last = settled[n-1].Node.At
	}
	if last.IsZero() {
		return tiexin.Event{}, false
	}
	at := last.AddDate(0, 0, days)
	step := Step{Meaning: Meaning{Event: tiexin.EventParcelStalled}, Node: tiexin.Node{At: at}}
	event := Events(source, o, p, []Step{step})[0]
	event.Parcel.Track, event.Parcel.ScannedAt = nil, time.Time{} // nobody saw it
	return event, true
}

// An eventID is what the ids of the events of one parcel begin with. It hides the number,
// by which anybody can read the track.
type eventID string

func newEventID(source, number, order string) eventID {
	h := fnv.New64a()
	_, _ = io.WriteString(h, number)
	_, _ = h.Write([]byte{0})
	_, _ = io.WriteString(h, order)
	return eventID(source + ":" + strconv.FormatUint(h.Sum64(), 36) + ":")
}

func (id eventID) of(what tiexin.EventType, at time.Time) string {
	return string(id) + string(what) + ":" + strconv.FormatInt(at.Unix(), 10)
}

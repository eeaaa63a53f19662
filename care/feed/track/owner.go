package track

import (
	"context"
	"hash/fnv"
	"io"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin"
)

// An Owner is an order that a parcel belongs to, and whose it is.
type Owner struct {
	Shop     string // Event.Shop; empty with one shop
	Customer string // required
	Order    string // required
	// Parcel is the host's own id of the parcel. Default: the carrier and number under which
	// the track is followed.
	Parcel string
	// Shipped is when the host handed the parcel over. With it a track that never begins is
	// told as parcel.stalled. Default: not known.
	Shipped time.Time
}

// A Find looks up the orders that go in a parcel, by the carrier's code as Kuaidi100 spells
// it and the number: none for a parcel that nobody knows. An error says that it cannot be
// told now. It is called for every push, and its answer is waited for.
type Find func(ctx context.Context, carrier, number string) ([]Owner, error)

// Events are what befell a parcel of an owner, by its settled steps: one event for each news,
// and one for the newest node where it brings none, so that a track of any length is told by
// as many events as there was news. An event shows the parcel as it stood then, with the node
// that told. The first part of its id is the source's name; the same node gives the same id.
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

// Stalled is the event of a parcel whose track has ended without an arrival, or never began:
// days after it was last seen. False: nobody knows when that was.
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

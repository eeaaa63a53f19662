package track

import (
	"slices"

	"github.com/tiexin-go/tiexin"
)

// A Meaning is the meaning of a node for its parcel.
type Meaning struct {
	// Event is the parcel's event. It is parcel.moved for a node without other news, and
	// empty for one outside the parcel's way, such as before the hand-over.
	Event    tiexin.EventType
	SignedBy tiexin.SignedBy // with parcel.signed, if known
}

// status is the parcel's status at the node; empty: the node does not say, as with
// parcel.stalled.
func (m Meaning) status() tiexin.ParcelStatus { return statuses[m.Event] }

var statuses = map[tiexin.EventType]tiexin.ParcelStatus{
	tiexin.EventParcelShipped:        tiexin.ParcelCreated,
	tiexin.EventParcelPickedUp:       tiexin.ParcelPickedUp,
	tiexin.EventParcelMoved:          tiexin.ParcelInTransit,
	tiexin.EventParcelArrivedCity:    tiexin.ParcelArrivedCity,
	tiexin.EventParcelOutForDelivery: tiexin.ParcelOutForDelivery,
	tiexin.EventParcelReadyForPickup: tiexin.ParcelReadyForPickup,
	tiexin.EventParcelSigned:         tiexin.ParcelSigned,
	tiexin.EventParcelFailed:         tiexin.ParcelFailed,
	tiexin.EventParcelRejected:       tiexin.ParcelRejected,
	tiexin.EventParcelReturning:      tiexin.ParcelReturning,
	tiexin.EventParcelReturned:       tiexin.ParcelReturned,
	tiexin.EventParcelOutOfArea:      tiexin.ParcelOutOfArea,
	tiexin.EventParcelLost:           tiexin.ParcelLost,
	tiexin.EventParcelDamaged:        tiexin.ParcelDamaged,
}

// A Step is a node and its meaning.
type Step struct {
	Meaning
	Node tiexin.Node
}

// Told writes the node's meaning into the node and into the parcel: its status, its time,
// and who signed.
func (s *Step) Told(p *tiexin.Parcel) {
	s.Node.Status = s.status()
	p.Track = append(p.Track, s.Node)
	at := s.Node.At
	if p.ScannedAt.Before(at) {
		p.ScannedAt = at
	}
	if status := s.status(); status != "" && (s.Event != tiexin.EventParcelMoved || slices.Contains(before, p.Status)) {
		p.Status = status
	}
	switch s.Event {
	case tiexin.EventParcelPickedUp:
		p.PickedUpAt = at
	case tiexin.EventParcelArrivedCity:
		p.ArrivedAt = at
	case tiexin.EventParcelOutForDelivery:
		p.OutAt = at
	case tiexin.EventParcelSigned:
		p.SignedAt, p.SignedBy = at, s.SignedBy
	case tiexin.EventParcelReturned:
		p.ReturnedAt = at
	case tiexin.EventParcelStalled:
		p.Abnormal = "stalled"
	}
}

// before are the stations that a parcel has left when it is seen under way.
var before = []tiexin.ParcelStatus{"", tiexin.ParcelCreated, tiexin.ParcelPickedUp}

// ways are the stations that every parcel comes by, in order.
var ways = []tiexin.EventType{
	tiexin.EventParcelShipped, tiexin.EventParcelPickedUp, tiexin.EventParcelMoved, tiexin.EventParcelArrivedCity,
	tiexin.EventParcelOutForDelivery, tiexin.EventParcelReadyForPickup, tiexin.EventParcelSigned,
}

// Settle sorts the nodes of one parcel by time and removes duplicates. It turns a node
// without news into parcel.moved: a repetition of an earlier node, or a stage that the
// parcel has passed. After a return to the sender every stage is news again.
func Settle(steps []Step) []Step {
	settled := slices.Clone(steps)
	slices.SortStableFunc(settled, func(a, b Step) int { return a.Node.At.Compare(b.Node.At) })
	told := map[tiexin.EventType]bool{}
	far := -1
	kept := settled[:0]
	for i, s := range settled {
		if slices.ContainsFunc(settled[:len(kept)], func(k Step) bool { return sameNode(k.Node, settled[i].Node) }) {
			continue
		}
		way := slices.Index(ways, s.Event)
		switch {
		case s.Event == "" || s.Event == tiexin.EventParcelMoved:
		case told[s.Event] || way >= 0 && way < far:
			s.Meaning = Meaning{Event: tiexin.EventParcelMoved}
		default:
			told[s.Event] = true
		}
		if way = slices.Index(ways, s.Event); way > far {
			far = way
		}
		kept = append(kept, s)
	}
	return kept
}

func sameNode(a, b tiexin.Node) bool { return a.At.Equal(b.At) && a.Text == b.Text && a.Code == b.Code }

package remember

import (
	"cmp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A Parcel is one parcel with what befell it.
type Parcel struct {
	Subject
	Order string // the order's id
	Picture[tiexin.Parcel]
	befell  []moment
	beyond  []moment // states that only a later version knows
	scanned int64    // the newest node of its track
}

// A moment says that a parcel was in a state, first and last.
type moment struct {
	state       state
	first, last int64
	unknown     string // fields
}

// A state is one of a parcel's: its status, or an anomaly that is none.
type state uint8

// The states, in the order in which a parcel passes them. Their numbers stand in
// blobs: a new one comes last.
const (
	noState state = iota
	created
	left // handed to the carrier
	pickedUp
	moving
	arrived
	out
	ready
	signed
	failed
	rejected
	returning
	returned
	outOfArea
	lost
	damaged
	stalled

	states
)

// stateInfo says of a state what it is called and how far it is.
type stateInfo struct {
	status  tiexin.ParcelStatus // empty: the parcel has no such status
	rank    int                 // how far the parcel is; 0: beside its way
	anomaly string              // the word of parcel.abnormal; empty: all is well
}

var stateInfos = [states]stateInfo{
	created:   {status: tiexin.ParcelCreated, rank: 1},
	left:      {status: tiexin.ParcelInTransit, rank: 2},
	pickedUp:  {status: tiexin.ParcelPickedUp, rank: 2},
	moving:    {status: tiexin.ParcelInTransit, rank: 3},
	arrived:   {status: tiexin.ParcelArrivedCity, rank: 4},
	out:       {status: tiexin.ParcelOutForDelivery, rank: 5},
	ready:     {status: tiexin.ParcelReadyForPickup, rank: 5},
	failed:    {status: tiexin.ParcelFailed, rank: 5, anomaly: "failed"},
	signed:    {status: tiexin.ParcelSigned, rank: 6},
	outOfArea: {status: tiexin.ParcelOutOfArea, anomaly: "out_of_area"},
	damaged:   {status: tiexin.ParcelDamaged, anomaly: "damaged"},
	stalled:   {anomaly: "stalled"},
	rejected:  {status: tiexin.ParcelRejected, rank: 7, anomaly: "rejected"},
	returning: {status: tiexin.ParcelReturning, rank: 8, anomaly: "returning"},
	returned:  {status: tiexin.ParcelReturned, rank: 9, anomaly: "returned"},
	lost:      {status: tiexin.ParcelLost, rank: 6, anomaly: "lost"},
}

var stateByStatus = func() map[tiexin.ParcelStatus]state {
	all := map[tiexin.ParcelStatus]state{}
	for s := states - 1; s > noState; s-- { // of two with one word the later stands for it
		if word := stateInfos[s].status; word != "" && all[word] == noState {
			all[word] = s
		}
	}
	return all
}()

var stateByEvent = map[tiexin.EventType]state{
	tiexin.EventParcelShipped: left, tiexin.EventParcelPickedUp: pickedUp, tiexin.EventParcelMoved: moving, tiexin.EventParcelArrivedCity: arrived,
	tiexin.EventParcelOutForDelivery: out, tiexin.EventParcelReadyForPickup: ready, tiexin.EventParcelSigned: signed, tiexin.EventParcelFailed: failed,
	tiexin.EventParcelRejected: rejected, tiexin.EventParcelReturning: returning, tiexin.EventParcelReturned: returned,
	tiexin.EventParcelOutOfArea: outOfArea, tiexin.EventParcelStalled: stalled, tiexin.EventParcelLost: lost, tiexin.EventParcelDamaged: damaged,
}

// read takes the parcel of an event in.
func (p *Parcel) read(e *tiexin.Event, at int64) {
	picture := e.Parcel
	stamp := at
	if !picture.Version.IsZero() {
		stamp = picture.Version.UnixMilli()
	}
	p.Picture.add(parcelFields, picture, stamp)
	p.be(stateByEvent[e.Type], at)
	p.be(stateByStatus[picture.Status], stamp)
	p.be(stateByEvent[tiexin.EventType("parcel."+picture.Abnormal)], stamp)
	for i := range picture.Track {
		n := &picture.Track[i]
		if n.At.IsZero() {
			continue
		}
		p.be(stateByStatus[n.Status], n.At.UnixMilli())
		p.scanned = max(p.scanned, n.At.UnixMilli())
	}
	if !picture.ScannedAt.IsZero() {
		p.scanned = max(p.scanned, picture.ScannedAt.UnixMilli())
	}
	if s := stateByEvent[e.Type]; s != noState && s != stalled && s != lost { // somebody saw it
		p.scanned = max(p.scanned, at)
	}
	t := &p.Thing
	for _, known := range []struct {
		is state
		at time.Time
	}{{left, t.ShippedAt}, {pickedUp, t.PickedUpAt}, {arrived, t.ArrivedAt}, {out, t.OutAt}, {signed, t.SignedAt}, {returned, t.ReturnedAt}} {
		if !known.at.IsZero() {
			p.be(known.is, known.at.UnixMilli())
		}
	}
}

// be notes that the parcel was in a state.
func (p *Parcel) be(s state, at int64) {
	if s == noState {
		return
	}
	i, found := slices.BinarySearchFunc(p.befell, s, func(m moment, s state) int { return cmp.Compare(m.state, s) })
	if !found {
		p.befell = slices.Insert(p.befell, i, moment{state: s, first: at, last: at})
		return
	}
	m := &p.befell[i]
	m.first, m.last = min(m.first, at), max(m.last, at)
}

func (p *Parcel) was(s state) (moment, bool) {
	i, found := slices.BinarySearchFunc(p.befell, s, func(m moment, s state) int { return cmp.Compare(m.state, s) })
	if !found {
		return moment{}, false
	}
	return p.befell[i], true
}

// now is the state of the parcel: the furthest, and of those equally far the latest.
// It never goes back, but what was signed for may still be rejected or go back.
func (p *Parcel) now() moment {
	var best moment
	for _, m := range p.befell {
		rank, than := stateInfos[m.state].rank, stateInfos[best.state].rank
		switch {
		case m.state == lost && p.seenAfter(m.last), (m.state == rejected || m.state == returning) && p.signedAfter(m.last):
		case rank > than, rank == than && m.last >= best.last:
			best = m
		}
	}
	for _, beside := range []state{outOfArea, damaged} {
		if m, was := p.was(beside); was && stateInfos[best.state].rank < stateInfos[signed].rank && m.last >= best.last {
			best = m
		}
	}
	return best
}

// signedAfter says that the parcel was signed for after an instant: a second attempt
// went well.
func (p *Parcel) signedAfter(at int64) bool {
	m, was := p.was(signed)
	return was && m.first > at
}

// seenAfter says that somebody saw the parcel after an instant.
func (p *Parcel) seenAfter(at int64) bool {
	return slices.ContainsFunc(p.befell, func(m moment) bool { return m.state != lost && m.state != stalled && m.last > at })
}

// Status is how far the parcel has come; empty: nobody told.
func (p *Parcel) Status() tiexin.ParcelStatus { return stateInfos[p.now().state].status }

// Abnormal is the anomaly that is open, as an event's word without "parcel."; empty:
// all is well. It is over when the parcel is seen on its way again.
func (p *Parcel) Abnormal() string {
	var open moment
	well := int64(0)
	for _, m := range p.befell {
		switch {
		case stateInfos[m.state].anomaly != "":
			if m.last >= open.last {
				open = m
			}
		default:
			well = max(well, m.last)
		}
	}
	if open.state == noState || well > open.last {
		return ""
	}
	return stateInfos[open.state].anomaly
}

// ShippedAt is when the parcel was handed to the carrier, in milliseconds: as it is
// stated, else the earliest that anything was seen of it on its way. 0: not yet.
func (p *Parcel) ShippedAt() int64 {
	if at := Millis(p.Thing.ShippedAt); at != 0 {
		return at
	}
	first := int64(0)
	for _, m := range p.befell {
		if m.state != created && m.state != outOfArea && (first == 0 || m.first < first) {
			first = m.first
		}
	}
	return first
}

// since is when the parcel was first in a state: as it is stated, else as it was
// heard; 0: it was not.
func (p *Parcel) since(stated time.Time, s state) int64 {
	if !stated.IsZero() {
		return stated.UnixMilli()
	}
	m, _ := p.was(s)
	return m.first
}

// ArrivedAt is when the parcel reached the receiver's city; 0: not yet.
func (p *Parcel) ArrivedAt() int64 { return p.since(p.Thing.ArrivedAt, arrived) }

// OutAt is when the parcel went out for delivery; 0: not yet.
func (p *Parcel) OutAt() int64 { return p.since(p.Thing.OutAt, out) }

// SignedAt is when the parcel was signed for; 0: it was not, or it was rejected or
// sent back after that.
func (p *Parcel) SignedAt() int64 {
	if s := p.now().state; s != signed {
		return 0
	}
	return p.since(p.Thing.SignedAt, signed)
}

// ScannedAt is the last that was seen of the parcel on its way; being handed to the
// carrier counts. 0: nothing was.
func (p *Parcel) ScannedAt() int64 { return max(p.scanned, p.ShippedAt()) }

// OnItsWay says that the parcel was shipped, and neither signed for, rejected, lost
// nor on its way back.
func (p *Parcel) OnItsWay() bool {
	return p.ShippedAt() != 0 && stateInfos[p.now().state].rank < stateInfos[signed].rank
}

// EndedAt is when the parcel was signed for, came back or was lost, and the event
// that says so; 0: none of these.
func (p *Parcel) EndedAt() (int64, tiexin.EventType) {
	switch m := p.now(); m.state {
	case signed:
		return p.SignedAt(), tiexin.EventParcelSigned
	case returned:
		return p.since(p.Thing.ReturnedAt, returned), tiexin.EventParcelReturned
	case lost:
		return m.first, tiexin.EventParcelLost
	}
	return 0, ""
}

// Left is the event by which the parcel is not on its way any more; empty: it is, or
// was not shipped.
func (p *Parcel) Left() tiexin.EventType {
	switch p.now().state {
	case signed:
		return tiexin.EventParcelSigned
	case rejected:
		return tiexin.EventParcelRejected
	case returning:
		return tiexin.EventParcelReturning
	case returned:
		return tiexin.EventParcelReturned
	case lost:
		return tiexin.EventParcelLost
	}
	return ""
}

// restsAt is the instant from which nothing of the parcel needs to be remembered.
func (p *Parcel) restsAt() int64 {
	if at, _ := p.EndedAt(); at != 0 {
		return at + overFor.Milliseconds()
	}
	return max(p.lastHeard(), p.scanned) + quietFor.Milliseconds()
}

package remember

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"unsafe"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// Version stands at the beginning of every blob.
const Version = 6

// Encode writes the memory as a blob.
func (c *Customer) Encode() []byte {
	w := &c.writer
	w.Buf, w.now = w.Buf[:0], 0
	w.Byte(Version)
	w.Int(c.Now)
	w.now = c.Now
	slots := len(c.packs)+len(c.Slots) > 0
	w.Flags(len(c.tagged) > 0, len(c.Consents) > 0, len(c.Chats) > 0, len(c.gone) > 0, len(c.Loose) > 0, c.mark != 0, slots, len(c.Merges) > 0)
	c.Picture.put(w, customerFields)
	some(w, c.tagged, func(l label) { w.Text(l.tag); w.instant(l.at) })
	some(w, c.Consents, func(said tiexin.Consent) { putConsent(w, said) })
	some(w, c.Chats, func(h *Chat) { h.put(w) })
	if len(c.gone) > 0 {
		c.gone.put(w)
	}
	putHeard(w, c.Loose)
	if c.mark != 0 {
		w.hash(c.mark)
	}
	if slots {
		c.putSlots(w)
	}
	some(w, c.Merges, func(g MergeWindow) {
		w.Text(g.Flow)
		w.Uint(uint64(g.Step))
		w.instant(g.At)
		w.Text(g.Rule)
		w.Text(g.Subject)
	})
	w.instant(c.LastSaid)
	if w.instant(c.Forgotten); c.Forgotten != 0 {
		w.Uint(uint64(c.TimesForgotten))
	}
	c.seen.put(w)
	c.Subject.put(w)
	list(w, c.Orders, func(o *Order) { o.Subject.frameInto(w, o.put) })
	known := knownOrders{w: w, all: c.Orders}
	list(w, c.Parcels, func(p *Parcel) {
		known.put(p.Order)
		p.Subject.frameInto(w, p.put)
	})
	c.Tally.put(w, &known)
	if c.Into != "" || len(c.Absorbed) > 0 { // few have it, and the others need no byte for it
		w.Text(c.Into)
		w.Bool(c.HandingOver)
		list(w, c.Absorbed, w.Text)
	}
	return bytes.Clone(w.Buf)
}

// Decode reads a blob into a memory of its own.
func Decode(blob []byte) (*Customer, error) {
	c := new(Customer)
	return c, c.Decode(blob)
}

// Decode reads a blob; an empty one is a customer never heard of. The memory holds
// on to the blob, which nobody may change.
func (c *Customer) Decode(blob []byte) error {
	c.reset()
	if len(blob) == 0 {
		return nil
	}
	r := &c.reader
	*r = Reader{Data: unsafe.String(&blob[0], len(blob))}
	if v := r.Byte(); v != Version {
		return fmt.Errorf("care: %w: it has version %d, this library reads version %d", ErrCorrupt, v, Version)
	}
	c.Now = r.Int()
	r.now = c.Now
	held := r.held()
	c.Picture.get(r, customerFields)
	c.Thing.Attr = attrMap(c.Picture.attrs)
	c.tagged = readSome(r, held.next(), c.tagged, func() label { return label{r.Text(), r.instant()} })
	c.Consents = readSome(r, held.next(), c.Consents, func() tiexin.Consent { return getConsent(r) })
	c.Chats = readSome(r, held.next(), c.Chats, func() *Chat {
		h := c.newChat("")
		h.get(r, c)
		return h
	})
	if held.next() {
		c.gone = getMarks(r, c.gone)
	}
	c.Loose = getHeard(r, held.next(), c.Loose)
	if held.next() {
		c.mark = r.hash()
	}
	if held.next() {
		c.getSlots(r)
	}
	c.Merges = readSome(r, held.next(), c.Merges, func() MergeWindow {
		return MergeWindow{r.Text(), int(r.Uint()), r.instant(), r.Text(), r.Text()}
	})
	c.LastSaid = r.instant()
	if c.Forgotten = r.instant(); c.Forgotten != 0 {
		c.TimesForgotten = int(r.Uint())
	}
	c.seen = getMarks(r, c.seen)
	c.Subject.get(r, c)
	c.Orders = readList(r, c.Orders, func() *Order {
		o := c.newOrder("")
		o.Subject.framed(r)
		return o
	})
	c.Parcels = readList(r, c.Parcels, func() *Parcel {
		p := c.newParcel("", r.orderOf(c.Orders))
		p.Subject.framed(r)
		return p
	})
	c.Tally.get(r, c.Orders)
	if r.Err == nil && r.At < len(r.Data) {
		c.Into = r.Text()
		c.HandingOver = r.Bool()
		c.Absorbed = readList(r, nil, r.Text)
	}
	if r.Err == nil && r.At != len(r.Data) {
		r.Fail("something follows its end")
	}
	return r.Err
}

// knownOrders are the orders of a blob, for what names an order: mostly it is one of
// them, and its place stands for its id.
type knownOrders struct {
	w    *Writer
	all  []*Order // sorted by id
	next int      // after the last that was named: mostly the next is named next
}

func (k *knownOrders) put(id string) {
	at, known := k.next, k.next < len(k.all) && k.all[k.next].ID == id
	if !known {
		at, known = slices.BinarySearchFunc(k.all, id, func(o *Order, id string) int { return cmp.Compare(o.ID, id) })
	}
	if !known {
		k.w.Uint(0)
		k.w.Text(id)
		return
	}
	k.w.Uint(uint64(at) + 1)
	k.next = at + 1
}

// orderOf reads what knownOrders wrote.
func (r *Reader) orderOf(all []*Order) string {
	switch i := r.Uint(); {
	case i == 0:
		return r.Text()
	case i > uint64(len(all)):
		r.Fail("an order is named that is not there")
		return ""
	default:
		return all[i-1].ID
	}
}

// frameInto writes a subject behind a short head: who it is, when it wants to be
// asked, from when on it may be forgotten. What nobody opened is written as it was
// read.
func (s *Subject) frameInto(w *Writer, put func(*Writer)) {
	w.Text(s.ID)
	w.Uint(wakeOf(s.Next(), w.now))
	w.instant(s.rests)
	w.Bool(s.Settled)
	if !s.Open() {
		w.instant(s.at)
		w.Text(s.frame)
		return
	}
	w.instant(w.now)
	w.framed(put)
}

// framed writes something behind its size.
func (w *Writer) framed(put func(*Writer)) {
	at := len(w.Buf)
	put(w)
	size := len(w.Buf) - at
	var head [10]byte
	n := putUvarint(head[:], uint64(size))
	w.Buf = append(w.Buf, head[:n]...)
	copy(w.Buf[at+n:], w.Buf[at:at+size])
	copy(w.Buf[at:], head[:n])
}

func putUvarint(to []byte, v uint64) int {
	n := 0
	for v >= 0x80 {
		to[n] = byte(v) | 0x80
		v >>= 7
		n++
	}
	to[n] = byte(v)
	return n + 1
}

// wakeOf is an instant as a difference; 0: there is none.
func wakeOf(at ask.Instant, now int64) uint64 {
	if at >= ask.Forever {
		return 0
	}
	return zigzag(int64(at-ask.At(now))) + 1
}

func (s *Subject) framed(r *Reader) {
	s.ID = r.Text()
	s.next = ask.Forever
	if v := r.Uint(); v != 0 {
		s.next = ask.At(r.now) + ask.Instant(unzigzag(v-1))
	}
	s.rests = r.instant()
	s.Settled = r.Bool()
	s.at = r.instant()
	if s.frame = r.Text(); s.frame == "" {
		r.Fail("a subject without anything")
	}
}

// openFrame reads a subject that was left alone so far. A frame that cannot be read
// leaves a fault in the customer's reader.
func (c *Customer) openFrame(s *Subject, get func(*Reader, *Customer)) {
	if s.Open() {
		return
	}
	r := &c.opener
	*r = Reader{Data: s.frame, now: s.at}
	s.frame = ""
	get(r, c)
	c.note(r)
}

// note takes over the fault of a frame that was read to its end.
func (c *Customer) note(r *Reader) {
	if r.Err == nil && r.At != len(r.Data) {
		r.Fail("something follows its end")
	}
	if r.Err != nil && c.reader.Err == nil {
		c.reader.Err = r.Err
	}
}

// Err is the first fault that was met while frames were opened.
func (c *Customer) Err() error { return c.reader.Err }

func (s *Subject) put(w *Writer) {
	w.Flags(len(s.Heard) > 0, len(s.Wakes) > 0, len(s.Ended) > 0, len(s.Firings) > 0, len(s.Begun) > 0)
	putHeard(w, s.Heard)
	s.Wakes.put(w)
	some(w, s.Ended, w.Text)
	some(w, s.Firings, func(f *Firing) { f.put(w) })
	s.Begun.put(w)
}

func (s *Subject) get(r *Reader, c *Customer) {
	held := r.held()
	s.Heard = getHeard(r, held.next(), s.Heard)
	s.Wakes = getWakes(r, held.next(), s.Wakes)
	s.Ended = readSome(r, held.next(), s.Ended, r.Text)
	s.Firings = readSome(r, held.next(), s.Firings, func() *Firing {
		f := c.newFiring()
		f.Subject = s
		f.get(r)
		return f
	})
	s.Begun = getBegun(r, held.next(), s.Begun)
}

func (o *Order) put(w *Writer) {
	o.Picture.put(w, orderFields)
	list(w, o.Refunds, func(f Refund) { f.put(w) })
	o.Subject.put(w)
}

func (o *Order) get(r *Reader, c *Customer) {
	o.Picture.get(r, orderFields)
	o.Thing.Attr = attrMap(o.attrs)
	o.Refunds = readList(r, o.Refunds, func() Refund { return getRefund(r) })
	o.Subject.get(r, c)
	o.Thing.ID = o.ID
}

func (p *Parcel) put(w *Writer) {
	p.Picture.put(w, parcelFields)
	list(w, p.befell, func(m moment) { w.Byte(byte(m.state)); w.instant(m.first); w.instant(m.last) })
	w.instant(p.scanned)
	p.Subject.put(w)
}

func (p *Parcel) get(r *Reader, c *Customer) {
	p.Picture.get(r, parcelFields)
	p.befell = readList(r, p.befell, func() moment {
		m := moment{state(r.Byte()), r.instant(), r.instant()}
		if m.state >= states {
			r.Fail("an unknown state of a parcel")
			m.state = noState
		}
		return m
	})
	p.scanned = r.instant()
	p.Subject.get(r, c)
}

func (h *Chat) put(w *Writer) {
	w.Text(h.ID)
	h.Picture.put(w, chatFields)
	for _, at := range [...]int64{h.Opened, h.Talked, h.Trouble, h.Complained, h.Closed, h.Asked, h.Answered} {
		w.instant(at)
	}
	h.Subject.put(w)
}

func (h *Chat) get(r *Reader, c *Customer) {
	h.ID = r.Text()
	h.Picture.get(r, chatFields)
	for _, at := range [...]*int64{&h.Opened, &h.Talked, &h.Trouble, &h.Complained, &h.Closed, &h.Asked, &h.Answered} {
		*at = r.instant()
	}
	h.Subject.get(r, c)
}

func putHeard(w *Writer, hs []Heard) {
	some(w, hs, func(h Heard) {
		w.Byte(h.number)
		w.instant(h.First)
		w.Int(h.Last - h.First)
	})
}

func getHeard(r *Reader, held bool, into []Heard) []Heard {
	return readSome(r, held, into, func() Heard {
		number := r.Byte()
		event, ok := tiexin.EventTypeOf(number)
		if !ok {
			r.Fail("an unknown type of event")
		}
		first := r.instant()
		return Heard{event, number, first, first + r.Int()}
	})
}

func putConsent(w *Writer, c tiexin.Consent) {
	for _, s := range [...]string{c.ID, c.Channel, string(c.Purpose), c.Source, c.Proof} {
		w.Text(s)
	}
	w.Bool(c.Refused)
	w.instant(Millis(c.At))
	w.instant(Millis(c.Expires))
}

func getConsent(r *Reader) tiexin.Consent {
	return tiexin.Consent{
		ID: r.Text(), Channel: r.Text(), Purpose: tiexin.Purpose(r.Text()), Source: r.Text(), Proof: r.Text(), Refused: r.Bool(),
		At: timeOf(r.instant()), Expires: timeOf(r.instant()),
	}
}

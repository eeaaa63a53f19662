package remember

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// The fields of every subject. The first four are the head of one that is opened only
// when somebody asks for it, and stand before all others.
const (
	wakeKey    = 1 << 1 // when it wants to be asked; none: not by time alone
	restsKey   = 2 << 1 // from when on it may be forgotten
	settledKey = 3 << 1
	asOfKey    = 4 << 1 // the instant that the times after the head count from; none: that of the blob
	heardKey   = 5<<1 | 1
	flowKey    = 6<<1 | 1
	endedKey   = 7<<1 | 1
	firingKey  = 8<<1 | 1
	begunKey   = 9<<1 | 1
	// 10 to 12 are those of its picture, those of its kind follow.
)

// The fields of an order, a parcel, a chat and a child, beside those.
const (
	refundKey = 13<<1 | 1

	momentKey  = 13<<1 | 1
	scannedKey = 14 << 1

	openedKey     = 13 << 1
	talkedKey     = 14 << 1
	troubleKey    = 15 << 1
	complainedKey = 16 << 1
	closedKey     = 17 << 1
	askedKey      = 18 << 1
	answeredKey   = 19 << 1

	sinceKey = 13 << 1
	leftKey  = 14 << 1

	consentSumKey = 1<<1 | 1 // of a withdrawal
)

// putHead writes who a subject is, when it wants to be asked, and from when on it may be
// forgotten. What nobody opened follows as it was read: it says false for that.
func (s *Subject) putHead(w *Writer) (open bool) {
	w.Text(s.ID)
	if next := s.Next(); next < ask.Forever {
		w.Uint(wakeKey)
		w.Int(int64(next - ask.At(w.now)))
	}
	w.at(restsKey, s.rests)
	w.yes(settledKey, s.Settled)
	if s.Open() {
		return true
	}
	if s.at != w.now {
		w.at(asOfKey, s.at)
	}
	w.Buf = append(w.Buf, s.frame...)
	return false
}

// head reads what putHead wrote, and leaves the rest alone.
func (s *Subject) head(r *Reader) (id string) {
	s.ID, s.next, s.rests, s.Settled, s.at, s.frame = r.Text(), ask.Forever, 0, false, r.now, ""
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		switch key {
		case wakeKey:
			s.next = ask.At(r.now) + ask.Instant(r.Int())
		case restsKey:
			s.rests = r.instant()
		case settledKey:
			s.Settled = r.Uint() != 0
		case asOfKey:
			s.at = r.instant()
		default:
			s.frame = r.Data[r.field:]
			r.At = len(r.Data)
		}
	}
	return s.ID
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
	putHeard(w, heardKey, s.Heard)
	s.Wakes.put(w)
	for _, name := range s.Ended {
		w.Uint(endedKey)
		w.Text(name)
	}
	for _, f := range s.Firings {
		f.put(w)
	}
	s.Begun.put(w)
}

// take reads a field that every subject may have.
func (s *Subject) take(key uint64, r *Reader, c *Customer) bool {
	switch key {
	case heardKey:
		s.Heard = getHeard(r, s.Heard)
	case flowKey:
		s.Wakes = getWake(r, s.Wakes)
	case endedKey:
		s.Ended.Add(r.Text())
	case firingKey:
		f := c.newFiring()
		f.Subject = s
		f.get(r)
		s.Firings = append(s.Firings, f)
	case begunKey:
		s.Begun = getBegun(r, s.Begun)
	case wakeKey, restsKey, settledKey, asOfKey:
		r.Fail("a field out of its place")
	default:
		return false
	}
	return true
}

func (o *Order) put(w *Writer) {
	at := w.Field(orderKey)
	if o.putHead(w) {
		o.Subject.put(w)
		o.Picture.put(w, orderFields)
		for i := range o.Refunds {
			o.Refunds[i].put(w)
		}
	}
	w.End(at, o.unknown)
}

func (o *Order) get(r *Reader, c *Customer) {
	o.Picture.begin(orderFields)
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		switch {
		case o.Subject.take(key, r, c), o.Picture.take(key, r, orderFields):
		case key == refundKey:
			o.Refunds = append(o.Refunds, getRefund(r))
		default:
			r.Unknown(key, &o.unknown)
		}
	}
	o.Thing.Attr = attrMap(o.attrs)
	o.Thing.ID = o.ID
}

func (p *Parcel) put(w *Writer, known *knownOrders) {
	at := w.Field(parcelKey)
	known.put(p.Order)
	if p.putHead(w) {
		p.Subject.put(w)
		p.Picture.put(w, parcelFields)
		for i := range p.befell {
			p.befell[i].put(w)
		}
		for i := range p.beyond {
			p.beyond[i].put(w)
		}
		w.at(scannedKey, p.scanned)
	}
	w.End(at, p.unknown)
}

func (p *Parcel) get(r *Reader, c *Customer) {
	p.Picture.begin(parcelFields)
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		switch {
		case p.Subject.take(key, r, c), p.Picture.take(key, r, parcelFields):
		case key == momentKey:
			if m := getMoment(r); m.state < states {
				p.befell = append(p.befell, m)
			} else {
				p.beyond = append(p.beyond, m)
			}
		case key == scannedKey:
			p.scanned = r.instant()
		default:
			r.Unknown(key, &p.unknown)
		}
	}
}

func (m *moment) put(w *Writer) {
	at := w.Field(momentKey)
	w.Byte(byte(m.state))
	w.instant(m.first)
	w.signed(spanKey, m.last-m.first)
	w.End(at, m.unknown)
}

// spanKey is the field of what has a first and a last time: from the one to the other.
const spanKey = 1 << 1

func getMoment(r *Reader) moment {
	around := r.Enter()
	m := moment{state: state(r.Byte()), first: r.instant()}
	m.last, m.unknown = r.span(m.first)
	r.Leave(around)
	return m
}

// span reads the fields of what has a first and a last time.
func (r *Reader) span(first int64) (last int64, unknown string) {
	last = first
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		if key == spanKey {
			last = first + r.Int()
		} else {
			r.Unknown(key, &unknown)
		}
	}
	return last, unknown
}

func putHeard(w *Writer, key uint64, hs []Heard) {
	for i := range hs {
		h := &hs[i]
		at := w.Field(key)
		w.Byte(h.number)
		w.instant(h.First)
		w.signed(spanKey, h.Last-h.First)
		w.End(at, h.unknown)
	}
}

func getHeard(r *Reader, into []Heard) []Heard {
	around := r.Enter()
	h := Heard{number: r.Byte(), First: r.instant()}
	h.Event = r.event(h.number)
	h.Last, h.unknown = r.span(h.First)
	r.Leave(around)
	return append(into, h)
}

// event is the type of event with a number; empty: a later version has it.
func (r *Reader) event(number uint8) tiexin.EventType {
	event, ok := tiexin.EventTypeOf(number)
	if !ok && number == 0 {
		r.Fail("an event of no type")
	}
	return event
}

func (h *Chat) put(w *Writer) {
	at := w.Field(chatKey)
	w.Text(h.ID)
	h.Subject.put(w)
	h.Picture.put(w, chatFields)
	w.at(openedKey, h.Opened)
	w.at(talkedKey, h.Talked)
	w.at(troubleKey, h.Trouble)
	w.at(complainedKey, h.Complained)
	w.at(closedKey, h.Closed)
	w.at(askedKey, h.Asked)
	w.at(answeredKey, h.Answered)
	w.End(at, h.unknown)
}

func (h *Chat) get(r *Reader, c *Customer) {
	around := r.Enter()
	h.ID = r.Text()
	h.Picture.begin(chatFields)
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		if h.Subject.take(key, r, c) || h.Picture.take(key, r, chatFields) {
			continue
		}
		switch key {
		case openedKey:
			h.Opened = r.instant()
		case talkedKey:
			h.Talked = r.instant()
		case troubleKey:
			h.Trouble = r.instant()
		case complainedKey:
			h.Complained = r.instant()
		case closedKey:
			h.Closed = r.instant()
		case askedKey:
			h.Asked = r.instant()
		case answeredKey:
			h.Answered = r.instant()
		default:
			r.Unknown(key, &h.unknown)
		}
	}
	r.Leave(around)
}

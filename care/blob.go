package care

import (
	"bytes"
	"fmt"
	"slices"
	"unsafe"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// stateVersion stands at the beginning of every blob.
const stateVersion = 3

// encode writes the memory as a blob.
func (m *memory) encode() []byte {
	w := &m.writer
	w.buf = w.buf[:0]
	w.byte(stateVersion)
	w.millis(m.now)
	m.seen.put(w)
	m.customer.put(w, customerFields)
	list(w, m.tagged, func(l label) { w.text(l.tag); w.millis(l.at) })
	m.tally.put(w)
	list(w, m.consents, func(c tiexin.Consent) { putConsent(w, c) })
	putHeard(w, m.heard, m.now)
	list(w, m.chats, func(c chat) {
		w.text(c.id)
		for _, at := range []int64{c.talked, c.trouble, c.complained, c.closed, c.opened} {
			w.millis(at)
		}
	})
	list(w, m.orders, func(o *order) { o.put(w, m.now) })
	m.gone.put(w)
	m.self.put(w, m.now)
	textsCodec.put(w, m.ended)
	list(w, m.firings, func(f *firing) { f.put(w, m.now) })
	list(w, m.slots, func(s slot) {
		w.text(s.id)
		w.millis(m.now - s.at)
		w.byte(byte(s.kind))
		w.text(string(s.purpose))
		w.text(s.flow)
		w.int(int64(s.cost))
	})
	list(w, m.merges, func(g mergeWindow) {
		w.text(g.flow)
		w.uint(uint64(g.step))
		w.millis(m.now - g.at)
		w.text(g.rule)
		w.text(g.subject)
	})
	return bytes.Clone(w.buf)
}

// decodeMemory reads a blob into a memory of its own.
func decodeMemory(blob []byte) (*memory, error) {
	m := new(memory)
	return m, m.decode(blob)
}

// decode reads a blob; an empty one is a customer never heard of.
func (m *memory) decode(blob []byte) error {
	m.reset()
	if len(blob) == 0 {
		return nil
	}
	r := &m.reader
	*r = reader{data: unsafe.String(&blob[0], len(blob))} // nobody changes a blob that was written
	if v := r.byte(); v != stateVersion {
		return fmt.Errorf("care: %w: it has version %d, this library reads version %d", errCorrupt, v, stateVersion)
	}
	m.now = r.millis()
	m.seen = getMarks(r, m.seen)
	m.customer.get(r, customerFields)
	m.customer.thing.Attr = attrMap(m.customer.attrs)
	m.tagged = readList(r, nil, func() label { return label{r.text(), r.millis()} })
	m.tally.get(r)
	m.consents = readList(r, nil, func() tiexin.Consent { return getConsent(r) })
	m.heard = getHeard(r, m.heard, m.now)
	m.chats = readList(r, m.chats, func() chat {
		return chat{id: r.text(), talked: r.millis(), trouble: r.millis(), complained: r.millis(), closed: r.millis(), opened: r.millis()}
	})
	m.orders = readList(r, m.orders, func() *order { return m.getOrder(r) })
	m.gone = getMarks(r, m.gone)
	m.self = getWakes(r, m.self, m.now)
	m.ended = readList(r, m.ended, r.text)
	m.firings = readList(r, m.firings, func() *firing { return m.getFiring(r) })
	m.slots = readList(r, m.slots, func() slot {
		return slot{r.text(), m.now - r.millis(), channel.Kind(r.byte()), tiexin.Purpose(r.text()), r.text(), channel.Cost(r.int())}
	})
	m.merges = readList(r, m.merges, func() mergeWindow {
		return mergeWindow{r.text(), int(r.uint()), m.now - r.millis(), r.text(), r.text()}
	})
	if r.err == nil && r.at != len(r.data) {
		r.fail("something follows its end")
	}
	return r.err
}

func list[T any](w *writer, items []T, put func(T)) {
	w.uint(uint64(len(items)))
	for _, i := range items {
		put(i)
	}
}

// readList appends to a list that is empty and may have room.
func readList[T any](r *reader, items []T, get func() T) []T {
	n := r.count()
	items = slices.Grow(items, n)
	for range n {
		if r.err != nil {
			return nil
		}
		items = append(items, get())
	}
	return items
}

// A millisecond that may be unknown: 0 stays 0.
func putSince(w *writer, at, now int64) {
	if at == 0 {
		w.byte(0)
		return
	}
	w.byte(1)
	w.millis(now - at)
}

func getSince(r *reader, now int64) int64 {
	if r.byte() == 0 {
		return 0
	}
	return now - r.millis()
}

func putHeard(w *writer, hs []heard, now int64) {
	list(w, hs, func(h heard) {
		w.byte(h.number)
		w.millis(now - h.first)
		w.millis(h.last - h.first)
	})
}

func getHeard(r *reader, into []heard, now int64) []heard {
	return readList(r, into, func() heard {
		number := r.byte()
		event, ok := tiexin.EventTypeOf(number)
		if !ok {
			r.fail("an unknown type of event")
		}
		first := now - r.millis()
		return heard{event, number, first, first + r.millis()}
	})
}

func (t *tally) put(w *writer) {
	w.millis(t.asOf)
	w.int(int64(t.orders))
	w.int(int64(t.spent))
	w.millis(t.first)
	list(w, t.paid, func(p payment) { w.text(p.order); w.millis(p.at); w.int(int64(p.amount)) })
	list(w, t.back, func(p repayment) { w.text(p.order); w.millis(p.at); w.int(int64(p.amount)) })
	list(w, t.bought, func(p purchase) { w.text(p.category); w.text(p.order); w.millis(p.at) })
}

func (t *tally) get(r *reader) {
	t.asOf, t.orders, t.spent, t.first = r.millis(), int(r.int()), tiexin.Money(r.int()), r.millis()
	t.paid = readList(r, nil, func() payment { return payment{r.text(), r.millis(), tiexin.Money(r.int())} })
	t.back = readList(r, nil, func() repayment { return repayment{r.text(), r.millis(), tiexin.Money(r.int())} })
	t.bought = readList(r, nil, func() purchase { return purchase{r.text(), r.text(), r.millis()} })
}

func putConsent(w *writer, c tiexin.Consent) {
	for _, s := range []string{c.ID, c.Channel, string(c.Purpose), c.Source, c.Proof} {
		w.text(s)
	}
	w.bool(c.Refused)
	timeCodec.put(w, c.At)
	w.bool(!c.Expires.IsZero())
	if !c.Expires.IsZero() {
		timeCodec.put(w, c.Expires)
	}
}

func getConsent(r *reader) tiexin.Consent {
	c := tiexin.Consent{ID: r.text(), Channel: r.text(), Purpose: tiexin.Purpose(r.text()), Source: r.text(), Proof: r.text(), Refused: r.bool(), At: timeCodec.get(r)}
	if r.bool() {
		c.Expires = timeCodec.get(r)
	}
	return c
}

func (o *order) put(w *writer, now int64) {
	w.text(o.id)
	o.orderPicture.put(w, orderFields)
	putHeard(w, o.heard, now)
	list(w, o.refunds, func(f refund) { f.put(w, now) })
	o.wakes.put(w, now)
	textsCodec.put(w, o.ended)
}

func (m *memory) getOrder(r *reader) *order {
	o, now := m.newOrder(r.text()), m.now
	o.orderPicture.get(r, orderFields)
	o.thing.Attr = attrMap(o.attrs)
	o.heard = getHeard(r, o.heard, now)
	o.refunds = readList(r, o.refunds, func() refund { return getRefund(r, now) })
	o.wakes = getWakes(r, o.wakes, now)
	o.ended = readList(r, o.ended, r.text)
	return o
}

func (f *refund) put(w *writer, now int64) {
	w.text(f.id)
	for _, at := range []int64{f.opened, f.ended, f.done, f.at} {
		putSince(w, at, now)
	}
	w.flags(f.doneGuessed, f.atGuessed, f.full, f.item)
	w.int(int64(f.amount))
	w.text(f.reason)
	w.text(f.url)
	for _, at := range []int64{f.amountAt, f.reasonAt, f.urlAt} {
		putSince(w, at, now)
	}
}

func getRefund(r *reader, now int64) refund {
	f := refund{id: r.text(), opened: getSince(r, now), ended: getSince(r, now), done: getSince(r, now), at: getSince(r, now)}
	r.flags(&f.doneGuessed, &f.atGuessed, &f.full, &f.item)
	f.amount, f.reason, f.url = tiexin.Money(r.int()), r.text(), r.text()
	f.amountAt, f.reasonAt, f.urlAt = getSince(r, now), getSince(r, now), getSince(r, now)
	return f
}

func (f *firing) put(w *writer, now int64) {
	w.text(f.rule)
	w.text(f.subject)
	w.byte(byte(f.state))
	putSince(w, f.due, now)
	w.uint(uint64(f.times))
	w.uint(uint64(f.step))
	putSince(w, f.stepAt, now)
	putSince(w, f.said, now)
	w.byte(byte(f.via))
	putSince(w, f.until, now)
	w.uint(uint64(f.closed))
	w.uint(uint64(f.closedBefore))
	w.byte(byte(f.reason))
	w.text(f.by)
	w.flags(f.merged, f.approved, f.asked, f.reviewing)
	w.uint(f.shown)
}

func (m *memory) getFiring(r *reader) *firing {
	f, now := m.newFiring(), m.now
	*f = firing{
		rule: r.text(), subject: r.text(), state: firingState(r.byte()), due: getSince(r, now), times: int(r.uint()), step: int(r.uint()),
		stepAt: getSince(r, now), said: getSince(r, now), via: channel.Kind(r.byte()), until: getSince(r, now), closed: uint16(r.uint()), closedBefore: uint16(r.uint()),
		reason: Reason(r.byte()), by: r.text(),
	}
	r.flags(&f.merged, &f.approved, &f.asked, &f.reviewing)
	f.shown = r.uint()
	if f.state > usedUp || f.reason >= reasonCount || f.step < 0 || f.times < 0 {
		r.fail("a firing that cannot be")
	}
	return f
}

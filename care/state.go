package care

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A memory is everything the engine remembers about one customer. It is loaded,
// changed by one step, and written back whole.
type memory struct {
	now      int64 // the latest instant a step looked from, in milliseconds
	seen     []seen
	customer customerPicture
	tagged   []string // labels added one by one, sorted
	tally    tally
	consents []tiexin.Consent
	heard    []heard // events about the customer, the newest of each type
	chats    []chat
	orders   []*order // sorted by id
	self     wakes    // of the flows about the customer
	firings  []*firing
	slots    []slot
	merges   []mergeWindow

	spareOrders  []*order // to be used again
	spareFirings []*firing
}

// seen is an event that was taken in: its id, hashed, and when it arrived.
type seen struct {
	hash uint64
	at   int64
}

// heard says that an event of a type happened, first and last.
type heard struct {
	event       tiexin.EventType
	first, last int64
}

// A tally counts purchases: as a picture of the customer had it, and the orders
// paid after that picture.
type tally struct {
	asOf   int64 // instant of the picture; 0: none yet
	orders int
	spent  tiexin.Money
	first  int64 // first payment known, 0: none
	paid   []payment
	bought []purchase // last payment by category, sorted
}

type payment struct {
	order  string
	at     int64
	amount tiexin.Money
}

type purchase struct {
	category string
	at       int64
}

// A chat is what matters of a conversation: when each of these happened last.
type chat struct {
	id                                          string
	talked, trouble, complained, closed, opened int64
}

// An order is one order with what happened to it.
type order struct {
	id string
	orderPicture
	heard   []heard
	refunds []refund
	wakes   wakes
	ended   []string // flows that were told the order's end, by name
}

type refund struct {
	id            string
	opened, ended int64
	done          bool // the money went back
	full          bool // for the whole order, as the event said
	item          bool // for one item only
	amount        tiexin.Money
	reason, url   string
	at            int64
}

// A firing is what one rule did, does or will do about one subject.
type firing struct {
	rule                       string // path
	subject                    string // order id; empty: the customer
	state                      firingState
	due                        int64        // when it became due, in milliseconds; 0: not yet
	times                      int          // how often it spoke before: the occurrence
	step                       int          // the next step, from 0
	stepAt                     int64        // when the step before was done
	said                       int64        // last message decided; 0: none
	via                        channel.Kind // channel of the message or task that is under way or went last
	until                      int64        // of a task under way: its deadline
	closed                     uint16       // channels that failed for good for this step, as a bit set
	reason                     Reason       // of the skip that used it up
	by                         string
	merged                     bool // the last thing said went with another subject's message
	approved, asked, reviewing bool
}

type firingState uint8

const (
	waiting  firingState = iota // asked or started, nothing said yet
	speaking                    // something was said, steps may follow
	handing                     // a message is decided and not yet handed over
	tasking                     // a task is open
	spoken                      // all steps done
	usedUp                      // skipped for good
)

// A slot is one message that counts for caps.
type slot struct {
	id      string
	at      int64
	kind    channel.Kind
	purpose tiexin.Purpose
	flow    string
	cost    channel.Cost
}

// A mergeWindow says when a step of a flow last spoke, and about whom.
type mergeWindow struct {
	flow    string
	step    int
	at      int64
	rule    string
	subject string
}

const stateVersion = 1

// encode writes the memory as a blob.
func (m *memory) encode() []byte {
	w := &writer{buf: make([]byte, 0, 512)}
	w.byte(stateVersion)
	w.millis(m.now)
	list(w, m.seen, func(s seen) { w.uint(s.hash); w.millis(m.now - s.at) })
	m.customer.put(w, customerFields)
	textsCodec.put(w, m.tagged)
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
	m.self.put(w, m.now)
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
	return w.buf
}

// reset makes the memory that of a customer never heard of. Orders and firings
// are kept to be used again; lists that an outcome may hold on to are not.
func (m *memory) reset() {
	spareOrders, spareFirings := append(m.spareOrders, m.orders...), append(m.spareFirings, m.firings...)
	stamps := m.customer.stamps
	clear(stamps)
	*m = memory{
		seen: m.seen[:0], heard: m.heard[:0], chats: m.chats[:0], slots: m.slots[:0], merges: m.merges[:0], self: m.self[:0],
		orders: m.orders[:0], firings: m.firings[:0], spareOrders: spareOrders, spareFirings: spareFirings,
	}
	m.customer.stamps = stamps
}

// newOrder is an order of which nothing but the id is known.
func (m *memory) newOrder(id string) *order {
	o := new(order)
	if n := len(m.spareOrders); n > 0 {
		o = m.spareOrders[n-1]
		m.spareOrders = m.spareOrders[:n-1]
		clear(o.stamps)
		*o = order{orderPicture: orderPicture{stamps: o.stamps}, heard: o.heard[:0], refunds: o.refunds[:0], wakes: o.wakes[:0], ended: o.ended[:0]}
	}
	o.id, o.thing.ID = id, id
	return o
}

func (m *memory) newFiring() *firing {
	n := len(m.spareFirings)
	if n == 0 {
		return new(firing)
	}
	f := m.spareFirings[n-1]
	m.spareFirings = m.spareFirings[:n-1]
	*f = firing{}
	return f
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
	r := &reader{data: string(blob)}
	if v := r.byte(); v != stateVersion {
		return fmt.Errorf("care: %w: it has version %d, this library reads version %d", errCorrupt, v, stateVersion)
	}
	m.now = r.millis()
	m.seen = readList(r, m.seen, func() seen { return seen{r.uint(), m.now - r.millis()} })
	m.customer.get(r, customerFields)
	m.tagged = textsCodec.get(r)
	m.tally.get(r)
	m.consents = readList(r, nil, func() tiexin.Consent { return getConsent(r) })
	m.heard = getHeard(r, m.heard, m.now)
	m.chats = readList(r, m.chats, func() chat {
		return chat{id: r.text(), talked: r.millis(), trouble: r.millis(), complained: r.millis(), closed: r.millis(), opened: r.millis()}
	})
	m.orders = readList(r, m.orders, func() *order { return m.getOrder(r) })
	m.self = getWakes(r, m.self, m.now)
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
		n, _ := h.event.Number()
		w.byte(n)
		w.millis(now - h.first)
		w.millis(h.last - h.first)
	})
}

func getHeard(r *reader, into []heard, now int64) []heard {
	return readList(r, into, func() heard {
		event, ok := tiexin.EventTypeOf(r.byte())
		if !ok {
			r.fail("an unknown type of event")
		}
		first := now - r.millis()
		return heard{event, first, first + r.millis()}
	})
}

func (t *tally) put(w *writer) {
	w.millis(t.asOf)
	w.int(int64(t.orders))
	w.int(int64(t.spent))
	w.millis(t.first)
	list(w, t.paid, func(p payment) { w.text(p.order); w.millis(p.at); w.int(int64(p.amount)) })
	list(w, t.bought, func(p purchase) { w.text(p.category); w.millis(p.at) })
}

func (t *tally) get(r *reader) {
	t.asOf, t.orders, t.spent, t.first = r.millis(), int(r.int()), tiexin.Money(r.int()), r.millis()
	t.paid = readList(r, nil, func() payment { return payment{r.text(), r.millis(), tiexin.Money(r.int())} })
	t.bought = readList(r, nil, func() purchase { return purchase{r.text(), r.millis()} })
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
	list(w, o.refunds, func(f refund) {
		w.text(f.id)
		putSince(w, f.opened, now)
		putSince(w, f.ended, now)
		w.bool(f.done)
		w.bool(f.full)
		w.bool(f.item)
		w.int(int64(f.amount))
		w.text(f.reason)
		w.text(f.url)
		putSince(w, f.at, now)
	})
	o.wakes.put(w, now)
	textsCodec.put(w, o.ended)
}

func (m *memory) getOrder(r *reader) *order {
	o, now := m.newOrder(r.text()), m.now
	o.orderPicture.get(r, orderFields)
	o.heard = getHeard(r, o.heard, now)
	o.refunds = readList(r, o.refunds, func() refund {
		return refund{
			id: r.text(), opened: getSince(r, now), ended: getSince(r, now), done: r.bool(), full: r.bool(), item: r.bool(), amount: tiexin.Money(r.int()),
			reason: r.text(), url: r.text(), at: getSince(r, now),
		}
	})
	o.wakes = getWakes(r, o.wakes, now)
	o.ended = readList(r, o.ended, r.text)
	return o
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
	w.byte(byte(f.reason))
	w.text(f.by)
	flags := byte(0)
	for i, b := range []bool{f.merged, f.approved, f.asked, f.reviewing} {
		if b {
			flags |= 1 << i
		}
	}
	w.byte(flags)
}

func (m *memory) getFiring(r *reader) *firing {
	f, now := m.newFiring(), m.now
	*f = firing{
		rule: r.text(), subject: r.text(), state: firingState(r.byte()), due: getSince(r, now), times: int(r.uint()), step: int(r.uint()),
		stepAt: getSince(r, now), said: getSince(r, now), via: channel.Kind(r.byte()), until: getSince(r, now), closed: uint16(r.uint()),
		reason: Reason(r.byte()), by: r.text(),
	}
	flags := r.byte()
	for i, b := range []*bool{&f.merged, &f.approved, &f.asked, &f.reviewing} {
		*b = flags&(1<<i) != 0
	}
	if f.state > usedUp || f.reason >= reasonCount || f.step < 0 || f.times < 0 {
		r.fail("a firing that cannot be")
	}
	return f
}

// order finds an order, or makes room for it.
func (m *memory) order(id string) *order {
	i, found := slices.BinarySearchFunc(m.orders, id, func(o *order, id string) int { return cmp.Compare(o.id, id) })
	if !found {
		m.orders = slices.Insert(m.orders, i, m.newOrder(id))
	}
	return m.orders[i]
}

func (m *memory) findOrder(id string) *order {
	i, found := slices.BinarySearchFunc(m.orders, id, func(o *order, id string) int { return cmp.Compare(o.id, id) })
	if !found {
		return nil
	}
	return m.orders[i]
}

func (m *memory) firing(path, subject string) *firing {
	for _, f := range m.firings {
		if f.rule == path && f.subject == subject {
			return f
		}
	}
	return nil
}

// spokeOf finds the rule of a flow that has spoken about a subject.
func (m *memory) spokeOf(flow, subject string) *firing {
	for _, f := range m.firings {
		if f.subject == subject && (f.said != 0 || f.times > 0) && strings.HasPrefix(f.rule, flow) && len(f.rule) > len(flow) && f.rule[len(flow)] == '/' {
			return f
		}
	}
	return nil
}

// wake is the next instant at which anything about the customer is due.
func (m *memory) wake() rule.Instant {
	next := m.self.next()
	for _, o := range m.orders {
		next = min(next, o.wakes.next())
	}
	return next
}

// wakes are those of a subject; nil is the customer.
func (m *memory) wakes(o *order) *wakes {
	if o == nil {
		return &m.self
	}
	return &o.wakes
}

// hear remembers that an event of a type happened.
func hear(hs []heard, event tiexin.EventType, at int64) []heard {
	for i := range hs {
		if hs[i].event == event {
			hs[i].first, hs[i].last = min(hs[i].first, at), max(hs[i].last, at)
			return hs
		}
	}
	return append(hs, heard{event, at, at})
}

// drop forgets a firing that came to nothing. How often the rule spoke before
// stays: no two messages may have the same ID.
func (m *memory) drop(f *firing) {
	if f.times > 0 {
		*f = firing{rule: f.rule, subject: f.subject, times: f.times}
		return
	}
	m.firings = slices.DeleteFunc(m.firings, func(g *firing) bool { return g == f })
}

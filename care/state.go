package care

import (
	"cmp"
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
	seen     marks // events that were taken in, by id
	customer customerPicture
	tagged   []label // added one by one since the list of tags, sorted
	tally    tally
	consents []tiexin.Consent
	heard    []heard // events about the customer, the newest of each type
	chats    []chat
	orders   []*order // sorted by id
	gone     marks    // orders that were forgotten
	self     wakes    // of the flows about the customer
	ended    ends     // likewise
	firings  []*firing
	slots    []slot
	merges   []mergeWindow

	spareOrders  []*order // to be used again
	spareFirings []*firing
	writer       writer
	reader       reader
}

// heard says that an event of a type happened, first and last.
type heard struct {
	event       tiexin.EventType
	number      uint8 // the event's, as blobs have it
	first, last int64
}

// A label is a tag that somebody added, and when.
type label struct {
	tag string
	at  int64
}

// A tally counts purchases: as a picture of the customer had it, and what was
// paid and paid back after that picture.
type tally struct {
	asOf   int64 // instant of the picture; 0: none yet
	orders int
	spent  tiexin.Money
	first  int64       // first of the payments that were folded into the base, 0: none
	paid   []payment   // sorted by instant
	back   []repayment // sorted by instant
	bought []purchase  // sorted by category
}

type payment struct {
	order  string
	at     int64
	amount tiexin.Money
}

type repayment struct {
	order  string
	at     int64
	amount tiexin.Money
}

// A purchase says that an order of a category was paid; without an order it is
// the last of those folded into the base.
type purchase struct {
	category, order string
	at              int64
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
	ended   ends
}

// A refund is put together from what events said of it: each part is as the
// newest that knew it had it.
type refund struct {
	id                        string
	opened, ended             int64 // when it was last said to be open, and to be settled
	done                      int64 // when the money went back; 0: it did not
	at                        int64 // last change
	doneGuessed, atGuessed    bool  // nobody said when: it was so at the latest
	full                      bool  // for the whole order, as the event said
	item                      bool  // for one item only
	amount                    tiexin.Money
	reason, url               string
	amountAt, reasonAt, urlAt int64
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
	closedBefore               uint16       // likewise for the step before: what it was handed to may still be told to have failed
	reason                     Reason       // of the skip that used it up
	by                         string
	merged                     bool   // the last thing said went with another subject's message
	shown                      uint64 // what a person was last shown to approve, see inquiry
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

// useUp ends the firing in silence.
func (f *firing) useUp(reason Reason, by string, now rule.Instant) {
	f.state, f.reason, f.by, f.stepAt = usedUp, reason, by, now.Millis()
}

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

// reset makes the memory that of a customer never heard of. Orders and firings
// are kept to be used again; lists that an outcome may hold on to are not.
func (m *memory) reset() {
	spareOrders, spareFirings := append(m.spareOrders, m.orders...), append(m.spareFirings, m.firings...)
	stamps, attrs := m.customer.stamps, m.customer.attrs[:0]
	clear(stamps)
	*m = memory{
		seen: m.seen[:0], gone: m.gone[:0], heard: m.heard[:0], chats: m.chats[:0], slots: m.slots[:0], merges: m.merges[:0], self: m.self[:0], ended: m.ended[:0],
		orders: m.orders[:0], firings: m.firings[:0], spareOrders: spareOrders, spareFirings: spareFirings, writer: m.writer,
	}
	m.customer.stamps, m.customer.attrs = stamps, attrs
}

// newOrder is an order of which nothing but the id is known.
func (m *memory) newOrder(id string) *order {
	var o *order
	if n := len(m.spareOrders); n > 0 {
		o = m.spareOrders[n-1]
		m.spareOrders = m.spareOrders[:n-1]
		clear(o.stamps)
		*o = order{orderPicture: orderPicture{stamps: o.stamps, attrs: o.attrs[:0]}, heard: o.heard[:0], refunds: o.refunds[:0], wakes: o.wakes[:0], ended: o.ended[:0]}
	} else {
		o = new(order)
	}
	o.id, o.thing.ID = id, id
	return o
}

// belongsTo says that the firing is one of a rule of the flow.
func (f *firing) belongsTo(flow string) bool {
	return len(f.rule) > len(flow) && f.rule[len(flow)] == '/' && strings.HasPrefix(f.rule, flow)
}

// addFiring remembers a rule that has something to do about a subject.
func (m *memory) addFiring(path, subject string) *firing {
	f := m.newFiring()
	f.rule, f.subject = path, subject
	m.firings = append(m.firings, f)
	return f
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

// hasFirings says that a rule has something to do about a subject, or had.
func (m *memory) hasFirings(o *order) bool {
	subject := ""
	if o != nil {
		subject = o.id
	}
	return slices.ContainsFunc(m.firings, func(f *firing) bool { return f.subject == subject })
}

// started says that a rule of a flow has a firing about a subject.
func (m *memory) started(flow *rule.Flow, o *order) bool {
	subject := ""
	if o != nil {
		subject = o.id
	}
	for _, f := range m.firings {
		if f.subject == subject && f.belongsTo(flow.Name) {
			return true
		}
	}
	return false
}

// spokeOf finds the rule of a flow that has spoken about a subject.
func (m *memory) spokeOf(flow, subject string) *firing {
	for _, f := range m.firings {
		if f.subject == subject && (f.said != 0 || f.times > 0) && f.belongsTo(flow) {
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
	number, _ := event.Number()
	return append(hs, heard{event, number, at, at})
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

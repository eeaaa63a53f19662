package remember

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// A Slot is one message that was decided and did not fail.
type Slot struct {
	ID      string
	At      int64 // when it was decided
	Kind    channel.Kind
	Purpose tiexin.Purpose
	Flow    string
	Cost    channel.Cost
	Came    Came
	Parts   int    // that Cost is for; 0: not known
	Billed  Billed // who says what it costs
	To      uint64 // the sum of the address it went to, see [AddressSum]; 0: not known
	Unsure  bool   // no answer came at the hand-over, and nobody knows whether it went
	Unknown string // fields of a later version
}

// Came is how far a message has come.
type Came uint8

// The ways of a message, in order.
const (
	Waits     Came = iota // decided, not yet handed over
	Sent                  // a sender took it, or may have
	Delivered             // the provider reports that it has arrived
)

// Billed says where the cost of a message is from.
type Billed uint8

// The sources of a cost, from the weakest.
const (
	Estimated   Billed = iota // the library has counted the parts
	BilledParts               // the provider says how many parts, the tariff what they cost
	BilledCost                // the provider says what it cost
)

// The fields of a message, beside the values that it always has.
const (
	partsKey  = 1 << 1
	billedKey = 2 << 1
	toKey     = 3 << 1
	unsureKey = 4 << 1
)

// A pack holds messages that are older than most limits look back. It stands in the
// blob as it was first written, and is opened only when somebody asks for so old a
// message: what an event costs does not grow with all that was ever said.
type pack struct {
	last  int64  // when the latest of them was decided
	at    int64  // the instant that its times are measured from
	frame string // the messages

	unknown string // fields
}

const (
	packed   = 32 // messages in a pack
	packedAt = 35 * 24 * time.Hour
)

// SlotsSince are the messages that count and were decided since an instant, in
// milliseconds, and maybe some before it.
func (c *Customer) SlotsSince(start int64) []Slot {
	n := len(c.packs)
	for n > 0 && c.packs[n-1].last >= start {
		n--
	}
	if opened := c.packs[n:]; len(opened) > 0 {
		older := make([]Slot, 0, len(opened)*packed+len(c.Slots))
		for _, p := range opened {
			older = c.unpack(p, older)
		}
		c.Slots, c.packs = append(older, c.Slots...), c.packs[:n]
		c.said.changed()
	}
	return c.Slots
}

// Slot finds a message that counts; nil: it does not, or it failed.
func (c *Customer) Slot(id string) *Slot {
	sought := func(t Slot) bool { return t.ID == id }
	i := slices.IndexFunc(c.Slots, sought)
	if i < 0 && len(c.packs) > 0 {
		i = slices.IndexFunc(c.SlotsSince(0), sought)
	}
	if i < 0 {
		return nil
	}
	c.said.changed() // whoever looked for it will change it
	return &c.Slots[i]
}

// forgetSlots drops the messages decided before an instant; a pack goes as a whole.
func (c *Customer) forgetSlots(before int64) {
	all := len(c.Slots) + len(c.packs)
	c.Slots = slices.DeleteFunc(c.Slots, func(t Slot) bool { return t.At < before })
	c.packs = slices.DeleteFunc(c.packs, func(p pack) bool { return p.last < before })
	if len(c.Slots)+len(c.packs) < all {
		c.said.changed()
	}
}

// putSlotsAsRead writes the messages as they were read, and behind them the new ones;
// false: some have to be packed, or have changed.
func (c *Customer) putSlotsAsRead(w *Writer) bool {
	if c.toPack() >= packed || !c.said.put(w) {
		return false
	}
	w.slots(c.Slots[c.saidBefore:])
	return true
}

// toPack is how many messages are old enough to be packed.
func (c *Customer) toPack() int {
	for i := range c.Slots {
		if c.Slots[i].At > c.Now-packedAt.Milliseconds() {
			return i
		}
	}
	return len(c.Slots)
}

// putSlots writes the messages: those packed before as they stand, the oldest of the
// others as new packs.
func (c *Customer) putSlots(w *Writer) {
	fresh := c.toPack() / packed
	for i := range c.packs {
		p := &c.packs[i]
		at := w.Field(packKey)
		w.instant(p.last)
		w.instant(p.at)
		w.Text(p.frame)
		w.End(at, p.unknown)
	}
	for i := range fresh {
		slots := c.Slots[i*packed : (i+1)*packed]
		last := slices.MaxFunc(slots, func(a, b Slot) int { return int(a.At - b.At) })
		at := w.Field(packKey)
		w.instant(last.At)
		w.instant(w.now)
		frame := w.span()
		w.slots(slots)
		w.End(frame, "")
		w.End(at, "")
	}
	w.slots(c.Slots[fresh*packed:])
}

// unpack appends the messages of a pack.
func (c *Customer) unpack(p pack, into []Slot) []Slot {
	r := Reader{Data: p.frame, now: p.at}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		if key == slotKey {
			into = append(into, r.slot())
		} else {
			r.Fail("a pack holds something else than messages")
		}
	}
	c.note(&r)
	return into
}

func (w *Writer) slots(slots []Slot) {
	for i := range slots {
		s := &slots[i]
		at := w.Field(slotKey)
		w.Text(s.ID)
		w.instant(s.At)
		w.Byte(byte(s.Kind))
		w.Text(string(s.Purpose))
		w.Text(s.Flow)
		w.Int(int64(s.Cost))
		w.Byte(byte(s.Came))
		w.number(partsKey, uint64(s.Parts))
		w.number(billedKey, uint64(s.Billed))
		w.number(toKey, s.To)
		w.yes(unsureKey, s.Unsure)
		w.End(at, s.Unknown)
	}
}

func (r *Reader) slot() Slot {
	around := r.Enter()
	s := Slot{
		ID: r.Text(), At: r.instant(), Kind: channel.Kind(r.Byte()), Purpose: tiexin.Purpose(r.Text()), Flow: r.Text(),
		Cost: channel.Cost(r.Int()), Came: Came(r.Byte()),
	}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		switch key {
		case partsKey:
			s.Parts = int(r.Uint())
		case billedKey:
			s.Billed = Billed(r.Uint())
		case toKey:
			s.To = r.Uint()
		case unsureKey:
			s.Unsure = r.Uint() != 0
		default:
			r.Unknown(key, &s.Unknown)
		}
	}
	r.Leave(around)
	return s
}

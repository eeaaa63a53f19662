package ask

import (
	"iter"
	"math/bits"
	"slices"
	"sync"
)

// A Stem names a clock: a number that moves by itself. With a unit in front it
// is a word of the conditions: minutes_unpaid, hours_to_close, days_since_order.
type Stem uint8

// The clocks that conditions and while may name.
const (
	NoClock Stem = iota
	Unpaid
	ToClose
	Unshipped
	ToShip
	InTransit
	Overdue
	SinceScan
	SinceSigned
	SinceConfirmed
	Silent
	SinceOrder
	SinceFirstOrder
	ToBirthday
	ToRestock

	// StemCount is one more than the last stem.
	StemCount
)

type stemInfo struct {
	name      string
	runs      string // while
	remaining bool   // counts down to an instant instead of up from one
	kinds     Kinds  // the flows that may name it; none: every one
	never     []Stem // clocks that never run together with it
}

var (
	withOrder  = kindsOf(Order, Parcel, Chat) // they see an order
	withParcel = kindsOf(Parcel)

	onTheWay = []Stem{InTransit, Overdue, SinceScan}
)

var stems = [StemCount]stemInfo{
	Unpaid:          {name: "unpaid", runs: "runs while the order waits for payment: time since it was placed", kinds: withOrder, never: []Stem{Unshipped, ToShip, SinceConfirmed}},
	ToClose:         {name: "to_close", runs: "runs while the order waits for payment: time until it closes by itself", kinds: withOrder, remaining: true, never: []Stem{Unshipped, ToShip, SinceConfirmed}},
	Unshipped:       {name: "unshipped", runs: "runs while the order is paid and not shipped, without an open refund: time since payment", kinds: withOrder, never: append(slices.Clone(onTheWay), SinceSigned, SinceConfirmed)},
	ToShip:          {name: "to_ship", runs: "runs while the order is paid and not shipped, without an open refund: time until the promised shipping", kinds: withOrder, remaining: true, never: append(slices.Clone(onTheWay), SinceSigned, SinceConfirmed)},
	InTransit:       {name: "in_transit", runs: "runs while the parcel is on its way: time since shipping", kinds: withParcel, never: []Stem{SinceSigned}},
	Overdue:         {name: "overdue", runs: "runs while the parcel is later than promised or usual and does not wait at a pickup point: time since then", kinds: withParcel, never: []Stem{SinceSigned}},
	SinceScan:       {name: "since_scan", runs: "runs while the parcel is on its way: time since the last node of its track", kinds: withParcel, never: []Stem{SinceSigned}},
	SinceSigned:     {name: "since_signed", runs: "starts when the parcel, or the whole order, is signed for; stops while a refund is open", kinds: withOrder},
	SinceConfirmed:  {name: "since_confirmed", runs: "starts when the order succeeds", kinds: withOrder},
	Silent:          {name: "silent", runs: "runs while the chat is open and it is the customer's turn: time since the last word", kinds: kindsOf(Chat)},
	SinceOrder:      {name: "since_order", runs: "starts at the last payment"},
	SinceFirstOrder: {name: "since_first_order", runs: "starts at the first payment"},
	ToBirthday:      {name: "to_birthday", runs: "runs while the birthday is known: time until the next one begins", remaining: true},
	ToRestock:       {name: "to_restock", runs: "runs while it is known when a product runs out: time until the first does", remaining: true},
}

// String is the stem as it is written in the rule file.
func (s Stem) String() string { return stems[s].name }

// Meaning says while what the clock runs and from where it counts.
func (s Stem) Meaning() string { return stems[s].runs }

// Remaining says that the clock counts down to an instant.
func (s Stem) Remaining() bool { return stems[s].remaining }

// Kinds are the subjects that have the clock; none: every one.
func (s Stem) Kinds() Kinds { return stems[s].kinds }

// MayUse says whether a flow about a kind of subject may name the clock.
func (s Stem) MayUse(k Kind) bool {
	return k == AnyKind || stems[s].kinds == 0 || stems[s].kinds.Has(k)
}

// Stems yields every clock, in the order of the contract.
func Stems() iter.Seq[Stem] {
	return func(yield func(Stem) bool) {
		for s := NoClock + 1; s < StemCount; s++ {
			if !yield(s) {
				return
			}
		}
	}
}

// StemNamed finds a clock by its stem.
func StemNamed(name string) (Stem, bool) {
	for s := range Stems() {
		if stems[s].name == name {
			return s, true
		}
	}
	return NoClock, false
}

// A unit is what a clock is read in.
type unit struct {
	prefix, name string
	millis       float64
}

var units = []unit{
	{"minutes_", "minutes", 60_000},
	{"hours_", "hours", 3_600_000},
	{"days_", "days", 86_400_000},
}

// A clockWord is a clock with the unit it is read in: minutes_unpaid.
type clockWord struct {
	stem Stem
	unit *unit
}

// allClockWords has every clock in every unit.
var allClockWords = sync.OnceValue(func() map[string]clockWord {
	all := map[string]clockWord{}
	for s := range Stems() {
		for i := range units {
			all[units[i].prefix+s.String()] = clockWord{s, &units[i]}
		}
	}
	return all
})

// clockNamed finds a clock and its unit by a word such as minutes_unpaid.
func clockNamed(word string) (clockWord, bool) {
	c, ok := allClockWords()[word]
	return c, ok
}

// Stemset is a set of clocks.
type Stemset uint32

// With adds a clock.
func (s Stemset) With(c Stem) Stemset { return s | 1<<c }

// Has says whether a clock is in the set.
func (s Stemset) Has(c Stem) bool { return s&(1<<c) != 0 }

// All yields the clocks of the set, in the order of the contract.
func (s Stemset) All() iter.Seq[Stem] {
	return func(yield func(Stem) bool) {
		for rest := s; rest != 0; rest &= rest - 1 {
			if !yield(Stem(bits.TrailingZeros32(uint32(rest)))) {
				return
			}
		}
	}
}

// Only is the clock of a set that has no other; false: it has none, or several.
func (s Stemset) Only() (c Stem, ok bool) {
	if bits.OnesCount32(uint32(s)) != 1 {
		return NoClock, false
	}
	return Stem(bits.TrailingZeros32(uint32(s))), true
}

// Clash finds two clocks of the set that can never run together.
func (s Stemset) Clash() (a, b Stem, found bool) {
	for a := range s.All() {
		for b := range s.All() {
			if slices.Contains(stems[a].never, b) || slices.Contains(stems[b].never, a) {
				return a, b, true
			}
		}
	}
	return NoClock, NoClock, false
}

// A Phase says how a clock stands.
type Phase uint8

// The phases of a clock, in order.
const (
	NotYet Phase = iota // may still start
	Runs
	Over // will not run again
)

// A Reading is how one clock of one subject stands.
type Reading struct {
	Phase Phase
	// Origin is the instant the clock counts from, or down to, in milliseconds
	// since 1970.
	Origin int64
	// Start is the instant from which on the clock runs, by time alone: a parcel is
	// overdue from its usual arrival on. Zero: it runs already.
	Start Instant
	// End is the instant the clock stops by time alone; Forever when it does
	// not.
	End Instant
}

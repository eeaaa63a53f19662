package ask

import (
	"iter"
	"math/bits"
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
	kinds     Kinds
	later     string
	// phase is the part of an order's life in which the clock runs; two clocks
	// of different phases never run together. Zero: independent of the order.
	phase phase
}

// A phase is a part of an order's life.
type phase uint8

const (
	anyPhase phase = iota
	beforePayment
	beforeShipping
	afterSuccess
)

var stems = [StemCount]stemInfo{
	Unpaid:          {name: "unpaid", runs: "the order waits for payment; counted from its creation", kinds: onOrder, phase: beforePayment},
	ToClose:         {name: "to_close", runs: "the order waits for payment; what is left until it closes by itself", kinds: onOrder, remaining: true, phase: beforePayment},
	Unshipped:       {name: "unshipped", runs: "paid, not shipped, no refund open; counted from payment", kinds: onOrder, phase: beforeShipping},
	ToShip:          {name: "to_ship", runs: "paid, not shipped, no refund open; what is left until the promised shipping", kinds: onOrder, remaining: true, phase: beforeShipping},
	InTransit:       {name: "in_transit", runs: "the parcel is on its way; counted from shipping", later: ParcelLater},
	Overdue:         {name: "overdue", runs: "the parcel is later than usual; counted from the usual arrival", later: ParcelLater},
	SinceScan:       {name: "since_scan", runs: "the parcel is on its way; counted from the last node of its track", later: ParcelLater},
	SinceSigned:     {name: "since_signed", runs: "signed, no refund open; counted from signing", later: ParcelLater},
	SinceConfirmed:  {name: "since_confirmed", runs: "the order succeeded; counted from then", kinds: onOrder, phase: afterSuccess},
	Silent:          {name: "silent", runs: "the chat is open and it is the customer's turn; counted from the last word", later: ChatLater},
	SinceOrder:      {name: "since_order", runs: "the customer has bought; counted from the last payment"},
	SinceFirstOrder: {name: "since_first_order", runs: "the customer has bought; counted from the first payment"},
	ToBirthday:      {name: "to_birthday", runs: "the birthday is known; what is left", remaining: true, later: CalendarLater},
	ToRestock:       {name: "to_restock", runs: "it is known when something runs out; what is left for the first", remaining: true, later: LifecycleLater},
}

func (s Stem) info() *stemInfo { return &stems[s] }

// String is the stem as it is written in the rule file.
func (s Stem) String() string { return stems[s].name }

// Meaning says while what the clock runs and from where it counts.
func (s Stem) Meaning() string { return "runs while " + stems[s].runs }

// Remaining says that the clock counts down to an instant.
func (s Stem) Remaining() bool { return stems[s].remaining }

// Kinds are the subjects that have the clock; none: every one.
func (s Stem) Kinds() Kinds { return stems[s].kinds }

// Later says why the clock cannot be used yet; empty when it can.
func (s Stem) Later() string { return stems[s].later }

// MayUse says whether a flow about a kind of subject may name the clock.
func (s Stem) MayUse(a Kind) bool {
	return stems[s].kinds == 0 || stems[s].kinds.Has(a)
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

// Clash finds two clocks of the set that can never run together.
func (s Stemset) Clash() (a, b Stem, found bool) {
	for x := range s.All() {
		if stems[x].phase == anyPhase {
			continue
		}
		if a == NoClock {
			a = x
		}
		if stems[x].phase != stems[a].phase {
			return a, x, true
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
	// End is the instant the clock stops by time alone; Forever when it does
	// not.
	End Instant
}

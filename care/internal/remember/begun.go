package remember

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/tiexin-go/tiexin"
)

// Begun are the events that have begun rules about a subject. Which rules those are the
// rules say: whoever waits for the event and was known when it came. So many rules cost
// nothing; those of them that have something to do get a [Firing].
type Begun []Beginning

// A Beginning is an event that has begun rules.
type Beginning struct {
	Event tiexin.EventType
	At    int64 // when it happened, in milliseconds
	// Late is how much later a snapshot told it, in milliseconds, where that is long; else 0.
	Late int64
	// Under is since when the rules are known that heard it, in milliseconds: what came
	// later it has not begun. 0: the first that there were.
	Under int64

	except []byte // rules that it has not begun, 8 bytes a rule
	rules  []byte // likewise those that it has begun, as it was noted before events began all; empty: all

	number  uint8  // the event's, where only a later version knows it
	unknown string // fields
}

// Note notes that an event has begun rules, except some, which are given by their hashes.
// Of an event that happened several times those are noted that begin rules which no other
// has begun.
func (b *Begun) Note(begun Beginning, except ...uint64) {
	for _, hash := range except {
		begun.except = binary.LittleEndian.AppendUint64(begun.except, hash)
	}
	begun.number, _ = begun.Event.Number()
	b.add(begun)
}

func (b *Begun) add(begun Beginning) {
	for i := range *b {
		if (*b)[i].covers(&begun) {
			return
		}
	}
	*b = slices.DeleteFunc(*b, func(old Beginning) bool { return begun.covers(&old) })
	place, _ := slices.BinarySearchFunc(*b, begun, func(a, b Beginning) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.At, b.At), cmp.Compare(a.Under, b.Under))
	})
	*b = slices.Insert(*b, place, begun)
}

// covers says that another beginning of the same event begins nothing, and nothing
// earlier, that this one has not begun.
func (b *Beginning) covers(other *Beginning) bool {
	return b.Event == other.Event && len(b.rules) == 0 && b.At <= other.At && b.Late <= other.Late && b.Under >= other.Under && string(b.except) == string(other.except)
}

// Began says that the event has begun a rule that waits for it and that was known.
func (b *Beginning) Began(rule uint64) bool {
	if len(b.rules) > 0 {
		return holds(b.rules, rule)
	}
	return !holds(b.except, rule)
}

func holds(hashes []byte, hash uint64) bool {
	for ; len(hashes) >= sumSize; hashes = hashes[sumSize:] {
		if binary.LittleEndian.Uint64(hashes) == hash {
			return true
		}
	}
	return false
}

// The fields of a beginning.
const (
	lateKey   = 1 << 1
	underKey  = 2 << 1
	exceptKey = 3<<1 | 1
)

func (b Begun) put(w *Writer) {
	for i := range b {
		x := &b[i]
		number, known := x.Event.Number()
		if !known {
			number = x.number
		}
		at := w.Field(begunKey)
		w.Byte(number)
		w.instant(x.At)
		w.Uint(uint64(len(x.rules)))
		w.Buf = append(w.Buf, x.rules...)
		if x.Late != 0 {
			w.signed(lateKey, x.Late)
		}
		w.at(underKey, x.Under)
		if len(x.except) > 0 {
			w.text(exceptKey, string(x.except))
		}
		w.End(at, x.unknown)
	}
}

func getBegun(r *Reader, into Begun) Begun {
	around := r.Enter()
	number := r.Byte()
	x := Beginning{Event: r.event(number), number: number, At: r.instant(), rules: r.list()}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		switch key {
		case lateKey:
			x.Late = r.Int()
		case underKey:
			x.Under = r.instant()
		case exceptKey:
			x.except = r.list()
		default:
			r.Unknown(key, &x.unknown)
		}
	}
	if len(x.rules)%sumSize != 0 || len(x.except)%sumSize != 0 {
		r.Fail("half a rule")
	}
	r.Leave(around)
	return append(into, x)
}

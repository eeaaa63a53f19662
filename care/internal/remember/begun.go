package remember

import (
	"encoding/binary"

	"github.com/tiexin-go/tiexin"
)

// Begun are rules that wait for an event, that an event has begun, and whose
// condition is off so far. There may be hundreds of them, so of each only a hash of
// its path is kept; whoever of them gets something to do gets a [Firing].
type Begun []Beginning

// A Beginning is an event and the rules that it has begun.
type Beginning struct {
	Event tiexin.EventType
	At    int64  // when it happened, in milliseconds
	rules []byte // 8 bytes a rule

	number  uint8  // the event's, where only a later version knows it
	unknown string // fields
}

// Note notes that an event has begun a rule, which is given by its hash.
func (b *Begun) Note(event tiexin.EventType, at int64, rule uint64) {
	n := len(*b)
	if n == 0 || (*b)[n-1].Event != event || (*b)[n-1].At != at {
		*b = append(*b, Beginning{Event: event, At: at})
		n++
	}
	last := &(*b)[n-1]
	last.rules = binary.LittleEndian.AppendUint64(last.rules, rule)
}

// Each visits the rules that have begun, by their hashes.
func (b Begun) Each(visit func(rule uint64, at *Beginning)) {
	for i := range b {
		for rest := b[i].rules; len(rest) >= 8; rest = rest[8:] {
			visit(binary.LittleEndian.Uint64(rest), &b[i])
		}
	}
}

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
		w.End(at, x.unknown)
	}
}

func getBegun(r *Reader, into Begun) Begun {
	around := r.Enter()
	number := r.Byte()
	x := Beginning{Event: r.event(number), number: number, At: r.instant(), rules: r.list()}
	if len(x.rules)%8 != 0 {
		r.Fail("half a rule")
	}
	x.unknown = r.plain()
	r.Leave(around)
	return append(into, x)
}

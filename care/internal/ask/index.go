package ask

import (
	"math"
	"math/bits"
	"slices"
)

// An Index answers many conditions at once: which of them the facts leave open. Those
// that are left out are off, whatever time it is. A condition that is left open may be
// off for a reason that the index does not know, so it still has to be asked; see Answer.
//
// A condition is cut into branches at its ||. A branch is a bit. Each word that
// conditions compare with constants is a column: it holds, for each class of the word's
// values, the branches that the value lets through. One row of each column, joined by
// and, is the answer. Its cost follows the number of words and a sixty-fourth of the
// number of branches.
//
// An Index never changes; many goroutines may use it.
type Index struct {
	clocks  []clockColumn
	columns []column
	numbers []int32  // of the condition, by branch
	solved  []solved // by number of the condition
	gates   map[string]gate
	words   int // of a row
}

// A gate is the branches that belong to it, from the first word that has one to the last.
type gate struct {
	from int
	bits []uint64
}

// A column is a word or a segment and the rows of its classes of values.
type column struct {
	word     *Word    // nil: it is a segment
	segment  *segment // nil: it is a word
	unknown  row
	noNumber row
	classes  []row // yes/no: no, yes; numbers: below the first cut, at it, between it and the next, …
	cuts     []float64
	texts    map[string]row // of a text, the row of a value; of a list, what an element adds
	other    row            // of a text or a list: no value that conditions name
	mentions int
}

// A row says which branches a value lets through: those of the base, but for the few that
// differ.
type row struct {
	base  []uint64 // nil: all
	set   []int32  // let through, though the base does not
	clear []int32  // not let through, though the base does
}

// An Opening is room in which an index is asked, used again for the next question.
type Opening struct {
	bits     []uint64
	from, to int // the words outside hold nothing
	kept     []int32
	numbers  []int32
	lenient  bool // what is unknown lets through
	doubted  bool // something was let through because it is unknown
}

// Gate lets the branches through that belong to a gate of the index, besides those that
// other gates have let through. An unknown gate lets nothing through.
func (x *Index) Gate(o *Opening, name string) {
	gate := x.gates[name]
	if len(gate.bits) == 0 {
		return
	}
	bits := o.bits[gate.from:][:len(gate.bits)]
	for i, w := range gate.bits {
		bits[i] |= w
	}
	o.from, o.to = min(o.from, gate.from), max(o.to, gate.from+len(gate.bits))
}

// Begin makes an opening ready for a question: nothing is let through yet.
func (x *Index) Begin(o *Opening) {
	o.bits, o.lenient, o.doubted = slices.Grow(o.bits[:0], x.words)[:x.words], false, false
	clear(o.bits)
	o.from, o.to = x.words, 0
}

// Open are the numbers of the conditions that the facts of a view leave open from an
// instant on, ascending, among those that a gate has let through. They stand until the next
// question.
func (x *Index) Open(v *View, at Instant, o *Opening) []int32 {
	o.numbers = o.numbers[:0]
	if o.from >= o.to {
		return o.numbers // no gate let any through
	}
	for i := range x.clocks {
		if !x.clocks[i].narrow(v, at, o) {
			return o.numbers
		}
	}
	return x.open(v, o)
}

// Possible are the numbers of the conditions that may be true at some time, or unknown,
// whatever the gates: all others are no for certain. Certain says that none of them is
// there only because something is unknown.
func (x *Index) Possible(v *View, o *Opening) (numbers []int32, certain bool) {
	x.Begin(o)
	for i := range o.bits {
		o.bits[i] = math.MaxUint64
	}
	if rest := len(x.numbers) & 63; rest > 0 {
		o.bits[x.words-1] = 1<<rest - 1
	}
	o.numbers, o.lenient = o.numbers[:0], true
	o.from, o.to = 0, x.words
	return x.open(v, o), !o.doubted
}

// open are the numbers that the columns leave of those let through.
func (x *Index) open(v *View, o *Opening) []int32 {
	for i := range x.columns {
		if !x.columns[i].narrow(v, o) {
			return o.numbers
		}
	}
	ascend := true
	for i := o.from; i < o.to; i++ {
		for w := o.bits[i]; w != 0; w &= w - 1 {
			n := x.numbers[i<<6+bits.TrailingZeros64(w)]
			last := len(o.numbers) - 1
			if last >= 0 && o.numbers[last] == n {
				continue
			}
			ascend = ascend && (last < 0 || o.numbers[last] < n)
			o.numbers = append(o.numbers, n)
		}
	}
	if !ascend { // several gates let some through
		slices.Sort(o.numbers)
	}
	return o.numbers
}

// narrow leaves the branches that the column's present value lets through, and says
// whether any are left.
func (c *column) narrow(v *View, o *Opening) bool {
	switch {
	case c.segment != nil:
		return c.narrowSegment(v.segmentNow(c.segment), o)
	case c.word.needs&^v.Has != 0, c.word.Unknown != "" && !c.word.given(&v.Facts):
		return c.narrowUnknown(o)
	}
	switch c.word.sort {
	case ofYesNo:
		if read[bool](c.word, &v.Facts) {
			return c.classes[1].narrow(o)
		}
		return c.classes[0].narrow(o)
	case ofText:
		if r, named := c.texts[read[string](c.word, &v.Facts)]; named {
			return r.narrow(o)
		}
		return c.other.narrow(o)
	case ofList:
		return c.narrowList(read[[]string](c.word, &v.Facts), o)
	default:
		x := c.word.number(&v.Facts)
		if math.IsNaN(x) {
			return c.noNumber.narrow(o)
		}
		return c.classes[classAt(c.cuts, x)].narrow(o)
	}
}

// narrowSegment is narrow for a yes/no that may be unknown.
func (c *column) narrowSegment(a answer, o *Opening) bool {
	switch a {
	case yes:
		return c.classes[1].narrow(o)
	case no:
		return c.classes[0].narrow(o)
	default:
		return c.narrowUnknown(o)
	}
}

// narrowUnknown is narrow for what is unknown.
func (c *column) narrowUnknown(o *Opening) bool {
	if o.lenient {
		o.doubted = true
		return true
	}
	return c.unknown.narrow(o)
}

// narrow is narrow of the column, for a row.
func (r *row) narrow(o *Opening) bool {
	o.keep(r.set)
	any := o.join(r.base)
	o.drop(r.clear)
	return o.restore() || any
}

// narrowList is narrow for a list: each of its elements that conditions name lets other
// branches through.
func (c *column) narrowList(list []string, o *Opening) bool {
	for _, text := range list {
		o.keep(c.texts[text].set)
	}
	any := o.join(c.other.base)
	o.drop(c.other.clear)
	for _, text := range list {
		o.drop(c.texts[text].clear)
	}
	return o.restore() || any
}

// keep notes those of some branches that are let through so far.
func (o *Opening) keep(set []int32) {
	for _, b := range set {
		if o.bits[b>>6]>>(b&63)&1 != 0 {
			o.kept = append(o.kept, b)
		}
	}
}

// restore lets through again what was kept, and says whether that was anything.
func (o *Opening) restore() bool {
	for _, b := range o.kept {
		i := int(b >> 6)
		o.bits[i] |= 1 << (b & 63)
		if o.from == o.to {
			o.from, o.to = i, i+1
		}
		o.from, o.to = min(o.from, i), max(o.to, i+1)
	}
	any := len(o.kept) > 0
	o.kept = o.kept[:0]
	return any
}

// join leaves what a base lets through as well, and says whether there may be any.
func (o *Opening) join(base []uint64) bool {
	if base == nil {
		return true
	}
	bits := o.bits[o.from:o.to]
	base = base[o.from:][:len(bits)]
	any := uint64(0)
	for i, w := range base {
		bits[i] &= w
		any |= bits[i]
	}
	if any == 0 {
		o.to = o.from
		return false
	}
	for o.bits[o.from] == 0 {
		o.from++
	}
	for o.bits[o.to-1] == 0 {
		o.to--
	}
	return true
}

func (o *Opening) drop(cleared []int32) {
	for _, b := range cleared {
		o.bits[b>>6] &^= 1 << (b & 63)
	}
}

// segmentNow is what a segment that time does not change says.
func (v *View) segmentNow(s *segment) answer {
	switch {
	case v.segment(s, false).first:
		return yes
	case v.segment(s, true).first:
		return unknown
	default:
		return no
	}
}

package model

import (
	"iter"
	"math/bits"
	"slices"
	"time"
	"unsafe"
)

// A Set says which of a shape's Kept fields a thing knows: bit i stands for
// Kept[i].
type Set uint64

// All yields the places within Kept, from the first.
func (s Set) All() iter.Seq[int] {
	return func(yield func(int) bool) {
		for ; s != 0; s &= s - 1 {
			if !yield(bits.TrailingZeros64(uint64(s))) {
				return
			}
		}
	}
}

// Known says which of the Kept fields the thing knows. It is Kept.Known of all of
// them at once, and several times as fast.
func (s *Shape) Known(thing unsafe.Pointer) Set {
	var set Set
	for i := range s.spots {
		set |= s.spots[i].known(thing)
	}
	return set
}

// spots are the places of one kind at which something is known, so that one loop
// looks at all of them. A struct has several, each with the bit of the struct.
type spots struct {
	kind Kind
	all  []spot
}

type spot struct {
	offset uintptr
	bit    Set
}

// spot notes where a remembered field is known.
func (s *Shape) spot(k *Kept, offset uintptr, bit Set) {
	switch kind := k.kind; {
	case kind == Struct:
		for i := range k.field.Shape.Kept {
			in := &k.field.Shape.Kept[i]
			s.spot(in, offset+in.Offset, bit)
		}
	case kind == List && k.field.Empty:
		s.spotAs(Pointer, offset, bit) // to the elements: nil in a nil list only
	default:
		s.spotAs(kind, offset, bit)
	}
	if k.alone {
		s.spotAs(Bool, offset-k.Offset+k.flag, bit)
	}
}

func (s *Shape) spotAs(kind Kind, offset uintptr, bit Set) {
	n := slices.IndexFunc(s.spots, func(s spots) bool { return s.kind == kind })
	if n < 0 {
		n, s.spots = len(s.spots), append(s.spots, spots{kind: kind})
	}
	s.spots[n].all = append(s.spots[n].all, spot{offset, bit})
}

func (s *spots) known(thing unsafe.Pointer) (set Set) {
	for _, at := range s.all {
		v, is := unsafe.Add(thing, at.offset), false
		switch s.kind {
		case Text:
			is = *(*string)(v) != ""
		case Time:
			is = !(*time.Time)(v).IsZero()
		case Int:
			is = *(*int)(v) != 0
		case Int64:
			is = *(*int64)(v) != 0
		case Bool:
			is = *(*bool)(v)
		case List:
			is = len(*(*[]byte)(v)) != 0
		default:
			is = *(*unsafe.Pointer)(v) != nil
		}
		if is {
			set |= at.bit
		}
	}
	return set
}

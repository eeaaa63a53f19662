package model

import (
	"fmt"
	"iter"
	"math/bits"
	"slices"
	"time"
	"unsafe"
)

// A Set is some of a shape's fields: bit i stands for the i-th.
type Set uint64

// All yields the places of the fields, from the first.
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
func (s *Shape) Known(thing unsafe.Pointer) Set { return s.known.of(thing) }

// Unusual says which of the Fields a check has to look at. It passes over flags,
// zero values and usual values. Usual are a short text of printable characters of
// ASCII, Chinese and Japanese; a time from FirstYear to LastYear in whole
// milliseconds that comes after no other; an amount from 0 to MostMoney. Required
// fields and a customer are always among them.
func (s *Shape) Unusual(thing unsafe.Pointer) Set { return s.unusual.of(thing) | s.required }

// Untidy says which of the Fields Normalise has to look at. It passes over what
// Unusual does, over amounts, and over ids and counts that are not Side. A customer
// and the last field of a region are always among them.
func (s *Shape) Untidy(thing unsafe.Pointer) Set { return s.untidy.of(thing) | s.regions }

// A sign is what tells that a field is not zero, or not usual.
type sign uint8

const (
	word      sign = iota // a word that is not zero: an int, a pointer, the length of a text or list
	wide                  // an int64 that is not zero
	flag                  // a bool that is true
	instant               // a time that is not zero
	oddText               // a text that is not usual
	oddTime               // a time that is not usual
	oddAmount             // an amount that is not usual
)

// spots are where the signs of fields lie, by sign, so that one loop looks at all
// of a sign. A field may have several.
type spots []spotsOfSign

type spotsOfSign struct {
	sign sign
	all  []spot
}

type spot struct {
	offset uintptr
	field  Set
}

func (s *spots) add(is sign, offset uintptr, field Set) {
	n := slices.IndexFunc(*s, func(s spotsOfSign) bool { return s.sign == is })
	if n < 0 {
		n, *s = len(*s), append(*s, spotsOfSign{sign: is})
	}
	(*s)[n].all = append((*s)[n].all, spot{offset, field})
}

func (s spots) of(thing unsafe.Pointer) (set Set) {
	for i := range s {
		of := &s[i]
		switch of.sign {
		case word:
			for _, at := range of.all {
				if *(*uintptr)(unsafe.Add(thing, at.offset)) != 0 {
					set |= at.field
				}
			}
		case wide:
			for _, at := range of.all {
				if *(*int64)(unsafe.Add(thing, at.offset)) != 0 {
					set |= at.field
				}
			}
		case flag:
			for _, at := range of.all {
				if *(*bool)(unsafe.Add(thing, at.offset)) {
					set |= at.field
				}
			}
		case instant:
			for _, at := range of.all {
				if !(*time.Time)(unsafe.Add(thing, at.offset)).IsZero() {
					set |= at.field
				}
			}
		case oddText:
			for _, at := range of.all {
				if text := *(*string)(unsafe.Add(thing, at.offset)); text != "" && !usualText(text) {
					set |= at.field
				}
			}
		case oddTime:
			for _, at := range of.all {
				if t := (*time.Time)(unsafe.Add(thing, at.offset)); !t.IsZero() && !usualTime(*t) {
					set |= at.field
				}
			}
		case oddAmount:
			for _, at := range of.all {
				if uint64(*(*int64)(unsafe.Add(thing, at.offset))) > MostMoney {
					set |= at.field
				}
			}
		}
	}
	return set
}

// look prepares Known, Unusual and Untidy.
func (s *Shape) look() {
	if most := max(len(s.Fields), len(s.Kept)); most > 64 {
		panic(fmt.Sprintf("model: %s has %d fields; a Set holds 64", s.Type, most))
	}
	for i := range s.Kept {
		k := &s.Kept[i]
		s.known.addField(k.field, k.Offset, 1<<i, true)
		if k.alone {
			s.known.add(flag, k.flag, 1<<i)
		}
	}
	for i := range s.Fields {
		f, set := &s.Fields[i], Set(1)<<i
		isID := f.Role == ID && (f.Kind == Text || f.Elem != nil)
		text := f.Kind == Text && (f.Role == Plain || f.Role == ID)
		switch {
		case f.Kind == Bool:
		case f.Required && f.Kind == Text || f.Role == Customer:
			s.required |= set
		case text:
			s.unusual.add(oddText, f.Offset, set)
		case f.Kind == Time && f.After == nil:
			s.unusual.add(oddTime, f.Offset, set)
		case f.Role == Money || f.Role == Signed:
			s.unusual.add(oddAmount, f.Offset, set)
		default:
			s.unusual.addField(f, f.Offset, set, false)
		}
		switch {
		case f.Role == Region || f.Role == Customer:
			s.regions |= set
		case f.Kind == Bool || f.Kind == Int64 || (isID || f.Role == Count) && !f.Side:
		case text:
			s.untidy.add(oddText, f.Offset, set)
		case f.Kind == Time:
			s.untidy.add(oddTime, f.Offset, set)
		default:
			s.untidy.addField(f, f.Offset, set, false)
		}
	}
}

// addField adds the signs that a field which begins at an offset is not zero. A
// struct is not zero where one of its fields is not, or, if only what is kept
// counts, one of those.
func (s *spots) addField(f *Field, offset uintptr, set Set, kept bool) {
	const length = unsafe.Sizeof(uintptr(0)) // where that of a text or list lies
	switch f.Kind {
	case Text:
		s.add(word, offset+length, set)
	case List:
		if f.Empty && kept {
			s.add(word, offset, set) // the pointer to the elements: nil in a nil list only
		} else {
			s.add(word, offset+length, set)
		}
	case Int, Pointer, Texts:
		s.add(word, offset, set)
	case Int64:
		s.add(wide, offset, set)
	case Bool:
		s.add(flag, offset, set)
	case Time:
		s.add(instant, offset, set)
	case Struct:
		for i := range f.Shape.Fields {
			if in := &f.Shape.Fields[i]; !kept || in.Number > 0 {
				s.addField(in, offset+in.Offset, set, kept)
			}
		}
	}
}

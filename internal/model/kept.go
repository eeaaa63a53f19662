package model

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unsafe"
)

// A Kept is a remembered field: whether a thing knows it, how another thing takes
// it over, which of two values comes first, and how it is stored. A thing is a
// pointer to a struct of the field's shape.
type Kept struct {
	Number int     // from 1
	Offset uintptr // of the field within the thing

	kind  Kind
	alone bool    // the flag is known without the text or amount
	flag  uintptr // offset of the flag; 0: none, since no flag is a struct's first field
	field *Field
}

func newKept(f *Field) Kept {
	if f.Kind == Texts || f.Kind == Pointer {
		panic(fmt.Sprintf("model: the field %s cannot be remembered: the compact form has no %s", f.Name, f.Type))
	}
	k := Kept{Number: f.Number, Offset: f.Offset, kind: f.Kind, alone: f.alone, field: f}
	if f.flag != nil {
		k.flag = f.flag.Offset
	}
	return k
}

// Name is the field's key in JSON.
func (k *Kept) Name() string { return k.field.Name }

// Known says whether the thing knows the field: it is not zero. A list that can
// say that there are none is known when it is not nil.
func (k *Kept) Known(thing unsafe.Pointer) bool {
	return known(k.kind, k.field, unsafe.Add(thing, k.Offset)) || k.alone && k.flagOf(thing)
}

// Assign makes the field of one thing that of another. Lists are shared.
func (k *Kept) Assign(to, from unsafe.Pointer) {
	assign(k.kind, k.field, unsafe.Add(to, k.Offset), unsafe.Add(from, k.Offset))
	if k.flag != 0 {
		*(*bool)(unsafe.Add(to, k.flag)) = k.flagOf(from)
	}
}

// Compare puts the field of two things in order: negative when that of a comes
// first, 0 when both are the same. The order is total and never changes. With a
// flag, what has the flag comes last.
func (k *Kept) Compare(a, b unsafe.Pointer) int {
	if k.flag != 0 {
		if c := compareBools(k.flagOf(a), k.flagOf(b)); c != 0 {
			return c
		}
	}
	return compare(k.kind, k.field, unsafe.Add(a, k.Offset), unsafe.Add(b, k.Offset))
}

// flagOf is the flag of a thing. Beside an amount that is not 0 it says nothing.
func (k *Kept) flagOf(thing unsafe.Pointer) bool {
	return k.flag != 0 && *(*bool)(unsafe.Add(thing, k.flag)) && (k.kind == Text || !known(k.kind, k.field, unsafe.Add(thing, k.Offset)))
}

func known(kind Kind, f *Field, v unsafe.Pointer) bool {
	switch kind {
	case Text:
		return *(*string)(v) != ""
	case Time:
		return !(*time.Time)(v).IsZero()
	case Int:
		return *(*int)(v) != 0
	case Int64:
		return *(*int64)(v) != 0
	case Bool:
		return *(*bool)(v)
	case List:
		list := *(*[]byte)(v)
		return len(list) > 0 || f.Empty && list != nil
	case Struct:
		return f.Shape.Known(v) != 0
	default:
		return *(*unsafe.Pointer)(v) != nil // a pointer or a map
	}
}

func assign(kind Kind, f *Field, to, from unsafe.Pointer) {
	switch kind {
	case Text:
		*(*string)(to) = *(*string)(from)
	case Time:
		*(*time.Time)(to) = *(*time.Time)(from)
	case Int:
		*(*int)(to) = *(*int)(from)
	case Int64:
		*(*int64)(to) = *(*int64)(from)
	case Bool:
		*(*bool)(to) = *(*bool)(from)
	default:
		reflect.NewAt(f.Type, to).Elem().Set(reflect.NewAt(f.Type, from).Elem())
	}
}

func compare(kind Kind, f *Field, a, b unsafe.Pointer) int {
	switch kind {
	case Text:
		return strings.Compare(*(*string)(a), *(*string)(b))
	case Time:
		return (*time.Time)(a).Compare(*(*time.Time)(b))
	case Int:
		return cmp.Compare(*(*int)(a), *(*int)(b))
	case Int64:
		return cmp.Compare(*(*int64)(a), *(*int64)(b))
	case Bool:
		return compareBools(*(*bool)(a), *(*bool)(b))
	case List:
		return compareLists(f, a, b)
	default: // a struct
		for i := range f.Shape.Kept {
			if c := f.Shape.Kept[i].Compare(a, b); c != 0 {
				return c
			}
		}
		return 0
	}
}

// compareLists goes element by element. Of two lists of which one begins the
// other the shorter comes first, and a nil list comes before an empty one.
func compareLists(f *Field, a, b unsafe.Pointer) int {
	firstA, n := Elements(a)
	firstB, m := Elements(b)
	for i := range min(n, m) {
		at := uintptr(i) * f.Elem.Type.Size()
		if c := compare(f.Elem.Kind, f.Elem, unsafe.Add(firstA, at), unsafe.Add(firstB, at)); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(n, m), compareBools(firstA != nil, firstB != nil))
}

// compareBools puts false before true.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// Elements is where the elements of a list begin and how many there are. The
// next one lies Elem.Type.Size() bytes further.
func Elements(list unsafe.Pointer) (first unsafe.Pointer, n int) {
	bytes := *(*[]byte)(list)
	return unsafe.Pointer(unsafe.SliceData(bytes)), len(bytes)
}

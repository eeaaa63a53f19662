package model

import (
	"encoding/binary"
	"errors"
	"reflect"
	"time"
	"unsafe"
)

// The compact form. A value is either a number, as an unsigned varint, or a span:
// its length as a varint, then its bytes. Texts, lists and structs are spans. A
// key in front of a value says the field's number and which of the two follows,
// so a reader passes over fields that it does not know.
//
//	key      varint of Number<<1, plus 1 in front of a span
//	number   zig-zag varint; a time counts milliseconds since 1970; a bool is 0 or 1
//	text     its bytes; with a flag, a byte 0 or 1 in front
//	amount   a number; with a flag, which says that 0 is told, 0 is the flag
//	list     the elements, each a span
//	struct   the known fields, each a key and a value

// ErrCorrupt says that stored bytes are not a value of the field.
var ErrCorrupt = errors.New("model: the stored value cannot be read")

// Key is what stands in front of the stored value.
func (k *Kept) Key() uint64 {
	key := uint64(k.Number) << 1
	if isSpan(k.kind) {
		key++
	}
	return key
}

func isSpan(kind Kind) bool { return kind == Text || kind == List || kind == Struct }

// Append appends the thing's field, without its key. Times are cut to
// milliseconds. The field should be Known.
func (k *Kept) Append(dst []byte, thing unsafe.Pointer) []byte {
	v := unsafe.Add(thing, k.Offset)
	if k.flag == 0 || k.kind != Text {
		return appendValue(dst, k.kind, k.field, v)
	}
	text := *(*string)(v)
	dst = binary.AppendUvarint(dst, uint64(len(text))+1)
	dst = append(dst, boolByte(k.flagOf(thing)))
	return append(dst, text...)
}

// Read sets the thing's field to the value at the beginning of src and returns
// what follows it. The only error is ErrCorrupt; the field is then undefined.
// Texts are parts of src, not copies.
func (k *Kept) Read(src string, thing unsafe.Pointer) (rest string, err error) {
	var partly bool
	return k.ReadPartly(src, thing, &partly)
}

// ReadPartly is Read, and sets partly where a struct within the value has fields of
// unknown numbers, which are passed over.
func (k *Kept) ReadPartly(src string, thing unsafe.Pointer, partly *bool) (rest string, err error) {
	v := unsafe.Add(thing, k.Offset)
	if k.flag == 0 || k.kind != Text {
		rest, err = readValue(src, k.kind, k.field, v, partly)
		if k.flag != 0 {
			*(*bool)(unsafe.Add(thing, k.flag)) = err == nil && !known(k.kind, k.field, v)
		}
		return rest, err
	}
	span, rest, err := readSpan(src)
	if err != nil || span == "" {
		return "", ErrCorrupt
	}
	*(*bool)(unsafe.Add(thing, k.flag)), *(*string)(v) = span[0] != 0, span[1:]
	return rest, nil
}

// Skip returns what follows the value behind a key.
func Skip(key uint64, src string) (rest string, err error) {
	if key&1 == 0 {
		_, rest, err = readNumber(src)
	} else {
		_, rest, err = readSpan(src)
	}
	return rest, err
}

func appendValue(dst []byte, kind Kind, f *Field, v unsafe.Pointer) []byte {
	switch kind {
	case Text:
		text := *(*string)(v)
		dst = binary.AppendUvarint(dst, uint64(len(text)))
		return append(dst, text...)
	case Time:
		return binary.AppendVarint(dst, (*time.Time)(v).UnixMilli())
	case Int:
		return binary.AppendVarint(dst, int64(*(*int)(v)))
	case Int64:
		return binary.AppendVarint(dst, *(*int64)(v))
	case Bool:
		return append(dst, boolByte(*(*bool)(v)))
	case List:
		start := len(dst)
		first, n := Elements(v)
		for i := range n {
			dst = appendValue(dst, f.Elem.Kind, f.Elem, unsafe.Add(first, uintptr(i)*f.Elem.Type.Size()))
		}
		return frame(dst, start)
	default: // a struct
		start := len(dst)
		for i := range f.Shape.Kept {
			if k := &f.Shape.Kept[i]; k.Known(v) {
				dst = k.Append(binary.AppendUvarint(dst, k.Key()), v)
			}
		}
		return frame(dst, start)
	}
}

// frame puts the length in front of what stands from start on.
func frame(dst []byte, start int) []byte {
	var length [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(length[:], uint64(len(dst)-start))
	dst = append(dst, length[:n]...)
	copy(dst[start+n:], dst[start:])
	copy(dst[start:], length[:n])
	return dst
}

func boolByte(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func readValue(src string, kind Kind, f *Field, v unsafe.Pointer, partly *bool) (rest string, err error) {
	if isSpan(kind) {
		span, rest, err := readSpan(src)
		if err != nil {
			return "", err
		}
		switch kind {
		case Text:
			*(*string)(v) = span
		case List:
			err = readList(span, f, v, partly)
		default:
			err = readStruct(span, f, v, partly)
		}
		return rest, err
	}
	n, rest, err := readNumber(src)
	if err != nil {
		return "", err
	}
	signed := int64(n>>1) ^ -int64(n&1)
	switch kind {
	case Time:
		*(*time.Time)(v) = time.UnixMilli(signed).UTC()
	case Int:
		*(*int)(v) = int(signed)
	case Int64:
		*(*int64)(v) = signed
	default:
		*(*bool)(v) = n != 0
	}
	return rest, nil
}

// readList makes a list of a span. It counts the elements first: each is a span
// of a byte at least, so no stored number makes a list longer than what follows.
func readList(span string, f *Field, v unsafe.Pointer, partly *bool) error {
	n := 0
	for rest := span; rest != ""; n++ {
		var err error
		if _, rest, err = readSpan(rest); err != nil {
			return err
		}
	}
	list := reflect.NewAt(f.Type, v).Elem()
	if n == 0 {
		list.Set(reflect.MakeSlice(f.Type, 0, 0))
		return nil
	}
	list.SetZero() // never the array of what stood there: others may have it
	list.Grow(n)
	list.SetLen(n)
	first, _ := Elements(v)
	for i := range n {
		var err error
		if span, err = readValue(span, f.Elem.Kind, f.Elem, unsafe.Add(first, uintptr(i)*f.Elem.Type.Size()), partly); err != nil {
			return err
		}
	}
	return nil
}

// readStruct fills a struct from a span. Fields of unknown numbers are passed
// over, and fields that are not there are zero.
func readStruct(span string, f *Field, v unsafe.Pointer, partly *bool) error {
	reflect.NewAt(f.Type, v).Elem().SetZero()
	for span != "" {
		key, rest, err := readNumber(span)
		if err != nil {
			return err
		}
		k := f.Shape.Number(int(min(key>>1, 1<<20)))
		switch {
		case k == nil:
			*partly = true
			span, err = Skip(key, rest)
		case k.Key() != key:
			err = ErrCorrupt
		default:
			span, err = k.ReadPartly(rest, v, partly)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func readSpan(src string) (span, rest string, err error) {
	n, rest, err := readNumber(src)
	if err != nil || n > uint64(len(rest)) {
		return "", "", ErrCorrupt
	}
	return rest[:n], rest[n:], nil
}

// readNumber reads an unsigned varint.
func readNumber(src string) (n uint64, rest string, err error) {
	for i := range min(len(src), binary.MaxVarintLen64) {
		b := src[i]
		if i == binary.MaxVarintLen64-1 && b > 1 {
			break // beyond 64 bits
		}
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			return n, src[i+1:], nil
		}
	}
	return 0, "", ErrCorrupt
}

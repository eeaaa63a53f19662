package remember

import (
	"encoding/binary"

	"github.com/tiexin-go/tiexin/internal/model"
)

// A record is a span of the blob: first the few values that it always has, then
// numbered fields up to its end. A field is a key and a value as package model writes
// them: the key is the number twice, and one more where the value is a span. A field
// that is zero is left out; a list is a field that stands there several times.
//
// A key that is not known is of a later version. It is kept with what belongs to it and
// written back after the fields that are known, for as long as the record is.
//
// So a number, once given, keeps its meaning for ever, and a new field takes a new one.
// An older version writes a new field back beside another "now" and among other
// orders: it counts its times from 1970 and names an order by its id.

// Keys below 128 take one byte: give the small numbers to what is common.

// Field begins a record that is a field; End ends it.
func (w *Writer) Field(key uint64) (record int) {
	w.Uint(key)
	return w.span()
}

// span begins a value that is a span, for End to end.
func (w *Writer) span() (at int) {
	w.Buf = append(w.Buf, 0) // the length, of most
	return len(w.Buf)
}

// End ends a record with the fields of it that are unknown.
func (w *Writer) End(record int, unknown string) {
	w.Buf = append(w.Buf, unknown...)
	size := len(w.Buf) - record
	if size < 0x80 {
		w.Buf[record-1] = byte(size)
		return
	}
	var length [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(length[:], uint64(size))
	w.Buf = append(w.Buf, length[1:n]...)
	copy(w.Buf[record-1+n:], w.Buf[record:record+size])
	copy(w.Buf[record-1:], length[:n])
}

// number writes a field that is a number, unless it is zero.
func (w *Writer) number(key, v uint64) {
	if v != 0 {
		w.Uint(key)
		w.Uint(v)
	}
}

func (w *Writer) signed(key uint64, v int64) { w.number(key, zigzag(v)) }

func (w *Writer) yes(key uint64, is bool) {
	if is {
		w.number(key, 1)
	}
}

func (w *Writer) at(key uint64, ms int64) {
	if ms != 0 {
		w.number(key, zigzag(w.now-ms)+1)
	}
}

func (w *Writer) text(key uint64, s string) {
	if s != "" {
		w.Uint(key)
		w.Text(s)
	}
}

// hash writes 64 bits of which none is likelier than another.
func (w *Writer) hash(key, v uint64) {
	w.Uint(key)
	w.Byte(8)
	w.Buf = binary.LittleEndian.AppendUint64(w.Buf, v)
}

// Enter begins to read a record that is a field, and returns what to Leave it with.
func (r *Reader) Enter() (around string) {
	around = r.Data
	n := r.Uint()
	if n > uint64(len(r.Data)-r.At) {
		r.Fail("a record is longer than what is left")
		return around
	}
	r.Data = r.Data[:r.At+int(n)]
	return around
}

// Leave ends a record whose fields were read.
func (r *Reader) Leave(around string) {
	r.to = -1 // what stands before is another's
	if r.Data = around; r.Err != nil {
		r.At = len(r.Data)
	}
}

// hash reads what Writer.hash wrote.
func (r *Reader) hash() (v uint64) {
	b := r.Text()
	if len(b) != 8 {
		r.Fail("a sum of another size")
		return 0
	}
	for i := range 8 {
		v |= uint64(b[i]) << (8 * i)
	}
	return v
}

// Next reads the key of the next field of the record; false: there is none.
func (r *Reader) Next() (key uint64, ok bool) {
	if r.At >= len(r.Data) {
		return 0, false
	}
	r.field = r.At
	return r.Uint(), r.Err == nil
}

// mostScattered bounds what is copied together of the unknown fields of one record that
// do not stand side by side, as whoever writes them puts them.
const mostScattered = 1 << 16

// Unknown keeps the field whose key was just read.
func (r *Reader) Unknown(key uint64, kept *string) {
	if key < 2 {
		r.Fail("a field without a number")
		return
	}
	rest, err := model.Skip(key, r.Data[r.At:])
	if err != nil {
		r.Fail("a field that cannot be read")
		return
	}
	r.At = len(r.Data) - len(rest)
	switch beside := r.to == r.field && len(*kept) == r.to-r.from; {
	case *kept == "":
		r.from = r.field
		*kept = r.Data[r.field:r.At]
	case beside:
		*kept = r.Data[r.from:r.At]
	case len(*kept) > mostScattered:
		r.Fail("unknown fields all over the place")
	default:
		r.from = r.At // side by side with nothing
		*kept += r.Data[r.field:r.At]
	}
	r.to = r.At
}

// plain reads the fields of a record of which none is known, and keeps them.
func (r *Reader) plain() (unknown string) {
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		r.Unknown(key, &unknown)
	}
	return unknown
}

package remember

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// ErrCorrupt says that the memory of a customer cannot be read.
var ErrCorrupt = errors.New("the memory of a customer cannot be read")

// A Writer writes a blob: unsigned varints, zig-zag varints for signed numbers,
// texts with their length in front.
type Writer struct {
	Buf []byte
	now int64 // instants are written as differences to it
}

// Uint writes an unsigned number.
func (w *Writer) Uint(v uint64) {
	if v < 0x80 { // as most are
		w.Buf = append(w.Buf, byte(v))
		return
	}
	w.Buf = binary.AppendUvarint(w.Buf, v)
}

// Int writes a signed number.
func (w *Writer) Int(v int64) { w.Uint(zigzag(v)) }

// Byte writes one byte.
func (w *Writer) Byte(v byte) { w.Buf = append(w.Buf, v) }

// Text writes a text.
func (w *Writer) Text(s string) {
	w.Uint(uint64(len(s)))
	w.Buf = append(w.Buf, s...)
}

// Bool writes yes or no.
func (w *Writer) Bool(b bool) { w.Flags(b) }

// Flags writes up to eight of them.
func (w *Writer) Flags(bs ...bool) {
	flags := byte(0)
	for i, b := range bs {
		if b {
			flags |= 1 << i
		}
	}
	w.Byte(flags)
}

// instant writes milliseconds since 1970; 0 is unknown.
func (w *Writer) instant(ms int64) {
	if ms == 0 {
		w.Byte(0)
		return
	}
	w.Uint(zigzag(w.now-ms) + 1)
}

func zigzag(v int64) uint64 { return uint64(v)<<1 ^ uint64(v>>63) }

// hash writes 64 bits of which none is likelier than another.
func (w *Writer) hash(v uint64) { w.Buf = binary.LittleEndian.AppendUint64(w.Buf, v) }

func list[T any](w *Writer, items []T, put func(T)) {
	w.Uint(uint64(len(items)))
	for _, i := range items {
		put(i)
	}
}

// some writes a list of which a flag has said whether it holds anything: most hold
// nothing, and then take a bit.
func some[T any](w *Writer, items []T, put func(T)) {
	if len(items) > 0 {
		list(w, items, put)
	}
}

// A Reader takes a blob apart. After the first fault it yields zeros; Err says
// what was wrong and where. Texts are cut out of the blob, not copied.
type Reader struct {
	Data string
	At   int
	Err  error
	now  int64
}

// Fail notes a fault; only the first counts.
func (r *Reader) Fail(what string) {
	if r.Err == nil {
		r.Err = fmt.Errorf("care: %w: %s at byte %d of %d", ErrCorrupt, what, r.At, len(r.Data))
	}
	r.At = len(r.Data)
}

// Uint reads an unsigned number.
func (r *Reader) Uint() uint64 {
	if at := r.At; at < len(r.Data) && r.Data[at] < 0x80 { // as most are
		r.At++
		return uint64(r.Data[at])
	}
	return r.long()
}

// long reads a number of more than one byte.
func (r *Reader) long() uint64 {
	var v uint64
	rest := r.Data[r.At:]
	for i := range min(len(rest), binary.MaxVarintLen64) {
		v |= uint64(rest[i]&0x7f) << (7 * i)
		if rest[i] < 0x80 {
			r.At += i + 1
			return v
		}
	}
	if len(rest) < binary.MaxVarintLen64 {
		r.Fail("it ends early")
	} else {
		r.Fail("a number is too long")
	}
	return 0
}

// Int reads a signed number.
func (r *Reader) Int() int64 { return unzigzag(r.Uint()) }

func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// Byte reads one byte.
func (r *Reader) Byte() byte {
	if r.At >= len(r.Data) {
		r.Fail("it ends early")
		return 0
	}
	r.At++
	return r.Data[r.At-1]
}

// Bool reads yes or no.
func (r *Reader) Bool() bool { return r.Byte() == 1 }

// Flags reads what Writer.Flags wrote.
func (r *Reader) Flags(bs ...*bool) {
	flags := r.Byte()
	for i, b := range bs {
		*b = flags&(1<<i) != 0
	}
}

// held are flags that are taken one after the other.
type held byte

func (r *Reader) held() held { return held(r.Byte()) }

func (h *held) next() bool {
	is := *h&1 != 0
	*h >>= 1
	return is
}

func (r *Reader) hash() uint64 {
	b := r.bytes(8)
	if b == "" {
		return 0
	}
	return binary.LittleEndian.Uint64([]byte(b))
}

// Text reads a text.
func (r *Reader) Text() string {
	n := r.Uint()
	if n > uint64(len(r.Data)-r.At) {
		r.Fail("a text is longer than what is left")
		return ""
	}
	return r.bytes(int(n))
}

func (r *Reader) bytes(n int) string {
	if n < 0 || n > len(r.Data)-r.At {
		r.Fail("it ends early")
		return ""
	}
	r.At += n
	return r.Data[r.At-n : r.At]
}

func (r *Reader) instant() int64 {
	v := r.Uint()
	if v == 0 {
		return 0
	}
	return r.now - unzigzag(v-1)
}

// count reads how many of something follow; each takes a byte at least.
func (r *Reader) count() int {
	n := r.Uint()
	if n > uint64(len(r.Data)-r.At) {
		r.Fail("a list is longer than what is left")
		return 0
	}
	return int(n)
}

// readList appends to a list that is empty and may have room.
func readList[T any](r *Reader, items []T, get func() T) []T {
	n := r.count()
	if n == 0 {
		return items
	}
	if cap(items)-len(items) < n {
		items = append(make([]T, 0, len(items)+n), items...)
	}
	for range n {
		if r.Err != nil {
			return nil
		}
		items = append(items, get())
	}
	return items
}

// readSome reads what some wrote.
func readSome[T any](r *Reader, held bool, items []T, get func() T) []T {
	if !held {
		return items
	}
	return readList(r, items, get)
}

// Millis is a time in milliseconds since 1970; 0 for the zero time.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// timeOf is the time of so many milliseconds; the zero time for 0.
func timeOf(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

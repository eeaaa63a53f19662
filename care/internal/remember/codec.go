package remember

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
	"unsafe"
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

// instant writes milliseconds since 1970; 0 is unknown.
func (w *Writer) instant(ms int64) {
	if ms == 0 {
		w.Byte(0)
		return
	}
	w.Uint(zigzag(w.now-ms) + 1)
}

func zigzag(v int64) uint64 { return uint64(v)<<1 ^ uint64(v>>63) }

// A Reader takes a blob apart. After the first fault it yields zeros; Err says
// what was wrong and where. Texts are cut out of the blob, not copied.
type Reader struct {
	Data string // to the end of the record that is read
	At   int
	Err  error
	now  int64

	field    int // where the field begins that is read
	from, to int // where the last fields stand that were kept unknown
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
	if at := r.At; at < len(r.Data) {
		if b := r.Data[at]; b < 0x80 { // as most are
			r.At = at + 1
			return uint64(b)
		}
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

// Text reads a text.
func (r *Reader) Text() string {
	n := r.Uint()
	if n > uint64(len(r.Data)-r.At) {
		r.Fail("a text is longer than what is left")
		return ""
	}
	return r.bytes(int(n))
}

// list reads a text as bytes that nobody may change; more may be added behind them.
func (r *Reader) list() []byte {
	text := r.Text()
	if text == "" {
		return nil
	}
	return unsafe.Slice(unsafe.StringData(text), len(text))
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

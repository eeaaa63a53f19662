package care

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin"
)

// Memory is kept as a compact binary blob: unsigned varints, zig-zag varints
// for signed numbers, texts with their length in front. Reading works on a
// string, so that texts are cut out of the blob instead of copied.

type writer struct{ buf []byte }

func (w *writer) uint(v uint64) {
	if v < 0x80 { // as most are
		w.buf = append(w.buf, byte(v))
		return
	}
	w.buf = binary.AppendUvarint(w.buf, v)
}

func (w *writer) int(v int64)     { w.uint(uint64(v)<<1 ^ uint64(v>>63)) }
func (w *writer) byte(v byte)     { w.buf = append(w.buf, v) }
func (w *writer) text(s string)   { w.uint(uint64(len(s))); w.buf = append(w.buf, s...) }
func (w *writer) millis(ms int64) { w.int(ms) }

func (w *writer) bool(b bool) {
	if b {
		w.byte(1)
	} else {
		w.byte(0)
	}
}

func (w *writer) flags(bs ...bool) {
	flags := byte(0)
	for i, b := range bs {
		if b {
			flags |= 1 << i
		}
	}
	w.byte(flags)
}

var errCorrupt = errors.New("the memory of a customer cannot be read")

// A reader takes a blob apart. After the first fault it yields zeros; err says
// what was wrong and where.
type reader struct {
	data string
	at   int
	err  error
}

func (r *reader) fail(what string) {
	if r.err == nil {
		r.err = fmt.Errorf("care: %w: %s at byte %d of %d", errCorrupt, what, r.at, len(r.data))
	}
	r.at = len(r.data)
}

func (r *reader) uint() uint64 {
	if at := r.at; at < len(r.data) && r.data[at] < 0x80 { // as most are
		r.at++
		return uint64(r.data[at])
	}
	return r.long()
}

// long reads a number of more than one byte.
func (r *reader) long() uint64 {
	var v uint64
	rest := r.data[r.at:]
	for i := range min(len(rest), binary.MaxVarintLen64) {
		v |= uint64(rest[i]&0x7f) << (7 * i)
		if rest[i] < 0x80 {
			r.at += i + 1
			return v
		}
	}
	if len(rest) < binary.MaxVarintLen64 {
		r.fail("it ends early")
	} else {
		r.fail("a number is too long")
	}
	return 0
}

func (r *reader) int() int64 {
	v := r.uint()
	return int64(v>>1) ^ -int64(v&1)
}

func (r *reader) millis() int64 { return r.int() }

func (r *reader) byte() byte {
	if r.at >= len(r.data) {
		r.fail("it ends early")
		return 0
	}
	r.at++
	return r.data[r.at-1]
}

func (r *reader) bool() bool { return r.byte() == 1 }

func (r *reader) flags(bs ...*bool) {
	flags := r.byte()
	for i, b := range bs {
		*b = flags&(1<<i) != 0
	}
}

func (r *reader) text() string {
	n := r.uint()
	if n > uint64(len(r.data)-r.at) {
		r.fail("a text is longer than what is left")
		return ""
	}
	return r.bytes(int(n))
}

func (r *reader) bytes(n int) string {
	if n > len(r.data)-r.at {
		r.fail("it ends early")
		return ""
	}
	r.at += n
	return r.data[r.at-n : r.at]
}

// count reads how many of something follow; each takes a byte at least.
func (r *reader) count() int {
	n := r.uint()
	if n > uint64(len(r.data)-r.at) {
		r.fail("a list is longer than what is left")
		return 0
	}
	return int(n)
}

// A codec is how one type of value is kept, compared and recognised as not yet
// known.
type codec[V any] struct {
	put   func(*writer, V)
	get   func(*reader) V
	known func(unsafe.Pointer) bool // of a *V
	cmp   func(a, b V) int
}

func numberCodec[V ~int | ~int64]() codec[V] {
	return codec[V]{
		put:   func(w *writer, v V) { w.int(int64(v)) },
		get:   func(r *reader) V { return V(r.int()) },
		known: func(v unsafe.Pointer) bool { return *(*V)(v) != 0 },
		cmp:   cmp.Compare[V],
	}
}

func textCodec[V ~string]() codec[V] {
	return codec[V]{
		put:   func(w *writer, v V) { w.text(string(v)) },
		get:   func(r *reader) V { return V(r.text()) },
		known: func(v unsafe.Pointer) bool { return *(*V)(v) != "" },
		cmp:   cmp.Compare[V],
	}
}

var boolCodec = codec[bool]{
	put:   func(w *writer, v bool) { w.bool(v) },
	get:   func(r *reader) bool { return r.bool() },
	known: func(v unsafe.Pointer) bool { return *(*bool)(v) },
	cmp:   func(a, b bool) int { return 0 },
}

var timeCodec = codec[time.Time]{
	put:   func(w *writer, v time.Time) { w.millis(v.UnixMilli()) },
	get:   func(r *reader) time.Time { return time.UnixMilli(r.millis()).UTC() },
	known: func(v unsafe.Pointer) bool { return !(*time.Time)(v).IsZero() },
	cmp:   time.Time.Compare,
}

var textsCodec = codec[[]string]{
	put: func(w *writer, v []string) {
		w.uint(uint64(len(v)))
		for _, s := range v {
			w.text(s)
		}
	},
	get: func(r *reader) []string {
		v := make([]string, r.count())
		for i := range v {
			v[i] = r.text()
		}
		return v
	},
	known: func(v unsafe.Pointer) bool { return *(*[]string)(v) != nil }, // an empty list says that there are none
	cmp:   slices.Compare[[]string],
}

var phoneCodec = codec[tiexin.Phone]{
	put: func(w *writer, p tiexin.Phone) {
		for _, s := range []string{p.Number, p.Extension, p.Masked, p.OAID, p.OAIDOrder} {
			w.text(s)
		}
		w.bool(p.Private)
		w.bool(!p.Expires.IsZero())
		if !p.Expires.IsZero() {
			w.millis(p.Expires.UnixMilli())
		}
	},
	get: func(r *reader) tiexin.Phone {
		p := tiexin.Phone{Number: r.text(), Extension: r.text(), Masked: r.text(), OAID: r.text(), OAIDOrder: r.text(), Private: r.bool()}
		if r.bool() {
			p.Expires = time.UnixMilli(r.millis()).UTC()
		}
		return p
	},
	known: func(v unsafe.Pointer) bool { return *(*tiexin.Phone)(v) != tiexin.Phone{} },
	cmp: func(a, b tiexin.Phone) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Extension, b.Extension), cmp.Compare(a.Masked, b.Masked),
			cmp.Compare(a.OAID, b.OAID), cmp.Compare(a.OAIDOrder, b.OAIDOrder), a.Expires.Compare(b.Expires))
	},
}

var itemsCodec = codec[[]tiexin.Item]{
	put: func(w *writer, items []tiexin.Item) {
		w.uint(uint64(len(items)))
		for _, i := range items {
			for _, s := range []string{i.ID, i.ProductID, i.SKU, i.Title, i.Category, i.URL} {
				w.text(s)
			}
			w.int(int64(i.Quantity))
			w.int(int64(i.Price))
			w.int(int64(i.Amount))
			w.bool(i.FreeGift)
		}
	},
	get: func(r *reader) []tiexin.Item {
		items := make([]tiexin.Item, r.count())
		for i := range items {
			items[i] = tiexin.Item{
				ID: r.text(), ProductID: r.text(), SKU: r.text(), Title: r.text(), Category: r.text(), URL: r.text(),
				Quantity: int(r.int()), Price: tiexin.Money(r.int()), Amount: tiexin.Money(r.int()), FreeGift: r.bool(),
			}
		}
		return items
	},
	known: func(v unsafe.Pointer) bool { return len(*(*[]tiexin.Item)(v)) > 0 },
	cmp: func(a, b []tiexin.Item) int {
		return slices.CompareFunc(a, b, func(x, y tiexin.Item) int {
			return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Title, y.Title), cmp.Compare(x.Quantity, y.Quantity), cmp.Compare(x.Amount, y.Amount),
				cmp.Compare(x.Category, y.Category), cmp.Compare(x.SKU, y.SKU), cmp.Compare(x.ProductID, y.ProductID), cmp.Compare(x.URL, y.URL),
				cmp.Compare(x.Price, y.Price), boolCompare(x.FreeGift, y.FreeGift))
		})
	},
}

// jsonCodec keeps what is rare and deep.
func jsonCodec[V any](known func(V) bool) codec[V] {
	encode := func(v V) string {
		data, err := json.Marshal(v)
		if err != nil {
			return "null"
		}
		return string(data)
	}
	return codec[V]{
		put: func(w *writer, v V) { w.text(encode(v)) },
		get: func(r *reader) (v V) {
			if err := json.Unmarshal([]byte(r.text()), &v); err != nil && r.err == nil {
				r.fail("a nested value")
			}
			return v
		},
		known: func(v unsafe.Pointer) bool { return known(*(*V)(v)) },
		cmp:   func(a, b V) int { return cmp.Compare(encode(a), encode(b)) },
	}
}

// A field is one field of a picture: how it is kept and how two pictures of it
// become one.
type field[T any] struct {
	put    func(*writer, *T)
	get    func(*reader, *T)
	offset uintptr                   // within T
	isSet  func(unsafe.Pointer) bool // what is at the offset is known
	wins   func(a, b *T) bool        // at equal times, a beats b: any order that is always the same
	assign func(to, from *T)
}

func of[T, V any](c codec[V], at func(*T) *V) field[T] {
	var t T
	return field[T]{
		offset: uintptr(unsafe.Pointer(at(&t))) - uintptr(unsafe.Pointer(&t)),
		isSet:  c.known,
		put:    func(w *writer, t *T) { c.put(w, *at(t)) },
		get:    func(r *reader, t *T) { *at(t) = c.get(r) },
		wins:   func(a, b *T) bool { return c.cmp(*at(a), *at(b)) > 0 },
		assign: func(to, from *T) { *at(to) = *at(from) },
	}
}

// withFlag is a text and a flag that belong together: what is known of one
// replaces both. The flag says something by itself if alone is true. Of two at
// equal times the one with the flag wins.
func withFlag[T any](text func(*T) *string, flag func(*T) *bool, alone bool) field[T] {
	return field[T]{
		isSet: func(p unsafe.Pointer) bool {
			t := (*T)(p)
			return *text(t) != "" || alone && *flag(t)
		},
		put: func(w *writer, t *T) { w.text(*text(t)); w.bool(*flag(t)) },
		get: func(r *reader, t *T) { *text(t), *flag(t) = r.text(), r.bool() },
		wins: func(a, b *T) bool {
			return cmp.Or(boolCompare(*flag(a), *flag(b)), cmp.Compare(*text(a), *text(b))) > 0
		},
		assign: func(to, from *T) { *text(to), *flag(to) = *text(from), *flag(from) },
	}
}

// known is asked of every field of every event: it is one call, not three.
func (f *field[T]) known(t *T) bool { return f.isSet(unsafe.Add(unsafe.Pointer(t), f.offset)) }

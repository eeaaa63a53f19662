package remember

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin"
)

// A codec is how one type of value is kept, compared and recognised as not yet
// known.
type codec[V any] struct {
	put   func(*Writer, V)
	get   func(*Reader) V
	known func(unsafe.Pointer) bool // of a *V
	cmp   func(a, b V) int
}

func numberCodec[V ~int | ~int64]() codec[V] {
	return codec[V]{
		put:   func(w *Writer, v V) { w.Int(int64(v)) },
		get:   func(r *Reader) V { return V(r.Int()) },
		known: func(v unsafe.Pointer) bool { return *(*V)(v) != 0 },
		cmp:   cmp.Compare[V],
	}
}

func textCodec[V ~string]() codec[V] {
	return codec[V]{
		put:   func(w *Writer, v V) { w.Text(string(v)) },
		get:   func(r *Reader) V { return V(r.Text()) },
		known: func(v unsafe.Pointer) bool { return *(*V)(v) != "" },
		cmp:   cmp.Compare[V],
	}
}

var boolCodec = codec[bool]{
	put:   func(w *Writer, v bool) { w.Bool(v) },
	get:   func(r *Reader) bool { return r.Bool() },
	known: func(v unsafe.Pointer) bool { return *(*bool)(v) },
	cmp:   func(a, b bool) int { return 0 },
}

var timeCodec = codec[time.Time]{
	put:   func(w *Writer, v time.Time) { w.instant(v.UnixMilli()) },
	get:   func(r *Reader) time.Time { return timeOf(r.instant()) },
	known: func(v unsafe.Pointer) bool { return !(*time.Time)(v).IsZero() },
	cmp:   time.Time.Compare,
}

var textsCodec = codec[[]string]{
	put: func(w *Writer, v []string) {
		w.Uint(uint64(len(v)))
		for _, s := range v {
			w.Text(s)
		}
	},
	get: func(r *Reader) []string {
		v := make([]string, r.count())
		for i := range v {
			v[i] = r.Text()
		}
		return v
	},
	known: func(v unsafe.Pointer) bool { return *(*[]string)(v) != nil }, // an empty list says that there are none
	cmp:   slices.Compare[[]string],
}

var phoneCodec = codec[tiexin.Phone]{
	put: func(w *Writer, p tiexin.Phone) {
		for _, s := range []string{p.Number, p.Extension, p.Masked, p.OAID, p.OAIDOrder} {
			w.Text(s)
		}
		w.Bool(p.Private)
		w.instant(Millis(p.Expires))
	},
	get: func(r *Reader) tiexin.Phone {
		return tiexin.Phone{
			Number: r.Text(), Extension: r.Text(), Masked: r.Text(), OAID: r.Text(), OAIDOrder: r.Text(), Private: r.Bool(), Expires: timeOf(r.instant()),
		}
	},
	known: func(v unsafe.Pointer) bool { return *(*tiexin.Phone)(v) != tiexin.Phone{} },
	cmp: func(a, b tiexin.Phone) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Extension, b.Extension), cmp.Compare(a.Masked, b.Masked),
			cmp.Compare(a.OAID, b.OAID), cmp.Compare(a.OAIDOrder, b.OAIDOrder), a.Expires.Compare(b.Expires))
	},
}

var itemsCodec = codec[[]tiexin.Item]{
	put: func(w *Writer, items []tiexin.Item) {
		w.Uint(uint64(len(items)))
		for _, i := range items {
			for _, s := range []string{i.ID, i.ProductID, i.SKU, i.Title, i.Category, i.URL} {
				w.Text(s)
			}
			w.Int(int64(i.Quantity))
			w.Int(int64(i.Price))
			w.Int(int64(i.Amount))
			w.Bool(i.FreeGift)
		}
	},
	get: func(r *Reader) []tiexin.Item {
		items := make([]tiexin.Item, r.count())
		for i := range items {
			items[i] = tiexin.Item{
				ID: r.Text(), ProductID: r.Text(), SKU: r.Text(), Title: r.Text(), Category: r.Text(), URL: r.Text(),
				Quantity: int(r.Int()), Price: tiexin.Money(r.Int()), Amount: tiexin.Money(r.Int()), FreeGift: r.Bool(),
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
		put: func(w *Writer, v V) { w.Text(encode(v)) },
		get: func(r *Reader) (v V) {
			if err := json.Unmarshal([]byte(r.Text()), &v); err != nil && r.Err == nil {
				r.Fail("a nested value")
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
	put    func(*Writer, *T)
	get    func(*Reader, *T)
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
		put:    func(w *Writer, t *T) { c.put(w, *at(t)) },
		get:    func(r *Reader, t *T) { *at(t) = c.get(r) },
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
		put: func(w *Writer, t *T) { w.Text(*text(t)); w.Bool(*flag(t)) },
		get: func(r *Reader, t *T) { *text(t), *flag(t) = r.Text(), r.Bool() },
		wins: func(a, b *T) bool {
			return cmp.Or(boolCompare(*flag(a), *flag(b)), cmp.Compare(*text(a), *text(b))) > 0
		},
		assign: func(to, from *T) { *text(to), *flag(to) = *text(from), *flag(from) },
	}
}

// known is asked of every field of every event: it is one call, not three.
func (f *field[T]) known(t *T) bool { return f.isSet(unsafe.Add(unsafe.Pointer(t), f.offset)) }

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

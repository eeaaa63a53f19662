package remember

import (
	"cmp"
	"slices"
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/model"
)

// A Picture is a thing put together from what events said about it. Each field
// is as the newest picture that knew it had it, so the order in which events
// arrive changes nothing.
type Picture[T any] struct {
	Thing  T
	stamps []int64 // by place within fields.Kept: milliseconds of the picture it came from; 0 unknown
	later  []unknown
	attrs  []attr // sorted by key
	read   asRead
}

// An unknown is a field that a later version of the library wrote: it is written
// back as it was read. So is a field of which only a part is unknown, as long as no
// newer picture has it.
type unknown struct {
	key   uint64
	value string // as the blob has it
	stamp int64
}

// guessed is the stamp of a time that no picture states and an event or a status
// implies: it is older than every picture.
const guessed = -1

// stamp is that of a field of the thing.
func (p *Picture[T]) stamp(f *fields[T], of unsafe.Pointer) *int64 {
	return &p.stamps[f.places[uintptr(of)-uintptr(unsafe.Pointer(&p.Thing))]]
}

// guess fills in a time of the thing that no picture states. Of several guesses
// the earliest stays: what was so at noon may have been so before.
func (p *Picture[T]) guess(f *fields[T], t *time.Time, at time.Time) {
	stamp := p.stamp(f, unsafe.Pointer(t))
	if *stamp == 0 || *stamp == guessed && at.Before(*t) {
		p.read.changed()
		*stamp, *t = guessed, at
	}
}

// add takes over what a picture of an instant knows. Of two pictures of one
// instant the larger value stays. It says whether anything changed.
func (p *Picture[T]) add(f *fields[T], from *T, stamp int64) (changed bool) {
	p.begin(f)
	thing, picture := unsafe.Pointer(&p.Thing), unsafe.Pointer(from)
	for i := range (f.Known(picture) & f.taken).All() {
		k, had := &f.Kept[i], p.stamps[i]
		if had != 0 && stamp < had {
			continue
		}
		differs := k.Compare(picture, thing)
		if had != 0 && stamp == had && differs <= 0 {
			continue
		}
		changed = changed || differs != 0
		p.read.changed()
		k.Assign(thing, picture)
		p.forgetLater(k.Key())
		p.stamps[i] = stamp
	}
	return changed
}

// A source is a picture that fields came from, and which.
type source struct {
	stamp  int64
	fields model.Set
	later  int // how many unknown fields
}

// sources are the pictures that the fields came from, what was guessed first.
func (p *Picture[T]) sources(into []source) []source {
	into = append(into, source{stamp: guessed})
	of := func(stamp int64) *source {
		i := slices.IndexFunc(into, func(s source) bool { return s.stamp == stamp })
		if i < 0 {
			i, into = len(into), append(into, source{stamp: stamp})
		}
		return &into[i]
	}
	for i, stamp := range p.stamps {
		if stamp != 0 {
			of(stamp).fields |= 1 << i
		}
	}
	for i := range p.later {
		of(p.later[i].stamp).later++
	}
	return into
}

// The fields of whatever has a picture: what was guessed, what each picture told, and
// the host's own words.
const (
	toldKey    = 10<<1 | 1
	guessedKey = 11<<1 | 1
	attrKey    = 12<<1 | 1
)

// put writes the fields by the picture they came from, because many came from one:
// those that were guessed, then those of each picture behind its stamp.
func (p *Picture[T]) put(w *Writer, f *fields[T]) {
	if p.read.put(w) {
		return
	}
	var few [8]source
	for i, s := range p.sources(few[:0]) {
		if i > 0 {
			at := w.Field(toldKey)
			w.Int(s.stamp - w.now)
			p.putFields(w, f, s)
			w.End(at, "")
		} else if s.fields != 0 || s.later > 0 {
			at := w.Field(guessedKey)
			p.putFields(w, f, s)
			w.End(at, "")
		}
	}
	for i := range p.attrs {
		a := &p.attrs[i]
		at := w.Field(attrKey)
		w.Text(a.key)
		w.Text(a.value)
		w.Int(a.at - w.now)
		w.End(at, a.unknown)
	}
}

// laterOf says that a field is unknown, or a part of it.
func (p *Picture[T]) laterOf(key uint64) bool {
	return slices.ContainsFunc(p.later, func(u unknown) bool { return u.key == key })
}

// putFields writes the fields that came from one picture, each a key and a value.
func (p *Picture[T]) putFields(w *Writer, f *fields[T], from source) {
	for i := range from.fields.All() {
		k := &f.Kept[i]
		if from.later > 0 && p.laterOf(k.Key()) {
			continue
		}
		w.Uint(k.Key())
		w.Buf = k.Append(w.Buf, unsafe.Pointer(&p.Thing))
	}
	if from.later == 0 {
		return
	}
	for _, u := range p.later {
		if u.stamp == from.stamp {
			w.Uint(u.key)
			w.Buf = append(w.Buf, u.value...)
		}
	}
}

// take reads a field of whatever has a picture.
func (p *Picture[T]) take(key uint64, r *Reader, f *fields[T]) bool {
	begins := r.field
	switch key {
	case toldKey, guessedKey:
		around := r.Enter()
		stamp := int64(guessed)
		if key == toldKey {
			stamp = r.now + r.Int()
		}
		p.getFields(r, f, stamp)
		r.Leave(around)
	case attrKey:
		around := r.Enter()
		p.attrs = append(p.attrs, attr{r.Text(), r.Text(), r.now + r.Int(), r.plain()})
		r.Leave(around)
	default:
		return false
	}
	p.read.add(r, begins)
	return true
}

// forgetLater drops what is unknown of a field.
func (p *Picture[T]) forgetLater(key uint64) {
	if len(p.later) > 0 { // mostly nothing is
		p.later = slices.DeleteFunc(p.later, func(u unknown) bool { return u.key == key })
	}
}

// begin makes room for what is about to be heard or read.
func (p *Picture[T]) begin(f *fields[T]) {
	if p.stamps == nil {
		p.stamps = make([]int64, len(f.Kept))
	}
}

func (p *Picture[T]) getFields(r *Reader, f *fields[T], stamp int64) {
	for r.At < len(r.Data) {
		p.getField(r, f, stamp)
	}
}

func (p *Picture[T]) getField(r *Reader, f *fields[T], stamp int64) {
	key := r.Uint()
	src := r.Data[r.At:]
	k := f.Number(int(min(key>>1, 1<<20)))
	var rest string
	var err error
	switch {
	case k == nil:
		rest, err = model.Skip(key, src)
		p.later = append(p.later, unknown{key, src[:len(src)-len(rest)], stamp})
	case k.Key() != key:
		err = model.ErrCorrupt
	default:
		p.forgetLater(key)
		partly := false
		rest, err = k.ReadPartly(src, unsafe.Pointer(&p.Thing), &partly)
		p.stamps[f.places[k.Offset]] = stamp
		if partly {
			p.later = append(p.later, unknown{key, src[:len(src)-len(rest)], stamp})
		}
	}
	if err != nil {
		r.Fail("a field that cannot be read")
		return
	}
	r.At = len(r.Data) - len(rest)
}

// An attr is one of the host's own words about a thing, as the newest picture
// that named it had it: a picture changes only what it names.
type attr struct {
	key, value string
	at         int64 // of the picture, in milliseconds
	unknown    string
}

// addAttrs takes over the host's own words of a picture; own is where the thing
// has them. Of more than an event may bring the newest stay.
func (p *Picture[T]) addAttrs(own *map[string]string, from map[string]string, stamp int64) (changed bool) {
	if len(from) > 0 {
		p.read.changed()
	}
	for key, value := range from {
		i, found := slices.BinarySearchFunc(p.attrs, key, func(a attr, key string) int { return cmp.Compare(a.key, key) })
		switch {
		case !found:
			p.attrs = slices.Insert(p.attrs, i, attr{key: key, value: value, at: stamp})
		case stamp < p.attrs[i].at || stamp == p.attrs[i].at && value <= p.attrs[i].value:
			continue
		default:
			p.attrs[i].at = stamp
			if p.attrs[i].value == value {
				continue
			}
			p.attrs[i].value = value
		}
		changed = true
	}
	for len(p.attrs) > tiexin.MaxAttrs {
		oldest := slices.MinFunc(p.attrs, func(a, b attr) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.key, b.key)) })
		p.attrs = slices.DeleteFunc(p.attrs, func(a attr) bool { return a.key == oldest.key })
	}
	if changed {
		*own = attrMap(p.attrs) // a new one: what was seen of the old one may still be told
	}
	return changed
}

func attrMap(attrs []attr) map[string]string {
	if len(attrs) == 0 {
		return nil
	}
	m := make(map[string]string, len(attrs))
	for _, a := range attrs {
		m[a.key] = a.value
	}
	return m
}

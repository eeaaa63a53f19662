package tiexin

import (
	"maps"
	"reflect"
	"slices"
	"time"
	"unicode/utf8"
	"unsafe"

	"github.com/tiexin-go/tiexin/internal/model"
)

// A mender goes through what an event says, makes it normal, and leaves out what
// only decorates and cannot be meant. One that probes changes nothing, and finds
// out whether there is anything to change.
type mender struct {
	path
	warnings problems
	probes   bool
	found    bool
}

// change says whether a change that is called for may be made.
func (m *mender) change() bool {
	m.found = true
	return !m.probes
}

// leaveOut tells why the field under a key is left out.
func (m *mender) leaveOut(name, fault string) { m.warnings.add(m.to(name), fault) }

// thing mends a struct, field by field. side: all of it only decorates.
func (m *mender) thing(shape *model.Shape, thing unsafe.Pointer, side bool) {
	for i := range shape.Untidy(thing).All() {
		f := &shape.Fields[i]
		m.value(f, thing, unsafe.Add(thing, f.Offset), side || f.Side)
	}
}

// value mends the value v of a field of a thing.
func (m *mender) value(f *model.Field, thing, v unsafe.Pointer, side bool) {
	switch f.Kind {
	case model.Text:
		if text := (*string)(v); *text != "" {
			m.text(f, thing, text, side)
		}
		if f.Role == model.Region {
			m.region(v)
		}
	case model.Time:
		m.time(f, thing, (*time.Time)(v), side)
	case model.Int:
		if n := (*int)(v); side {
			clearFault(m, f, n, faultOfCount(*n, f.Most))
		}
	case model.Texts:
		m.texts(f, (*map[string]string)(v), side)
	case model.Struct:
		m.structure(f, v, side)
	case model.Pointer:
		if to := *(*unsafe.Pointer)(v); to != nil && f.Elem.Kind == model.Struct {
			m.in(f.Name)
			m.thing(f.Elem.Shape, to, side)
			m.out()
		}
	case model.List:
		m.list(f, v, side)
	}
}

func (m *mender) structure(f *model.Field, v unsafe.Pointer, side bool) {
	if f.Role == model.Date {
		if d := (*Date)(v); side {
			clearFault(m, f, d, faultOfDate(*d))
		}
		return
	}
	m.in(f.Name)
	if f.Role == model.Phone {
		m.phone(f, (*Phone)(v))
	} else {
		m.thing(f.Shape, v, side)
	}
	m.out()
}

// clearFault leaves a value out if there is something wrong with it.
func clearFault[V any](m *mender, f *model.Field, v *V, fault string) {
	if fault != "" && m.change() {
		m.leaveOut(f.Name, fault)
		var none V
		*v = none
	}
}

func (m *mender) text(f *model.Field, thing unsafe.Pointer, text *string, side bool) {
	switch f.Role {
	case model.ID:
		if side && utf8.ValidString(*text) {
			clearFault(m, f, text, faultOfID(*text))
		}
	case model.Extension:
		if utf8.ValidString(*text) {
			clearFault(m, f, text, faultOfText(f.Role, *text))
		}
	case model.Number, model.Channel, model.Purpose:
	case model.Status:
		m.status(f, thing, text)
	default:
		if clean := printable(*text, f.Lines); clean != *text && m.change() {
			*text = clean
		}
	}
}

// status leaves out a word that is not one of the library's. An order keeps it as
// its platform's.
func (m *mender) status(f *model.Field, thing unsafe.Pointer, word *string) {
	if !utf8.ValidString(*word) {
		return
	}
	switch f.Type {
	case reflect.TypeFor[OrderStatus]():
		o := (*Order)(thing)
		if o.Status.Known() || o.Status == UnknownStatus || !m.change() {
			return
		}
		m.leaveOut(f.Name, notAStatus(o.Platform, *word))
		if o.PlatformStatus == "" {
			o.PlatformStatus = printable(*word, false)
		}
		*word = ""
	case reflect.TypeFor[ParcelStatus]():
		if !ParcelStatus(*word).Known() {
			clearFault(m, f, word, inNoTable(*word, parcelStatuses))
		}
	case reflect.TypeFor[RefundStatus]():
		if ours, ok := taobaoRefunds[*word]; ok {
			clearFault(m, f, word, platformsWord(*word, string(ours)))
		}
	}
}

// region makes a region normal, of which code is the last field.
func (m *mender) region(code unsafe.Pointer) {
	r := (*Region)(unsafe.Add(code, -int(unsafe.Offsetof(Region{}.Code))))
	if *r == (Region{}) {
		return
	}
	if n := normalRegion(*r); n != *r && m.change() {
		*r = n
	}
}

func (m *mender) time(f *model.Field, thing unsafe.Pointer, t *time.Time, side bool) {
	if side && !t.IsZero() {
		clearFault(m, f, t, faultOfTime(f, thing, *t))
	}
	if t.Nanosecond()%int(time.Millisecond) != 0 && m.change() {
		*t = t.Truncate(time.Millisecond)
	}
}

// phone reads the number as ParsePhone does. It leaves the number out when it
// cannot be read, when its extension cannot, and when nobody can say how long it
// is the customer's. An OAID is of no use without its order.
func (m *mender) phone(f *model.Field, p *Phone) {
	if p.Number != "" && !isChineseMobile(p.Number) && !isAbroad(p.Number) && utf8.ValidString(p.Number) && m.change() {
		if err := p.parseNumber(); err != nil {
			m.leaveOut("number", err.Error())
		}
	}
	before := *p
	m.thing(f.Shape, unsafe.Pointer(p), true)
	if p.Extension != before.Extension || p.Expires.IsZero() != before.Expires.IsZero() {
		p.Number, p.Extension = "", ""
	}
	if p.OAID != before.OAID || p.OAIDOrder != before.OAIDOrder {
		p.OAID, p.OAIDOrder = "", ""
	}
}

// texts makes the host's own words printable.
func (m *mender) texts(f *model.Field, texts *map[string]string, side bool) {
	if fault := faultOfTexts(*texts, f.Most); fault != "" {
		if side && f.Most > 0 && len(*texts) > f.Most {
			clearFault(m, f, texts, fault)
		}
		return
	}
	clean := func(key string) bool {
		return printable(key, false) == key && printable((*texts)[key], false) == (*texts)[key]
	}
	for key := range *texts {
		if !clean(key) {
			if m.change() {
				*texts = printableTexts(*texts)
			}
			return
		}
	}
}

// printableTexts makes keys and texts printable. Of keys that become the same the
// first in the alphabet stays.
func printableTexts(texts map[string]string) map[string]string {
	clean := make(map[string]string, len(texts))
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		short := printable(key, false)
		if _, twice := clean[short]; !twice {
			clean[short] = printable(texts[key], false)
		}
	}
	return clean
}

// list mends the elements of a list, in a copy of it.
func (m *mender) list(f *model.Field, v unsafe.Pointer, side bool) {
	if !m.probes {
		m.probes, m.found = true, false
		m.elements(f, v, side)
		if m.probes = false; !m.found {
			return
		}
		list := reflect.NewAt(f.Type, v).Elem()
		own := reflect.MakeSlice(f.Type, list.Len(), list.Len())
		reflect.Copy(own, list)
		list.Set(own)
	}
	m.elements(f, v, side)
}

func (m *mender) elements(f *model.Field, v unsafe.Pointer, side bool) {
	m.in(f.Name)
	first, n := model.Elements(v)
	for i := range n {
		m.element(i)
		at := unsafe.Add(first, uintptr(i)*f.Elem.Type.Size())
		if f.Elem.Kind == model.Struct {
			m.thing(f.Elem.Shape, at, side)
		} else {
			m.text(f.Elem, nil, (*string)(at), side)
		}
	}
	m.out()
}

package tiexin

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
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

// thing mends a struct, field by field. side: all of it only decorates.
func (m *mender) thing(shape *model.Shape, thing unsafe.Pointer, side bool) {
	for i := range shape.Untidy(thing).All() {
		f := &shape.Fields[i]
		m.value(f, thing, unsafe.Add(thing, f.Offset), side || f.Side)
	}
}

// value mends the value v of a field of a thing.
func (m *mender) value(f *model.Field, thing, v unsafe.Pointer, side bool) {
	switch {
	case f.Kind == model.List:
		m.list(f, v, side)
	case f.Kind == model.Pointer:
		if to := *(*unsafe.Pointer)(v); to != nil && f.Elem.Kind == model.Struct {
			m.value(f.Elem, nil, to, side)
		}
	case f.Kind == model.Struct && f.Role != model.Date:
		m.in(f.Name)
		if f.Role == model.Phone {
			m.phone(f, (*Phone)(v))
		} else {
			m.thing(f.Shape, v, side)
		}
		m.out()
	case side && m.leavesOut(f, v, faultOf(f, thing, v)):
	default:
		m.tidy(f, thing, v)
	}
}

// leavesOut leaves out a value with a fault, and says whether it has one. Text that
// is not UTF-8 is left to Validate: all of the event may be in another encoding.
func (m *mender) leavesOut(f *model.Field, v unsafe.Pointer, fault string) bool {
	if fault == "" || strings.HasSuffix(fault, notUTF8) {
		return false
	}
	if m.change() {
		m.warnings.add(m.to(f.Name), fault)
		reflect.NewAt(f.Type, v).Elem().SetZero()
	}
	return true
}

// tidy writes a value as it should be written.
func (m *mender) tidy(f *model.Field, thing, v unsafe.Pointer) {
	switch f.Kind {
	case model.Time:
		if t := (*time.Time)(v); t.Nanosecond()%int(time.Millisecond) != 0 && m.change() {
			*t = t.Truncate(time.Millisecond)
		}
	case model.Texts:
		m.texts((*map[string]string)(v))
	case model.Text:
		text := (*string)(v)
		switch f.Role {
		case model.Status:
			m.status(f, thing, text)
		case model.Word:
			m.word(f, text)
		case model.Plain, model.Region:
			if clean := printable(*text, f.Lines); clean != *text && m.change() {
				*text = clean
			}
		}
		if f.Role == model.Region {
			m.region(v)
		}
	}
}

// status leaves out a word that is not one of the library's. An order keeps it as
// its platform's, and a refund keeps a word that may be the host's.
func (m *mender) status(f *model.Field, thing unsafe.Pointer, word *string) {
	fault := ""
	switch f.Type {
	case reflect.TypeFor[OrderStatus]():
		o := (*Order)(thing)
		if o.Status == "" || o.Status.Known() || o.Status == UnknownStatus || !utf8.ValidString(*word) {
			return
		}
		fault = notAStatus(o.Platform, *word)
		if o.PlatformStatus == "" && m.change() {
			o.PlatformStatus = printable(*word, false)
		}
	case reflect.TypeFor[ParcelStatus]():
		if *word != "" && !ParcelStatus(*word).Known() && utf8.ValidString(*word) {
			fault = inNoTable(*word, parcelStatuses)
		}
	case reflect.TypeFor[RefundStatus]():
		if ours, ok := taobaoRefunds[*word]; ok {
			fault = platformsWord(*word, string(ours))
		} else if ours, ok := settledRefunds[*word]; ok {
			fault = platformsWord(*word, string(ours))
		}
	}
	m.leavesOut(f, unsafe.Pointer(word), fault)
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

// phone reads the number as ParsePhone does. It leaves the number out when it
// cannot be read, when its extension cannot, and when nobody can say how long it
// is the customer's. An OAID is of no use without its order.
func (m *mender) phone(f *model.Field, p *Phone) {
	if p.Number != "" && !isChineseMobile(p.Number) && !isAbroad(p.Number) && utf8.ValidString(p.Number) && m.change() {
		if err := p.parseNumber(); err != nil {
			m.warnings.add(m.to("number"), err.Error())
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
func (m *mender) texts(texts *map[string]string) {
	for key, text := range *texts {
		if printable(key, false) != key || printable(text, false) != text {
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

// hasFault says that Validate refuses an element of a list. Then nothing is left out of the
// list: the error names the place that the host knows.
func hasFault[T any](shape *model.Shape, list []T) bool {
	var c check
	for i := range list {
		c.thing(shape, unsafe.Pointer(&list[i]))
	}
	return len(c.problems) > 0
}

var consentShape, childShape = model.Of[Consent](), model.Of[Child]()

// evidence leaves out of a customer's consents what permits nothing, in a copy.
func (m *mender) evidence(consents *[]Consent) {
	if !slices.ContainsFunc(*consents, func(c Consent) bool { return !c.Evidence() }) || hasFault(consentShape, *consents) {
		return
	}
	var own []Consent
	m.in("customer")
	m.in("consents")
	for i, c := range *consents {
		if m.element(i); c.Evidence() {
			own = append(own, c)
			continue
		}
		m.warnings.add(m.to(""), "permits nothing: it names no channel and no purpose, and proves nothing; write marketing, or who said it, when and with which words")
	}
	m.out()
	m.out()
	*consents = own
}

// cause leaves out what a failure means where that is none of the words.
func (m *mender) cause(r *MessageReport) {
	if r == nil || r.Cause == "" || r.Cause == "address" || r.Cause == "refused" {
		return
	}
	m.in("message")
	m.warnings.add(m.to("cause"), fmt.Sprintf("is %.40q; there are address and refused", r.Cause))
	m.out()
	r.Cause = ""
}

// few leaves out a list of the customer's that is longer than anybody's.
func few[T any](m *mender, name string, list *[]T) {
	if len(*list) <= MaxPersonal {
		return
	}
	m.in("customer")
	m.warnings.add(m.to(name), fmt.Sprintf("has %d of them; there may be %d", len(*list), MaxPersonal))
	m.out()
	*list = nil
}

// children leaves out children who share an id, or have none, and differ.
func (m *mender) children(children *[]Child) {
	all := *children
	double := func(k Child) bool {
		return slices.ContainsFunc(all, func(other Child) bool { return other.ID == k.ID && other != k })
	}
	if !slices.ContainsFunc(all, double) || hasFault(childShape, all) {
		return
	}
	own := []Child{}
	m.in("customer")
	m.in("children")
	for i, k := range all {
		if m.element(i); !double(k) {
			own = append(own, k)
			continue
		}
		m.warnings.add(m.to(""), "cannot be told from another child: both have one id, or none; give each an id of its own")
	}
	m.out()
	m.out()
	*children = own
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
			m.tidy(f.Elem, nil, at)
		}
	}
	m.out()
}

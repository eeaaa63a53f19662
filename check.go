package tiexin

import (
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
	"unsafe"

	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/model"
)

// Bounds of what an event may say.
const (
	maxID    = 200            // bytes of an id; most= may say another number
	clockGap = 24 * time.Hour // by which two clocks may differ: a zone left out, and a little
)

// eventShape describes an event and all that it holds.
var eventShape = model.Of[Event]()

// A check goes through what an event says and collects what cannot be meant. The
// tags of the structs say what each field has to be.
type check struct {
	path
	problems
}

// thing checks a struct, field by field.
func (c *check) thing(shape *model.Shape, thing unsafe.Pointer) {
	for i := range shape.Unusual(thing).All() {
		f := &shape.Fields[i]
		c.value(f, thing, unsafe.Add(thing, f.Offset))
	}
}

// value checks the value v of a field of a thing.
func (c *check) value(f *model.Field, thing, v unsafe.Pointer) {
	switch {
	case f.Kind == model.Struct && f.Role != model.Date:
		c.in(f.Name)
		c.thing(f.Shape, v)
		c.out()
	case f.Kind == model.Pointer:
		if to := *(*unsafe.Pointer)(v); to != nil {
			c.value(f.Elem, nil, to)
		}
	case f.Kind == model.List:
		c.in(f.Name)
		first, n := model.Elements(v)
		for i := range n {
			c.element(i)
			c.elementOf(f, unsafe.Add(first, uintptr(i)*f.Elem.Type.Size()))
		}
		c.out()
	default:
		if fault := faultOf(f, thing, v); fault != "" {
			c.wrong(f.Name, fault)
		}
	}
}

func (c *check) elementOf(f *model.Field, v unsafe.Pointer) {
	if f.Elem.Kind == model.Struct {
		c.thing(f.Elem.Shape, v)
	} else if fault := faultOfText(f.Elem.Role, *(*string)(v)); fault != "" {
		c.wrong("", fault)
	}
}

// wrong notes what is wrong with the field under a key of the thing that the
// walk stands at.
func (c *check) wrong(name, message string) { c.add(c.to(name), message) }

// same refuses two ids of one thing.
func (c *check) same(field, id, thing, other string) {
	if id != "" && other != "" && id != other {
		c.add(field, fmt.Sprintf("is %s, but the event's %s is %s", discreet.ID(id), thing, discreet.ID(other)))
	}
}

const notUTF8 = "is not valid UTF-8; text in GBK must be converted first"

// faultOf says what is wrong with a value that is neither a list nor a thing of its
// own; empty: nothing.
func faultOf(f *model.Field, thing, v unsafe.Pointer) string {
	switch f.Kind {
	case model.Text:
		if text := *(*string)(v); text != "" || f.Required {
			if f.Role == model.ID && f.Most > 0 {
				return faultOfID(text, f.Most)
			}
			return faultOfText(f.Role, text)
		}
	case model.Time:
		if t := (*time.Time)(v); !t.IsZero() {
			return faultOfTime(f, thing, *t)
		}
	case model.Int:
		if n := *(*int)(v); n < 0 || n > f.Most {
			return fmt.Sprintf("is %s; it may be 0 to %d", discreet.Number(strconv.Itoa(n)), f.Most)
		}
	case model.Int64:
		if f.Role != model.Plain {
			return faultOfMoney(*(*Money)(v), f.Role == model.Signed)
		}
	case model.Texts:
		return faultOfTexts(*(*map[string]string)(v), f.Most)
	case model.Struct:
		if err := (*Date)(v).Validate(); err != nil {
			return err.Error()
		}
	}
	return ""
}

func faultOfText(role model.Role, text string) string {
	if !utf8.ValidString(text) {
		return notUTF8
	}
	switch role {
	case model.ID:
		return faultOfID(text, maxID)
	case model.Number:
		if !isChineseMobile(text) && !isAbroad(text) {
			return "is neither 11 digits from 13 to 19 nor + and the digits of another country; ParsePhone makes it so"
		}
	case model.Extension:
		if !allDigits(text) {
			return "must be digits"
		}
	case model.Channel:
		if !slices.Contains(channels, text) {
			return unknownChannel(text)
		}
	case model.Purpose:
		if !Purpose(text).Known() {
			return unknownPurpose(Purpose(text))
		}
	case model.Loyalty:
		if !slices.Contains(loyalties, text) {
			return unknownMeasured(text, "type of loyalty", loyalties)
		}
	case model.Cause:
		if !slices.Contains(causes, text) {
			return unknownMeasured(text, "cause", causes)
		}
	}
	return ""
}

func faultOfID(id string, most int) string {
	switch {
	case id == "":
		return "is missing"
	case !utf8.ValidString(id):
		return notUTF8
	case len(id) > most:
		return fmt.Sprintf("has %d bytes; an id has at most %d", len(id), most)
	}
	for i := range len(id) {
		if b := id[i]; b < ' ' || b >= 0x7f { // or the beginning of a longer one
			for _, r := range id[i:] {
				switch {
				case unicode.IsControl(r):
					return "holds a control character, such as a line break"
				case turnsLine(r):
					return "holds a sign that breaks a line or turns the writing, such as U+202E"
				}
			}
			break
		}
	}
	return ""
}

// faultOfTime also looks whether the time lies long before what must come first.
func faultOfTime(f *model.Field, thing unsafe.Pointer, t time.Time) string {
	if !model.InYears(t) {
		return fmt.Sprintf("lies in the year %s; times lie in %d to %d", discreet.Number(strconv.Itoa(t.Year())), model.FirstYear, model.LastYear)
	}
	if f.After == nil {
		return ""
	}
	earlier := *(*time.Time)(unsafe.Add(thing, f.After.Offset))
	if !earlier.IsZero() && t.Before(earlier.Add(-clockGap)) {
		return fmt.Sprintf("lies more than a day before %s (%s, %s)", f.After.Name, t.Format(time.RFC3339), earlier.Format(time.RFC3339))
	}
	return ""
}

func faultOfMoney(m Money, signed bool) string {
	switch {
	case m < 0 && !signed:
		return "is negative: " + discreet.Number(m.Decimal())
	case m > model.MostMoney || m < -model.MostMoney:
		return "is beyond any amount: " + discreet.Number(m.Decimal())
	}
	return ""
}

// faultOfTexts takes any number of texts when most is 0.
func faultOfTexts(texts map[string]string, most int) string {
	if most > 0 && len(texts) > most {
		return fmt.Sprintf("has %d words; there may be %d", len(texts), most)
	}
	for key, text := range texts {
		if !utf8.ValidString(key) || !utf8.ValidString(text) {
			return "holds text that " + notUTF8
		}
	}
	return ""
}

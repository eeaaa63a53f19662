package tiexin

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/model"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A jsonReader fills the structs of the model from JSON, going by their tags.
// encoding/json would do most of it, but says neither which key is unknown
// where, nor all that is wrong at once, and reads no time without a zone.
//
// The text is known to be valid JSON when reading begins (see checkJSON), so
// the reader never asks where a token ends.
type jsonReader struct {
	data []byte
	pos  int
	zone *time.Location // of times without one

	path
	problems          // what must be right and is not
	warnings problems // what is left out
	left     int      // how often something was left out
	side     bool     // what is read only decorates
	phone    bool     // it belongs to a phone: no message quotes it
	doubtful bool     // the phone's number may no longer be the customer's
}

// wrong notes what is wrong with the value that is read.
func (r *jsonReader) wrong(message string) {
	if !r.side {
		r.add(r.String(), message)
		return
	}
	r.warnings.add(r.String(), message)
	r.left++
	if name := r.steps[r.depth-1].name; r.phone && (name == "expires" || name == "private") {
		r.doubtful = true
	}
}

// read fills v, which is a value of a field, from the next value. null leaves it
// as it is, and so does what cannot be read.
func (r *jsonReader) read(f *model.Field, v unsafe.Pointer) {
	first := r.peek()
	if first == 'n' {
		r.token()
		return
	}
	switch f.Role {
	case model.Date:
		if s, ok := r.text(); ok {
			r.note((*Date)(v).UnmarshalText([]byte(s)))
		}
		return
	case model.Phone:
		r.readPhone(f, (*Phone)(v))
		return
	case model.Money, model.Signed:
		read := r.readMoney((*Money)(v))
		if f.Zero != nil && read && *(*Money)(v) == 0 {
			*(*bool)(unsafe.Add(v, int(f.Zero.Offset)-int(f.Offset))) = true
		}
		return
	case model.Customer:
		if first != '{' {
			(*Customer)(v).ID = r.id()
			return
		}
	case model.Consent:
		if first == '"' && f.Kind == model.Struct {
			r.readBareConsent((*Consent)(v))
			return
		}
	}
	switch f.Kind {
	case model.Text:
		switch {
		case f.Role == model.ID:
			*(*string)(v) = r.id()
		case f.Digits:
			*(*string)(v) = r.digits("")
		default:
			*(*string)(v), _ = r.text()
		}
	case model.Time:
		r.readTime((*time.Time)(v))
	case model.Bool:
		if token := r.token(); token[0] == 't' || token[0] == 'f' {
			*(*bool)(v) = token[0] == 't'
		} else {
			r.wrong("must be true or false, is " + kindOf(token))
		}
	case model.Int:
		*(*int)(v) = int(r.whole(strconv.IntSize))
	case model.Int64:
		*(*int64)(v) = r.whole(64)
	case model.Struct:
		r.readObject(f.Shape, v)
	case model.Pointer:
		to := reflect.New(f.Elem.Type).UnsafePointer()
		*(*unsafe.Pointer)(v) = to
		r.read(f.Elem, to)
	case model.List:
		r.readList(f, v)
	case model.Texts:
		r.readTexts((*map[string]string)(v))
	}
}

// readObject fills a struct. Unknown keys and keys that stand twice are
// problems wherever they stand: nobody can say what they were to decide.
func (r *jsonReader) readObject(shape *model.Shape, thing unsafe.Pointer) {
	if token := r.peek(); token != '{' {
		r.wrong("must be an object, is " + kindOf(r.token()))
		return
	}
	var seen [128]bool
	for key := range r.keys() {
		f := shape.FieldOf(key[1 : len(key)-1])
		if f == nil {
			f = shape.Field(unquote(key))
		}
		switch {
		case f == nil:
			r.unknownKey(unquote(key), shape)
			r.token()
		case seen[f.Index]:
			r.add(r.to(f.Name), "stands twice")
			r.token()
		default:
			seen[f.Index] = true
			outside := r.side
			r.side = outside || f.Side
			r.in(f.Name)
			r.read(f, unsafe.Add(thing, f.Offset))
			r.out()
			r.side = outside
		}
	}
}

func (r *jsonReader) unknownKey(key string, shape *model.Shape) {
	if r.full() {
		return
	}
	hint := didYouMean(key, shape.Names)
	if r.phone && strings.ContainsAny(key, "0123456789") {
		key = maskDigits(strings.ReplaceAll(key, "*", ""))
	}
	r.add(r.to(key), "no such key"+hint)
}

// readList fills a slice; an empty list is nil, unless it says that there are
// none. A list of texts that cannot be read whole is left out whole: the rest of it
// would say that there are no others.
func (r *jsonReader) readList(f *model.Field, v unsafe.Pointer) {
	if r.peek() != '[' {
		r.wrong("must be a list, is " + kindOf(r.token()))
		return
	}
	list, left := reflect.NewAt(f.Type, v).Elem(), r.left
	for i := range r.elements() {
		r.element(i)
		if r.peek() == 'n' {
			r.wrong("is null; leave it out")
			r.token()
			continue
		}
		n := list.Len()
		list.Grow(1)
		list.SetLen(n + 1)
		r.read(f.Elem, list.Index(n).Addr().UnsafePointer())
	}
	switch {
	case f.Elem.Kind == model.Text && r.left > left:
		list.SetZero()
	case list.IsNil() && f.Empty:
		list.Set(reflect.MakeSlice(f.Type, 0, 0))
	}
}

// readTexts fills a map of texts; an empty object is nil.
func (r *jsonReader) readTexts(texts *map[string]string) {
	if r.peek() != '{' {
		r.wrong("must be an object, is " + kindOf(r.token()))
		return
	}
	for token := range r.keys() {
		if r.peek() == 'n' {
			r.token()
			continue
		}
		if *texts == nil {
			*texts = map[string]string{}
		}
		key := unquote(token)
		if _, twice := (*texts)[key]; twice {
			r.add(r.to(key), "stands twice")
		}
		r.in(key)
		if s, ok := r.text(); ok {
			(*texts)[key] = s
		}
		r.out()
	}
	if len(*texts) == 0 {
		*texts = nil
	}
}

// readMoney reads an amount, and tells whether it could.
func (r *jsonReader) readMoney(m *Money) bool {
	token := r.token()
	if kind := kindOf(token); kind != aNumber && kind != aText {
		r.wrong("must be an amount in yuan, is " + kind)
		return false
	}
	err := m.UnmarshalJSON(token)
	r.note(err)
	return err == nil
}

func (r *jsonReader) readTime(t *time.Time) {
	s, ok := r.text()
	if !ok {
		return
	}
	read, ok := parseTime(s, r.zone)
	if ok {
		*t = read
		return
	}
	if fact, last := source.NoSuchDate(s); !fact.Empty() && !r.phone {
		r.wrong(fact.English + "; " + last.English)
		return
	}
	if s = ": " + shown(s); r.phone {
		s = ""
	}
	r.wrong("not a time" + s + "; write it like 2026-11-10T20:01:05+08:00, or 2026-11-10 20:01:05 in the shop's zone")
}

// readPhone reads a text, the digits of a number, or an object. A number of which
// nobody can say whether it still is the customer's is left out.
func (r *jsonReader) readPhone(f *model.Field, p *Phone) {
	r.phone, r.doubtful = true, false
	switch first := r.peek(); {
	case first == '{':
		r.readObject(f.Shape, unsafe.Pointer(p))
	case first >= '0' && first <= '9':
		p.Number = r.digits("")
	default:
		p.Number, _ = r.text()
	}
	if r.note(p.parseNumber()); r.doubtful {
		p.Number, p.Extension = "", ""
	}
	r.phone = false
}

// readBareConsent reads "marketing", "sms" or "sms/marketing": the customer
// allowed this purpose, this channel, or both together.
func (r *jsonReader) readBareConsent(c *Consent) {
	s, _ := r.text()
	channel, purpose, both := strings.Cut(s, "/")
	if !both && Purpose(channel).Known() {
		channel, purpose = "", channel
	}
	switch {
	case channel != "" && !slices.Contains(channels, channel) || both && channel == "":
		known := slices.Clone(channels)
		if !both {
			for _, p := range purposes {
				known = append(known, string(p))
			}
		}
		hint := meantChannel(channel, known)
		r.wrong(shownIf(hint != "", channel) + " is not a channel or purpose, such as marketing, sms or sms/marketing" + hint)
	case (both || channel == "") && !Purpose(purpose).Known():
		r.wrong(unknownPurpose(Purpose(purpose)))
	default:
		c.Channel, c.Purpose = channel, Purpose(purpose)
	}
}

// text reads a text.
func (r *jsonReader) text() (string, bool) {
	token := r.token()
	if token[0] != '"' {
		r.wrong("must be text, is " + kindOf(token))
		return "", false
	}
	return unquote(token), true
}

// id reads a text, or the digits of a whole number: as digits they are read
// without loss, whatever their number.
func (r *jsonReader) id() string {
	return r.digits("; write ids in quotes")
}

// digits reads what id reads; hint is the way out when it cannot.
func (r *jsonReader) digits(hint string) string {
	token := r.token()
	switch {
	case token[0] == '"':
		return unquote(token)
	case allDigits(string(token)):
		return string(token)
	}
	r.wrong("must be text, is " + kindOf(token) + hint)
	return ""
}

// whole reads a whole number of so many bits.
func (r *jsonReader) whole(bits int) int64 {
	token := r.token()
	n, err := strconv.ParseInt(string(token), 10, bits)
	switch {
	case kindOf(token) != aNumber:
		r.wrong("must be a number, is " + kindOf(token))
	case err != nil:
		r.wrong("must be a whole number, is " + discreet.Number(string(token)))
	default:
		return n
	}
	return 0
}

func (r *jsonReader) note(err error) {
	if err != nil {
		r.wrong(err.Error())
	}
}

// unquote is the text of a token in quotes.
func unquote(token []byte) string {
	inner := token[1 : len(token)-1]
	for _, c := range inner {
		if c == '\\' {
			var s string
			if json.Unmarshal(token, &s) != nil {
				return ""
			}
			return s
		}
	}
	return string(inner)
}

package tiexin

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
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
	problems
}

// read fills v from the next value. null leaves it as it is.
func (r *jsonReader) read(at *place, v reflect.Value) {
	first := r.peek()
	if first == 'n' {
		r.token()
		return
	}
	switch p := v.Addr().Interface().(type) {
	case *Money:
		r.readMoney(at, p)
	case *time.Time:
		r.readTime(at, p)
	case *Date:
		if s, ok := r.text(at); ok {
			r.note(at, p.UnmarshalText([]byte(s)))
		}
	case *Phone:
		r.readPhone(at, p)
	case *Customer:
		if first == '{' {
			r.readObject(at, v)
		} else {
			p.ID, _ = r.id(at)
		}
	case *Consent:
		if first == '"' {
			r.readBareConsent(at, p)
		} else {
			r.readObject(at, v)
		}
	default:
		r.readKind(at, v)
	}
}

func (r *jsonReader) readKind(at *place, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		r.readObject(at, v)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.read(at, v.Elem())
	case reflect.Slice:
		r.readList(at, v)
	case reflect.Map:
		r.readTexts(at, v)
	case reflect.String:
		if at.holdsID() {
			s, _ := r.id(at)
			v.SetString(s)
		} else {
			s, _ := r.text(at)
			v.SetString(s)
		}
	case reflect.Bool:
		if token := r.token(); token[0] == 't' || token[0] == 'f' {
			v.SetBool(token[0] == 't')
		} else {
			r.add(at, "must be true or false, is "+kindOf(token))
		}
	default: // int and int64
		token := r.token()
		n, err := strconv.ParseInt(string(token), 10, v.Type().Bits())
		switch {
		case kindOf(token) != aNumber:
			r.add(at, "must be a number, is "+kindOf(token))
		case err != nil:
			r.add(at, "must be a whole number, is "+cut(string(token)))
		default:
			v.SetInt(n)
		}
	}
}

// readObject fills a struct. Unknown keys and keys that stand twice are
// problems.
func (r *jsonReader) readObject(at *place, v reflect.Value) {
	if token := r.peek(); token != '{' {
		r.add(at, "must be an object, is "+kindOf(r.token()))
		return
	}
	shape := shapeOf(v.Type())
	var seen [128]bool
	for key := range r.keys() {
		n, ok := shape.field(key)
		if !ok {
			if name := unquote(key); !r.full() {
				r.add(&place{up: at, name: name}, "no such key"+didYouMean(name, shape.names))
			}
			r.token()
			continue
		}
		in := place{up: at, name: shape.names[n]}
		if seen[n] {
			r.add(&in, "stands twice")
			r.token()
			continue
		}
		seen[n] = true
		first, field := r.peek(), v.FieldByIndex(shape.index[n])
		r.read(&in, field)
		if first == '[' && shape.empty[n] && field.IsNil() {
			field.Set(reflect.MakeSlice(field.Type(), 0, 0))
		}
	}
}

// readList fills a slice; an empty list is nil, but see readObject.
func (r *jsonReader) readList(at *place, v reflect.Value) {
	if r.peek() != '[' {
		r.add(at, "must be a list, is "+kindOf(r.token()))
		return
	}
	list := reflect.New(v.Type()).Elem()
	for i := range r.elements() {
		in := place{up: at, nth: i + 1}
		list.Grow(1)
		list.SetLen(i + 1)
		if r.peek() == 'n' {
			r.add(&in, "is null; leave it out")
		}
		r.read(&in, list.Index(i))
	}
	v.Set(list)
}

// readTexts fills a map of texts; an empty object is nil.
func (r *jsonReader) readTexts(at *place, v reflect.Value) {
	if r.peek() != '{' {
		r.add(at, "must be an object, is "+kindOf(r.token()))
		return
	}
	var texts map[string]string
	for token := range r.keys() {
		if r.peek() == 'n' {
			r.token()
			continue
		}
		if texts == nil {
			texts = map[string]string{}
		}
		key := unquote(token)
		in := place{up: at, name: key}
		if _, twice := texts[key]; twice {
			r.add(&in, "stands twice")
		}
		texts[key], _ = r.text(&in)
	}
	v.Set(reflect.ValueOf(texts))
}

func (r *jsonReader) readMoney(at *place, m *Money) {
	token := r.token()
	if kind := kindOf(token); kind != aNumber && kind != aText {
		r.add(at, "must be an amount in yuan, is "+kind)
		return
	}
	r.note(at, m.UnmarshalJSON(token))
}

func (r *jsonReader) readTime(at *place, t *time.Time) {
	s, ok := r.text(at)
	if !ok {
		return
	}
	read, ok := parseTime(s, r.zone)
	if !ok {
		r.add(at, "not a time: "+quoted(s)+"; write it like 2026-11-10T20:01:05+08:00, or 2026-11-10 20:01:05 in the shop's zone")
		return
	}
	*t = read
}

func (r *jsonReader) readPhone(at *place, p *Phone) {
	var read plainPhone
	if r.peek() == '{' {
		r.readObject(at, reflect.ValueOf(&read).Elem())
	} else if s, ok := r.text(at); ok {
		read.Number = s
	}
	r.note(at, read.parseNumber())
	*p = Phone(read)
}

// readBareConsent reads "marketing", "sms" or "sms/marketing": the customer
// allowed this purpose, this channel, or both together.
func (r *jsonReader) readBareConsent(at *place, c *Consent) {
	s, _ := r.text(at)
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
		r.add(at, quoted(channel)+" is no channel or purpose, as in marketing, sms or sms/marketing"+meantChannel(channel, known))
	case (both || channel == "") && !Purpose(purpose).Known():
		r.add(at, unknownPurpose(Purpose(purpose)))
	default:
		c.Channel, c.Purpose = channel, Purpose(purpose)
	}
}

// text reads a text.
func (r *jsonReader) text(at *place) (string, bool) {
	token := r.token()
	if token[0] != '"' {
		r.add(at, "must be text, is "+kindOf(token))
		return "", false
	}
	return unquote(token), true
}

// id reads a text, or the digits of a whole number: as digits they are read
// without loss, whatever their number.
func (r *jsonReader) id(at *place) (string, bool) {
	token := r.token()
	switch {
	case token[0] == '"':
		return unquote(token), true
	case allDigits(string(token)):
		return string(token), true
	}
	r.add(at, "must be text, is "+kindOf(token)+"; write ids in quotes")
	return "", false
}

func (r *jsonReader) note(at *place, err error) {
	if err != nil {
		r.add(at, err.Error())
	}
}

// holdsID tells whether the key, or the list around it, is one of those that
// hold what others call a number.
func (p *place) holdsID() bool {
	name := p.name
	if name == "" && p.up != nil {
		name = p.up.name
	}
	switch name {
	case "id", "items", "number", "extension", "sku", "code", "oaid_order":
		return true
	}
	return strings.HasSuffix(name, "_id")
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

// cut is a number for an error, shortened when it is long.
func cut(token string) string {
	if len(token) > 40 {
		return token[:40] + "…"
	}
	return token
}

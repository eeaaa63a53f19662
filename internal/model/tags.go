package model

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// A Kind is how a value lies in memory.
type Kind uint8

// The kinds of values.
const (
	Text    Kind = iota + 1 // a type of string
	Bool                    // bool
	Int                     // int
	Int64                   // a type of int64
	Time                    // time.Time
	List                    // a slice of texts or structs
	Texts                   // map[string]string
	Struct                  // a struct
	Pointer                 // to a struct or an int
)

// A Role is what a value means, beyond its kind.
type Role uint8

// The roles of values.
const (
	Plain     Role = iota
	ID             // a text that identifies
	Event          // the type of an event
	Money          // an amount that is not negative
	Signed         // an amount that may be negative
	Count          // a number from 0 to Field.Most
	Date           // a day
	Phone          // a phone
	Number         // the number of a phone
	Extension      // the extension of a number
	Channel        // a channel's name
	Purpose        // a purpose
	Status         // how far an order, a refund or a parcel has come
	Region         // the last field of a region
	Customer       // a customer: in JSON an object or an id
	Consent        // a consent: in JSON an object or a text
	Loyalty        // a type of loyalty
	Cause          // a cause of buying again, elsewhere, or of leaving
	Word           // a word of a closed list of the library's own
)

var roles = map[string]Role{
	"id": ID, "event": Event, "money": Money, "signed": Signed, "count": Count, "date": Date, "phone": Phone,
	"number": Number, "extension": Extension, "channel": Channel, "purpose": Purpose, "status": Status, "region": Region,
	"customer": Customer, "consent": Consent, "loyalty": Loyalty, "cause": Cause, "word": Word,
}

// mostCount is the largest number of pieces or orders.
const mostCount = 1_000_000_000

// readTags takes over what the tags of a struct's field say.
func (f *Field) readTags(sf reflect.StructField) {
	name, option, _ := strings.Cut(sf.Tag.Get("json"), ",")
	if f.Name = name; name == "" {
		f.Name = strings.ToLower(sf.Name)
	}
	f.Empty = option == "omitzero" && sf.Type.Kind() == reflect.Slice
	for word := range strings.SplitSeq(sf.Tag.Get("is"), ",") {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "":
		case "required":
			f.Required = true
		case "side":
			f.Side = true
		case "lines":
			f.Lines = true
		case "digits":
			f.Digits = true
		case "after":
			f.after = value
		case "zero":
			f.zero = value
		case "most":
			if f.Most = numberOf(sf, value); f.Role != ID {
				f.Role = Count
			}
		default:
			role, ok := roles[key]
			if !ok {
				panic(fmt.Sprintf("model: field %s: the tag is has the unknown word %q", sf.Name, word))
			}
			if f.Role = role; role != ID {
				f.Most = mostCount
			}
		}
	}
	for i, word := range strings.Split(sf.Tag.Get("keep"), ",") {
		key, value, _ := strings.Cut(word, "=")
		switch {
		case word == "":
		case i == 0:
			f.Number = numberOf(sf, word)
		case key == "with":
			f.with = value
		case key == "alone":
			f.alone = true
		default:
			panic(fmt.Sprintf("model: field %s: the tag keep has the unknown word %q", sf.Name, word))
		}
	}
}

func numberOf(sf reflect.StructField, digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 {
		panic(fmt.Sprintf("model: field %s: %q is not a number from 1", sf.Name, digits))
	}
	return n
}

var timeType = reflect.TypeFor[time.Time]()

// readType takes over what a Go type says.
func (f *Field) readType(t reflect.Type) {
	f.Type = t
	switch k := t.Kind(); {
	case t == timeType:
		f.Kind = Time
	case k == reflect.String:
		f.Kind = Text
	case k == reflect.Bool:
		f.Kind = Bool
	case k == reflect.Int:
		f.Kind = Int
	case k == reflect.Int64:
		f.Kind = Int64
	case k == reflect.Struct:
		f.Kind, f.Shape = Struct, of(t)
	case k == reflect.Map && t.Key().Kind() == reflect.String && t.Elem().Kind() == reflect.String:
		f.Kind = Texts
	case k == reflect.Slice || k == reflect.Pointer:
		f.Kind = map[reflect.Kind]Kind{reflect.Slice: List, reflect.Pointer: Pointer}[k]
		f.Elem = &Field{Name: f.Name, Role: f.Role, Most: f.Most, Side: f.Side, Required: f.Required, Lines: f.Lines, Digits: f.Digits}
		f.Elem.readType(t.Elem())
	default:
		panic(fmt.Sprintf("model: cannot describe the type %s", t))
	}
}

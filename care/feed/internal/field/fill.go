package field

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"

	"github.com/tiexin-go/tiexin"
)

var errNoDocument = errors.New("it is not a JSON document")

// Decode reads a JSON document into a struct, by the names in its json tags, as they
// stand there. A field of another kind than meant is left out, and the first such is noted; an error
// means that it is no document.
func (r *Reader) Decode(data []byte, into any) error {
	if !json.Valid(data) {
		return errNoDocument
	}
	r.Fill(data, into)
	return nil
}

// Fill is Decode of what is known to be valid JSON. Documents of platforms are long, and few
// of their fields are asked for: the others are passed over.
func (r *Reader) Fill(valid []byte, into any) {
	f := filler{data: valid, notes: r}
	f.value(Space(valid, 0), reflect.ValueOf(into).Elem())
}

// A filler goes through a document once.
type filler struct {
	data  []byte
	path  []string
	notes *Reader
	odd   bool // something was left out
}

var (
	textType   = reflect.TypeFor[Text]()
	rawType    = reflect.TypeFor[json.RawMessage]()
	numberType = reflect.TypeFor[json.Number]()
	unmarshal  = reflect.TypeFor[json.Unmarshaler]()
)

// value puts the value at a place into v, and says where it ends.
func (f *filler) value(pos int, v reflect.Value) int {
	first, kind := f.data[pos], v.Kind()
	switch t := v.Type(); {
	case t == textType:
		return f.text(pos, v)
	case t == rawType:
		end := Skip(f.data, pos)
		v.SetBytes(f.data[pos:end])
		return end
	case first == 'n':
		if kind == reflect.Pointer {
			v.SetZero()
		}
		return pos + len("null")
	case t == numberType:
		return f.number(pos, v)
	case kind == reflect.Bool && (first == 't' || first == 'f'):
		v.SetBool(first == 't')
		return skipWord(f.data, pos)
	case kind == reflect.String && first == '"':
		end := skipText(f.data, pos)
		v.SetString(string(Unquote(f.data[pos:end])))
		return end
	case kind == reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(t.Elem()))
		}
		return f.value(pos, v.Elem())
	case kind == reflect.Slice && first == '[':
		return f.list(pos, v)
	case kind == reflect.Struct && first == '{':
		if fields := fieldsOf(t); fields != nil {
			return f.object(pos, v, fields)
		}
	}
	return f.other(pos, v)
}

// text takes a text without its quotation marks, or a number or flag as it is written.
func (f *filler) text(pos int, v reflect.Value) int {
	end := Skip(f.data, pos)
	switch f.data[pos] {
	case '{', '[', 'n':
		v.SetString("")
	case '"':
		v.SetString(string(Unquote(f.data[pos:end])))
	default:
		v.SetString(string(f.data[pos:end]))
	}
	return end
}

// number takes a number by its digits, also where it is written as a text.
func (f *filler) number(pos int, v reflect.Value) int {
	end := Skip(f.data, pos)
	digits := f.data[pos:end]
	if digits[0] == '"' {
		digits = digits[1 : len(digits)-1]
	}
	if len(digits) == 0 || digits[0] != '-' && (digits[0] < '0' || '9' < digits[0]) || !json.Valid(digits) {
		return f.other(pos, v)
	}
	v.SetString(string(digits))
	return end
}

func (f *filler) list(pos int, v reflect.Value) int {
	v.SetLen(0)
	for pos = Space(f.data, pos+1); f.data[pos] != ']'; pos = Space(f.data, pos) {
		n := v.Len()
		v.Grow(1)
		v.SetLen(n + 1)
		v.Index(n).SetZero()
		pos = f.value(pos, v.Index(n))
	}
	return pos + 1
}

func (f *filler) object(pos int, v reflect.Value, fields map[string]place) int {
	for pos = Space(f.data, pos+1); f.data[pos] != '}'; pos = Space(f.data, pos) {
		end := skipText(f.data, pos)
		at, known := fields[string(f.data[pos+1:end-1])]
		pos = Space(f.data, end)
		if !known {
			pos = Skip(f.data, pos)
			continue
		}
		f.path = append(f.path, at.name)
		pos = f.value(pos, v.FieldByIndex(at.index))
		f.path = f.path[:len(f.path)-1]
	}
	return pos + 1
}

// other leaves the rest to encoding/json: times, whole numbers, and what is of another kind
// than meant.
func (f *filler) other(pos int, v reflect.Value) int {
	end := Skip(f.data, pos)
	var err error
	if reads, ok := v.Addr().Interface().(json.Unmarshaler); ok {
		err = reads.UnmarshalJSON(f.data[pos:end])
	} else {
		err = json.Unmarshal(f.data[pos:end], v.Addr().Interface())
	}
	if err != nil && !f.odd {
		f.odd = true
		f.notes.note(strings.Join(f.path, "."), "here it cannot be of kind "+kindOf(f.data[pos])+"; it is left out")
	}
	return end
}

func kindOf(first byte) string {
	switch first {
	case '"':
		return "string"
	case '{':
		return "object"
	case '[':
		return "array"
	case 't', 'f':
		return "bool"
	}
	return "number"
}

// A place is where a field of a struct lies, with its name in JSON.
type place struct {
	name  string
	index []int
}

var shapes sync.Map // reflect.Type → map[string]place

// fieldsOf are the fields of a struct by their names in JSON, those of embedded structs
// included where no other has the name; nil for one that reads itself.
func fieldsOf(t reflect.Type) map[string]place {
	if known, ok := shapes.Load(t); ok {
		return known.(map[string]place)
	}
	fields := map[string]place{}
	if reflect.PointerTo(t).Implements(unmarshal) {
		fields = nil
	}
	for _, sf := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		if name == "" && !sf.Anonymous {
			name = strings.ToLower(sf.Name)
		}
		if had, twice := fields[name]; name != "" && fields != nil && (!twice || len(sf.Index) < len(had.index)) {
			fields[name] = place{name, sf.Index}
		}
	}
	shapes.Store(t, fields)
	return fields
}

func (r *Reader) note(field, message string) {
	r.Problems = append(r.Problems, tiexin.Problem{Field: field, Message: message})
}

package template

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/say"
)

// Values are the values of one message.
type Values interface {
	// AppendValue appends the value of n to dst. If it returns false or appends nothing visible, there is
	// no value; dst must not be changed otherwise.
	AppendValue(dst []byte, n Name) ([]byte, bool)
}

// Instants are Values that also have the full form of a time: "2026-11-12 18:30" for 明天18:30. A
// variable or field of a time takes the full form.
type Instants interface {
	// AppendInstant appends the full time of n to dst. It is false for any other placeholder and for an
	// unknown time.
	AppendInstant(dst []byte, n Name) ([]byte, bool)
}

// A Shortener is Values that know how to say a value in less: of 羊绒围巾秋冬新款礼盒装等3件
// they cut the title, and not the end. See [Template.Shortened].
type Shortener interface {
	// AppendShort appends the value of n in at most so many UTF-16 code units to dst; false
	// where there is none, and for any other placeholder than those that it knows how to
	// shorten.
	AppendShort(dst []byte, n Name, most int) ([]byte, bool)
}

// Map is Values for tests and small hosts.
type Map map[Name]string

// LogValue returns the names of the placeholders that have a value.
func (m Map) LogValue() slog.Value { return slog.AnyValue(m.names()) }

// Format writes the type and the names under every verb of fmt: values are personal
// data.
func (m Map) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "template.Map%v", m.names()) }

func (m Map) names() []string {
	named := make([]string, 0, len(m))
	for n := range m {
		named = append(named, n.String())
	}
	slices.Sort(named)
	return named
}

// AppendValue appends the value of n.
func (m Map) AppendValue(dst []byte, n Name) ([]byte, bool) {
	value, ok := m[n]
	return append(dst, value...), ok
}

// MissingError lists the placeholders that have neither value nor fallback. No text is written then.
type MissingError struct {
	Names []Name // each once, in order of appearance
}

// Error names the placeholders.
func (e *MissingError) Error() string { return "template: " + e.says().English }

// Chinese is Error in Chinese.
func (e *MissingError) Chinese() string { return e.says().Chinese }

func (e *MissingError) says() say.Text {
	named := make([]string, len(e.Names))
	for i, n := range e.Names {
		named[i] = "#" + n.String() + "#"
	}
	if len(e.Names) == 0 {
		return zh.Text("no value for a placeholder")
	}
	return zh.Text("no value for %s; give it a fallback, such as #%s|…#, or send nothing", listed(named), e.Names[0])
}

// Append writes the text with its values to the end of dst. A placeholder without value takes its
// fallback; if there is none, dst is returned unchanged, with a *[MissingError]. It allocates only if v
// does or dst is too short.
//
// Values are written byte for byte, except for what no message should contain. Broken UTF-8, U+FFFD (half
// an emoji) and controls of the writing direction are left out, as are control characters other than tab
// and line break. Invisible characters that join nothing are left out, too, as are marks that would
// attach to the text before the value.
func (t *Template) Append(dst []byte, v Values) ([]byte, error) {
	full, unquoted := dst, false
	for i := range t.parts {
		p := &t.parts[i]
		text := p.text
		if unquoted {
			text, unquoted = text[quoteSize:], false
		}
		full = append(full, text...)
		if p.name == none {
			continue
		}
		if v != nil {
			with, ok := p.appendTo(full, v)
			if ok && len(with) > len(full) && (p.limit > 0 || p.short > 0 || p.drop != "" || !isTidy(with[len(full):])) {
				with = with[:len(full)+len(p.value(with[len(full):]))]
			}
			if ok && len(with) > len(full) && (plain(with[len(full)]) || shows(with[len(full):])) {
				full = with
				continue
			}
		}
		if !p.optional {
			return dst, t.missing(v)
		}
		if p.quoted {
			full, unquoted = full[:len(full)-quoteSize], true
		}
		full = append(full, p.fallback...)
	}
	return full, nil
}

// appendTo appends the value to dst, short where it has to be and can be.
func (p *part) appendTo(dst []byte, v Values) ([]byte, bool) {
	if p.short > 0 {
		if with, ok := appendShort(dst, v, p.name, p.short); ok {
			return with, true
		}
	}
	return v.AppendValue(dst, p.name)
}

// appendShort appends a value that is shortened by those who know how.
func appendShort(dst []byte, v Values, n Name, most int) ([]byte, bool) {
	if short, ok := v.(Shortener); ok {
		return short.AppendShort(dst, n, most)
	}
	return dst, false
}

// value is a value as it is written: clean, without signs that do not go, and cut to the
// placeholder's limits.
func (p *part) value(value []byte) []byte {
	value = tidy(p.without(value))
	if p.short > 0 && len(value) > p.short {
		value = tidy(cut(value, p.short, utf16.RuneLen))
	}
	if p.limit <= 0 || len(value) <= p.limit {
		return value
	}
	return tidy(value[:cutBytes(value, p.limit)]) // without a joiner whose second part was cut
}

// without takes the signs that do not go out of a value, in place.
func (p *part) without(value []byte) []byte {
	if p.drop == "" || !bytes.ContainsAny(value, p.drop) {
		return value
	}
	kept := value[:0]
	for len(value) > 0 {
		r, size := utf8.DecodeRune(value)
		if !strings.ContainsRune(p.drop, r) || r == utf8.RuneError {
			kept = append(kept, value[:size]...)
		}
		value = value[size:]
	}
	return kept
}

// Render is the text with its values.
func (t *Template) Render(v Values) (string, error) {
	text, err := t.Append(nil, v)
	return string(text), err
}

// missing asks for every value once more, to name all that are missing at once.
func (t *Template) missing(v Values) error {
	e := new(MissingError)
	for _, n := range t.Required() {
		if _, ok := Value(v, n); !ok {
			e.Names = append(e.Names, n)
		}
	}
	if len(e.Names) == 0 { // cut down to nothing, or not the same answer twice
		e.Names = t.Required()
	}
	return e
}

// Value is one value as [Template.Render] writes it, before any cut. It is false if there is none.
func Value(v Values, n Name) (string, bool) {
	if v == nil {
		return "", false
	}
	value, ok := v.AppendValue(nil, n)
	if value = tidy(value); !ok || !shows(value) {
		return "", false
	}
	return string(value), true
}

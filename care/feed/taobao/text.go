package taobao

import (
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// text is what stands in a message: a text, or a number by its digits.
type text = field.Text

// yes is true for a flag, however it is written.
func yes(t text) bool { return t == "true" || t == "1" }

// digits tells whether a text is an id of TOP's: digits, and not too many.
func digits(t text) bool {
	return t != "" && len(t) <= 32 && strings.Trim(string(t), "0123456789") == ""
}

// first is the first of some texts that says something.
func first(texts ...text) string {
	for _, t := range texts {
		if t != "" && t != "0" {
			return string(t)
		}
	}
	return ""
}

// readTime reads "2026-11-11 10:00:00" in China's zone, and milliseconds since 1970, which
// some topics send; the zero time for an empty text. It is false for any other.
func readTime(t text) (time.Time, bool) {
	var f fields
	at := f.time("", t)
	return at, f.fault() == ""
}

// A fields reads the fields that decide, and keeps the names of those that cannot be read.
type fields struct{ field.Reader }

func (f *fields) time(name string, t text) time.Time {
	if len(t) == 13 && digits(t) || t == "0" {
		return f.Unix(name, t)
	}
	return f.Clock(name, t)
}

func (f *fields) money(name string, t text) tiexin.Money { return f.Yuan(name, t) }

func (f *fields) count(t text) int {
	var any field.Reader // it only decorates
	return any.Count("", t)
}

func (f *fields) id(name string, t text) string {
	if !digits(t) {
		f.unreadable(name)
	}
	return string(t)
}

func (f *fields) unreadable(name string) {
	f.Problems = append(f.Problems, tiexin.Problem{Field: name})
}

// fault says which fields cannot be read; empty: all can.
func (f *fields) fault() string {
	if len(f.Problems) == 0 {
		return ""
	}
	names := make([]string, len(f.Problems))
	for i := range f.Problems {
		names[i] = f.Problems[i].Field
	}
	return "cannot be read: " + strings.Join(names, ", ")
}

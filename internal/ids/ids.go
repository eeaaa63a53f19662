package ids

import (
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Of is a group of those attributes that say something.
func Of(attrs ...slog.Attr) slog.Value {
	var said []slog.Attr
	for _, a := range attrs {
		if text, ok := a.Value.Any().(string); !ok || text != "" {
			said = append(said, a)
		}
	}
	return slog.GroupValue(said...)
}

// At is an instant, and says nothing where there is none.
func At(key string, t time.Time) slog.Attr {
	if t.IsZero() {
		return slog.String(key, "")
	}
	return slog.String(key, t.Format(time.RFC3339))
}

// Print writes the type of a thing and its ids, on one line:
// tiexin.Chat{id=c1 order=T1}.
func Print(f fmt.State, thing any, its slog.Value) {
	_, _ = io.WriteString(f, fmt.Sprintf("%T", thing)+"{"+text(its)+"}")
}

func text(v slog.Value) string {
	if v.Kind() != slog.KindGroup {
		return plain(v.String())
	}
	var parts []string
	for _, a := range v.Group() {
		value := a.Value.Resolve()
		if value.Kind() == slog.KindGroup {
			parts = append(parts, a.Key+"={"+text(value)+"}")
		} else {
			parts = append(parts, a.Key+"="+text(value))
		}
	}
	return strings.Join(parts, " ")
}

// plain is an id as it is, or in quotes where it could be taken for more than one
// or would do something to the line.
func plain(id string) string {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return !strconv.IsPrint(r) || unicode.IsSpace(r) || strings.ContainsRune(`"{}=`, r) }) {
		return strconv.Quote(id)
	}
	return id
}

// A Hidden is embedded in structs of which nothing is printed or logged: settings with
// secrets, and values that are personal in all their fields.
type Hidden struct{}

const hidden = "(hidden)"

// Format writes (hidden) under every verb.
func (Hidden) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// LogValue is (hidden).
func (Hidden) LogValue() slog.Value { return slog.StringValue(hidden) }

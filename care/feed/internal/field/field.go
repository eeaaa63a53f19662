package field

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// Text is a field as text, however the platform writes it: "39", 39, true. Null, an object
// and a list are the empty text.
type Text string

// ID is an id; a platform's 0 is none.
func ID(t Text) Text {
	if strings.Trim(string(t), "0") == "" {
		return ""
	}
	return t
}

// First is the first text that is there.
func First(texts ...Text) string {
	for _, t := range texts {
		if t != "" {
			return string(t)
		}
	}
	return ""
}

// List is a list of the text alone; an empty text is no list.
func List(t Text) []string {
	if t == "" {
		return nil
	}
	return []string{string(t)}
}

// Inside is a document of valid JSON, or the document that a text in it is.
func Inside(data json.RawMessage) []byte {
	if len(data) > 0 && data[0] == '"' {
		return Unquote(data)
	}
	return data
}

// String is the text.
func (t Text) String() string { return string(t) }

// A Reader turns texts into what they mean, and notes what it cannot read. The zero value is
// ready.
type Reader struct {
	Problems []tiexin.Problem
}

// Yuan reads an amount in yuan; the empty text is none. A platform that computes in floats
// writes more than two decimals: zeros behind them change nothing.
func (r *Reader) Yuan(field string, t Text) tiexin.Money {
	if t == "" {
		return 0
	}
	text := string(t)
	if whole, decimals, ok := strings.Cut(text, "."); ok && len(decimals) > 2 && strings.Trim(decimals[2:], "0") == "" {
		text = whole + "." + decimals[:2]
	}
	m, err := tiexin.ParseMoney(text)
	if err != nil {
		r.note(field, "it is not an amount in yuan; it is left out")
	}
	return m
}

// Zero says that an amount is told, and is 0.
func Zero(t Text) bool { return t != "" && strings.Trim(string(t), "0.") == "" }

// Fen reads an amount in fen; the empty text is none.
func (r *Reader) Fen(field string, t Text) tiexin.Money {
	return tiexin.Money(r.whole(field, t, "an amount in fen"))
}

// Count reads a number of pieces; the empty text is none.
func (r *Reader) Count(field string, t Text) int { return int(r.whole(field, t, "a number of pieces")) }

func (r *Reader) whole(field string, t Text, what string) int64 {
	if t == "" {
		return 0
	}
	n, err := strconv.ParseInt(string(t), 10, 64)
	if err != nil {
		r.note(field, "it is not "+what+"; it is left out")
	}
	return n
}

// Clock reads "2026-11-10 20:01:05" in China's zone; the empty text, and one of zeros, are
// no time.
func (r *Reader) Clock(field string, t Text) time.Time {
	if t == "" || strings.HasPrefix(string(t), "0000") || strings.HasPrefix(string(t), "0001") {
		return time.Time{}
	}
	at, err := time.ParseInLocation(time.DateTime, string(t), tiexin.Shanghai())
	if err != nil {
		r.note(field, `it is not a time such as "2026-11-10 20:01:05"; it is left out`)
	}
	return at
}

// Unix reads seconds since 1970, or thousandths where they are that many; the empty text
// and zero are no time. One after the year 9999 is left out with a warning: no event can hold it.
func (r *Reader) Unix(field string, t Text) time.Time {
	if t == "" || t == "0" {
		return time.Time{}
	}
	n, err := strconv.ParseInt(string(t), 10, 64)
	at := time.Unix(n, 0)
	if n >= 1e11 {
		at = time.UnixMilli(n)
	}
	at = at.In(tiexin.Shanghai())
	if err != nil || n < 0 || at.Year() > 9999 {
		r.note(field, "it is not a time in seconds since 1970; it is left out")
		return time.Time{}
	}
	return at
}

// Masked says that a platform has hidden a part of a name or number: with stars, or by
// encrypting it.
func Masked(t Text) bool {
	s := string(t)
	return strings.ContainsAny(s, "*＊") || len(s) > 8 && strings.ContainsAny(s[:1], "$~#") && strings.ContainsAny(s[len(s)-1:], "$~#")
}

// Shown is the text, or nothing where it is encrypted.
func Shown(t Text) string {
	if Masked(t) && !strings.ContainsAny(string(t), "*＊") {
		return ""
	}
	return string(t)
}

// Mobile reads a receiver's number; one that is encrypted is none.
func Mobile(t Text) tiexin.Phone {
	p, err := tiexin.ParsePhone(Shown(t))
	if err != nil {
		return tiexin.Phone{}
	}
	return p
}

package taobao

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
)

// A text is a JSON text, or a number by its digits: an id of nineteen digits is rounded as
// soon as anybody takes it for a number.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	switch {
	case string(data) == "null":
		*t = ""
	case data[0] != '"':
		*t = text(data)
	case plain(data):
		*t = text(data[1 : len(data)-1])
	default:
		return json.Unmarshal(data, (*string)(t))
	}
	return nil
}

// plain tells whether a JSON text stands there as it is meant.
func plain(data []byte) bool {
	for _, b := range data {
		if b == '\\' {
			return false
		}
	}
	return utf8.Valid(data)
}

// yes is true for a flag, however it is written.
func (t text) yes() bool { return t == "true" || t == "1" }

// digits tells whether the text is an id of TOP's: digits, and not too many.
func (t text) digits() bool {
	for i := range len(t) {
		if t[i] < '0' || t[i] > '9' {
			return false
		}
	}
	return t != "" && len(t) <= 32
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

// zone is where TOP's times are: they name none.
var zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// readTime reads "2026-11-11 10:00:00", and milliseconds since 1970, which some topics send;
// the zero time for an empty text. It is false for any other.
func readTime(t text) (time.Time, bool) {
	switch s := string(t); {
	case s == "" || s == "0":
		return time.Time{}, true
	case len(s) == len(time.DateTime):
		year, ok1 := number(s[:4])
		month, ok2 := number(s[5:7])
		day, ok3 := number(s[8:10])
		hour, ok4 := number(s[11:13])
		minute, ok5 := number(s[14:16])
		second, ok6 := number(s[17:])
		signs := s[4] == '-' && s[7] == '-' && s[10] == ' ' && s[13] == ':' && s[16] == ':'
		at := time.Date(year, time.Month(month), day, hour, minute, second, 0, zone)
		return at, signs && ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && year > 1970 && hour < 24 && minute < 60 && second < 60 &&
			at.Day() == day && at.Month() == time.Month(month)
	case len(s) == 13 && t.digits():
		milli, err := strconv.ParseInt(s, 10, 64)
		return time.UnixMilli(milli).In(zone), err == nil
	}
	return time.Time{}, false
}

func number(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// A fields reads the fields that decide, and keeps the names of those that cannot be read.
type fields struct{ bad []string }

func (f *fields) time(name string, t text) time.Time {
	at, ok := readTime(t)
	if !ok {
		f.bad = append(f.bad, name)
	}
	return at
}

func (f *fields) money(name string, t text) tiexin.Money {
	if t == "" {
		return 0
	}
	m, err := tiexin.ParseMoney(string(t))
	if err != nil {
		f.bad = append(f.bad, name)
	}
	return m
}

func (f *fields) id(name string, t text) string {
	if !t.digits() {
		f.bad = append(f.bad, name)
	}
	return string(t)
}

// fault says which fields cannot be read; empty: all can.
func (f *fields) fault() string {
	if len(f.bad) == 0 {
		return ""
	}
	return "cannot be read: " + strings.Join(f.bad, ", ")
}

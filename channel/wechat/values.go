package wechat

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A limit is what WeChat takes for values of a kind. The kind is the key without its number:
// thing2 is a thing.
type limit struct {
	most  int            // characters
	cuts  bool           // a longer value may be cut: half of it still says what it is
	takes *regexp.Regexp // nil: anything
	says  string         // what it takes
}

// limits are by the table of WeChat's documentation. What is not listed here, as first,
// keyword1 and remark of older templates, is passed as it is.
var limits = map[string]limit{
	"thing":            {most: 20, cuts: true},
	"short_thing":      {most: 5},
	"const":            {most: 20},
	"name":             {most: 10, cuts: true},
	"phrase":           {most: 5, takes: regexp.MustCompile(`^\p{Han}+$`), says: "up to 5 Chinese characters"},
	"character_string": {most: 32, takes: regexp.MustCompile(`^[!-~]+$`), says: "up to 32 letters, digits and signs, and nothing Chinese"},
	"number":           {most: 32, takes: regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`), says: "a number"},
	"letter":           {most: 32, takes: regexp.MustCompile(`^[A-Za-z]+$`), says: "up to 32 letters"},
	"symbol":           {most: 5},
	"phone_number":     {most: 17, takes: regexp.MustCompile(`^[0-9+() -]+$`), says: "a number of at most 17 characters"},
	"car_number":       {most: 8},
	"amount":           {most: 20, takes: regexp.MustCompile(`^[^\d\s]?[0-9]{1,10}(\.[0-9]+)?元?$`), says: "an amount, as in 89.00元"},
	"time":             {most: 50, takes: regexp.MustCompile(`[0-9]`), says: "a time, as in 2026-11-11 19:30"},
	"date":             {most: 50, takes: regexp.MustCompile(`[0-9]`), says: "a date, as in 2026-11-11"},
}

// latinName is how long a name may be that has no Chinese in it.
const latinName = 20

// values are the message's values as WeChat takes them. One that it would not take fails the
// message for good: cut where half of it would be false, it would tell the customer a falsehood.
func values(m channel.Message) (map[string]value, error) {
	all := make(map[string]value, len(m.Params))
	for _, p := range m.Params {
		v, err := valueOf(p)
		if err != nil {
			return nil, &channel.Final{Reason: "the value of " + p.Key + " " + err.Error()}
		}
		all[p.Key] = value{v}
	}
	return all, nil
}

// A value is how WeChat wants one.
type value struct {
	Value string `json:"value"`
}

func valueOf(p channel.Param) (string, error) {
	kind := strings.TrimRight(p.Key, "0123456789")
	l, known := limits[kind]
	text := strings.Join(strings.Fields(strings.Map(printable, p.Value)), " ")
	if !known {
		text = strings.TrimSpace(p.Value)
	}
	if text == "" {
		return "", errors.New("is empty")
	}
	if !known {
		return text, nil
	}
	most := l.most
	if kind == "name" && !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		most = latinName
	}
	if l.cuts {
		text = cut(text, most)
	}
	switch n := utf8.RuneCountInString(text); {
	case n > most:
		return "", fmt.Errorf("has %d characters, and WeChat takes %d", n, most)
	case l.takes != nil && !l.takes.MatchString(text):
		return "", fmt.Errorf("is not what WeChat takes there: %s", l.says)
	}
	return text, nil
}

// printable makes blanks of control characters.
func printable(r rune) rune {
	if unicode.IsControl(r) || r == utf8.RuneError {
		return ' '
	}
	return r
}

// cut shortens a text to some characters, at the end of a whole one as people see it.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	end, used := 0, 1 // the sign that says that it was cut
	for end < len(text) {
		next := source.NextGrapheme(text[end:])
		if used += utf8.RuneCountInString(text[end : end+next]); used > most {
			break
		}
		end += next
	}
	return text[:end] + "…"
}

package source

import (
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin/internal/say"
)

// NoSuchDay says that a month has no such day, and which is its last. Both texts are empty
// where the day exists or there is no such month.
func NoSuchDay(year, month, day int) (fact, hint say.Text) {
	first := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1)
	if month < 1 || month > 12 || day >= 1 && day <= last.Day() {
		return say.Text{}, say.Text{}
	}
	name := say.Text{English: first.Month().String(), Chinese: strconv.Itoa(month)}
	return zh.Text("%[2]s %[3]d has no day %[1]d", day, name, year), zh.Text("its last day is %s", last.Format(time.DateOnly))
}

// NoSuchDate is NoSuchDay of a text that begins with a date such as 2026-02-30.
func NoSuchDate(text string) (fact, hint say.Text) {
	if len(text) < len(time.DateOnly) || text[4] != '-' || text[7] != '-' {
		return say.Text{}, say.Text{}
	}
	var parts [3]int
	for i, digits := range [...]string{text[:4], text[5:7], text[8:10]} {
		n, err := strconv.ParseUint(digits, 10, 16)
		if err != nil {
			return say.Text{}, say.Text{}
		}
		parts[i] = int(n)
	}
	return NoSuchDay(parts[0], parts[1], parts[2])
}

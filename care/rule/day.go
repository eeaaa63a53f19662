package rule

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// Days and times of the year, as offers have them.

// instant reads when something ends. A day alone is the whole of that day.
func (l *loader) instant(w form.Word, zone *time.Location) time.Time {
	if w.Spot.IsZero() {
		return time.Time{}
	}
	for _, layout := range []string{time.DateTime, "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, w.Value, zone); err == nil {
			return t
		}
	}
	if day, err := time.ParseInLocation(time.DateOnly, strings.TrimSuffix(w.Value, " 24:00"), zone); err == nil {
		return day.AddDate(0, 0, 1)
	}
	message, hint := timeMeant(w.Value)
	l.report(w.Spot, message, hint)
	l.spec.Shop.lost = true
	return time.Time{}
}

var (
	daySaid       = regexp.MustCompile(`^([0-9]{4})[-/.年 ]?([0-9]{1,2})[-/.月 ]?([0-9]{1,2})[日号]?(?:[ t]*(?:([0-9]{1,2})(?::([0-9]{2})(?::[0-9]{2})?|点整?)))?$`)
	yearMissing   = regexp.MustCompile(`^([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?$`)
	yearLast      = regexp.MustCompile(`^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})$`)
	daySince1900  = regexp.MustCompile(`^[45][0-9]{4}$`)
	firstDayExcel = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
)

// timeMeant says what is wrong with a time, and how it is written.
func timeMeant(s string) (message, hint say.Text) {
	message, hint = zh.Text("%q is not a time", s), zh.Text("write it as 2026-11-11 23:59")
	folded := source.Fold(s)
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if found := daySaid.FindStringSubmatch(folded); found != nil {
		year, month, day := number(found[1]), number(found[2]), number(found[3])
		if month < 1 || month > 12 {
			return message, zh.Text("a year has 12 months; %s", hint)
		}
		if fact, last := source.NoSuchDay(year, month, day); !fact.Empty() {
			return fact, last
		}
		hint = zh.Text("write %04d-%02d-%02d", year, month, day)
		if found[4] != "" {
			hint = zh.Text("%s %02d:%02d", hint, number(found[4]), number(found[5]))
		}
		return message, hint
	}
	switch found := yearLast.FindStringSubmatch(folded); {
	case found != nil && found[1] == found[2]:
		return message, zh.Text("write %s-%02d-%02d", found[3], number(found[1]), number(found[2]))
	case found != nil:
		return message, zh.Text("write the year first: %s-12-31", found[3])
	case yearMissing.MatchString(folded):
		return zh.Text("%s: its year is missing", message), zh.Text("write it as 2026-11-11, with the year")
	case daySince1900.MatchString(folded):
		return zh.Text("%s: it is a day as Excel counts them", message), zh.Text("write %s", firstDayExcel.AddDate(0, 0, number(folded)).Format(time.DateOnly))
	}
	return message, hint
}

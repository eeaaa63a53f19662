package rule

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
)

// A Value is a possible value of a word, in the form of a rule test, or the threshold
// of a clock.
type Value = ask.Value

// The names in Values besides words and clocks.
const (
	WordStart  = ask.WordStart
	WordTime   = "time of day" // a message is sent then: "21:30"
	WordEvent  = "event"       // the event happens: "order.paid"
	WordRepeat = "again after" // everything happens again after this time: "24h"
	WordSame   = "same after"  // likewise, with the same things
	WordLate   = "late by"     // the last event arrives this late: "24h"
)

// quietValues are the times at which quiet hours begin and end, and beside them.
func quietValues(h Hours) []Value {
	var all []Value
	for _, minute := range []int{h.From, h.To, h.From - 1, h.To - 1, h.From + 1, h.To + 1, h.From + 30} {
		minute = (minute + minutesADay) % minutesADay
		all = append(all, Value{Word: WordTime, Text: fmt.Sprintf("%02d:%02d", minute/60, minute%60)})
	}
	return all
}

// repeats are spans after which to let all of it happen again, to come to a number of
// messages or to the end of a window.
func repeats(most int, window time.Duration) []Value {
	var all []Value
	add := func(times int, after time.Duration) {
		if after > 0 && times > 0 && times <= 12 {
			all = append(all, Value{Word: WordRepeat, Text: FormatDuration(after), Clock: float64(times)})
		}
	}
	for _, times := range []int{most, most - 1, most + 1} {
		add(times, time.Minute)
		add(times, time.Hour)
	}
	for _, after := range []time.Duration{window, window - time.Minute, window + time.Minute, window - time.Hour, window + time.Hour, window - 24*time.Hour, window + 24*time.Hour} {
		if window > 0 {
			add(1, after)
		}
	}
	return all
}

// beside are spans on both sides of one, nearer to it than it is moved. Where the rule
// waits, they count from then.
func beside(word string, d, waits time.Duration) []Value {
	if d <= 0 || d == Unlimited {
		return nil
	}
	var all []Value
	for _, by := range []time.Duration{0, smaller(unitOf(d)) / 2, unitOf(d) / 2} {
		for _, span := range []time.Duration{d - by, d + by} {
			if span > 0 {
				all = append(all, Value{Word: word, Text: FormatDuration((span + waits).Truncate(time.Second)), Clock: 1})
			}
		}
	}
	return all
}

// unitOf is the unit in which a duration is written.
func unitOf(d time.Duration) time.Duration {
	text := FormatDuration(d)
	return durationUnits[text[len(text)-1]]
}

// smaller is the next smaller unit.
func smaller(unit time.Duration) time.Duration {
	switch unit {
	case durationUnits['w']:
		return durationUnits['d']
	case durationUnits['d']:
		return time.Hour
	case time.Hour:
		return time.Minute
	}
	return time.Second
}

// valuesOf are the values at which a condition turns.
func (m *Mutator) valuesOf(w form.Word) []Value {
	return m.loader.conditions.Values(w.Value)
}

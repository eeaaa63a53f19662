package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// layouts are the ways in which days and times are written, each of them plain:
// nobody can know which of 03/04/2025 is the month.
var layouts = []string{
	time.DateTime, "2006-01-02 15:04", time.DateOnly, "20060102", "20060102150405", "20060102 15:04:05",
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "2006.1.2", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2",
	"2006年1月2日 15:04:05", "2006年1月2日 15:04", "2006年1月2日",
	"2006-01-02T15:04:05", "2006-01-02T15:04",
}

// parseTime reads a time by the shop's clock, China's; a time with a zone of its own
// keeps it.
func parseTime(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, tiexin.Shanghai()); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q, which is no day; write 2025-11-11, 20251111 or 2025-11-11 20:30:00", text)
}

// parseMoney reads an amount in yuan, rounded to fen: 128, ¥128.00, 1,280.5.
func parseMoney(text string) (tiexin.Money, error) {
	plain := strings.NewReplacer(",", "", "，", "", "¥", "", "￥", "", "$", "", "元", "", " ", "").Replace(text)
	v, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e12 || strings.ContainsAny(plain, "xXpP_") {
		return 0, fmt.Errorf("%q, which is no amount; write 128.00", text)
	}
	return tiexin.Money(math.Round(v * 100)), nil
}

// A fault is what is wrong with one line.
type fault struct {
	line    int
	column  string
	problem string
}

type faults []fault

// shownFaults is how many are written out before the rest is counted.
const shownFaults = 20

func (f faults) err(name string) error {
	if len(f) == 0 {
		return nil
	}
	var lines []string
	for _, one := range f[:min(len(f), shownFaults)] {
		place := fmt.Sprintf("%s:%d: ", name, one.line)
		if one.column != "" {
			place += one.column + " "
		}
		lines = append(lines, place+one.problem)
	}
	if more := len(f) - shownFaults; more > 0 {
		lines = append(lines, fmt.Sprintf("%s: and %d more", name, more))
	}
	return errors.New(strings.Join(lines, "\n"))
}

func (f *orderFile) fault(line int, column, format string, args ...any) {
	f.faults = append(f.faults, fault{line, column, fmt.Sprintf(format, args...)})
}

// wrong is a fault of one cell: it names the column by its number and its name.
func (f *orderFile) wrong(line int, what field, format string, args ...any) {
	at := f.header.at[what]
	f.fault(line, fmt.Sprintf("column %d (%s)", at+1, f.header.names[at]), format, args...)
}

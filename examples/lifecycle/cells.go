package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// layouts are the ways in which days and times are written, each of them plain: nobody
// can know which of 03/04/2025 is the month.
var layouts = []string{
	time.DateTime, time.DateOnly, "20060102", "2006-01-02 15:04", "20060102150405", "20060102 15:04:05",
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "2006.1.2", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2",
	"2006年1月2日 15:04:05", "2006年1月2日 15:04", "2006年1月2日", "2006-01-02T15:04:05", "2006-01-02T15:04",
}

// parseTime reads a time by the shop's clock, China's; a time with a zone of its own
// keeps it.
func parseTime(text string) (time.Time, error) {
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, calendar.China); err == nil {
			return sane(t, text)
		}
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return sane(t, text)
	}
	return time.Time{}, fmt.Errorf("%q is no day; write 2025-11-11, 20251111 or 2025-11-11 20:30:00", text)
}

// sane holds times to the years for which there is a calendar and a log.
func sane(t time.Time, text string) (time.Time, error) {
	if t.Year() < 1971 || t.Year() > 2098 {
		return time.Time{}, fmt.Errorf("%q is not in the years 1971 to 2098", text)
	}
	return t, nil
}

// parseMoney reads an amount in yuan, rounded to fen: 128, ¥128.00, 1,280.5.
func parseMoney(text string) (tiexin.Money, error) {
	plain := strings.NewReplacer(",", "", "，", "", "¥", "", "￥", "", "$", "", "元", "", " ", "").Replace(text)
	v, err := strconv.ParseFloat(plain, 64)
	switch {
	case err != nil || math.IsNaN(v) || strings.ContainsAny(plain, "xXpP_"):
		return 0, fmt.Errorf("%q is no amount; write 128.00", text)
	case v < 0:
		return 0, fmt.Errorf("%q is negative; what was paid back belongs into a column 退款金额 (refund)", text)
	case v > 1e7:
		return 0, fmt.Errorf("%q is more than ten million; amounts are in yuan", text)
	}
	return tiexin.Money(math.Round(v * 100)), nil
}

// parseNumber reads a number from 0 to most.
func parseNumber(text string, least, most float64) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v >= least && v <= most) || strings.ContainsAny(text, "xXpP_") {
		return 0, fmt.Errorf("%q is no number from %g to %g", text, least, most)
	}
	return v, nil
}

// parseYes reads whether something is so.
func parseYes(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "", "0", "no", "false", "n", "否":
		return false, nil
	case "1", "yes", "true", "y", "是":
		return true, nil
	}
	return false, fmt.Errorf("%q is neither 是 (yes) nor 否 (no)", text)
}

// A fault is what is wrong with one line; a column of 0 is the line as a whole.
type fault struct {
	line, column int
	name         string // of the column
	problem      string
}

type faults []fault

// shownFaults is how many are written out before the rest is counted.
const shownFaults = 20

func (f faults) err(file string) error {
	if len(f) == 0 {
		return nil
	}
	var lines []string
	for _, one := range f[:min(len(f), shownFaults)] {
		place := fmt.Sprintf("%s:%d: ", file, one.line)
		if one.column > 0 {
			place += fmt.Sprintf("column %d (%s): ", one.column, one.name)
		}
		lines = append(lines, place+one.problem)
	}
	if more := len(f) - shownFaults; more > 0 {
		lines = append(lines, fmt.Sprintf("%s: and %d more", file, more))
	}
	return errors.New(strings.Join(lines, "\n"))
}

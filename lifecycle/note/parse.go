package note

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// A Problem is what is wrong with one line of notes. It names the place and not the words, which are personal data.
type Problem struct {
	Line, Column int // from 1; columns count characters
	Message      string
}

func (e Problem) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message) }

// Problems are everything that is wrong with a text of notes.
type Problems []Problem

func (e Problems) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = "lifecycle: notes:" + one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find each [Problem].
func (e Problems) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

// longestNotes is the longest text of notes that is read, in bytes.
const longestNotes = 1 << 20

// Parse reads notes, one a line: a day, words, and optionally repetition and lead.
//
//	2026-10-03 婚礼 提前14天
//	05-20 结婚纪念日
//	农历08-15 妈妈生日 每年
//	lunar:2023-闰02-15 the baby's birthday lead 10
//	每年 01-25 儿子在外地过年
//
// The day is as [tiexin.ParseDate] reads it. 每年 or yearly, 一次 or once may come before the day or at the end of the
// line. 提前7天 or 'lead 7' comes at the end, with the number in digits. Without them, a day without year comes every
// year. One with a year comes once, unless its words contain 生日, 纪念日, 周年, birthday or anniversary. Empty lines,
// and lines that begin with #, are left out.
//
// Impossible days are refused: 30 February, 29 February of a common year, the 30th of a lunar month with 29 days, a
// missing leap month. The error is [Problems]; then there are no notes.
func Parse(text string) ([]Note, error) {
	if len(text) > longestNotes {
		return nil, Problems{{1, 1, fmt.Sprintf("the text is longer than %d bytes", longestNotes)}}
	}
	var notes []Note
	var faults Problems
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if trimmed := strings.TrimSpace(line); trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		n, column, problem := parseNote(line)
		if problem != "" {
			faults = append(faults, Problem{number, column, problem})
			continue
		}
		notes = append(notes, n)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return notes, nil
}

// A noteWord is one word of a line and where it begins, in bytes.
type noteWord struct {
	text string
	at   int
}

func noteWords(line string) []noteWord {
	var words []noteWord
	rest, at := line, 0
	for word := range strings.FieldsSeq(line) {
		i := strings.Index(rest, word)
		words = append(words, noteWord{word, at + i})
		at += i + len(word)
		rest = line[at:]
	}
	return words
}

// parseNote reads one line. A problem comes with its column.
func parseNote(line string) (n Note, column int, problem string) {
	bad := func(at int, format string, args ...any) (Note, int, string) {
		return Note{}, utf8.RuneCountInString(line[:at]) + 1, fmt.Sprintf(format, args...)
	}
	if !utf8.ValidString(line) {
		return bad(0, "the line is not text in UTF-8")
	}
	words := noteWords(line)
	var yearly, said bool
	often := func(w noteWord) bool {
		every, ok := noteOften(w.text)
		if ok {
			yearly, said = every, true
		}
		return ok
	}
	if often(words[0]) {
		words = words[1:]
	}
	if len(words) == 0 {
		return bad(len(line), "the day is missing; write it like 2026-10-03, 05-20 or 农历08-15")
	}
	first := words[0]
	day, err := tiexin.ParseDate(first.text)
	if err != nil {
		return bad(first.at, "%s", strings.TrimPrefix(err.Error(), "tiexin: "))
	}
	n.Day = calendar.Anniversary(day)
	if err := n.Day.Validate(); err != nil {
		return bad(first.at, "%s", strings.TrimPrefix(err.Error(), "calendar: "))
	}
	words = words[1:]
	lead := false
	for len(words) > 0 {
		last := words[len(words)-1]
		days, used, ok := noteLead(words)
		switch {
		case used > 0 && !ok:
			return bad(words[len(words)-used].at, "the number of days ahead is not a number; write 提前7天 or lead 7")
		case ok && lead:
			return bad(words[len(words)-used].at, "the number of days ahead is given twice")
		case ok && (days < 0 || days > longestLead):
			return bad(words[len(words)-used].at, "it is 0 to %d days ahead", longestLead)
		case ok:
			n.Lead, lead, words = days, true, words[:len(words)-used]
			continue
		}
		if _, is := noteOften(last.text); !is {
			break
		}
		if said {
			return bad(last.at, "how often it comes is given twice")
		}
		often(last)
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return bad(first.at+len(first.text), "the words are missing; say what the day is")
	}
	end := words[len(words)-1]
	n.Words = line[words[0].at : end.at+len(end.text)]
	switch {
	case said:
		n.Yearly = yearly
	default:
		n.Yearly = n.Day.Year == 0 || comesEveryYear(n.Words)
	}
	if !n.Yearly && n.Day.Year == 0 {
		return bad(first.at, "it comes once, but in no year; give the year, or leave out 'once'")
	}
	if err := n.Validate(); err != nil {
		return bad(words[0].at, "%s", strings.TrimPrefix(err.Error(), "lifecycle: not a note: "))
	}
	return n, 0, ""
}

func noteOften(word string) (yearly, ok bool) {
	switch strings.ToLower(word) {
	case "每年", "yearly":
		return true, true
	case "一次", "once":
		return false, true
	}
	return false, false
}

// noteLead reads 提前7天, 'lead 7' or 'lead 7d' from the end of a line, with or without
// spaces: the days, and how many words they took. Words that begin so and have no
// number are not ok.
func noteLead(words []noteWord) (days, used int, ok bool) {
	tail := ""
	for used = 1; used <= min(3, len(words)); used++ {
		word := words[len(words)-used].text
		tail = word + tail
		if middle, begins := strings.CutPrefix(tail, "提前"); begins {
			number := strings.TrimSuffix(strings.TrimSuffix(middle, "天"), "日")
			if days, ok = noteNumber(number); ok && number != middle {
				return days, used, true
			}
			number = strings.TrimRight(middle, "天日周月星期个礼拜")
			if number != middle && strings.Trim(number, "0123456789零一二两三四五六七八九十百几半") == "" {
				return 0, used, false
			}
		}
		if used > 1 && strings.EqualFold(word, "lead") {
			number := strings.ToLower(tail[len(word):])
			for _, unit := range [...]string{"days", "day", "d"} {
				number = strings.TrimSuffix(number, unit)
			}
			if days, ok = noteNumber(number); ok {
				return days, used, true
			}
		}
	}
	return 0, 0, false
}

// noteNumber reads digits; what is beyond any lead stays beyond it.
func noteNumber(s string) (int, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		n = longestLead + 1
	}
	return n, true
}

// comesEveryYear says whether words are of a day that people keep every year.
func comesEveryYear(words string) bool {
	words = strings.ToLower(words)
	for _, kept := range [...]string{"生日", "纪念日", "周年", "birthday", "anniversary"} {
		if strings.Contains(words, kept) {
			return true
		}
	}
	return false
}

// String is the note as [Parse] reads it.
func (n Note) String() string {
	often := "once"
	if n.Yearly {
		often = "yearly"
	}
	return fmt.Sprintf("%s %s %s lead %d", often, tiexin.Date(n.Day), n.Words, n.Lead)
}

package form

import (
	"regexp"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// Lines that have no key, and what their author took for one.

// noKey reports a line that stands where a key should.
func (s *scanner) noKey() { s.faults = append(s.faults, s.lineWithoutKey()) }

// lineWithoutKey is what is wrong with a line that stands where a key should.
func (s *scanner) lineWithoutKey() fault {
	end := s.lineEnd(s.i)
	text := strings.TrimSpace(string(s.text[s.i:end]))
	f := fault{s.i, end, zh.Text("this line has no key"), say.Text{}}
	if sign := notAComment(text); sign != "" {
		f.message, f.hint = zh.Text("%s does not begin a comment", sign), zh.Text(`write a plain "#" and a space: # %s`, shorten(strings.TrimSpace(text[len(sign):])))
		return f
	}
	name, rest, found := cutColon(text)
	if key, value, equal := strings.Cut(text, "="); !found && equal && keyWord.MatchString(strings.TrimSpace(key)) {
		name, rest, found = strings.TrimSpace(key), strings.TrimSpace(value), true
	}
	switch {
	case found:
		f.hint = colonHint(name, rest)
	case keyWord.MatchString(text) && s.below() >= s.column(s.i):
		f.hint = colonHint(text, "")
	default:
		f.message = zh.Text(`this line has no key, and does not continue the text above`)
		f.hint = zh.Text(`write "key: value"; a text of several lines is indented more than its key`)
		if len(s.levels) == 0 {
			f.message, f.hint = zh.Text("this line has no key"), zh.Text(`write "# " before it if it is a comment`)
		}
	}
	return f
}

// notAComment is the sign by which a line was meant to be a comment.
func notAComment(text string) string {
	for _, sign := range []string{"＃", "//", "/*", "--"} {
		if strings.HasPrefix(text, sign) {
			return sign
		}
	}
	return ""
}

// begun reports the line with which the file began as a text, as more follows.
func (s *scanner) begun() {
	if s.loose == nil {
		return
	}
	s.faults = append(s.faults, *s.loose)
	s.loose = nil
}

// oddMarks are what stands before an item in other lists.
var oddMarks = regexp.MustCompile(`^(?:[－—–−•·●*+][ \t\x{3000}]*|-\x{3000}*|[0-9]{1,3}[.、)）][ \t]*)`)

// oddMark reads a list item that does not begin with "- ". It is false where there is none.
func (s *scanner) oddMark() bool {
	text := string(s.text[s.i:s.lineEnd(s.i)])
	mark := []rune(oddMarks.FindString(text))
	if len(mark) == 0 || s.dash() {
		return false
	}
	column := s.column(s.i)
	for i, l := range s.levels {
		if l != (level{column, true}) {
			continue
		}
		s.fault(s.i, s.i+len(mark), zh.Text("%q does not begin a list item", strings.TrimSpace(string(mark))),
			zh.Text(`write "- " instead: - %s`, shorten(strings.TrimSpace(text[len(string(mark)):]))))
		s.levels, s.nesting, s.value = s.levels[:i+1], true, column
		s.i += len(mark)
		s.shift += column + 2 - s.column(s.i)
		return true
	}
	return false
}

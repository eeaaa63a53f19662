package form

import (
	"github.com/tiexin-go/tiexin/internal/say"
)

// How a line is indented, and where it was probably meant when it cannot stand there: so
// that one slip is one fault, and the lines around it are read as they are.

// A bend is a run of lines that tabs or wide spaces indent.
type bend struct {
	fault int // its place among the faults
	last  int // line
	more  int // lines after the first
	shift int // columns by which its lines are meant further right
}

// indentation moves to the first character of a line, which tabs and full-width
// spaces do not help to indent.
func (s *scanner) indentation() {
	start, bad, first := s.i, 0, 0
	for ; isBlank(s.at(s.i)) || isWideBlank(s.at(s.i)); s.i++ {
		if s.at(s.i) != ' ' {
			if bad == 0 {
				first = s.i
			}
			bad++
		}
	}
	s.shift = 0
	if c := s.at(s.i); c == '\n' || c == 0 {
		return
	}
	if bad > 0 {
		s.straighten(start, first, bad)
		return
	}
	s.fit()
}

// straighten reports a line that is indented by what does not indent, and reads it where
// it was meant.
func (s *scanner) straighten(start, first, bad int) {
	line := s.place(start).Line
	if s.bend != nil && s.bend.last == line-1 {
		s.bend.last, s.bend.more = line, s.bend.more+1
		s.faults[s.bend.fault].message = bentLines(s.at(first), s.bend.more)
	} else {
		s.bend = &bend{fault: len(s.faults), last: line}
		s.bend.shift = s.meant() - s.column(s.i) - bad
		hint := zh.Text("indent with spaces")
		if s.at(first) != '\t' {
			hint = zh.Text("indent with plain spaces")
		}
		s.fault(first, s.i, bentBy(s.at(first)), hint)
	}
	s.shift = s.bend.shift + bad // a tab or a wide space is as wide as two
}

func bentBy(c rune) say.Text {
	if c == '\t' {
		return zh.Text("a tab indents this line")
	}
	return zh.Text("a full-width or fixed space indents this line")
}

// bentLines is bentBy for a line and some more after it.
func bentLines(c rune, more int) say.Text {
	if more == 1 {
		return zh.Text("%s, and the line after it", bentBy(c))
	}
	return zh.Text("%s, and the %d lines after it", bentBy(c), more)
}

// isWideBlank are the blanks that look like spaces and do not indent.
func isWideBlank(c rune) bool { return c == '\u3000' || c == '\u00a0' }

// top is the innermost level; its column is -1 when there is none.
func (s *scanner) top() level {
	if len(s.levels) == 0 {
		return level{-1, false}
	}
	return s.levels[len(s.levels)-1]
}

// meant is the column where the line was probably meant that begins at s.i.
func (s *scanner) meant() int {
	top, next := s.top(), s.below()
	if s.nesting {
		if s.text[s.lineEnd(s.i)-1] == ':' || next <= top.column {
			return top.column + 2
		}
		return next
	}
	near := top.column
	for _, l := range s.levels {
		if l.list != s.dash() {
			continue
		}
		if near = l.column; near == next {
			break
		}
	}
	return max(near, 0)
}

// below is the column of the next line that says something; -1 when there is none.
func (s *scanner) below() int {
	for next := s.nextLine(s.i); next < len(s.text); next = s.nextLine(next) {
		i := next
		for s.at(i) == ' ' {
			i++
		}
		if c := s.at(i); !isEnd(c) && c != '#' && !isWideBlank(c) {
			return i - next
		}
	}
	return -1
}

// dash says whether a list item begins at s.i.
func (s *scanner) dash() bool { return s.at(s.i) == '-' && isEnd(s.at(s.i+1)) }

func (s *scanner) levelAt(column int) bool {
	for _, l := range s.levels {
		if l.column == column {
			return true
		}
	}
	return false
}

// fit reads a line that is indented a little too much or too little at the level that is
// nearest. The lines below it that are off by as much belong to the same slip.
func (s *scanner) fit() {
	column := s.column(s.i)
	if len(s.levels) == 0 || column > s.top().column || s.levelAt(column) || column < s.levels[0].column {
		if s.levelAt(column) {
			s.off = 0
		}
		return
	}
	if s.off != 0 && s.levelAt(column+s.off) {
		s.shift = s.off
		return
	}
	near := level{-1, false}
	for _, l := range s.levels {
		if l.list == s.dash() && (near.column < 0 || apart(l.column, column) <= apart(near.column, column)) {
			near = l
		}
	}
	if near.column < 0 {
		return
	}
	s.fault(s.i, s.lineEnd(s.i), zh.Text("the indentation of this line fits none of the lines above"), zh.Text("begin it exactly under what it belongs to"))
	s.shift, s.off = near.column-column, near.column-column
}

// deeper reads a key below another that has a value already as one beside it. It is false
// where no key stands beside it.
func (s *scanner) deeper(colon int) bool {
	column := s.column(s.i)
	if s.off == 0 || column+s.off != s.value {
		s.fault(s.i, colon+1, zh.Text("this line is indented more than the line above, which already has a value"),
			zh.Text("begin it exactly under the key above, or put the whole text above in quotes"))
	}
	if s.top() != (level{s.value, false}) {
		return false
	}
	s.shift, s.off = s.value-column, s.value-column
	return true
}

func apart(a, b int) int { return max(a-b, b-a) }

package form

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// syntax reports why a file is no YAML. YAML's own message names a line near by,
// often the wrong one, so the file is read once more by a simple scanner that
// knows the slips people make. Each that it finds is reported; only when it finds
// none, YAML's message is.
func (r *Reader) syntax(f *file, err error) {
	s := scanner{file: f}
	s.lines()
	found := s.faults
	if len(found) == 0 && len(s.doubts) > 0 {
		found = s.doubts[:1]
	}
	reported := map[int]bool{}
	for _, fault := range found {
		if line := f.place(fault.from).Line; !reported[line] {
			reported[line] = true
			r.add(f.problem(fault.from, fault.to, fault.message, fault.hint))
		}
	}
	if len(found) == 0 {
		r.syntaxFromYAML(f, err)
	}
}

var yamlLine = regexp.MustCompile(`^yaml: line (\d+): (.*)$`)

// syntaxFromYAML reports YAML's own message, at the line that it names.
func (r *Reader) syntaxFromYAML(f *file, err error) {
	line, message := 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = m[2]
	}
	if strings.Contains(message, "max depth") {
		r.whole(f.name, zh.Text("far too many mappings and lists are inside each other"), say.Text{})
		return
	}
	line = min(max(line, 1), len(f.starts))
	from := f.skipBlanks(f.starts[line-1])
	r.add(f.problem(from, f.lineEnd(from), zh.Text("the file cannot be read as YAML here: %s", message),
		zh.Text("check indentation, colons, quotes and brackets on this line and the one before")))
}

// A fault is something that YAML cannot read.
type fault struct {
	from, to      int
	message, hint say.Text
}

// A scanner reads a file that is no YAML, roughly: line by line, with quotes,
// brackets and indentation, and goes on behind a fault where it can.
type scanner struct {
	*file
	i      int     // the next character
	faults []fault // what cannot be YAML
	doubts []fault // what is YAML but was hardly meant, and may be the cause

	levels  []level // the open mappings and lists, by indentation
	nesting bool    // what comes next may open a level: behind "key:" or "-"
	value   int     // column of the key or dash with a text that may go on in deeper lines; -1: none
	missed  *fault  // the text that may go on is a line like "name:小王", probably a key
	loose   *fault  // the first line is a text, which is a fault if anything follows
	stopped bool    // behind a fault after which nothing can be said

	shift int   // columns by which the line is meant further right than it begins
	off   int   // the shift of the lines before it that were off
	bend  *bend // the last lines that tabs or wide spaces indent
}

// A level is a mapping or list on lines of its own, and the column of its keys or
// dashes.
type level struct {
	column int
	list   bool
}

func (s *scanner) fault(from, to int, message, hint say.Text) {
	s.faults = append(s.faults, fault{from, to, message, hint})
}

func (s *scanner) doubt(from, to int, message, hint say.Text) {
	s.doubts = append(s.doubts, fault{from, to, message, hint})
}

// lines reads the whole file.
func (s *scanner) lines() {
	s.nesting, s.value = true, -1
	for s.i < len(s.text) && !s.stopped && len(s.faults) < most {
		s.line()
		s.i = s.nextLine(s.i)
	}
}

// nextLine is the start of the line behind i.
func (s *scanner) nextLine(i int) int { return s.lineEnd(i) + 1 }

// column is where a character of the line stands, or was meant to stand.
func (s *scanner) column(i int) int { return s.place(i).Column - 1 + s.shift }

// line reads one line: indentation, dashes, key, value.
func (s *scanner) line() {
	start := s.i
	s.indentation()
	switch c := s.at(s.i); {
	case c == '\n' || c == 0:
		return
	case c == '#':
		s.commentLine()
		return
	case s.marker(start):
		s.levels, s.nesting, s.value = nil, true, -1
		s.i += 3
		return
	}
	if s.value >= 0 && s.column(s.i) > s.value && !s.continued() {
		return
	}
	s.missed = nil
	s.begun()
	dashed := s.oddMark()
	for s.dash() {
		s.open(true)
		s.nesting, dashed = true, true
		s.value = s.column(s.i)
		s.i = s.skipBlanks(s.i + 1)
	}
	if c := s.at(s.i); c == '\n' || c == 0 || c == '#' {
		s.hash()
		s.value = -1
		return
	}
	if colon := s.keyEnd(); colon >= 0 {
		s.open(false)
		s.value = s.column(s.i)
		s.i = s.skipBlanks(colon + 1)
		s.behindKey()
		return
	}
	if !dashed && !s.nesting {
		s.noKey()
		return
	}
	s.nesting = false
	if len(s.levels) == 0 && !dashed && s.firstOnLine(s.i) && !strings.ContainsRune(`"'[{|>`, s.at(s.i)) {
		f := s.lineWithoutKey()
		s.loose, s.nesting, s.value = &f, true, -1
		return
	}
	if !dashed {
		s.value = max(s.column(s.i)-1, 0)
		if len(s.levels) > 0 {
			s.value = s.levels[len(s.levels)-1].column
		}
	}
	s.scalar(dashed)
}

// commentLine reports a comment line inside a text of several lines.
func (s *scanner) commentLine() {
	if s.value < 0 || s.column(s.i) <= s.value {
		return
	}
	for next := s.nextLine(s.i); next < len(s.text); next = s.nextLine(next) {
		i := s.skipBlanks(next)
		if c := s.at(i); c == '\n' || c == '#' {
			continue
		}
		if s.column(i) > s.value {
			s.fault(s.i, s.lineEnd(s.i), zh.Text("this line is a comment to YAML, in the middle of a text"), zh.Text("put the whole text in quotes"))
		}
		return
	}
}

// marker reports whether "---" or "..." is at the start of a line.
func (s *scanner) marker(start int) bool {
	if start != s.i || start+3 > len(s.text) || !isEnd(s.at(start+3)) {
		return false
	}
	sign := string(s.text[start : start+3])
	return sign == "---" || sign == "..."
}

// open enters or goes on with the mapping or list whose key or dash is at s.i.
func (s *scanner) open(list bool) {
	column := s.column(s.i)
	left := false
	for len(s.levels) > 0 && s.levels[len(s.levels)-1].column > column {
		s.levels, left = s.levels[:len(s.levels)-1], true
	}
	top := level{-1, false}
	if len(s.levels) > 0 {
		top = s.levels[len(s.levels)-1]
	}
	if top.column == column && top.list && !list {
		s.levels = s.levels[:len(s.levels)-1] // a list may stand as far left as the key before it
		if len(s.levels) > 0 && s.levels[len(s.levels)-1].column == column {
			s.nesting = true
			return
		}
	}
	switch {
	case top == level{column, list}:
	case top.column == column && !list, top.column == column && !s.nesting:
		s.fault(s.i, s.i+1, zh.Text("a list item and a key stand side by side here"), zh.Text(`indent what belongs to the item, or write every item with "- "`))
		s.levels = append(s.levels, level{column, list})
	case left && top.column < column:
		s.fault(s.i, s.lineEnd(s.i), zh.Text("the indentation of this line fits none of the lines above"), zh.Text("begin it exactly under what it belongs to"))
		s.levels = append(s.levels, level{column, list})
	case s.nesting:
		s.levels = append(s.levels, level{column, list})
	default:
		s.fault(s.i, s.lineEnd(s.i), zh.Text("this line is indented more than the line that it belongs to"), zh.Text("begin it exactly under the key above"))
		s.levels = append(s.levels, level{column, list})
	}
	s.nesting = true
}

// keyEnd is where the colon behind a key stands, if a key begins here.
func (s *scanner) keyEnd() int {
	i := s.i
	switch c := s.at(i); c {
	case '"', '\'':
		end := s.quoteEnd(i)
		if end < 0 || end > s.lineEnd(i) {
			return -1
		}
		if i = s.skipBlanks(end); s.at(i) == ':' && isEnd(s.at(i+1)) {
			return i
		}
		return -1
	case '[', '{', '|', '>', '#':
		return -1
	}
	for end := s.lineEnd(i); i < end; i++ {
		switch {
		case s.text[i] == ':' && isEnd(s.at(i+1)):
			return i
		case s.text[i] == '#' && isBlank(s.at(i-1)):
			return -1
		}
	}
	return -1
}

// quoteEnd is right behind the quote that closes the one at i; -1 when none does.
func (s *scanner) quoteEnd(i int) int {
	quote := s.text[i]
	for i++; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\\' && quote == '"':
			i++
		case c == quote && quote == '\'' && s.at(i+1) == quote:
			i++
		case c == quote:
			return i + 1
		}
	}
	return -1
}

// continued reads a line that goes on with the text of the line above. It is true
// when the line does not, because the text above should have been a key.
func (s *scanner) continued() bool {
	colon := s.keyEnd()
	switch {
	case colon >= 0 && s.missed != nil:
		s.faults = append(s.faults, *s.missed)
		s.levels = append(s.levels, level{s.place(s.missed.from).Column - 1, false})
		s.value = -1
		return true
	case colon >= 0:
		return s.deeper(colon)
	}
	return false
}

// behindKey reads the value behind "key:", on the same line.
func (s *scanner) behindKey() {
	switch c := s.at(s.i); {
	case c == '\n' || c == 0:
		s.nesting, s.value = true, -1
		return
	case c == '#':
		s.hash()
		s.nesting, s.value = true, -1
		return
	case c == '-' && isEnd(s.at(s.i+1)):
		s.fault(s.i, s.i+1, zh.Text("a list cannot begin on the line of its key"), zh.Text(`write it as [a, b], or each item on its own line with "- "`))
		s.nesting, s.value = false, -1
		return
	}
	s.nesting = false
	s.scalar(false)
}

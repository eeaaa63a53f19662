package form

import (
	"regexp"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// scalar reads a value to the end of its line, or of its last line when it is
// quoted, in brackets or below "|".
func (s *scanner) scalar(item bool) {
	start := s.i
	switch c := s.at(s.i); c {
	case '"', '\'':
		s.quoted()
		s.value = -1
	case '|', '>':
		s.block()
	case '[', '{':
		s.brackets()
		s.value = -1
	case '&', '*', '!', '@', '`', '%':
		message, hint := refusedStart(c)
		s.fault(start, start+1, message, hint)
	case ',', ']', '}':
		s.fault(start, start+1, zh.Text(`a value cannot begin with "%s"`, string(c)), zh.Text("put the text in quotes"))
	default:
		s.plainLine(item)
	}
}

// plainLine reads a text without quotes to the end of the line.
func (s *scanner) plainLine(item bool) {
	start, end := s.i, s.lineEnd(s.i)
	for ; s.i < end; s.i++ {
		switch c := s.text[s.i]; {
		case c == ':' && isEnd(s.at(s.i+1)) && s.at(start) == '｛':
			s.fault(start, start+1, zh.Text("this is the full-width bracket ｛, which holds no keys"), zh.Text("write { and } with the English keyboard"))
			return
		case c == ':' && isEnd(s.at(s.i+1)) && s.i > start:
			s.fault(s.i, s.i+1, zh.Text(`a second ": " in this line cuts the text in two`), zh.Text("put the text in quotes, or write a full-width \uff1a"))
			return
		case c == '#' && isBlank(s.at(s.i-1)):
			s.hash()
			return
		}
	}
	if name, rest, found := cutColon(strings.TrimSpace(string(s.text[start:end]))); found && (item || s.value < 0 || s.column(start) > 0 && s.firstOnLine(start)) {
		s.doubt(start, end, zh.Text("this line has no key"), colonHint(name, rest))
		s.missed = &s.doubts[len(s.doubts)-1]
	}
}

func (s *scanner) firstOnLine(i int) bool {
	for i--; i >= 0 && s.text[i] != '\n'; i-- {
		if !isBlank(s.text[i]) {
			return false
		}
	}
	return true
}

// hash reads a comment; one that looks like a text is a fault.
func (s *scanner) hash() {
	in := inspector{file: s.file}
	if in.swallowed(s.i) {
		s.fault(s.i, s.lineEnd(s.i), zh.Text("from here on YAML reads a comment"), commentHint)
	}
	s.i = s.lineEnd(s.i)
}

// quoted reads a text in quotes and what is behind it on the line.
func (s *scanner) quoted() {
	start := s.i
	if !s.quotes() {
		return
	}
	i := s.skipBlanks(s.i)
	if c := s.at(i); c == '\n' || c == 0 || c == '#' {
		return
	}
	if s.place(start).Line < s.place(i).Line && s.keyBelow(start) {
		s.fault(start, s.lineEnd(start), zh.Text("the quotes that begin here are not closed on this line, and the next begins with a key"), closeQuote)
		s.i = start
		return
	}
	s.fault(i, s.lineEnd(i), zh.Text("the quotes end before the text does"), rewrap(s.text[start]))
	s.i = i
}

// keyBelow reports whether the line below i begins with a key.
func (s *scanner) keyBelow(i int) bool {
	below := *s
	below.i = s.skipBlanks(s.nextLine(i))
	return below.keyEnd() >= 0
}

var closeQuote = zh.Text("write the same quote after the text")

// rewrap is how to put something in quotes that contains some of its own.
func rewrap(quote rune) say.Text {
	if quote == '"' {
		return zh.Text(`put single quotes ' around the whole value, or write \" for a quote inside`)
	}
	return zh.Text(`put double quotes " around the whole value, or write '' for a quote inside`)
}

// quotes reads to the closing quote; false when there is none.
func (s *scanner) quotes() bool {
	start := s.i
	end := s.quoteEnd(start)
	if end < 0 {
		s.fault(start, s.lineEnd(start), zh.Text("the quotes that begin here are never closed"), closeQuote)
		s.stopped = !s.keyBelow(start)
		return false
	}
	for i := start + 1; s.text[start] == '"' && i < end-1; i++ {
		if s.text[i] != '\\' {
			continue
		}
		if _, n := escape(s.text[i:end]); n > 0 {
			i += n - 1
		} else if s.at(i+1) != '\n' {
			s.fault(i, i+2, zh.Text(`"%s" means nothing inside double quotes`, string(s.text[i:i+2])), zh.Text(`write \\ for a backslash, or put single quotes around the text`))
			i++
		}
	}
	s.i = end
	return true
}

var blockHeader = regexp.MustCompile(`^[|>]([+-]?[1-9]?|[1-9][+-])[ \t]*(#.*)?$`)

// block reads a text below "|" or ">".
func (s *scanner) block() {
	start, end := s.i, s.lineEnd(s.i)
	owner := s.value
	s.value = -1
	if !blockHeader.MatchString(string(s.text[start:end])) {
		s.fault(start, end, zh.Text(`the line must end after "%s"`, string(s.text[start])), zh.Text("begin the text on the next line, indented; or put it in quotes"))
		return
	}
	for next := s.nextLine(start); next < len(s.text); next = s.nextLine(next) {
		first := next
		for s.at(first) == ' ' {
			first++
		}
		blanks := s.skipBlanks(first)
		switch {
		case s.at(blanks) == '\n' || s.at(blanks) == 0:
		case s.column(first) > owner:
		case s.at(first) == '\t':
			s.fault(first, blanks, zh.Text("a tab indents this line"), zh.Text("indent with spaces"))
		default:
			return
		}
		s.i = s.lineEnd(next)
	}
}

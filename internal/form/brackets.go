package form

import "github.com/tiexin-go/tiexin/internal/say"

// brackets reads a mapping or list in brackets, over as many lines as it takes,
// and what is behind it.
func (s *scanner) brackets() {
	b := bracketScanner{scanner: s, owner: s.value, known: len(s.faults)}
	start := s.i
	if !b.read() {
		return
	}
	i := s.skipBlanks(s.i)
	if c := s.at(i); c == '\n' || c == 0 || c == '#' {
		return
	}
	if s.at(i) == ':' {
		return
	}
	if sign := notAComment(string(s.text[i:s.lineEnd(i)])); sign != "" {
		s.fault(i, s.lineEnd(i), zh.Text("%s does not begin a comment", sign), zh.Text(`write a plain "#" and a space`))
		s.i = i
		return
	}
	s.fault(start, s.i, zh.Text("a value that begins with a bracket ends at the closing bracket, but more text follows"), zh.Text("put the whole text in quotes"))
	s.i = i
}

type bracketScanner struct {
	*scanner
	owner  int // column of the key or dash that the brackets belong to
	known  int // faults found before
	open   []int
	before part // what was read last
	colon  bool // the entry has its colon
}

// A part of what stands between brackets.
type part int

const (
	nothing part = iota // just behind a bracket, comma or colon
	word
	quotation
	closed
)

// read is false when the end was not found.
func (b *bracketScanner) read() bool {
	for b.i < len(b.text) {
		c := b.text[b.i]
		switch {
		case isBlank(c):
			b.i++
		case c == '\n':
			b.i++
			if b.nextKey() {
				return b.unclosed(b.i)
			}
		case c == '#' && (isEnd(b.at(b.i-1)) || b.before == quotation):
			if b.before == nothing && b.firstOnLine(b.i) {
				b.i = b.lineEnd(b.i)
			} else {
				b.hash()
			}
		case c == '[' || c == '{':
			if !b.opening(c) {
				return false
			}
		case c == ']' || c == '}':
			if done, ok := b.closing(c); done {
				return ok
			}
		default:
			if !b.inner(c) {
				return false
			}
		}
	}
	return b.unclosed(b.i)
}

// give up reports a fault inside brackets and looks for their end no further
// than the line.
func (b *bracketScanner) giveUp(from, to int, message, hint say.Text) bool {
	b.fault(from, to, message, hint)
	b.i = b.lineEnd(from)
	return false
}

// unclosed reports brackets without an end, unless an earlier fault inside them
// explains it.
func (b *bracketScanner) unclosed(end int) bool {
	if len(b.faults) == b.known {
		from := b.open[len(b.open)-1]
		b.fault(from, from+1, zh.Text(`the "%s" that begins here is never closed`, string(b.text[from])), zh.Text(`write "%s" where it ends, or put a text that begins with it in quotes`, string(partner(b.text[from]))))
	}
	b.i = max(end-1, 0) // the line that could not belong to it is read next
	return false
}

func partner(open rune) rune {
	if open == '[' {
		return ']'
	}
	return '}'
}

// nextKey reports whether a line begins that must be a key outside of the
// brackets, as far left as the key before them.
func (b *bracketScanner) nextKey() bool {
	i := b.skipBlanks(b.i)
	if b.owner < 0 || b.column(i) > b.owner || isEnd(b.at(i)) || b.at(i) == '}' || b.at(i) == ']' || b.at(i) == '"' {
		return false
	}
	if b.at(i) == '-' && b.at(i+1) == ' ' {
		return true
	}
	for ; !isEnd(b.at(i)); i++ {
		if b.at(i) == ':' {
			return isEnd(b.at(i + 1))
		}
	}
	return false
}

func (b *bracketScanner) opening(c rune) bool {
	if b.before == word || b.before == quotation {
		return b.giveUp(b.i, b.i+1, zh.Text(`inside {…} or […] a "%s" cannot stand within a value`, string(c)), ownLine)
	}
	if b.before == closed {
		return b.giveUp(b.i, b.i+1, zh.Text(`a comma is missing before "%s"`, string(c)), zh.Text(`write ", " between two values; a text that contains brackets needs quotes`))
	}
	b.open = append(b.open, b.i)
	b.before, b.colon = nothing, false
	b.i++
	return true
}

func (b *bracketScanner) closing(c rune) (done, ok bool) {
	from := b.open[len(b.open)-1]
	if partner(b.text[from]) != c {
		return true, b.giveUp(b.i, b.i+1, zh.Text(`"%s" does not close the "%s" before it`, string(c), string(b.text[from])),
			zh.Text(`write "%s", or put a text that contains brackets in quotes`, string(partner(b.text[from]))))
	}
	b.open = b.open[:len(b.open)-1]
	b.before, b.colon = closed, true
	b.i++
	return len(b.open) == 0, true
}

// inner reads anything between brackets that is no bracket itself.
func (b *bracketScanner) inner(c rune) bool {
	inMapping := b.text[b.open[len(b.open)-1]] == '{'
	start := b.i
	switch {
	case c == ',':
		b.before, b.colon = nothing, false
		b.i++
		return true
	case c == ':' && (isEnd(b.at(b.i+1)) || b.before != word):
		if b.colon && b.before != nothing && inMapping {
			return b.secondColon(start)
		}
		b.before, b.colon = nothing, true
		b.i++
		return true
	case c == '?' && (b.before == word || isEnd(b.at(b.i+1))):
		return b.giveUp(start, start+1, zh.Text(`inside {…} or […] a "?" ends the value`), ownLine)
	case b.before == closed:
		return b.giveUp(start, b.lineEnd(start), zh.Text("text follows a closing bracket, without a comma"), zh.Text(`write ", " between two values; a text that contains brackets needs quotes`))
	case b.before == quotation:
		return b.giveUp(start, start+1, zh.Text("the quotes end before the value does"), zh.Text("a condition or text with quotes inside it: %s", ownLine))
	case b.before == word && (c == '"' || c == '\''):
		b.i++ // quotes in the middle of a text are part of it
		return true
	case c == '"' || c == '\'':
		b.before = quotation
		return b.quotes()
	case b.before == nothing:
		if message, hint := refusedStart(c); !message.Empty() {
			return b.giveUp(start, start+1, message, hint)
		}
		if c == '|' || c == '>' {
			return b.giveUp(start, start+1, zh.Text(`inside {…} or […] a value cannot begin with "%s"`, string(c)), ownLine)
		}
	}
	b.before = word
	b.words()
	return true
}

func (b *bracketScanner) secondColon(at int) bool {
	start := b.i
	for start > 0 && b.text[start-1] != '\n' && b.text[start-1] != ':' && b.text[start-1] != ',' {
		start--
		if b.text[start] == '\uff0c' {
			return b.giveUp(start, start+1, zh.Text("this is the full-width comma \uff0c, which does not divide keys"), zh.Text(`write ", "`))
		}
	}
	return b.giveUp(at, at+1, zh.Text(`a second ": " cuts this value in two`), ownLine)
}

// words reads a text without quotes, to what may end it.
func (b *bracketScanner) words() {
	for b.i < len(b.text) {
		switch c := b.text[b.i]; {
		case c == '\n', c == ',', c == '[', c == ']', c == '{', c == '}', c == '?':
			return
		case c == ':' && isEnd(b.at(b.i+1)):
			return
		case isBlank(c) && b.at(b.skipBlanks(b.i)) == '#':
			b.i = b.skipBlanks(b.i)
			return
		}
		b.i++
	}
}

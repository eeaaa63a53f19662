package form

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// An extent is a stretch of a file's text.
type extent struct{ from, to int }

// A trace says for each character of a scalar's value where in the file it was
// written: the escape \n is two characters of the file, a line break in a folded
// text may be one space of the value or none.
type trace struct {
	runes []extent
	end   int  // right behind the scalar, closing quote included
	ok    bool // the trace was checked against the value that YAML read
}

// trace follows a scalar through the file by the rules of its style. It is
// checked against the value, so a wrong place is never shown: where the check
// fails the whole scalar is pointed at.
func (f *file) trace(n *yaml.Node) trace {
	t := tracer{file: f, value: []rune(n.Value)}
	t.found = make([]extent, 0, len(t.value))
	end, ok := t.follow(n)
	return trace{t.found, end, ok}
}

// end is where a scalar ends, closing quote included; false when it cannot be followed.
func (f *file) end(n *yaml.Node) (end int, ok bool) {
	t := tracer{file: f, value: []rune(n.Value)}
	return t.follow(n)
}

func (t *tracer) follow(n *yaml.Node) (end int, ok bool) {
	if n.Kind != yaml.ScalarNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		return 0, false
	}
	t.i = t.file.offset(n.Line, n.Column)
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		t.quoted('"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		t.quoted('\'')
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		t.block(n.Style&yaml.FoldedStyle != 0)
	default:
		t.plain()
	}
	return t.i, !t.wrong && t.met == len(t.value)
}

type tracer struct {
	file  *file
	i     int // the next character of the file
	value []rune
	met   int      // how many characters of the value were met
	found []extent // their places, if it has room for them
	wrong bool
}

// emit notes that the next character of the value is c, written at an extent.
func (t *tracer) emit(c rune, from, to int) {
	if t.met >= len(t.value) || t.value[t.met] != c {
		t.wrong = true
		return
	}
	if t.met++; cap(t.found) > 0 {
		t.found = append(t.found, extent{from, to})
	}
}

// plain follows a scalar without quotes until its value is used up.
func (t *tracer) plain() {
	for !t.wrong && t.met < len(t.value) {
		if c := t.file.at(t.i); isEnd(c) {
			t.gap()
		} else {
			t.emit(c, t.i, t.i+1)
			t.i++
		}
	}
}

// gap follows blanks within a line, or from one line to the next.
func (t *tracer) gap() {
	blanks := t.file.skipBlanks(t.i)
	switch {
	case t.file.at(blanks) == '\n':
		t.fold(blanks)
	case blanks == len(t.file.text):
		t.wrong = true
	default:
		for ; t.i < blanks; t.i++ {
			t.emit(t.file.at(t.i), t.i, t.i+1)
		}
	}
}

// fold follows a line break, the empty lines behind it and the indentation of
// the next line: a space of the value, or one line break for each empty line.
func (t *tracer) fold(lineBreak int) {
	from := t.i
	t.i = lineBreak + 1
	if t.emptyLines() == 0 {
		t.emit(' ', from, lineBreak+1)
	}
}

// emptyLines follows empty lines and the indentation behind them, each a line
// break of the value.
func (t *tracer) emptyLines() (n int) {
	for {
		blanks := t.file.skipBlanks(t.i)
		if t.file.at(blanks) != '\n' {
			t.i = blanks
			return n
		}
		t.emit('\n', blanks, blanks+1)
		t.i = blanks + 1
		n++
	}
}

func (t *tracer) quoted(quote rune) {
	t.i++
	for !t.wrong && t.i < len(t.file.text) {
		c, next := t.file.at(t.i), t.file.at(t.i+1)
		switch {
		case isEnd(c):
			t.gap()
		case c == quote && quote == '\'' && next == quote:
			t.emit(c, t.i, t.i+2)
			t.i += 2
		case c == quote:
			t.i++
			return
		case c == '\\' && quote == '"' && next == '\n':
			t.i += 2
			t.emptyLines()
		case c == '\\' && quote == '"':
			r, n := escape(t.file.text[t.i:])
			t.emit(r, t.i, t.i+n)
			t.i += n
		default:
			t.emit(c, t.i, t.i+1)
			t.i++
		}
	}
	t.wrong = true
}

// escape reads an escape such as \n or \u4eb2 at the start of a text and returns
// the character with the length of the escape; zero for one that YAML does not
// know.
func escape(text []rune) (r rune, n int) {
	if len(text) < 2 {
		return 0, 0
	}
	if i := strings.IndexRune(escapeLetters, text[1]); i >= 0 {
		return escapeMeans[i], 2
	}
	digits := map[rune]int{'x': 2, 'u': 4, 'U': 8}[text[1]]
	if digits == 0 || len(text) < 2+digits {
		return 0, 0
	}
	for _, c := range text[2 : 2+digits] {
		d := strings.IndexRune("0123456789abcdef", c|0x20)
		if d < 0 || c >= 0x80 {
			return 0, 0
		}
		r = r<<4 | rune(d)
	}
	if r < 0 || r > 0x10ffff || r >= 0xd800 && r <= 0xdfff {
		return 0, 0
	}
	return r, 2 + digits
}

// The escapes of one letter, and what they mean.
const escapeLetters = "0abt\tnvfre \"'\\N_LP"

var escapeMeans = []rune("\x00\a\b\t\t\n\v\f\r\x1b \"'\\\u0085\u00a0\u2028\u2029")

// block follows a text below "|" or ">".
func (t *tracer) block(folded bool) {
	t.i = t.file.lineEnd(t.i) + 1
	indent, ok := t.indent()
	if !ok {
		t.wrong = true
		return
	}
	var pending []extent // line breaks that belong to the value only if text follows, or by the header
	pending = t.blockBreaks(indent, pending)
	blankBefore, first := false, true
	for !t.wrong && t.i < len(t.file.text) && t.column() == indent {
		blank := isBlank(t.file.at(t.i))
		if folded && !first && !blank && !blankBefore && len(pending) > 0 {
			if len(pending) == 1 {
				t.emit(' ', pending[0].from, pending[0].to)
			}
			pending = pending[1:]
		}
		for _, p := range pending {
			t.emit('\n', p.from, p.to)
		}
		pending = pending[:0]
		blankBefore, first = blank, false
		for ; t.i < len(t.file.text) && t.file.at(t.i) != '\n'; t.i++ {
			t.emit(t.file.at(t.i), t.i, t.i+1)
		}
		if t.i < len(t.file.text) {
			pending = append(pending, extent{t.i, t.i + 1})
			t.i++
		}
		pending = t.blockBreaks(indent, pending)
	}
	for _, p := range pending {
		if t.met < len(t.value) {
			t.emit('\n', p.from, p.to)
		}
	}
}

// blockBreaks follows empty lines, and the indentation of the next that is not.
func (t *tracer) blockBreaks(indent int, pending []extent) []extent {
	for {
		start := t.i
		for t.i-start < indent && t.file.at(t.i) == ' ' {
			t.i++
		}
		if t.file.at(t.i) != '\n' {
			return pending
		}
		pending = append(pending, extent{t.i, t.i + 1})
		t.i++
	}
}

func (t *tracer) column() int { return t.file.place(t.i).Column - 1 }

// indent is how far the text of a block is indented: the spaces before its first
// visible character, less those that belong to the value.
func (t *tracer) indent() (int, bool) {
	kept := 0
	for _, c := range t.value {
		switch {
		case c == '\n':
			kept = 0
		case c == ' ':
			kept++
		default:
			spaces := 0
			for j := t.i; j < len(t.file.text); j++ {
				switch t.file.text[j] {
				case '\n':
					spaces = 0
				case ' ':
					spaces++
				default:
					return spaces - kept, spaces > kept
				}
			}
			return 0, false
		}
	}
	return 0, false
}

package form

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A file is the text of one file by characters, so that YAML's lines and columns
// lead to a character at once, however long the line. Line breaks of all kinds
// are "\n" here and a byte order mark is gone, which moves no line and no column.
type file struct {
	name   string
	text   []rune
	starts []int          // where each line begins
	shown  map[int]string // lines that were shown, so that many problems share one
	broken map[*yaml.Node]bool
}

func newFile(name, text string) *file {
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	f := &file{name: name, text: []rune(text), starts: []int{0}, shown: map[int]string{}, broken: map[*yaml.Node]bool{}}
	for i, c := range f.text {
		if c == '\n' {
			f.starts = append(f.starts, i+1)
		}
	}
	return f
}

// at is the character at an offset; zero behind the end.
func (f *file) at(i int) rune {
	if i < 0 || i >= len(f.text) {
		return 0
	}
	return f.text[i]
}

// offset is where a line and column of YAML are in the text.
func (f *file) offset(line, column int) int {
	line = min(max(line, 1), len(f.starts))
	return min(f.starts[line-1]+max(column-1, 0), len(f.text))
}

// lineEnd is where the line of an offset ends.
func (f *file) lineEnd(offset int) int {
	next, found := slices.BinarySearch(f.starts, offset)
	if found {
		next++
	}
	if next == len(f.starts) {
		return len(f.text)
	}
	return f.starts[next] - 1
}

func (f *file) place(offset int) source.Place {
	line, found := slices.BinarySearch(f.starts, offset)
	if !found {
		line--
	}
	return source.Place{File: f.name, Line: line + 1, Column: offset - f.starts[line] + 1}
}

// line is the text of a line, counted from 1.
func (f *file) line(n int) string {
	if s, ok := f.shown[n]; ok {
		return s
	}
	start := f.starts[n-1]
	s := string(f.text[start:f.lineEnd(start)])
	f.shown[n] = s
	return s
}

// problem is a problem about the characters from one offset to another, as far
// as they are on one line.
func (f *file) problem(from, to int, message, hint say.Text) source.Problem {
	place := f.place(from)
	to = min(to, f.lineEnd(from))
	return source.Problem{
		Place: place, Message: message, Hint: hint,
		Width: max(to-from, 1), Line: f.line(place.Line),
	}
}

// skipBlanks moves over spaces and tabs.
func (f *file) skipBlanks(i int) int {
	for isBlank(f.at(i)) {
		i++
	}
	return i
}

func isBlank(c rune) bool { return c == ' ' || c == '\t' }

// isEnd reports whether a word of YAML cannot go on at c: a blank, a line break
// or the end of the text.
func isEnd(c rune) bool { return isBlank(c) || c == '\n' || c == 0 }

// Inside is where width characters of the value stand, from one on, counted from zero
// in the value as it was read: the place of the first, and how many characters of the
// file they take, as far as they are on one line.
func (s Spot) Inside(from, width int) (source.Place, int) {
	if s.IsZero() {
		return source.Place{}, 0
	}
	start, end := s.inside(from, width)
	return s.file.place(start), max(min(end, s.file.lineEnd(start))-start, 1)
}

// Stretch is how many characters of its line the spot covers, from its Place on.
func (s Spot) Stretch() int {
	if s.IsZero() {
		return 0
	}
	from, to := s.extent()
	return max(to-from, 1)
}

// A Spot is where a value stands in a file. The zero Spot is nowhere.
type Spot struct {
	file *file
	node *yaml.Node
}

// IsZero reports whether the spot is nowhere.
func (s Spot) IsZero() bool { return s.node == nil }

// Place is where the spot begins: the first character of a word, the quote of a
// quoted text, the first line of a text below "|" or ">", the bracket of a
// mapping or list in brackets, the first key or item of any other.
func (s Spot) Place() source.Place {
	if s.IsZero() {
		return source.Place{}
	}
	from, _ := s.extent()
	return s.file.place(from)
}

// extent is what a caret under the spot covers.
func (s Spot) extent() (from, to int) {
	n := s.node
	from = s.file.offset(n.Line, n.Column)
	if n.Kind != yaml.ScalarNode {
		return from, from + 1
	}
	t := s.file.trace(n)
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 && t.ok && len(t.runes) > 0 {
		return t.runes[0].from, s.file.lineEnd(t.runes[0].from)
	}
	if !t.ok {
		return from, from + 1
	}
	return from, min(t.end, s.file.lineEnd(from))
}

// inside is the extent of width characters of the value from one of them on.
func (s Spot) inside(from, width int) (start, end int) {
	start, end = s.extent()
	t := s.file.trace(s.node)
	if !t.ok || s.node.Kind != yaml.ScalarNode {
		return start, end
	}
	from = min(max(from, 0), len(t.runes))
	if from == len(t.runes) {
		after := start
		if from > 0 {
			after = t.runes[from-1].to
		}
		return after, after + 1
	}
	last := min(from+max(width, 1), len(t.runes)) - 1
	start = t.runes[from].from
	return start, t.runes[last].to
}

// Located is a value with the place where it was written.
type Located[T any] struct {
	Value T
	Spot  Spot
}

// A Word is a text with the place where it was written.
type Word = Located[string]

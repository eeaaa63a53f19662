package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/source"
)

// between stands between two columns.
const between = "  "

// draw draws the document for a terminal so many cells wide; 0: as wide as its columns.
// On one that is narrower, each row is a list of its cells.
func (d *document) draw(w io.Writer, width int) {
	fmt.Fprintln(w, d.Title)
	drawNotes(w, d.Notes)
	for _, s := range d.Tables {
		fmt.Fprintf(w, "\n%s\n", s.Title)
		drawNotes(w, s.Notes)
		widths, total := s.widths(width)
		if width > 0 && total > width {
			s.list(w, width)
			continue
		}
		names := make([]string, len(s.Head))
		for i, c := range s.Head {
			names[i] = c.Name
		}
		rule := strings.Repeat("─", total)
		fmt.Fprintln(w, rule)
		s.row(w, names, widths)
		fmt.Fprintln(w, rule)
		for i, cells := range s.Rows {
			if i > 0 && s.wraps(widths) {
				fmt.Fprintln(w)
			}
			s.row(w, cells, widths)
		}
	}
}

func drawNotes(w io.Writer, notes []string) {
	for _, n := range notes {
		fmt.Fprintln(w, "· "+source.OneLine(n))
	}
}

// narrowest is how narrow a terminal may be for a table of many columns.
const narrowest = 110

// widths are those of the columns, and of all of them together: what they need, up to
// what they may have, and less on a terminal that is not so wide.
func (s *sheet) widths(width int) (widths []int, total int) {
	widths = make([]int, len(s.Head))
	for i, c := range s.Head {
		widths[i] = source.DisplayWidth(c.Name)
		for _, row := range s.Rows {
			for line := range strings.SplitSeq(row[i], "\n") {
				widths[i] = max(widths[i], source.DisplayWidth(line))
			}
		}
		if c.width > 0 {
			widths[i] = min(widths[i], max(c.width, source.DisplayWidth(c.Name)))
		}
		total += widths[i]
	}
	gaps := len(between) * (len(widths) - 1)
	if room := width - gaps; width >= narrowest && total > room {
		all := total
		total = 0
		for i, c := range s.Head {
			if c.width > 0 {
				widths[i] = max(widths[i]*room/all, source.DisplayWidth(c.Name))
			}
			total += widths[i]
		}
	}
	return widths, total + gaps
}

// wraps says that some row has several lines.
func (s *sheet) wraps(widths []int) bool {
	for _, row := range s.Rows {
		for i, cell := range row {
			if len(wrapped(cell, widths[i])) > 1 {
				return true
			}
		}
	}
	return false
}

func (s *sheet) row(w io.Writer, cells []string, widths []int) {
	lines, most := make([][]string, len(cells)), 0
	for i, cell := range cells {
		lines[i] = wrapped(cell, widths[i])
		most = max(most, len(lines[i]))
	}
	for n := range most {
		var b strings.Builder
		for i := range cells {
			text := ""
			if n < len(lines[i]) {
				text = lines[i][n]
			}
			if s.Head[i].Number {
				b.WriteString(blank(widths[i], text) + text + between)
			} else {
				b.WriteString(text + blank(widths[i], text) + between)
			}
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}

// list draws each row as a list of its cells.
func (s *sheet) list(w io.Writer, width int) {
	for _, row := range s.Rows {
		fmt.Fprintln(w, strings.Repeat("─", min(width, 40)))
		for i, cell := range row {
			if cell == "" {
				continue
			}
			for _, line := range wrapped(s.Head[i].Name+"："+strings.ReplaceAll(cell, "\n", "\n    "), max(width, 20)) {
				fmt.Fprintln(w, line)
			}
		}
	}
}

// wrapped is a cell in lines of at most so many cells of a terminal.
func wrapped(cell string, width int) []string {
	var lines []string
	for line := range strings.SplitSeq(cell, "\n") {
		line = strings.TrimRightFunc(source.Printable(line), unicode.IsSpace)
		for source.DisplayWidth(line) > width {
			at := breakAt(line, width)
			lines = append(lines, strings.TrimRight(line[:at], " "))
			line = strings.TrimLeft(line[at:], " ")
		}
		lines = append(lines, line)
	}
	return lines
}

// No line begins with a closing sign, or ends with an opening one.
const (
	closing = "，。、；：！？）」』》”,.;:!?)"
	opening = "（「『《“("
)

// breakAt is where a line is broken that is too wide: not inside of a word, nor between
// signs and what they belong to, if there is such a place.
func breakAt(line string, width int) int {
	at, best, cells, before := 0, 0, 0, ' '
	for at < len(line) {
		n := source.NextGrapheme(line[at:])
		r, _ := utf8.DecodeRuneInString(line[at:])
		if at > 0 && !strings.ContainsRune(closing, r) && !strings.ContainsRune(opening, before) && !(inWord(before) && inWord(r)) {
			best = at
		}
		if cells += source.DisplayWidth(line[at : at+n]); cells > width {
			break
		}
		before, _ = utf8.DecodeLastRuneInString(line[:at+n])
		at += n
	}
	switch {
	case best > 0:
		return best
	case at > 0:
		return at
	}
	return source.NextGrapheme(line)
}

// inWord says that a character belongs to a word that is written in one piece.
func inWord(r rune) bool {
	return r < utf8.RuneSelf && !unicode.IsSpace(r) || r == '¥'
}

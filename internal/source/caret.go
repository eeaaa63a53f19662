package source

import (
	"strings"
	"unicode/utf8"
)

// LineCells is how wide a drawn source line may be, in terminal cells. Longer
// ones are clipped around the caret.
const LineCells = 100

// drawn returns a source line as it is safe to print, and the caret line under
// it, which covers width characters from column on. A column past the end puts
// the caret right behind the line; column zero draws none.
func drawn(line string, column, width int) (shown, caret string) {
	if column <= 0 {
		shown, _ = Clip(line, 1, LineCells)
		return shown, ""
	}
	line, column = Clip(line, column, LineCells)
	end := column + min(max(width, 1), 4*LineCells)

	var b strings.Builder
	at := 1 // column of the cluster looked at
	for rest := line; rest != "" && at < end; {
		cluster := rest[:NextGrapheme(rest)]
		rest = rest[len(cluster):]
		next := at + utf8.RuneCountInString(cluster)
		switch covered := next > column; {
		case !covered && cluster == "\t":
			b.WriteByte('\t')
		case !covered:
			b.WriteString(strings.Repeat(" ", DisplayWidth(cluster)))
		case cluster == "\t":
			b.WriteByte('~')
			return line, underlined(b.String()) // how far a tab reaches, only the terminal knows
		default:
			b.WriteString(strings.Repeat("~", max(DisplayWidth(cluster), 1)))
		}
		at = next
	}
	if at <= column {
		b.WriteByte('~')
	}
	return line, underlined(b.String())
}

// underlined makes the first tilde the caret.
func underlined(tildes string) string { return strings.Replace(tildes, "~", "^", 1) }

// Clip makes a line printable, at most cells terminal cells wide (ten at the
// least), and returns it with the new number of the column, which stays in
// sight; a column past the end becomes the one right behind it. An end cut off
// shows "…". A tab counts as eight cells.
func Clip(line string, column, cells int) (string, int) {
	cells = max(cells, 10)
	column = max(column, 1)

	// Only a window of runes around the column is looked at, so that neither a
	// line of a megabyte nor a letter with a megabyte of accents costs anything.
	pos := 0
	for at := 1; at < column; at++ {
		if pos == len(line) {
			column = at
			break
		}
		_, n := utf8.DecodeRuneInString(line[pos:])
		pos += n
	}
	from, to, before := pos, pos, 0
	for ; from > 0 && before < 2*cells; before++ {
		_, n := utf8.DecodeLastRuneInString(line[:from])
		from -= n
	}
	for i := 0; to < len(line) && i < 2*cells; i++ {
		_, n := utf8.DecodeRuneInString(line[to:])
		to += n
	}
	window := clusters(Printable(line[from:to]))
	if from == 0 && to == len(line) && total(window) <= cells {
		return Printable(line), column
	}

	// The cluster at the column comes first, then both sides are given room in
	// turn until it is used up.
	focus, passed := 0, 0
	for focus < len(window) && passed+window[focus].runes <= before {
		passed += window[focus].runes
		focus++
	}
	room := cells - 2 // both ends may be cut
	lo, hi := focus, focus
	for left, right := true, true; left || right; {
		if right = right && hi < len(window) && window[hi].cells <= room; right {
			room -= window[hi].cells
			hi++
		}
		if left = left && lo > 0 && window[lo-1].cells <= room; left {
			lo--
			room -= window[lo].cells
		}
	}

	var b strings.Builder
	column = before + 1
	for _, c := range window[:lo] {
		column -= c.runes
	}
	if from > 0 || lo > 0 {
		b.WriteString("…")
		column++
	}
	for _, c := range window[lo:hi] {
		b.WriteString(c.text)
	}
	if to < len(line) || hi < len(window) {
		b.WriteString("…")
	}
	return b.String(), column
}

// A cluster is what a reader takes for one character.
type cluster struct {
	text  string
	runes int
	cells int
}

func clusters(s string) []cluster {
	var found []cluster
	for s != "" {
		text := s[:NextGrapheme(s)]
		s = s[len(text):]
		cells := DisplayWidth(text)
		if text == "\t" {
			cells = 8
		}
		found = append(found, cluster{text, utf8.RuneCountInString(text), cells})
	}
	return found
}

func total(window []cluster) int {
	cells := 0
	for _, c := range window {
		cells += c.cells
	}
	return cells
}

package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty"
)

func places(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case page.Wide(r):
			n += 2
		case !unicode.In(r, unicode.Mn, unicode.Cf):
			n++
		}
	}
	return n
}

// cellWidth is how wide a column may get on a terminal.
const cellWidth = 46

// fit cuts a text that is too wide.
func fit(s string, width int) string {
	if places(s) <= width {
		return s
	}
	n := 0
	for i, r := range s {
		w := places(string(r))
		if n+w > width-1 {
			return s[:i] + "…"
		}
		n += w
	}
	return s
}

func pad(s string, width int, right bool) string {
	blanks := strings.Repeat(" ", max(width-places(s), 0))
	if right {
		return blanks + s
	}
	return s + blanks
}

// numeric says that a column of cells is one of numbers, which stand to the right.
func numeric(rows [][]string, column int) bool {
	found := false
	for _, row := range rows {
		switch cell := row[column]; {
		case cell == "" || cell == "·" || cell == "–":
		case aNumber.MatchString(cell):
			found = true
		default:
			return false
		}
	}
	return found
}

// aNumber is a number with its unit, its interval or its base.
var aNumber = regexp.MustCompile(`^-?[¥$£€]?[0-9][0-9,.]*(%|秒|分钟|天|小时[\d分钟]*| s| min| d| h( \d+ min)?)?[*†‡?]?( [\[(].*)?$`)

// tell writes the report for a terminal: how the log was read comes first.
func (r *report) tell(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", r.Of(r.title), r.file)
	r.sentences(&b, r.notes)
	r.sentences(&b, r.about)
	for i := range r.sections {
		s := &r.sections[i]
		fmt.Fprintf(&b, "\n━━ %s\n", r.Of(s.title))
		r.sentences(&b, s.says)
		for _, m := range s.messages {
			fmt.Fprintf(&b, "\n  │ %s\n", r.Of(m))
		}
		for j := range s.tables {
			r.tellTable(&b, &s.tables[j])
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *report) sentences(b *strings.Builder, all []loyalty.Text) {
	for _, t := range all {
		fmt.Fprintln(b, r.Of(t))
	}
}

func (r *report) tellTable(b *strings.Builder, t *table) {
	fmt.Fprintf(b, "\n  %s\n", r.Of(t.title))
	if len(t.rows) == 0 {
		fmt.Fprintf(b, "  %s\n", r.Pick("（没有）", "(none)"))
		return
	}
	shown := t.rows
	if t.show > 0 && len(shown) > t.show {
		shown = shown[:t.show]
	}
	widths, right := make([]int, len(t.head)), make([]bool, len(t.head))
	head := make([]string, len(t.head))
	for i, h := range t.head {
		head[i] = r.Of(h)
		widths[i], right[i] = places(head[i]), numeric(t.rows, i)
		for _, row := range shown {
			widths[i] = max(widths[i], min(places(row[i]), cellWidth))
		}
	}
	write := func(row []string) {
		line := " "
		for i, cell := range row {
			line += " " + pad(fit(cell, widths[i]), widths[i], right[i]) + " "
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	write(head)
	for _, row := range shown {
		write(row)
	}
	if more := len(t.rows) - len(shown); more > 0 {
		fmt.Fprintf(b, r.Pick("  … 其余%d行见网页\n", "  … %d more on the page\n"), more)
	}
	if note := r.Of(t.note); note != "" {
		fmt.Fprintf(b, "  %s%s\n", r.Pick("注：", "Note: "), note)
	}
}

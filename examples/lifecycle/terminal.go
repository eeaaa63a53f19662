package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"

	"github.com/tiexin-go/tiexin/loyalty"
)

// wide says that a sign takes two places of a terminal.
func wide(r rune) bool {
	return r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 || r >= 0x1f300 && r <= 0x1faff || r >= 0x20000 && r <= 0x3fffd)
}

func places(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case wide(r):
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
var aNumber = regexp.MustCompile(`^[¥$]?[0-9][0-9,.]*(%| s| min| h| d)?[*†‡?]?( [\[(].*)?$`)

// tell writes the report for a terminal: Chinese first.
func (r *report) tell(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", r.title.Chinese, r.title.English)
	sentences(&b, r.about)
	for i := range r.sections {
		s := &r.sections[i]
		fmt.Fprintf(&b, "\n━━ %s\n   %s\n", s.title.Chinese, s.title.English)
		sentences(&b, s.says)
		for _, m := range s.messages {
			fmt.Fprintf(&b, "\n  │ %s\n  │\n  │ %s\n", m.Chinese, m.English)
		}
		for j := range s.tables {
			s.tables[j].tell(&b)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func sentences(b *strings.Builder, all []loyalty.Text) {
	for _, t := range all {
		fmt.Fprintf(b, "%s\n  %s\n", t.Chinese, t.English)
	}
}

func (t *table) tell(b *strings.Builder) {
	fmt.Fprintf(b, "\n  %s · %s\n", t.title.Chinese, t.title.English)
	if len(t.rows) == 0 {
		b.WriteString(" （没有 none）\n")
		return
	}
	shown := t.rows
	if t.show > 0 && len(shown) > t.show {
		shown = shown[:t.show]
	}
	widths, right := make([]int, len(t.head)), make([]bool, len(t.head))
	chinese, english := make([]string, len(t.head)), make([]string, len(t.head))
	for i, h := range t.head {
		chinese[i], english[i] = h.Chinese, h.English
		widths[i], right[i] = max(places(h.Chinese), places(h.English)), numeric(t.rows, i)
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
	write(chinese)
	write(english)
	for _, row := range shown {
		write(row)
	}
	if more := len(t.rows) - len(shown); more > 0 {
		fmt.Fprintf(b, "  … 其余%d行见网页 %d more on the page\n", more, more)
	}
	if t.note.Chinese != "" {
		fmt.Fprintf(b, "  注：%s\n     %s\n", t.note.Chinese, t.note.English)
	}
}

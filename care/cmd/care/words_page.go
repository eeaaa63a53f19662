package main

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// conditions are what stands still, by where it is known, then the clocks.
func (p *page) conditions(all []condition) {
	var places []say.Text // where words are known, in the order of the words
	for _, c := range all {
		if c.Type != clock && !slices.Contains(places, c.where()) {
			places = append(places, c.where())
		}
	}
	slices.SortStableFunc(places, func(a, b say.Text) int { return cmp.Compare(min(len(a.English), 1), min(len(b.English), 1)) })
	for _, place := range places {
		title := zh.Text("conditions")
		if !place.Empty() {
			title = zh.Text("conditions %s", place)
		}
		p.section(title, len(all))
		for _, c := range all {
			if c.Type != clock && c.where() == place {
				p.row(c.Name, c.kind().In(p.lang), c.meaning().In(p.lang))
			}
		}
	}
	p.section(zh.Text("clocks: numbers that change by themselves, in minutes_, hours_ or days_"), len(all))
	for _, c := range all {
		if stem, ok := strings.CutPrefix(c.Name, "minutes_"); ok && c.Type == clock {
			about := zh.Text("any flow")
			if len(c.About) > 0 {
				about = zh.Text("about %s", named(c.About))
			}
			p.row("minutes_"+stem, about.In(p.lang), c.Meaning)
		}
	}
}

// kind is what sort of value the word has.
func (c *condition) kind() say.Text {
	kind := meant(c.Type, kindsOfWords)
	if c.Whole {
		kind = zh.Text("whole %s", kind)
	}
	if c.Unit != "" {
		kind = zh.Text("%s, %s", kind, meant(c.Unit, kindsOfWords))
	}
	return kind
}

// meaning is what the word means, and when it has no value.
func (c *condition) meaning() say.Text {
	if c.Unknown == "" {
		return say.Plain(c.Meaning)
	}
	return zh.Text("%s (unknown %s)", c.Meaning, c.Unknown)
}

const clock = "clock" // the type of words that move

// A page is sections of aligned rows.
type page struct {
	lang say.Language
	out  *bufio.Writer
	rows [][]string
	any  bool
}

// section ends the section before and begins one, if there is anything in it.
func (p *page) section(title say.Text, n int) {
	var widths []int
	for _, r := range p.rows {
		for i, cell := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], source.DisplayWidth(cell))
		}
	}
	for _, r := range p.rows {
		last := len(r) - 1
		for i, cell := range r[:last] {
			fmt.Fprintf(p.out, "  %s%s", cell, blank(widths[i], cell))
		}
		fmt.Fprintf(p.out, "  %s\n", r[last])
	}
	p.rows = p.rows[:0]
	if n == 0 || title.Empty() {
		return
	}
	if p.any {
		fmt.Fprintln(p.out)
	}
	p.any = true
	fmt.Fprintln(p.out, title.In(p.lang))
}

func blank(width int, text string) string {
	return strings.Repeat(" ", width-source.DisplayWidth(text))
}

func (p *page) row(cells ...string) { p.rows = append(p.rows, cells) }

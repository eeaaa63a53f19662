package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty"
)

//go:embed page.html
var pageText string

// A part is one section of the page, in its language.
type part struct {
	ID, Title      string
	Says, Messages []string
	Figures        []pageFigure
	Tables         []pageTable
}

type pageFigure struct {
	ID, Title, Says, N string
	SVG                template.HTML
}

type pageTable struct {
	Title  string
	Head   []pageHead
	Rows   [][]pageCell
	Scroll string   // it scrolls up and down where it is not printed, and this says so; empty: it does not
	Notes  []string // below it
}

type pageHead struct {
	Title  string
	Number bool
}

type pageCell struct {
	Text   string
	Number bool
	Day    bool // it stays on one line
	Shade  template.CSS
}

// page writes the report as one page of HTML that needs nothing else: the charts are in
// it, and there are no scripts.
func (r *report) page(w io.Writer) error {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return err
	}
	var parts []part
	for i := range r.sections {
		s := &r.sections[i]
		p := part{ID: s.id, Title: r.Of(s.title), Says: r.all(s.says), Messages: r.all(s.messages)}
		for _, f := range s.figures {
			p.Figures = append(p.Figures, pageFigure{f.id, r.Of(f.title), r.Of(f.says), r.Of(f.n), f.svg})
		}
		for j := range s.tables {
			p.Tables = append(p.Tables, r.tableOf(&s.tables[j]))
		}
		parts = append(parts, p)
	}
	return t.Execute(w, map[string]any{
		"Lang": r.Language.String(), "Style": page.Style(), "Title": r.Of(r.title), "About": r.all(r.about), "Parts": parts,
		"NotesTitle": r.Pick("数据是怎样读的", "How the data was read"), "Notes": r.all(r.notes),
		"Footer": r.Pick("n是算出这个数的人数、订单数或包裹数。方括号是95%区间：换一批同样的顾客，数会在这个范围里变动。「未知」后面写着原因。",
			"n is on how many customers, orders or parcels a number rests. Brackets are 95% intervals: with other customers of the same kind the number would move within them. Where a number is unknown, the reason is given."),
	})
}

// all are texts in the language of the report.
func (r *report) all(texts []loyalty.Text) []string {
	said := make([]string, len(texts))
	for i, t := range texts {
		said[i] = r.Of(t)
	}
	return said
}

// longTable is from how many rows on a table scrolls.
const longTable = 16

func (r *report) tableOf(t *table) pageTable {
	p := pageTable{Title: r.Of(t.title)}
	rows := t.rows
	if t.page > 0 && len(rows) > t.page {
		more := count(len(rows) - t.page)
		p.Notes = append(p.Notes, fmt.Sprintf(r.Pick("其余%s行见%s", "%s more rows are in %s"), more, t.file))
		rows = rows[:t.page]
	}
	if len(rows) == 0 {
		p.Notes = append(p.Notes, r.Pick("没有", "none"))
	}
	if note := r.Of(t.note); note != "" {
		p.Notes = append(p.Notes, note)
	}
	if len(rows) > longTable {
		p.Scroll = fmt.Sprintf(r.Pick("共%d行，在框内上下滚动", "%d rows: scroll within the frame"), len(rows))
	}
	right := make([]bool, len(t.head))
	for i, h := range t.head {
		right[i] = len(t.rows) > 0 && numeric(t.rows, i)
		p.Head = append(p.Head, pageHead{r.Of(h), right[i]})
	}
	for _, row := range rows {
		var cells []pageCell
		for i, text := range row {
			c := pageCell{Text: text, Number: right[i], Day: aDay.MatchString(text)}
			if t.heat && i > 0 {
				c.Shade = shaded(row, i)
			}
			cells = append(cells, c)
		}
		p.Rows = append(p.Rows, cells)
	}
	return p
}

var aDay = regexp.MustCompile(`^\d{4}-\d\d-\d\d`)

// shaded is the ground of a number by its share of the row.
func shaded(row []string, column int) template.CSS {
	sum, value := 0., 0.
	for i, cell := range row[1:] {
		v, err := strconv.ParseFloat(strings.ReplaceAll(cell, ",", ""), 64)
		if err != nil {
			continue
		}
		sum += v
		if i+1 == column {
			value = v
		}
	}
	if value == 0 {
		return ""
	}
	return template.CSS(page.ShadeStyle(value / sum))
}

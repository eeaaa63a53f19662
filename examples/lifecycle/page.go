package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/loyalty"
)

//go:embed page.html
var pageText string

// page writes the report as one page of HTML that needs nothing else: the pictures are
// in it, and there are no scripts.
func (r *report) page(w io.Writer) error {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return err
	}
	type part struct {
		ID       string
		Title    loyalty.Text
		Says     []loyalty.Text
		Messages []loyalty.Text
		Figures  []pageFigure
		Tables   []pageTable
	}
	var parts []part
	for i := range r.sections {
		s := &r.sections[i]
		p := part{ID: s.id, Title: s.title, Says: s.says, Messages: s.messages}
		for _, f := range s.figures {
			p.Figures = append(p.Figures, pageFigure{f.id, f.title, f.says, f.n, f.svg})
		}
		for j := range s.tables {
			p.Tables = append(p.Tables, s.tables[j].forPage())
		}
		parts = append(parts, p)
	}
	return t.Execute(w, map[string]any{"Title": r.title, "About": r.about, "Parts": parts})
}

type pageFigure struct {
	ID    string
	Title loyalty.Text
	Says  loyalty.Text
	N     string
	SVG   template.HTML
}

type pageTable struct {
	Title, Note loyalty.Text
	Head        []pageHead
	Rows        [][]pageCell
	Long        bool   // it scrolls
	More, File  string // rows that are only in a file
}

type pageHead struct {
	loyalty.Text
	Number bool
}

type pageCell struct {
	Text   string
	Number bool
	Shade  template.CSS
}

func (t *table) forPage() pageTable {
	p := pageTable{Title: t.title, Note: t.note}
	rows := t.rows
	if t.page > 0 && len(rows) > t.page {
		p.More, p.File = count(len(rows)-t.page), t.file
		rows = rows[:t.page]
	}
	p.Long = len(rows) > 16
	right := make([]bool, len(t.head))
	for i, h := range t.head {
		right[i] = len(t.rows) > 0 && numeric(t.rows, i)
		p.Head = append(p.Head, pageHead{h, right[i]})
	}
	for _, row := range rows {
		var cells []pageCell
		for i, text := range row {
			c := pageCell{Text: text, Number: right[i]}
			if t.heat && i > 0 {
				c.Shade = shaded(row, i)
			}
			cells = append(cells, c)
		}
		p.Rows = append(p.Rows, cells)
	}
	return p
}

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
	v := value / sum
	ground, over := shade(v), letters(v)
	return template.CSS(fmt.Sprintf("background:#%02x%02x%02x;color:#%02x%02x%02x", ground.R, ground.G, ground.B, over.R, over.G, over.B))
}

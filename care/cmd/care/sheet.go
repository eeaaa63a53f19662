package main

import (
	"bufio"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A document is what people read, print and file: tables with a title. As CSV it is one
// flat table.
type document struct {
	Title  string
	Notes  []string
	Tables []sheet
	flat   sheet
	ids    []string // columns of ids in the flat table
}

// A sheet is one table of a document.
type sheet struct {
	Title string
	Notes []string
	Head  []column
	Rows  [][]string // a cell may have several lines
}

// A column has a heading, and a width in cells of a terminal.
type column struct {
	Name   string
	width  int
	Number bool
}

// columnsOf are columns that only have names.
func columnsOf(names ...string) []column {
	all := make([]column, len(names))
	for i, name := range names {
		all[i].Name = name
	}
	return all
}

var formats = []string{"table", "markdown", "csv", "html"}

// A sheetFlags are the flags of commands that print a document.
type sheetFlags struct {
	formats     []string
	format      *string
	spreadsheet *bool
}

// sheetFlags are those of a command that may print a document in more formats than all do.
func (c *call) sheetFlags(more ...string) sheetFlags {
	all := slices.Concat(formats, more)
	last := len(all) - 1
	return sheetFlags{
		formats:     all,
		format:      c.text("format", "table", zh.Text("write `FORMAT`: %s or %s. Default: table", named(all[:last]), all[last])),
		spreadsheet: c.yes("spreadsheet", zh.Text("with --format csv: mark the file as UTF-8 for a spreadsheet")),
	}
}

// wrong says how the flags contradict each other; empty: they do not.
func (f sheetFlags) wrong(c *call) say.Text {
	named := false
	c.Visit(func(f *flag.Flag) { named = named || f.Name == "format" })
	switch {
	case !slices.Contains(f.formats, *f.format):
		return zh.Text("unknown format %q%s", *f.format, hint(source.Suggest(*f.format, f.formats)))
	case *c.json && named:
		return zh.Text("--json and --format %s exclude each other; name one", *f.format)
	case *f.spreadsheet && *f.format != "csv":
		return zh.Text("--spreadsheet needs --format csv")
	}
	return say.Text{}
}

// print prints a document in the format that was asked for.
func (t *tool) print(d *document, f sheetFlags) error {
	out := bufio.NewWriter(t.stdout)
	var err error
	switch *f.format {
	case "markdown":
		d.markdown(out)
	case "csv":
		err = d.csv(out, *f.spreadsheet)
	case "html":
		err = d.html(out)
	default:
		d.draw(out, width(t.stdout))
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// csv writes the flat table: for a spreadsheet, if it is a sheet.
func (d *document) csv(w io.Writer, sheet bool) error {
	if sheet {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return err
		}
	}
	out := csv.NewWriter(w)
	names := make([]string, len(d.flat.Head))
	for i, c := range d.flat.Head {
		names[i] = c.Name
	}
	rows := [][]string{names}
	for _, row := range d.flat.Rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = cellOf(cell, true, sheet && slices.Contains(d.ids, names[i]))
		}
		rows = append(rows, cells)
	}
	return out.WriteAll(rows)
}

// inMarkdown are the characters that mean something in Markdown or HTML, and line
// breaks, which a cell cannot hold.
var inMarkdown = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "~", `\~`, "[", `\[`, "]", `\]`, "#", `\#`, "&", "&amp;", "<", "&lt;", ">", "&gt;",
	"\r\n", "<br>", "\n", "<br>", "\r", "<br>",
)

func (d *document) markdown(w io.Writer) {
	fmt.Fprintf(w, "# %s\n", inMarkdown.Replace(d.Title))
	markdownNotes(w, d.Notes)
	for _, s := range d.Tables {
		fmt.Fprintf(w, "\n## %s\n", inMarkdown.Replace(s.Title))
		markdownNotes(w, s.Notes)
		row := func(cells []string) {
			fmt.Fprintln(w, "| "+strings.Join(cells, " | ")+" |")
		}
		var names, rules []string
		for _, c := range s.Head {
			rule := "---"
			if c.Number {
				rule = "---:"
			}
			names, rules = append(names, c.Name), append(rules, rule)
		}
		fmt.Fprintln(w)
		row(names)
		row(rules)
		for _, cells := range s.Rows {
			escaped := make([]string, len(cells))
			for i, c := range cells {
				escaped[i] = inMarkdown.Replace(c)
			}
			row(escaped)
		}
	}
}

func markdownNotes(w io.Writer, notes []string) {
	if len(notes) > 0 {
		fmt.Fprintln(w)
	}
	for _, n := range notes {
		fmt.Fprintf(w, "- %s\n", inMarkdown.Replace(n))
	}
}

package main

import (
	_ "embed"
	"html/template"
	"io"
)

//go:embed sheet.html
var sheetText string

// html writes the document as one page that needs nothing else: it can be sent, and
// printed, as it is.
func (d *document) html(w io.Writer) error {
	t, err := template.New("sheet").Parse(sheetText)
	if err != nil {
		return err
	}
	return t.Execute(w, d)
}

// Class is how the page sets the cells of the column.
func (c column) Class() string {
	switch {
	case c.Number:
		return "n"
	case c.width >= 40:
		return "wide"
	case c.width >= 16:
		return "middle"
	}
	return ""
}

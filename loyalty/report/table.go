package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Table is a part of the report as rows of text. Days are written as 2006-01-02,
// money in yuan with two decimals, numbers with six significant digits. An unknown
// value is an empty cell.
type Table struct {
	Name   string // for a file, without an ending: "cohorts"
	Header []string
	Rows   [][]string
}

// WriteCSV writes the table as CSV in UTF-8, a header and a line for each row.
func (t Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(t.Header); err != nil {
		return err
	}
	return out.WriteAll(t.Rows)
}

// Tables are the whole report, in its order; an empty part is a table without rows.
func (r *Report) Tables() []Table {
	return []Table{
		r.measures(), r.cohorts(), r.cells(), r.segments(), r.tiers(), r.types(), r.causes(), r.survey(),
		r.models(), r.tracking(), r.deciles(), r.bins(), r.moves("segment-moves", r.Moves.Segments), r.moves("type-moves", r.Moves.Types), r.customers(),
	}
}

// row makes cells of values.
func row(values ...any) []string {
	cells := make([]string, 0, len(values))
	for _, v := range values {
		switch v := v.(type) {
		case string:
			cells = append(cells, v)
		case int:
			cells = append(cells, strconv.Itoa(v))
		case bool:
			cells = append(cells, strconv.FormatBool(v))
		case float64:
			cells = append(cells, number(v))
		case tiexin.Money:
			cells = append(cells, v.Decimal())
		case loyalty.Measure:
			cells = append(cells, measure(v)...)
		case loyalty.Flag:
			cells = append(cells, string(v))
		case []loyalty.Flag:
			cells = append(cells, flags(v))
		}
	}
	return cells
}

// number is a number to six significant digits.
func number(v float64) string {
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

func flags(list []loyalty.Flag) string {
	words := make([]string, len(list))
	for i, f := range list {
		words[i] = string(f)
	}
	return strings.Join(words, " ")
}

// measure is a measure in its five columns.
func measure(m loyalty.Measure) []string {
	cells := []string{"", "", "", strconv.Itoa(m.Base), string(m.Why)}
	if m.OK {
		cells[0] = number(m.Value)
	}
	if m.OK && m.Level > 0 {
		cells[1], cells[2] = number(m.Lo), number(m.Hi)
	}
	return cells
}

// ofMeasure are the columns of a measure.
func ofMeasure(name string) []string {
	return []string{name, name + "_lo", name + "_hi", name + "_base", name + "_why"}
}

// header joins columns; a name that begins with * is that of a measure.
func header(names ...string) []string {
	var all []string
	for _, name := range names {
		if m, ok := strings.CutPrefix(name, "*"); ok {
			all = append(all, ofMeasure(m)...)
		} else {
			all = append(all, name)
		}
	}
	return all
}

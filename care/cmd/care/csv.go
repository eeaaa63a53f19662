package main

import (
	"encoding/csv"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
)

var csvColumns = []string{
	"at", "shop", "customer", "subject", "flow", "rule", "step", "verdict", "reason", "by", "until", "via", "parts", "cost", "text",
	"merged", "closed",
}

// csvIDs are the columns of ids.
var csvIDs = []string{"shop", "customer", "subject", "merged"}

const byteOrderMark = "\ufeff"

// writeCSV writes outcomes as a table of values: for a spreadsheet, if it is a sheet.
func writeCSV(w io.Writer, outcomes iter.Seq[care.Outcome], sheet bool) error {
	if sheet {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return err
		}
	}
	out := csv.NewWriter(w)
	err := out.Write(csvColumns)
	for o := range outcomes {
		if err != nil {
			return err
		}
		row := []string{
			o.At.Format(time.DateTime), o.Shop, o.Customer, o.Subject, o.Flow, o.Rule, number(int(o.Step)), o.Verdict.String(), o.Reason.String(), o.By,
			"", "", "", "", "", "", closedWays(&o),
		}
		if !o.Until.IsZero() {
			row[10] = o.Until.Format(time.DateTime)
		}
		if o.Said != nil && o.Said.Via != channel.None {
			row[11] = o.Said.Via.String()
		}
		if o.Said != nil {
			row[12], row[14], row[15] = number(o.Said.Parts), o.Said.Text, strings.Join(o.Said.Merged, "; ")
		}
		if o.Move != nil {
			row[14] = o.Move.String()
		}
		if o.Bill != nil {
			row[11], row[14] = o.Bill.Via.String(), o.Bill.String()
		}
		if o.Said != nil && o.Said.Cost != 0 {
			cost, _ := o.Said.Cost.MarshalText() // it never fails
			row[13] = string(cost)
		}
		for i, name := range csvColumns {
			row[i] = cellOf(row[i], name == "text", sheet && slices.Contains(csvIDs, name))
		}
		err = out.Write(row)
	}
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return err
}

// closedWays are the channels that were closed, each with its reason; those after
// the one taken did not matter.
func closedWays(o *care.Outcome) string {
	var closed []string
	for _, w := range o.Ways {
		if o.Said != nil && w.Kind == o.Said.Via {
			break
		}
		if w.Closed != channel.Open {
			closed = append(closed, w.String())
		}
	}
	return strings.Join(closed, "; ")
}

// cellOf is a cell that a spreadsheet shows as it is. It keeps a spreadsheet from
// computing what a customer wrote, and from rounding an id. Only a text has lines.
func cellOf(cell string, lines, id bool) string {
	if lines {
		cell = strings.ReplaceAll(cell, "\r\n", "\n")
	} else {
		cell = source.OneLine(cell)
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(cell, unicode.IsSpace))
	begins, _ := utf8.DecodeRuneInString(cell)
	if strings.ContainsRune("=+-@＝＋－＠", first) || unicode.IsSpace(begins) || id && unicode.IsDigit(begins) {
		return "'" + cell
	}
	return cell
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

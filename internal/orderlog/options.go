package orderlog

import (
	"flag"
	"fmt"
	"strings"
)

// Options say what a file alone does not. The zero Options tells everything from the
// file.
type Options struct {
	Columns  map[Field]string // what the file calls a field; default: a usual name
	Dates    Dates            // default: told from the file
	Skip     Skip             // default: nothing is left out
	Currency string           // default: ¥, or $ where the column of the amount says dollars
}

// Skip says which rows are left out, counted, and said so.
type Skip struct {
	NoCustomer bool // rows that do not say who bought
	NoOrder    bool // cancellations of orders that are not in the file
}

// ParseSkip reads "no-customer,no-order".
func ParseSkip(text string) (Skip, error) {
	var s Skip
	for word := range strings.SplitSeq(text, ",") {
		switch strings.TrimSpace(word) {
		case "":
		case "no-customer":
			s.NoCustomer = true
		case "no-order":
			s.NoOrder = true
		default:
			return s, fmt.Errorf("unknown kind of rows %q; say no-customer, no-order or both with a comma", word)
		}
	}
	return s, nil
}

// AddFlags gives a command the flags -columns, -date, -skip and -currency.
func (o *Options) AddFlags(flags *flag.FlagSet) {
	flags.Func("columns", "列名对应，如 customer=CustomerID,amount=Sum；字段："+keys()+"\nwhat the file calls a field: field=column, with commas; a field without a column is not read", func(text string) error {
		named, err := ParseColumns(text)
		if o.Columns == nil {
			o.Columns = map[Field]string{}
		}
		for f, name := range named {
			o.Columns[f] = name
		}
		return err
	})
	flags.Func("date", "日期写法：mdy、dmy、unix、unix-ms，或 \"DD.MM.YYYY hh:mm\"\nhow the file writes its days: mdy, dmy, unix, unix-ms or a pattern (default: told from the file)", func(text string) (err error) {
		o.Dates, err = ParseDates(text)
		return err
	})
	flags.Func("skip", "不读哪些行：no-customer（没有顾客）、no-order（取消行找不到原订单）\nrows to leave out: no-customer, no-order (cancellations whose order is not in the file)", func(text string) (err error) {
		o.Skip, err = ParseSkip(text)
		return err
	})
	flags.StringVar(&o.Currency, "currency", "", "货币符号，如 £\nsign of the money (default: ¥)")
}

func (o Options) currency(column string) string {
	switch {
	case o.Currency != "":
		return o.Currency
	case strings.Contains(strings.ToLower(column), "dollar"):
		return "$"
	}
	return "¥"
}

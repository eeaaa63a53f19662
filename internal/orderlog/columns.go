package orderlog

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Columns are the columns of a file, and which of them says what.
type Columns struct {
	names  []string
	at     [fields]int // the column of a field; -1: there is none
	Unused []string    // columns that say nothing here
}

// Has says whether the file has columns for all of the fields.
func (c *Columns) Has(all ...Field) bool {
	return !slices.ContainsFunc(all, func(f Field) bool { return c.at[f] < 0 })
}

// Missing are those of the fields for which the file has no column.
func (c *Columns) Missing(all ...Field) []Field {
	return slices.DeleteFunc(slices.Clone(all), func(f Field) bool { return c.Has(f) })
}

// Name is what the file calls a field; empty: it has no such column.
func (c *Columns) Name(f Field) string {
	if c.at[f] < 0 {
		return ""
	}
	return c.names[c.at[f]]
}

// cell is what a row says of a field, trimmed; empty where it says nothing.
func (c *Columns) cell(f Field, row []string) string {
	if c.at[f] < 0 {
		return ""
	}
	return strings.TrimSpace(row[c.at[f]])
}

var separators = strings.NewReplacer(" ", "", "_", "", "-", "", ".", "", "\u3000", "")

// plain is a name without its case and its separators: customer_id, CustomerID and
// "Customer ID" are one.
func plain(name string) string {
	return separators.Replace(strings.ToLower(strings.TrimSpace(name)))
}

// columnsOf recognises the columns of a file; those that were named by hand come first.
func columnsOf(header []string, named map[Field]string, of sheet) (Columns, error) {
	c := Columns{names: header}
	plains := make([]string, len(header))
	for i, name := range header {
		plains[i] = plain(name)
	}
	used := make([]bool, len(header))
	take := func(f Field, i int) {
		c.at[f], used[i] = i, true
	}
	var problems []string
	for f := range fields {
		c.at[f] = -1
		if name := named[f]; name != "" {
			if i := find(header, plains, name); i >= 0 {
				take(f, i)
			} else {
				problems = append(problems, fmt.Sprintf("-columns: the file has no column %q for %s", name, f))
			}
		}
	}
	for f := range fields {
		if _, byHand := named[f]; byHand {
			continue
		}
		for _, name := range names[f].columns {
			if i := slices.Index(plains, plain(name)); i >= 0 && !used[i] {
				take(f, i)
				break
			}
		}
	}
	problem := c.price(plains, used, named)
	if problem != "" {
		problems = append(problems, problem)
	}
	for i, name := range header {
		if !used[i] {
			c.Unused = append(c.Unused, name)
		}
	}
	problems = append(problems, of.lacks(&c, problem != "")...)
	if problems != nil {
		return c, fmt.Errorf("%s; the columns are: %s", strings.Join(problems, "; "), strings.Join(header, ", "))
	}
	return c, nil
}

// find is the column of that name, letter by letter or else whatever its case.
func find(header, plains []string, name string) int {
	if i := slices.Index(header, name); i >= 0 {
		return i
	}
	return slices.Index(plains, plain(name))
}

// price decides what a column "price" is: what the line cost, as CLVTools has it, or
// what a piece of it cost, as UCI's second log has it. It answers a problem where the
// file does not tell.
func (c *Columns) price(plains []string, used []bool, named map[Field]string) string {
	_, amount := named[Amount]
	_, unit := named[UnitPrice]
	i := slices.Index(plains, "price")
	switch {
	case i < 0 || used[i] || amount || unit || c.Has(Amount) || c.Has(UnitPrice):
		return ""
	case !c.Has(Quantity) || plains[c.at[Quantity]] == "cds":
		c.at[Amount] = i
	case slices.Contains(plains, "stockcode"):
		c.at[UnitPrice] = i
	default:
		used[i] = true
		return fmt.Sprintf("%q may be what a piece cost or what the line cost; say -columns unit_price=%s or -columns amount=%s", c.names[i], c.names[i], c.names[i])
	}
	used[i] = true
	return ""
}

// lacks says which of the needed columns there are not; priced: a column may say for
// how much, once somebody tells what it is.
func (c *Columns) lacks(priced bool) []string {
	var problems []string
	lack := func(what string, f Field) {
		usual := f.Usual()
		problems = append(problems, fmt.Sprintf("no column says %s; name it %s or %s, or say -columns %s=NAME", what, usual.English, usual.Chinese, f))
	}
	if !c.Has(Customer) {
		lack("who bought", Customer)
	}
	if !c.Has(Ordered) && !c.Has(Paid) && !c.Has(Date) {
		lack("when", Date)
	}
	switch {
	case c.Has(Amount) || priced:
	case c.Has(UnitPrice) && !c.Has(Quantity):
		problems = append(problems, fmt.Sprintf("%q is the price of a piece, but no column says how many; say -columns quantity=NAME, or -columns amount=%s if it is the price of the line", c.Name(UnitPrice), c.Name(UnitPrice)))
	case !c.Has(UnitPrice):
		lack("for how much", Amount)
	}
	return problems
}

// ParseColumns reads "customer=Kunde,date=Datum": a field, and what the file calls it.
// A field without a name is not read. The words of the fields are those of
// [Field.String].
func ParseColumns(text string) (map[Field]string, error) {
	named := map[Field]string{}
	var problems []error
	for pair := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		key, name, ok := strings.Cut(pair, "=")
		key, name = strings.TrimSpace(key), strings.TrimSpace(name)
		f, known := fieldCalled(key)
		switch {
		case !ok:
			problems = append(problems, fmt.Errorf("%q names no column; write field=column, such as customer=CustomerID", pair))
		case !known:
			problems = append(problems, fmt.Errorf("unknown field %q; the fields are %s", key, keys()))
		default:
			named[f] = name
		}
	}
	return named, errors.Join(problems...)
}

package orderlog

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Log is an order log as it was read.
type Log struct {
	Name     string // of the file, without its folder
	Columns  Columns
	Rows     int            // below the names of the columns
	Orders   []*Order       // as the file has them
	Currency string         // the sign of the money: ¥ unless a column or Options say otherwise
	Notes    []loyalty.Text // what was understood of the file, in sentences

	path   string // as it was given, for errors
	dates  Dates
	orders map[string]*Order
	faults faults
	counts counts
}

// An Order is what a log says of one; zero fields are not known, or have not happened.
type Order struct {
	Row                       int // line of the file
	ID, Customer, Source      string
	Placed, Paid, Closed      time.Time // Placed is always known; without Paid nothing was bought
	Reminded                  time.Time
	Carrier, Province         string
	Shipped, Signed, Returned time.Time
	Rating                    float64
	Complained, Settled       time.Time
	OptOut                    bool
	Points                    int64
	Lines                     []Line
	earliest, latest          time.Time // of its rows
}

// A Line is one good of an order, or all of it where the log does not say.
type Line struct {
	Row                  int
	Item, Code, Category string
	Pieces               int
	Lasts                float64 // days that a piece is enough for
	Amount, List         tiexin.Money
	Refunds              []Refund
}

// A Refund pays back a part of a line.
type Refund struct {
	Row    int
	Amount tiexin.Money
	At     time.Time
	Why    string
}

// Refunded is what was paid back of the line in all.
func (l *Line) Refunded() tiexin.Money {
	sum := tiexin.Money(0)
	for _, r := range l.Refunds {
		sum += r.Amount
	}
	return sum
}

// Whole says that all of the line was paid back.
func (l *Line) Whole() bool { return len(l.Refunds) > 0 && l.Refunded() == l.Amount }

// ByteOrderMark begins a CSV file that spreadsheet programs take for UTF-8.
const ByteOrderMark = "\ufeff"

// ReadFile reads a log. Everything that is wrong with it is one error.
func ReadFile(name string, o Options) (*Log, error) {
	in, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return Read(name, in, o)
}

// Open opens a file to read it. A folder, a device or a pipe that was not given as the
// standard input is refused before it is opened: it may have no end.
func Open(name string) (*os.File, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular() && filepath.Clean(name) != "/dev/stdin":
		return nil, fmt.Errorf("%s: it is a folder, a device or a pipe; name a file", name)
	}
	return os.Open(name)
}

// largest is how large a log may be, in bytes: millions of orders.
const largest = 1 << 30

// Read is the same of a stream; errors call it name.
func Read(name string, in io.Reader, o Options) (*Log, error) {
	return readUpTo(largest, name, in, o)
}

func readUpTo(most int64, name string, in io.Reader, o Options) (*Log, error) {
	data, err := whole(most, name, in)
	if err != nil {
		return nil, err
	}
	return read(name, data, o)
}

func whole(most int64, name string, in io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, most+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case int64(len(data)) > most:
		return nil, fmt.Errorf("%s: longer than %d bytes; divide it", name, most)
	}
	return data, nil
}

// A sheet is what a file is a table of.
type sheet struct {
	one     string // a row of it
	columns string // as its first line may be
	lacks   func(c *Columns, priced bool) []string
}

var orderSheet = sheet{"order", "customer_id,date,amount", (*Columns).lacks}

func read(name string, data []byte, o Options) (*Log, error) {
	rows, err := table(name, data, orderSheet)
	if err != nil {
		return nil, err
	}
	l := &Log{Name: filepath.Base(name), path: name, Rows: len(rows) - 1, orders: map[string]*Order{}, counts: counts{apart: map[string]bool{}}}
	if l.Columns, err = columnsOf(rows[0].cells, o.Columns, orderSheet); err != nil {
		return nil, fmt.Errorf("%s:1: %w", name, err)
	}
	rows = l.even(rows[1:])
	l.Currency = o.currency(l.Columns.Name(Amount))
	l.findDates(rows, o.Dates)
	var cancelled []cancellation
	for _, one := range rows {
		r := l.row(one, o.Skip)
		switch {
		case r.bad || r.left:
		case r.cancels:
			cancelled = append(cancelled, cancellation{r.order, r.line})
		default:
			l.join(r.order, r.line)
		}
	}
	if l.faults.leaveOthersWhole() {
		l.cancel(cancelled, o.Skip)
		l.check()
	}
	if err := l.faults.err(name); err != nil {
		return nil, err
	}
	if len(l.Orders) == 0 {
		return nil, fmt.Errorf("%s: no orders below the names of the columns", name)
	}
	l.note(o)
	return l, nil
}

// A tableRow is one row of the file.
type tableRow struct {
	line  int
	cells []string
}

// table is the file as cells, the names of the columns first; blank rows are none.
func table(name string, data []byte, of sheet) ([]tableRow, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, fmt.Errorf("%s: this is a workbook; save its sheet as \"CSV UTF-8\"", name)
	}
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("%s: not in UTF-8; save the table as \"CSV UTF-8\"", name)
	}
	data = bytes.TrimPrefix(data, []byte(ByteOrderMark))
	in := csv.NewReader(bytes.NewReader(data))
	in.Comma = separator(data)
	in.FieldsPerRecord = -1
	var rows []tableRow
	for {
		cells, err := in.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF) && len(rows) == 0:
			return nil, fmt.Errorf("%s: empty; its first line names the columns: %s", name, of.columns)
		case errors.Is(err, io.EOF) && len(rows) == 1:
			return nil, fmt.Errorf("%s: no %ss below the names of the columns", name, of.one)
		case errors.Is(err, io.EOF):
			return rows, nil
		case errors.As(err, &broken): // what the quote swallowed is not known
			return nil, fmt.Errorf("%s:%d: %w; put quotes around the whole cell and double those inside", name, broken.Line, broken.Err)
		case err != nil:
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			continue
		}
		line, _ := in.FieldPos(0)
		rows = append(rows, tableRow{line, cells})
	}
}

// separator is what stands between the names of the columns.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	for _, r := range ",\t;" {
		if bytes.ContainsRune(first, r) {
			return r
		}
	}
	return ','
}

// even drops the rows that have more or fewer cells than there are columns.
func (l *Log) even(rows []tableRow) []tableRow {
	kept := rows[:0]
	for _, r := range rows {
		if len(r.cells) == len(l.Columns.names) {
			kept = append(kept, r)
			continue
		}
		l.faults = append(l.faults, fault{line: r.line, problem: fmt.Sprintf("has %d cells; the first line names %d columns", len(r.cells), len(l.Columns.names))})
	}
	return kept
}

// times are the fields that say when.
var times = []Field{Ordered, Paid, Date, Closed, Reminded, Shipped, Signed, Returned, Complained, Settled, RefundedAt}

// findDates finds out how the file writes its days.
func (l *Log) findDates(rows []tableRow, said Dates) {
	l.dates = said
	if said != "" {
		return
	}
	type place struct {
		line int
		f    Field
		text string
	}
	var found [open + 1]*place // the first of each kind
	for _, r := range rows {
		for _, f := range times {
			cell := l.Columns.cell(f, r.cells)
			if kind := tell(cell); found[kind] == nil {
				found[kind] = &place{r.line, f, cell}
			}
		}
	}
	month, day := found[tellsMonth], found[tellsDay]
	switch {
	case month != nil && day != nil:
		first, other := month, day
		if day.line < month.line {
			first, other = day, month
		}
		l.wrong(other.line, other.f, fmt.Errorf("%q and %q in line %d cannot both be days: one has the month first, the other the day; write them one way, or say -date mdy or -date dmy to see which lines do not fit", other.text, first.text, first.line))
		l.dates = undecided
	case month != nil:
		l.dates, l.counts.toldBy, l.counts.toldIn = MonthFirst, month.text, month.line
	case day != nil:
		l.dates, l.counts.toldBy, l.counts.toldIn = DayFirst, day.text, day.line
	case found[open] != nil:
		l.wrong(found[open].line, found[open].f, errors.New(asked(found[open].text)))
		l.dates = undecided
	case found[either] != nil:
		l.dates = MonthFirst // day first would be the same
	}
}

// undecided is the way of days about which there is a fault already: it takes any
// order, so that the other faults of the file are found too.
const undecided Dates = "undecided"

func (l *Log) wrong(line int, f Field, err error) {
	at := l.Columns.at[f]
	l.faults = append(l.faults, fault{line: line, column: at + 1, name: l.Columns.names[at], problem: err.Error()})
}

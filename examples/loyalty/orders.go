package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

const byteOrderMark = "\ufeff"

// An orderFile is an order log with where it is from.
type orderFile struct {
	loyalty.Log
	name   string
	header header
	lines  []int // in which line of the file a purchase stands
	back   []int // the same of a refund
	faults faults
	seen   map[string]int // lines of an order so far
}

// readOrders reads an order log. All that is wrong with it is told at once, by line
// and column.
func readOrders(name string) (*orderFile, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	f := &orderFile{name: name, seen: map[string]int{}}
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("%s: not in UTF-8; save the table as \"CSV UTF-8\"", name)
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	in := csv.NewReader(bytes.NewReader(data))
	in.Comma = separator(data)
	in.FieldsPerRecord = -1
	in.ReuseRecord = true
	names, err := in.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%s: empty; its first line names the columns: customer_id,date,amount", name)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if f.header, err = headerOf(append([]string(nil), names...)); err != nil {
		return nil, fmt.Errorf("%s:1: %w", name, err)
	}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			f.fault(broken.Line, "", "%v; put quotes around the whole cell and double those inside", broken.Err)
			return nil, f.faults.err(name) // what the quote swallowed is not known
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := in.FieldPos(0)
		f.read(line, cells)
	}
	if len(f.faults) == 0 {
		f.check()
	}
	if len(f.Purchases) == 0 && len(f.faults) == 0 {
		return nil, fmt.Errorf("%s: no order below the names of the columns", name)
	}
	return f, f.faults.err(name)
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

// read makes a purchase of a line, and a refund where there is one.
func (f *orderFile) read(line int, cells []string) {
	p := loyalty.Purchase{
		Customer: f.header.cell(customer, cells), Order: f.header.cell(order, cells), Category: f.header.cell(category, cells),
		At: f.time(line, paidAt, cells), Amount: f.money(line, amount, cells),
	}
	if p.Customer == "" {
		f.wrong(line, customer, "is empty; every order has a customer")
	}
	if f.header.cell(amount, cells) == "" {
		f.wrong(line, amount, "is empty; write 0 for a gift")
	}
	if f.header.cell(paidAt, cells) == "" {
		f.wrong(line, paidAt, "is empty; an order without a day cannot be counted")
	}
	switch {
	case f.header.cell(list, cells) != "":
		p.List = f.money(line, list, cells)
	case f.header.cell(discount, cells) != "":
		p.List = p.Amount + f.money(line, discount, cells)
	}
	if text := f.header.cell(quantity, cells); text != "" {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n < 0 || n > 1e6 || n != math.Trunc(n) {
			f.wrong(line, quantity, "is %q; it counts pieces: 1, 2, 3", text)
		}
		p.Units = int(n)
	}
	back := f.money(line, refund, cells)
	if p.Order == "" && back > 0 {
		p.Order = fmt.Sprintf("line %d", line)
	}
	if p.Order != "" {
		// An order that comes again is a further line of it.
		if f.seen[p.Order]++; f.seen[p.Order] > 1 {
			p.Line = strconv.Itoa(f.seen[p.Order])
		}
	}
	f.Purchases, f.lines = append(f.Purchases, p), append(f.lines, line)
	if back == 0 {
		return
	}
	r := loyalty.Refund{Order: p.Order, Line: p.Line, At: p.At, Amount: back, Whole: back == p.Amount}
	if f.header.cell(refundedAt, cells) != "" {
		r.At = f.time(line, refundedAt, cells)
	}
	f.Refunds, f.back = append(f.Refunds, r), append(f.back, line)
}

func (f *orderFile) time(line int, what field, cells []string) time.Time {
	text := f.header.cell(what, cells)
	if text == "" {
		return time.Time{}
	}
	t, err := parseTime(text)
	if err != nil {
		f.wrong(line, what, "is %v", err)
	}
	return t
}

func (f *orderFile) money(line int, what field, cells []string) tiexin.Money {
	text := f.header.cell(what, cells)
	if text == "" {
		return 0
	}
	m, err := parseMoney(text)
	switch {
	case err != nil:
		f.wrong(line, what, "is %v", err)
	case m < 0:
		f.wrong(line, what, "is %s; what was paid back goes into a column refund beside its order", text)
	}
	return m
}

// check finds what only all lines together show.
func (f *orderFile) check() {
	for _, fault := range f.Check() {
		line := 0
		if fault.Table == "" {
			line = f.lines[fault.Row]
		} else {
			line = f.back[fault.Row]
		}
		f.fault(line, "", "%s", fault.Problem)
	}
}

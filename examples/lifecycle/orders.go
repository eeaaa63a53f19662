package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// An order is what a log says of one; zero fields are not known, or have not happened.
type order struct {
	row                    int // line of the file
	id, customer, source   string
	placed, paid, closed   time.Time
	reminded               time.Time
	carrier, province      string
	shipped, signed, ended time.Time
	rating                 float64
	complained, settled    time.Time
	refuses                bool
	points                 int64
	lines                  []line
}

// A line is one good of an order, or all of it where the log does not say.
type line struct {
	row            int
	item, category string
	pieces         int
	lasts          float64 // days that a piece is enough for
	amount, list   tiexin.Money
	back           tiexin.Money
	backAt         time.Time
	backWhy        string
}

// A history is an order log as it was read.
type history struct {
	name   string
	header header
	rows   int
	orders []*order
	byID   map[string]*order
	faults faults
}

const byteOrderMark = "\ufeff"

// readHistory reads a log. Every fault of it is named in one error, by line and column.
func readHistory(name string, in io.Reader) (*history, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	names, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: the file is empty; its first line names the columns", name)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	names[0] = strings.TrimPrefix(names[0], byteOrderMark)
	h := &history{name: name, byID: map[string]*order{}}
	if h.header, err = headerOf(names); err != nil {
		return nil, fmt.Errorf("%s:1: %w", name, err)
	}
	r.ReuseRecord = true
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			continue
		}
		row, _ := r.FieldPos(0)
		h.rows++
		h.read(row, cells)
	}
	if h.rows == 0 {
		return nil, fmt.Errorf("%s: there is no order in it, only the names of columns", name)
	}
	return h, h.faults.err(name)
}

// A rowReader reads the cells of one line and notes what is wrong with them.
type rowReader struct {
	h     *history
	row   int
	cells []string
}

func (r rowReader) wrong(f field, err error) {
	at := r.h.header.at[f]
	r.h.faults = append(r.h.faults, fault{r.row, at + 1, r.h.header.names[at], err.Error()})
}

func (r rowReader) text(f field) string { return r.h.header.cell(f, r.cells) }

func read[T any](r rowReader, f field, parse func(string) (T, error)) T {
	var zero T
	text := r.text(f)
	if text == "" {
		return zero
	}
	v, err := parse(text)
	if err != nil {
		r.wrong(f, err)
		return zero
	}
	return v
}

func (r rowReader) time(f field) time.Time     { return read(r, f, parseTime) }
func (r rowReader) money(f field) tiexin.Money { return read(r, f, parseMoney) }
func (r rowReader) number(f field, least, most float64) float64 {
	return read(r, f, func(text string) (float64, error) { return parseNumber(text, least, most) })
}

// read takes in one line.
func (h *history) read(row int, cells []string) {
	if len(cells) != len(h.header.names) {
		h.faults = append(h.faults, fault{line: row, problem: fmt.Sprintf("has %d cells; the first line names %d columns", len(cells), len(h.header.names))})
		return
	}
	r := rowReader{h, row, cells}
	before := len(h.faults)
	o := r.order()
	l := r.line()
	if len(h.faults) > before {
		return
	}
	if o.placed.IsZero() {
		o.placed = o.paid
	}
	if o.id != "" {
		if first, ok := h.byID[o.id]; ok {
			h.join(first, o, l)
			return
		}
		h.byID[o.id] = o
	}
	o.lines = append(o.lines, l)
	h.orders = append(h.orders, o)
}

// join adds a further line to an order.
func (h *history) join(first, again *order, l line) {
	if first.customer != again.customer {
		h.faults = append(h.faults, fault{
			again.row, h.header.at[customer] + 1, h.header.names[h.header.at[customer]],
			fmt.Sprintf("order %s is of %q here and of %q in line %d; an order has one customer", again.id, again.customer, first.customer, first.row),
		})
		return
	}
	if !first.paid.Equal(again.paid) {
		h.faults = append(h.faults, fault{
			line:    again.row,
			problem: fmt.Sprintf("order %s has another time of payment than in line %d; lines of one order share it", again.id, first.row),
		})
		return
	}
	first.lines = append(first.lines, l)
	first.points += again.points
}

func (r rowReader) order() *order {
	o := &order{
		row: r.row, id: r.text(orderID), customer: r.text(customer), source: r.text(source),
		placed: r.time(createdAt), paid: r.time(paidAt), closed: r.time(closedAt), reminded: r.time(remindedAt),
		carrier: r.text(carrier), province: r.text(province),
		shipped: r.time(shippedAt), signed: r.time(signedAt), ended: r.time(endedAt),
		rating: r.number(rating, 1, 5), complained: r.time(complainedAt), settled: r.time(settledAt),
		refuses: read(r, refuses, parseYes), points: int64(r.number(points, 0, 1e9)),
	}
	if o.customer == "" {
		r.wrong(customer, errors.New("is empty; say who bought"))
	}
	at := r.time(anyTime)
	if o.placed.IsZero() {
		o.placed = at
	}
	if !r.h.header.has(paidAt) && !neverPaid(r.text(status)) {
		o.paid = o.placed // what is in the log was bought
	}
	r.inOrder(o)
	return o
}

// inOrder finds times that cannot follow each other.
func (r rowReader) inOrder(o *order) {
	if o.placed.IsZero() && o.paid.IsZero() {
		f := anyTime
		for _, other := range []field{paidAt, createdAt} {
			if r.h.header.has(other) {
				f = other
			}
		}
		if r.text(f) == "" {
			r.wrong(f, errors.New("is empty; say when"))
		}
		return
	}
	for _, pair := range []struct {
		late, early field
		a, b        time.Time
	}{
		{paidAt, createdAt, o.paid, o.placed},
		{closedAt, createdAt, o.closed, o.placed},
		{remindedAt, createdAt, o.reminded, o.placed},
		{signedAt, shippedAt, o.signed, o.shipped},
		{endedAt, shippedAt, o.ended, o.shipped},
		{settledAt, complainedAt, o.settled, o.complained},
	} {
		if pair.a.IsZero() || !r.h.header.has(pair.late) {
			continue
		}
		switch {
		case pair.b.IsZero() && pair.early == shippedAt:
			r.wrong(pair.late, errors.New("comes without 发货时间 (shipped_at); say when the parcel left"))
		case pair.a.Before(pair.b):
			r.wrong(pair.late, fmt.Errorf("%s lies before %s, %s", pair.a.Format(time.DateTime), columns[pair.early][0], pair.b.Format(time.DateTime)))
		}
	}
}

// neverPaid says whether a status is that of an order that was not paid.
func neverPaid(status string) bool {
	for _, word := range []string{"关闭", "取消", "未付款", "待付款", "等待买家付款", "closed", "cancel", "unpaid", "pending"} {
		if strings.Contains(strings.ToLower(status), word) {
			return true
		}
	}
	return false
}

func (r rowReader) line() line {
	l := line{
		row: r.row, item: r.text(item), category: r.text(category),
		pieces: int(r.number(pieces, 0, 100_000)), lasts: r.number(lasts, 0, 3650),
		amount: r.money(amount), list: r.money(list), back: r.money(refund), backAt: r.time(refundedAt), backWhy: r.text(refundWhy),
	}
	switch {
	case r.text(amount) == "":
		r.wrong(amount, errors.New("is empty; say for how much"))
	case l.back > l.amount:
		r.wrong(refund, fmt.Errorf("%s is more than the %s that were paid", l.back, l.amount))
	case r.h.header.has(list) && l.list > 0 && l.list < l.amount:
		r.wrong(list, fmt.Errorf("%s is less than the %s that were paid", l.list, l.amount))
	}
	return l
}

package orderlog

import (
	"fmt"
	"io"
	"time"
)

// A Parcel is a row of a table of parcels (包裹表) that says when it left; zero fields are
// not known, or have not happened.
type Parcel struct {
	Row                       int // line of the file
	Carrier, Province         string
	Shipped, Signed, Returned time.Time
}

var parcelSheet = sheet{"parcel", "carrier,province,shipped_at,signed_at", func(c *Columns, _ bool) []string {
	var problems []string
	for _, f := range c.Missing(Carrier, Province, Shipped, Signed) {
		usual := f.Usual()
		problems = append(problems, fmt.Sprintf("no column says the %s; name it %s or %s, or say --parcel-columns %s=NAME", f.Title().English, usual.English, usual.Chinese, f))
	}
	return problems
}}

// ReadParcels reads a table of parcels: one row each, with carrier, province, when it
// left, when it arrived and, where there is a column, when it turned back. Rows of what
// has not left are none. Everything that is wrong with it is one error, which calls the
// file name.
func ReadParcels(name string, in io.Reader, o Options) ([]Parcel, error) {
	data, err := whole(largest, name, in)
	if err != nil {
		return nil, err
	}
	rows, err := table(name, data, parcelSheet)
	if err != nil {
		return nil, err
	}
	l := &Log{path: name}
	if l.Columns, err = columnsOf(rows[0].cells, o.Columns, parcelSheet); err != nil {
		return nil, fmt.Errorf("%s:1: %w", name, err)
	}
	rows = l.even(rows[1:])
	l.findDates(rows, o.Dates)
	var parcels []Parcel
	for _, one := range rows {
		r := &row{log: l, place: one}
		o := &Order{Placed: unasked, Shipped: r.time(Shipped), Signed: r.time(Signed), Returned: r.time(Returned)}
		if !r.bad {
			r.follow(o)
		}
		if !r.bad && !o.Shipped.IsZero() {
			parcels = append(parcels, Parcel{one.line, r.text(Carrier), r.text(Province), o.Shipped, o.Signed, o.Returned})
		}
	}
	return parcels, l.faults.err(name)
}

// unasked is the time of an order of which nothing is said here.
var unasked = time.Unix(0, 0)

package orderlog

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A row is one row of the file, read.
type row struct {
	log   *Log
	place tableRow
	order *Order
	line  Line

	bad     bool // something is wrong with it, and has been said
	left    bool // it is left out
	cancels bool // it takes back what an order before it brought
}

// row reads one row and notes what is wrong with its cells.
func (l *Log) row(place tableRow, skip Skip) *row {
	r := &row{log: l, place: place}
	if r.text(Customer) == "" {
		if skip.NoCustomer {
			l.counts.noCustomer++
			r.left = true
			return r
		}
		l.faults = append(l.faults, fault{
			line: place.line, column: l.Columns.at[Customer] + 1, name: l.Columns.Name(Customer),
			problem: "is empty; say who bought, or leave such rows out with -skip no-customer",
			kind:    "rows without a customer; -skip no-customer leaves them out",
		})
		r.bad = true
	}
	r.order = r.readOrder()
	r.line = r.readLine()
	return r
}

func (r *row) text(f Field) string { return r.log.Columns.cell(f, r.place.cells) }

func (r *row) wrong(f Field, err error) {
	r.log.wrong(r.place.line, f, err)
	r.bad = true
}

// value reads a cell; one that is empty has no value.
func value[T any](r *row, f Field, parse func(string) (T, error)) T {
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

func (r *row) time(f Field) time.Time {
	return value(r, f, func(text string) (time.Time, error) {
		if r.log.dates == undecided && tell(text) != tellsNothing {
			return time.Unix(1e9, 0), nil
		}
		return r.log.dates.parse(text)
	})
}

// positive reads money of which there is no less than none.
func (r *row) positive(f Field) tiexin.Money {
	v := value(r, f, money)
	if v < 0 {
		r.wrong(f, fmt.Errorf("%q is negative; write it without the sign", r.text(f)))
		return 0
	}
	return fen(v)
}

func fen(yuan float64) tiexin.Money { return tiexin.Money(math.Round(100 * yuan)) }

func (r *row) number(f Field, least, most float64) float64 {
	return value(r, f, func(text string) (float64, error) { return number(text, least, most) })
}

func (r *row) readOrder() *Order {
	o := &Order{
		Row: r.place.line, ID: r.text(OrderID), Customer: r.text(Customer), Source: r.text(Source),
		Placed: r.time(Ordered), Paid: r.time(Paid), Closed: r.time(Closed), Reminded: r.time(Reminded),
		Carrier: r.text(Carrier), Province: r.text(Province),
		Shipped: r.time(Shipped), Signed: r.time(Signed), Returned: r.time(Returned),
		Rating: r.number(Rating, 1, 5), Complained: r.time(Complained), Settled: r.time(Settled),
		OptOut: value(r, OptOut, yes), Points: int64(r.number(Points, 0, 1e9)),
	}
	day := r.time(Date)
	if o.Placed.IsZero() {
		o.Placed = day
	}
	if !r.log.Columns.Has(Paid) && !unpaid(r.text(Status)) {
		o.Paid = o.Placed // what is in the log was bought
	}
	if !r.bad {
		r.follow(o)
	}
	if o.Placed.IsZero() {
		o.Placed = o.Paid
	}
	o.earliest, o.latest = o.Placed, o.Placed
	return o
}

// follow finds times that cannot follow each other.
func (r *row) follow(o *Order) {
	has := r.log.Columns.Has
	if o.Placed.IsZero() && o.Paid.IsZero() {
		f := Date
		for _, other := range []Field{Paid, Ordered} {
			if has(other) {
				f = other
			}
		}
		r.wrong(f, errors.New("is empty; say when"))
		return
	}
	for _, pair := range []struct {
		late, early Field
		a, b        time.Time
	}{
		{Paid, Ordered, o.Paid, o.Placed},
		{Closed, Ordered, o.Closed, o.Placed},
		{Reminded, Ordered, o.Reminded, o.Placed},
		{Signed, Shipped, o.Signed, o.Shipped},
		{Returned, Shipped, o.Returned, o.Shipped},
		{Settled, Complained, o.Settled, o.Complained},
	} {
		if pair.a.IsZero() || !has(pair.late) {
			continue
		}
		switch {
		case pair.b.IsZero() && pair.early == Shipped:
			r.wrong(pair.late, errors.New("comes without 发货时间 (shipped_at); say when the parcel left"))
		case pair.a.Before(pair.b):
			r.wrong(pair.late, fmt.Errorf("%s lies before %s, %s", pair.a.Format(time.DateTime), pair.early.Usual().English, pair.b.Format(time.DateTime)))
		}
	}
}

// cancelID is the number of a row that cancels: C and a number, as UCI's log has it.
var cancelID = regexp.MustCompile(`^[Cc]\d`)

func (r *row) readLine() Line {
	l := Line{
		Row: r.place.line, Item: r.text(Item), Code: r.text(Code), Category: r.text(Category), Lasts: r.number(Lasts, 0, 3650),
		Pieces: value(r, Quantity, pieces), List: r.positive(List),
	}
	if l.Item == "" {
		l.Item = l.Code
	}
	paid, from := r.paid(l.Pieces)
	if r.bad {
		return l
	}
	if paid < 0 || l.Pieces < 0 {
		r.cancel(&l, paid, from)
		return l
	}
	l.Amount = fen(paid)
	if r.text(List) == "" && r.text(Discount) != "" {
		l.List = l.Amount + r.positive(Discount)
	}
	if l.List > 0 && l.List < l.Amount {
		r.wrong(List, fmt.Errorf("%s is less than the %s that were paid", l.List, l.Amount))
	}
	back := Refund{Row: l.Row, Amount: r.positive(Refunded), At: r.time(RefundedAt), Why: r.text(RefundReason)}
	if back.At.IsZero() {
		back.At = r.order.Paid
	}
	switch {
	case back.Amount > l.Amount:
		r.wrong(Refunded, fmt.Errorf("%s is more than the %s that were paid", back.Amount, l.Amount))
	case back.Amount > 0:
		l.Refunds = []Refund{back}
	}
	return l
}

// paid is what the line brought, in yuan, and the column that says so. It may be
// negative.
func (r *row) paid(pieces int) (float64, Field) {
	if r.log.Columns.Has(Amount) {
		if r.text(Amount) == "" {
			r.wrong(Amount, errors.New("is empty; say for how much, 0 for a gift"))
		}
		return value(r, Amount, money), Amount
	}
	for _, f := range []Field{UnitPrice, Quantity} {
		if r.text(f) == "" {
			r.wrong(f, errors.New("is empty; the price of a piece times the pieces is the amount"))
		}
	}
	v := value(r, UnitPrice, money)
	if v < 0 {
		r.wrong(UnitPrice, fmt.Errorf("%q is negative; a cancellation has a negative number of pieces", r.text(UnitPrice)))
	}
	if math.Abs(v*float64(pieces)) > 1e7 {
		r.wrong(UnitPrice, fmt.Errorf("%q times %d pieces is more than ten million; amounts are in yuan", r.text(UnitPrice), pieces))
	}
	return v * float64(pieces), Quantity
}

// cancel makes the line one that takes back, or says why it cannot be one.
func (r *row) cancel(l *Line, paid float64, from Field) {
	switch {
	case !cancelID.MatchString(r.order.ID) && paid < 0:
		r.wrong(from, fmt.Errorf("%s is negative; what was paid back belongs into a column 退款金额 (refund), or into a row whose order number begins with C", r.text(from)))
	case !cancelID.MatchString(r.order.ID):
		r.wrong(Quantity, fmt.Errorf("%q is negative; pieces that came back belong into a row whose order number begins with C", r.text(Quantity)))
	case paid > 0 || l.Pieces > 0:
		r.wrong(from, fmt.Errorf("a cancellation of %d pieces and of an amount of %g; both are negative, or one is missing", l.Pieces, paid))
	default:
		l.Pieces, l.Amount, r.cancels = -l.Pieces, fen(-paid), true
	}
}

package orderlog

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Purchases are the paid lines of orders and what was paid back of them, as package
// loyalty takes them.
func Purchases(orders []*Order) loyalty.Log {
	log, _, _ := purchases(orders)
	return log
}

// purchases also answers in which line of the file each row of the two tables stands.
func purchases(orders []*Order) (log loyalty.Log, bought, back []int) {
	for _, o := range orders {
		if o.Paid.IsZero() {
			continue
		}
		id := o.ID
		for i := range o.Lines {
			if id == "" && len(o.Lines[i].Refunds) > 0 {
				id = fmt.Sprintf("line %d", o.Row) // a refund has to name its order
			}
		}
		for i := range o.Lines {
			l := &o.Lines[i]
			p := loyalty.Purchase{Customer: o.Customer, Order: id, At: o.Paid, Amount: l.Amount, List: l.List, Units: l.Pieces, Category: l.Category}
			if len(o.Lines) > 1 {
				p.Line = strconv.Itoa(i + 1)
			}
			log.Purchases, bought = append(log.Purchases, p), append(bought, l.Row)
			for j, r := range l.Refunds {
				whole := l.Whole() && j == len(l.Refunds)-1
				log.Refunds = append(log.Refunds, loyalty.Refund{Order: id, Line: p.Line, At: r.At, Amount: r.Amount, Whole: whole})
				back = append(back, r.Row)
			}
		}
	}
	return log, bought, back
}

// check finds what only all rows together show.
func (l *Log) check() {
	log, bought, back := purchases(l.Orders)
	var problems loyalty.Problems
	errors.As(log.Validate(), &problems)
	for _, f := range problems {
		line := 0
		if f.Table == "refunds" {
			line = back[f.Row]
		} else {
			line = bought[f.Row]
		}
		l.faults = append(l.faults, fault{line: line, problem: f.Message})
	}
}

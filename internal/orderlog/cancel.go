package orderlog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
)

// A cancellation is a row that takes back what an order before it brought. It does not
// say which: the number of its own begins with C.
type cancellation struct {
	order *Order
	line  Line
}

// A holding is a line of a customer of which something can still be paid back.
type holding struct {
	order *Order
	line  *Line
}

func (h holding) left() tiexin.Money { return h.line.Amount - h.line.Refunded() }

// cancel makes refunds of cancellations, in the order of time.
func (l *Log) cancel(all []cancellation, skip Skip) {
	if len(all) == 0 {
		return
	}
	held := map[string][]holding{}
	for _, o := range l.Orders {
		if o.Paid.IsZero() {
			continue
		}
		for i := range o.Lines {
			held[o.Customer] = append(held[o.Customer], holding{o, &o.Lines[i]})
		}
	}
	for _, lines := range held { // the latest first
		slices.SortStableFunc(lines, func(a, b holding) int { return cmp.Or(b.order.Paid.Compare(a.order.Paid), b.line.Row-a.line.Row) })
	}
	slices.SortStableFunc(all, func(a, b cancellation) int { return a.order.Placed.Compare(b.order.Placed) })
	for _, c := range all {
		switch {
		case c.payBack(held[c.order.Customer]):
			l.counts.cancelled++
			l.counts.paidBack += c.line.Amount
		case skip.NoOrder:
			l.counts.noOrder++
			l.counts.dropped += c.line.Amount
		default:
			l.faults = append(l.faults, fault{
				line: c.order.Row,
				problem: fmt.Sprintf("cancels %s of customer %s, and no order before it has so much left; if the order is older than the file, -skip no-order leaves the row out",
					c.line.Amount, c.order.Customer),
				kind: "cancellations without an order; -skip no-order leaves them out",
			})
		}
	}
}

// payBack makes refunds of what the customer had bought by then. The order whose number
// the cancellation bears comes first, then lines of the same good and price, then of the
// same good, then any. Among equals, a line that holds just as much comes first, then one
// that holds more, then the latest. It pays back all or nothing.
func (c *cancellation) payBack(held []holding) bool {
	could, left := make([]holding, 0, len(held)), tiexin.Money(0)
	for _, h := range held {
		if !h.order.Paid.After(c.order.Placed) && h.left() > 0 {
			could = append(could, h)
			left += h.left()
		}
	}
	rest := c.line.Amount
	if left < rest {
		return false
	}
	slices.SortStableFunc(could, func(a, b holding) int { return c.distance(a) - c.distance(b) })
	for _, h := range could {
		if rest == 0 {
			break
		}
		part := min(rest, h.left())
		h.line.Refunds = append(h.line.Refunds, Refund{Row: c.order.Row, Amount: part, At: c.order.Placed})
		rest -= part
	}
	return true
}

// distance is how far a line is from what the cancellation takes back; 0 is nearest.
func (c *cancellation) distance(h holding) int {
	far := 0
	if h.order.ID == "" || !strings.EqualFold("c"+h.order.ID, c.order.ID) {
		far += 100
	}
	if !c.sameGood(h.line) {
		far += 10
	} else if !c.samePrice(h.line) {
		far += 5
	}
	switch left := h.left(); {
	case left == c.line.Amount:
	case left > c.line.Amount:
		far++
	default:
		far += 2
	}
	return far
}

func (c *cancellation) sameGood(l *Line) bool {
	if c.line.Code != "" || l.Code != "" {
		return c.line.Code == l.Code
	}
	return c.line.Item == l.Item
}

// samePrice says that a piece of both costs the same, as far as the pieces are known.
func (c *cancellation) samePrice(l *Line) bool {
	return int64(c.line.Amount)*int64(l.Pieces) == int64(l.Amount)*int64(c.line.Pieces)
}

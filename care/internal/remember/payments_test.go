package remember

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// Random shops send totals that are true, and lose some events of orders. Whenever all
// payments since an instant are said to be known, none that the last totals counted is
// missing, through every writing and reading of the memory.
func Test说都知道的_就一单不少(t *testing.T) {
	complete, hidden := 0, 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3))
		c := new(Customer)
		kept := map[string]time.Time{} // that were paid and not paid back
		for i := range r.IntN(4) {     // before anybody told
			kept[fmt.Sprint("old", i)] = morning.AddDate(0, -1-r.IntN(6), 0)
		}
		counted := map[string]time.Time{} // kept, as of the last totals
		now, told := morning, []string{}
		for i := range 1 + r.IntN(90) {
			now = now.Add(time.Duration(1+r.IntN(40*24)) * time.Hour)
			e := tiexin.Event{ID: fmt.Sprint(i), At: now, Customer: tiexin.Customer{ID: "c"}}
			switch id := fmt.Sprint("T", i); {
			case r.IntN(8) == 0: // an order of which nobody tells
				kept[id] = now
				continue
			case len(told) > 0 && r.IntN(6) == 0:
				back := told[r.IntN(len(told))]
				delete(kept, back)
				e.Type, e.Order, e.Refund = tiexin.EventOrderRefunded, &tiexin.Order{ID: back, Amount: 10_00}, &tiexin.Refund{ID: "R", Full: true}
			default:
				kept[id] = now
				told = append(told, id)
				e.Type, e.Order = tiexin.EventOrderPaid, &tiexin.Order{ID: id, Amount: 10_00}
			}
			if r.IntN(3) == 0 && len(kept) > 0 {
				e.Customer.PaidOrders, e.Customer.Spent = len(kept), tiexin.Money(len(kept)*10_00)
				clear(counted)
				for id, at := range kept {
					counted[id] = at
				}
			}
			c.Hear(&e, "")
			if r.IntN(2) == 0 {
				read, err := Decode(c.Encode())
				require.NoError(t, err)
				c = read
			}
			known := map[string]bool{}
			for _, p := range c.Tally.Payments() {
				known[p.Order] = true
			}
			start := now.AddDate(0, -r.IntN(14), -r.IntN(30))
			if !c.Tally.AllSince(start.UnixMilli()) {
				hidden++
				continue
			}
			complete++
			for id, at := range counted {
				_, still := kept[id]
				if still && !at.Before(start) && !assert.True(t, known[id], "seed %d, event %d: %s, paid %s, is not known since %s", seed, i, id, at, start) {
					return
				}
			}
		}
	}
	assert.Greater(t, complete, 2000)
	assert.Greater(t, hidden, 500)
}

func Test省了多少_只在知道原价的时候记(t *testing.T) {
	c := new(Customer)
	heard(c, tiexin.EventOrderPaid, morning, tiexin.Order{ID: "T1", Amount: 80_00, Goods: 100_00}, nil)
	heard(c, tiexin.EventOrderPaid, morning, tiexin.Order{ID: "T2", Amount: 88_00, Goods: 100_00, Discount: 20_00}, nil) // freight of 8
	heard(c, tiexin.EventOrderPaid, morning, tiexin.Order{ID: "T3", Amount: 50_00}, nil)
	heard(c, tiexin.EventOrderPaid, morning, tiexin.Order{ID: "T4", Amount: 110_00, Goods: 100_00}, nil)
	c, err := Decode(c.Encode())
	require.NoError(t, err)
	list := map[string]tiexin.Money{}
	for _, p := range c.Tally.Payments() {
		list[p.Order] = p.List
	}
	assert.Equal(t, map[string]tiexin.Money{"T1": 100_00, "T2": 108_00, "T3": 0, "T4": 110_00}, list)
}

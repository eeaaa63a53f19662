package remember

import (
	"fmt"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

var morning = time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())

func heard(c *Customer, kind tiexin.EventType, at time.Time, o tiexin.Order, refund *tiexin.Refund) {
	c.Hear(&tiexin.Event{ID: fmt.Sprint(kind, o.ID, at), Type: kind, At: at, Customer: tiexin.Customer{ID: "c"}, Order: &o, Refund: refund}, "")
}

func Test买得再多_记账的地方也有限_总数不变(t *testing.T) {
	c := new(Customer)
	for i := range 400 {
		at := morning.AddDate(0, 0, i)
		heard(c, tiexin.EventOrderPaid, at, tiexin.Order{ID: fmt.Sprint("T", i), Amount: 10_00, Items: []tiexin.Item{{ID: "1", Category: "coat"}}}, nil)
		if i%2 == 0 {
			heard(c, tiexin.EventOrderRefunded, at.Add(time.Hour), tiexin.Order{ID: fmt.Sprint("T", i)}, &tiexin.Refund{ID: "R", Amount: 4_00})
		}
		c.Orders = c.Orders[:0]
	}
	orders, spent := c.Tally.Total()
	assert.Equal(t, 400, orders)
	assert.Equal(t, tiexin.Money(400*10_00-200*4_00), spent)
	assert.Equal(t, morning.UnixMilli(), c.Tally.FirstPaid())
	last, _ := c.Tally.LastBought()("coat")
	assert.Equal(t, morning.AddDate(0, 0, 399).UnixMilli(), last)
	assert.LessOrEqual(t, len(c.Tally.paid)+len(c.Tally.back), 64)
	assert.LessOrEqual(t, len(c.Tally.bought), 65)
}

func Test全退了的单_不算买过(t *testing.T) {
	c := new(Customer)
	coat := func(id string) tiexin.Order {
		return tiexin.Order{ID: id, Amount: 10_00, Items: []tiexin.Item{{ID: "1", Title: "a", Category: "coat"}, {ID: "2", Title: "b", Category: "shoe"}}}
	}
	heard(c, tiexin.EventOrderPaid, morning, coat("T1"), nil)
	heard(c, tiexin.EventOrderPaid, morning.Add(time.Hour), coat("T2"), nil)
	heard(c, tiexin.EventOrderRefunded, morning.Add(2*time.Hour), tiexin.Order{ID: "T2"}, &tiexin.Refund{ID: "R", ItemID: "1", Amount: 4_00})
	at := func(category string) int64 {
		last, _ := c.Tally.LastBought()(category)
		return last
	}
	assert.Equal(t, morning.UnixMilli(), at("coat"), "the later coat was paid back")
	assert.Equal(t, morning.Add(time.Hour).UnixMilli(), at("shoe"), "the shoe was not")
	heard(c, tiexin.EventOrderRefunded, morning.Add(3*time.Hour), tiexin.Order{ID: "T2"}, &tiexin.Refund{ID: "R2", Full: true})
	assert.Equal(t, morning.UnixMilli(), at("shoe"))
	assert.Equal(t, morning.UnixMilli(), c.Tally.LastPaid(), "since_order counts from what was kept")
	orders, spent := c.Tally.Total()
	assert.Equal(t, 1, orders)
	assert.Equal(t, tiexin.Money(10_00), spent)
}

func Test猜出来的时间_写出去读回来还是猜的(t *testing.T) {
	c := new(Customer)
	heard(c, tiexin.EventOrderPaid, morning, tiexin.Order{ID: "T1"}, nil)
	c, err := Decode(c.Encode())
	assert.NoError(t, err)
	o := c.Order("T1")
	assert.EqualValues(t, guessed, *o.stamp(orderFields, unsafe.Pointer(&o.Thing.PaidAt)))
	for _, at := range []*time.Time{&o.Thing.CreatedAt, &o.Thing.ShippedAt} {
		assert.Zero(t, *o.stamp(orderFields, unsafe.Pointer(at)))
	}
}

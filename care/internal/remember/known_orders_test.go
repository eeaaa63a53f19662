package remember

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// A customer paid for orders that are remembered and for one that was forgotten, in
// another order than that of their ids. Each id stands in the blob once, and each
// payment finds its order again.
func Test付款记着订单_单号只写一遍(t *testing.T) {
	c := new(Customer)
	c.Now = noon
	for _, id := range []string{"T-one", "T-three", "T-two"} {
		c.orderOf(id)
	}
	c.Tally.paid = []payment{{order: "T-two", at: noon, amount: 100}, {order: "T-gone", at: noon, amount: 200}, {order: "T-one", at: noon + 1, amount: 300}, {order: "T-three", at: noon + 2, amount: 400}}
	c.Tally.back = []repayment{{order: "T-three", at: noon + 3, amount: 400, whole: true}}
	c.Tally.bought = []Purchase{{category: "围巾", at: noon}, {category: "围巾", order: "T-one", at: noon + 1}}
	c.parcelOf(&tiexin.Parcel{ID: "P", OrderID: "T-three"})
	blob := c.Encode()
	for _, id := range []string{"T-one", "T-two", "T-three", "T-gone"} {
		assert.Equal(t, 1, bytes.Count(blob, []byte(id)), id)
	}
	again, err := Decode(blob)
	require.NoError(t, err)
	assert.Equal(t, c.Tally, again.Tally)
	assert.Equal(t, "T-three", again.Parcels[0].Order)
	assert.Equal(t, blob, again.Encode())
}

// A place beyond the orders of a blob is a fault, not an empty id.
func Test指向没有的订单_读不出来(t *testing.T) {
	c := new(Customer)
	c.Tally.paid = []payment{{at: noon, amount: 100}}
	blob := c.Encode()
	require.NoError(t, new(Customer).Decode(blob))
	at := bytes.IndexByte(blob, paidKey)
	require.Zero(t, blob[at+2], "an order that does not stand here")
	blob[at+2] = 7
	require.ErrorIs(t, new(Customer).Decode(blob), ErrCorrupt)
}

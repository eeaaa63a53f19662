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
	c.Tally.paid = []payment{{"T-two", noon, 100}, {"T-gone", noon, 200}, {"T-one", noon + 1, 300}, {"T-three", noon + 2, 400}}
	c.Tally.back = []repayment{{"T-three", noon + 3, 400, true}}
	c.Tally.bought = []Purchase{{"围巾", "", noon}, {"围巾", "T-one", noon + 1}}
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
	c.Tally.paid = []payment{{"", noon, 100}}
	blob := c.Encode()
	require.NoError(t, new(Customer).Decode(blob))
	at := bytes.LastIndex(blob, []byte{1, 0, 0}) // one payment, of an order that does not stand here, without an id
	require.Positive(t, at)
	blob[at+1] = 7
	require.ErrorIs(t, new(Customer).Decode(blob), ErrCorrupt)
}

package remember

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// lives lets something happen to a memory that touches every part that is written as it
// was read.
func lives(m *Customer, round int) {
	m.Subjects(Everything, func(*Subject) {}) // what is not open may not be forgotten so soon
	m.Now += (time.Duration(round+1) * 7 * time.Hour).Milliseconds()
	if round == 15 {
		m.Now += (97 * 24 * time.Hour).Milliseconds()
	}
	at := time.UnixMilli(m.Now)
	id := "new"
	if n := len(m.Orders); round%2 == 0 && n > 0 {
		id = m.Orders[round%n].ID
	}
	switch round % 7 {
	case 0:
		m.Hear(&tiexin.Event{Type: tiexin.EventOrderPaid, At: at, Order: &tiexin.Order{ID: id, Amount: 5, PaidAt: at, Items: []tiexin.Item{{Category: "围巾"}}}}, "")
	case 1:
		m.Hear(&tiexin.Event{Type: tiexin.EventOrderCreated, At: at, Order: &tiexin.Order{ID: id, Attr: map[string]string{"gift": "yes"}}}, "")
	case 2:
		m.Hear(&tiexin.Event{Type: tiexin.EventCustomerUpdated, At: at, Customer: tiexin.Customer{Nick: "小杭", PaidOrders: 9, Spent: tiexin.Money(1 + round), Attr: map[string]string{"size": "L"}}}, "")
		m.Slots = append(m.Slots, Slot{ID: "m1", At: m.Now, Flow: "f"})
	case 3:
		m.Hear(&tiexin.Event{Type: tiexin.EventOrderShipped, At: at, Order: &tiexin.Order{ID: id}}, "")
		if n := len(m.Slots); n > 0 {
			m.Slot(m.Slots[n/2].ID).Came = Delivered
		}
	case 5:
		m.Hear(&tiexin.Event{Type: tiexin.EventParcelShipped, At: at, Parcel: &tiexin.Parcel{ID: "P", OrderID: "A new one"}}, "")
	case 6:
		m.Hear(&tiexin.Event{Type: tiexin.EventCustomerUpdated, At: at, Customer: tiexin.Customer{PaidOrders: 9, Spent: 900}}, "")
	case 4:
		m.Forget(m.Now, (40 * 24 * time.Hour).Milliseconds())
	}
}

// TestAsRead_没动过的照抄_动过的重写_意思都一样: whatever happens to a memory, what is written as it was read
// means the same as all written anew.
func TestAsRead_没动过的照抄_动过的重写_意思都一样(t *testing.T) {
	for name, blob := range corpus(t, Version) {
		copied, err := Decode(blob)
		require.NoError(t, err, name)
		anew, err := Decode(blob)
		require.NoError(t, err, name)
		for round := range 26 {
			lives(copied, round)
			lives(anew, round)
			next, err := Decode(copied.Encode())
			require.NoError(t, err, name)
			copied = next

			anew.SlotsSince(0)
			anew.base, anew.reader.Data = 0, ""
			next, err = Decode(anew.Encode())
			require.NoError(t, err, name)
			anew = next

			seen, err := Decode(copied.Encode())
			require.NoError(t, err, name)
			require.Equal(t, meaning(t, anew), meaning(t, seen), "%s after %d rounds", name, round+1)
		}
	}
}

// TestAsRead_久了就从新的一刻数起: what nobody touched stands byte by byte as before, for some weeks; then all is
// written anew.
func TestAsRead_久了就从新的一刻数起(t *testing.T) {
	m := new(Customer)
	m.Now = noon
	for i := range 40 {
		m.Hear(&tiexin.Event{Type: tiexin.EventOrderPaid, At: time.UnixMilli(noon), Order: &tiexin.Order{ID: string(rune('A' + i)), Amount: 100, PaidAt: time.UnixMilli(noon)}}, "")
	}
	blob := m.Encode()
	tally := blob[bytes.IndexByte(blob, paidKey):]
	require.Greater(t, len(blob), small)

	m, err := Decode(blob)
	require.NoError(t, err)
	m.Now += time.Hour.Milliseconds()
	soon := m.Encode()
	m, err = Decode(soon)
	require.NoError(t, err)
	assert.EqualValues(t, noon+time.Hour.Milliseconds(), m.Now)
	assert.Zero(t, m.Moments)
	assert.EqualValues(t, noon, m.base)
	assert.Contains(t, string(soon), string(tally[:200]))

	m.Now += sameBase.Milliseconds()
	m, err = Decode(m.Encode())
	require.NoError(t, err)
	assert.Equal(t, m.Now, m.base)
	assert.EqualValues(t, noon, m.Tally.paid[0].at)
}

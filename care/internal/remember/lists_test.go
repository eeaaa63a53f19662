package remember

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

func TestLists_没打开的订单和包裹_还在它们的单子上(t *testing.T) {
	c := &Customer{Now: noon}
	order, parcel := c.orderOf("T1"), c.parcelOf(&tiexin.Parcel{ID: "P1", OrderID: "T1"})
	c.orderOf("T2")
	c.AddFiring(&order.Subject, "f/r", 1).Move(Opened, noon, false)
	c.AddFiring(&parcel.Subject, "f/r", 1).Reviewing = true
	storm := c.AddFiring(&c.Subject, "storm/care", 2)
	storm.Announced, storm.Begun = 7, string(tiexin.EventIncidentDeclared)
	assert.Equal(t, HasTask|AwaitsApproval|AwaitsSharedApproval, c.Lists())

	m, err := Decode(c.Encode())
	require.NoError(t, err)
	assert.False(t, m.Orders[0].Open())
	assert.True(t, m.StandsOn(&m.Orders[0].Subject, HasTask))
	assert.False(t, m.StandsOn(&m.Orders[0].Subject, AwaitsApproval))
	assert.False(t, m.StandsOn(&m.Orders[1].Subject, everything))
	assert.Equal(t, HasTask|AwaitsApproval|AwaitsSharedApproval, m.Lists())
	assert.Equal(t, HasTask|AwaitsApproval|AwaitsSharedApproval, m.Lists(), "asked twice")

	m.Order("T1").Firings[0].Move(Done, noon, true)
	m.Firings[0].Move(EndedByTime, noon, true)
	assert.Equal(t, AwaitsApproval, m.Lists(), "of the parcel, which nobody has opened")
	m.Parcel("P1").Firings[0].Approved = true
	assert.Zero(t, m.Lists())
	assert.Empty(t, m.listings)
}

const everything = HasTask | AwaitsApproval | AwaitsSharedApproval

func TestUnknown_以后的版本在单子上多记的_也不丢(t *testing.T) {
	var w Writer
	w.yes(1000<<1, true)
	c := &Customer{Now: noon}
	o := c.orderOf("T1")
	o.Heard = Hear(o.Heard, tiexin.EventOrderPaid, noon)
	c.listings = []listing{{ask.Order, "T1", 128 | HasTask, string(w.Buf)}}
	again, err := Decode(c.Encode())
	require.NoError(t, err)
	assert.Equal(t, c.listings, again.listings)
	assert.Equal(t, 128|HasTask, again.Lists())
}

package channel_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func Test没有号码_包裹就是地址(t *testing.T) {
	parcel := channel.Parcel{Carrier: "zhongtong", Number: "75P1"}
	for _, tt := range []struct {
		name   string
		query  channel.Query
		closed channel.Closed
		want   channel.Address
	}{
		{"没有号码", channel.Query{Parcel: parcel, Parcels: channel.SetOf(channel.SMS)}, channel.Open, channel.Address{Kind: channel.SMS, Parcel: parcel}},
		{"服务商不行", channel.Query{Parcel: parcel}, channel.NoAddress, channel.Address{}},
		{"别的渠道行", channel.Query{Parcel: parcel, Parcels: channel.SetOf(channel.MMS)}, channel.NoAddress, channel.Address{}},
		{"没有运单号", channel.Query{Parcel: channel.Parcel{Carrier: "zhongtong"}, Parcels: channel.SetOf(channel.SMS)}, channel.NoAddress, channel.Address{}},
		{"送人的", channel.Query{Order: &tiexin.Order{Gift: true}, Parcel: parcel, Parcels: channel.SetOf(channel.SMS)}, channel.NoAddress, channel.Address{}},
		{
			"退订过的",
			channel.Query{Customer: &tiexin.Customer{Consents: []tiexin.Consent{{Channel: "sms", Purpose: tiexin.Notice, Refused: true, At: noon}}}, Parcel: parcel, Parcels: channel.SetOf(channel.SMS)},
			channel.Refused,
			channel.Address{},
		},
		{
			"有号码就用号码",
			channel.Query{Customer: &tiexin.Customer{Mobile: number("13800000000")}, Parcel: parcel, Parcels: channel.SetOf(channel.SMS)},
			channel.Open,
			channel.Address{Kind: channel.SMS, To: "13800000000", Phone: number("13800000000")},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.query.Via, tt.query.Purpose, tt.query.Now = []channel.Kind{channel.SMS}, tiexin.Notice, noon
			way := channel.Plan(tt.query)[0]
			assert.Equal(t, tt.closed, way.Closed)
			assert.Equal(t, tt.want, way.Address)
			assert.NotContains(t, way.String(), "75P1")
		})
	}
	open := channel.Way{Kind: channel.SMS, Address: channel.Address{Kind: channel.SMS, Parcel: parcel}}
	assert.Equal(t, "sms open, to the receiver of a parcel", open.String())
}

// Nobody's number is known, and they are two people all the same.
func Test两个包裹是两个地址_限速各算各的(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counter{}
		sender := channel.Rate(c, channel.RateOptions{Limits: []channel.Limit{{N: 1, Per: time.Hour, By: channel.ByAddress}}})
		for _, n := range []string{"75P1", "75P2"} {
			m := to("")
			m.ID, m.Address.Parcel = n, channel.Parcel{Carrier: "zhongtong", Number: n}
			_, err := sender.Send(context.Background(), m)
			require.NoError(t, err)
		}
		m := to("")
		m.Address.Parcel = channel.Parcel{Carrier: "zhongtong", Number: "75P1"}
		_, err := sender.Send(context.Background(), m)
		require.Error(t, err)
	})
}

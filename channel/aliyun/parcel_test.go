package aliyun_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

func TestSend_ToAParcel(t *testing.T) {
	d := newDesk(t)
	d.PlatformCode, d.Carriers = "TAOBAO", map[string]string{"jtexpress": "JT"}
	d.provider.Parcels = map[string]string{"78900000000001": number}
	m := message(1)
	m.Address = channel.Address{Kind: channel.SMS, Parcel: channel.Parcel{Carrier: "zhongtong", Number: "78900000000001"}}
	receipt, err := d.Send(t.Context(), m)
	require.NoError(t, err)
	assert.NotEmpty(t, receipt.ProviderID)
	assert.Equal(t, "SendLogisticsSms", d.provider.Calls()[0].Header.Get("x-acs-action"))
	fields := sent(t, d, 0)
	assert.Equal(t, []string{"78900000000001", "ZTO", "TAOBAO", m.ID}, []string{
		fields.Get("MailNo"), fields.Get("ExpressCompanyCode"), fields.Get("PlatformCompanyCode"), fields.Get("OutId"),
	})
	assert.False(t, fields.Has("PhoneNumbers"))
	assert.Equal(t, 1, d.provider.Reached(m.ID))

	m = message(2)
	m.Address = channel.Address{Kind: channel.SMS, Parcel: channel.Parcel{Carrier: "jtexpress", Number: "78900000000001"}}
	_, err = d.Send(t.Context(), m)
	require.NoError(t, err)
	assert.Equal(t, "JT", sent(t, d, 1).Get("ExpressCompanyCode"))

	m.ID, m.Address.Parcel.Carrier = message(3).ID, "pigeon"
	_, err = d.Send(t.Context(), m)
	assert.Equal(t, "final", kindOf(err))
	assert.Contains(t, err.Error(), "Sender.Carriers")
	assert.NotContains(t, err.Error(), "78900000000001")

	m.ID, m.Address.Parcel.Carrier = message(4).ID, "zhongtong"
	d.provider.Then(channeltest.TakesAndHangsUp)
	for range 3 {
		_, err = d.Send(t.Context(), m)
		assert.Equal(t, "unknown", kindOf(err), "a parcel cannot be asked for: %v", err)
	}
	assert.Equal(t, 1, d.provider.Reached(m.ID))
}

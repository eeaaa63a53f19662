package rule

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func offerOf(t *testing.T, until string) Offer {
	t.Helper()
	set, problems := Load(File{"shop.yaml", []byte("version: 1\nshop: {offers: {autumn: {text: 满300减40, until: " + until + "}}}\n")})
	require.NoError(t, problems.Err())
	require.Len(t, set.Shop.Offers, 1)
	return set.Shop.Offers[0]
}

func Test写到哪一天的优惠到那一天结束为止(t *testing.T) {
	end := time.Date(2026, 11, 12, 0, 0, 0, 0, time.FixedZone("", 8*60*60))
	assert.True(t, end.Equal(offerOf(t, "2026-11-11").Until))
	assert.True(t, end.Equal(offerOf(t, "2026-11-11 24:00").Until))
	assert.True(t, end.Add(-time.Minute).Equal(offerOf(t, "2026-11-11 23:59").Until))
	assert.True(t, end.AddDate(0, 0, -1).Equal(offerOf(t, "2026-11-11 00:00").Until), "who writes the minute means it")
}

func Test竖线下面的文字不带着最后的换行出门(t *testing.T) {
	const head = "version: 1\nflows:\n  payment: {title: 催付, about: order, purpose: notice, via: [wangwang], rules: [{name: all, if: minutes_unpaid > 30, send: pay}]}\ntexts:\n"
	for name, text := range map[string]string{
		"one text":        "  pay: |\n    订单还在等您\n    付款就发货\n\n",
		"by channel":      "  pay:\n    wangwang: |+\n      订单还在等您\n      付款就发货\n\n",
		"without the end": "  pay: |-\n    订单还在等您\n    付款就发货\n",
	} {
		set, problems := Load(File{"shop.yaml", []byte(head + text)})
		require.NoError(t, problems.Err(), name)
		words := set.Texts[0].For(set.Flows[0].Rules[0].Steps[0].Via[0])
		assert.Equal(t, "订单还在等您\n付款就发货", words.String(), name)
	}
}

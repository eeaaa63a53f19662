package channel_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func Test一千条四分五就是四十五块(t *testing.T) {
	var sum channel.Cost
	for range 1000 {
		n, cost := channel.Tariff{}.Cost(channel.SMS, "您的订单已发货", number("13800000000"))
		assert.Equal(t, 1, n)
		sum += cost
	}
	assert.Equal(t, 45*channel.Yuan, sum)
	assert.Equal(t, tiexin.Money(4500), sum.Money())
}

func Test资费(t *testing.T) {
	tariff := channel.Tariff{
		Part: 500, Abroad: 6000,
		Codes: map[string]channel.Cost{"852": 3000, "1": 700, "1684": 9000},
		Each:  map[channel.Kind]channel.Cost{channel.Email: 20},
	}
	long := strings.Repeat("a", 161)
	tests := []struct {
		name  string
		t     channel.Tariff
		kind  channel.Kind
		text  string
		to    tiexin.Phone
		parts int
		cost  channel.Cost
	}{
		{"国内,三条", tariff, channel.SMS, long, number("13800000000"), 3, 1500},
		{"写了+86也是国内", tariff, channel.SMS, long, number("+8613800000000"), 3, 1500},
		{"凭OAID也是国内", tariff, channel.SMS, long, oaid("o", "T1"), 3, 1500},
		{"香港", tariff, channel.SMS, long, number("+85291234567"), 2, 6000},
		{"美国", tariff, channel.SMS, long, number("+12025550123"), 2, 1400},
		{"美属萨摩亚的区号更长", tariff, channel.SMS, long, number("+16845550123"), 2, 18000},
		{"没写价的国家", tariff, channel.SMS, long, number("+447700900123"), 2, 12000},
		{"国外有汉字", tariff, channel.SMS, strings.Repeat("你", 71), number("+447700900123"), 2, 12000},
		{"什么都没写,国外十倍", channel.Tariff{}, channel.SMS, "hi", number("+447700900123"), 1, 4500},
		{"没有话就不要钱", tariff, channel.SMS, "", number("13800000000"), 0, 0},
		{"彩信", channel.Tariff{}, channel.MMS, long, number("13800000000"), 1, 3000},
		{"邮件", tariff, channel.Email, long, tiexin.Phone{}, 1, 20},
		{"旺旺免费", tariff, channel.Wangwang, long, tiexin.Phone{}, 1, 0},
		{"荒唐的价不会变成负的", channel.Tariff{Part: math.MaxInt64}, channel.SMS, long, number("13800000000"), 3, math.MaxInt64},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, cost := tt.t.Cost(tt.kind, tt.text, tt.to)
			assert.Equal(t, tt.parts, n)
			assert.Equal(t, tt.cost, cost)
		})
	}
}

func Test价钱怎么写(t *testing.T) {
	for cost, want := range map[channel.Cost]string{
		0: "¥0.00", 450: "¥0.045", 1: "¥0.0001", 500: "¥0.05", 10_000: "¥1.00", 123_456: "¥12.3456", -450: "-¥0.045",
		math.MaxInt64: "¥922337203685477.5807", math.MinInt64: "-¥922337203685477.5808",
	} {
		assert.Equal(t, want, cost.String())
	}
	var c channel.Cost
	require.NoError(t, json.Unmarshal([]byte(`"0.045"`), &c))
	assert.Equal(t, 450*channel.Hao, c)
	out, err := json.Marshal(c)
	require.NoError(t, err)
	assert.Equal(t, `"0.045"`, string(out))
}

func Test价钱换成分往上取(t *testing.T) {
	for cost, want := range map[channel.Cost]tiexin.Money{0: 0, 1: 1, 100: 1, 101: 2, 450: 5, 900: 9, -1: 0, -100: -1, -150: -1, math.MaxInt64: math.MaxInt64/100 + 1} {
		assert.Equal(t, want, cost.Money(), "%d", int64(cost))
	}
	assert.Equal(t, 200*channel.Yuan, channel.CostOf(20000))
	assert.Equal(t, channel.Cost(math.MaxInt64), channel.CostOf(math.MaxInt64))
	assert.Equal(t, channel.Cost(math.MinInt64), channel.CostOf(math.MinInt64))
	for _, m := range []tiexin.Money{0, 1, -1, 20000, -20000} {
		assert.Equal(t, m, channel.CostOf(m).Money())
	}
}

func Test不是价钱(t *testing.T) {
	for _, text := range []string{"", ".", "0.", ".5", "0.04500", "+1", "1e3", "1,000", "¥1", " 1", "--1", "- 1", "1.2.3", "\uFF10.45", "922337203685478"} {
		_, err := channel.ParseCost(text)
		assert.ErrorIs(t, err, channel.ErrCost, "%q", text)
	}
}

func FuzzParseCost(f *testing.F) {
	for _, text := range []string{"0.045", "12", "-3.5", "0.", "99999999999999999999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := channel.ParseCost(text)
		if err != nil {
			require.ErrorIs(t, err, channel.ErrCost)
			return
		}
		out, err := c.MarshalText()
		require.NoError(t, err)
		back, err := channel.ParseCost(string(out))
		require.NoError(t, err)
		require.Equal(t, c, back)
	})
}

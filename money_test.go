package tiexin_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func TestParseMoney平台写的金额一分不差(t *testing.T) {
	for text, fen := range map[string]int64{
		"199": 19900, "199.0": 19900, "199.00": 19900, "128.5": 12850, "0.01": 1, "0": 0, "-0": 0, "-0.01": -1,
		"-3.20": -320, "007.50": 750, "92233720368547758.07": math.MaxInt64, "-92233720368547758.08": math.MinInt64,
	} {
		m, err := tiexin.ParseMoney(text)
		require.NoError(t, err, text)
		assert.EqualValues(t, fen, m, text)
	}
}

func TestParseMoney不像金额的一律拒绝(t *testing.T) {
	for _, text := range []string{
		"", ".", "-", "1.", ".5", "-.5", "+1", "--1", "1.234", "1.000", "1e3", "1,000", "¥1", " 1", "1 ", "1.2.3", "1.-2",
		"0x10", "NaN", "Inf", "一百", "\uff11", "92233720368547758.08", "-92233720368547758.09", "99999999999999999999999",
	} {
		m, err := tiexin.ParseMoney(text)
		require.ErrorIs(t, err, tiexin.ErrMoney, text)
		assert.Zero(t, m, text)
	}
	_, err := tiexin.ParseMoney("19.999")
	assert.EqualError(t, err, `not an amount in yuan: "19.999" has more than two decimals`)
}

func TestMoney看起来像价钱(t *testing.T) {
	for fen, want := range map[tiexin.Money][2]string{
		0: {"¥0.00", "0.00"}, 19900: {"¥199.00", "199.00"}, 1: {"¥0.01", "0.01"}, -320: {"-¥3.20", "-3.20"}, -5: {"-¥0.05", "-0.05"},
		math.MinInt64: {"-¥92233720368547758.08", "-92233720368547758.08"},
	} {
		assert.Equal(t, want[0], fen.String())
		assert.Equal(t, want[1], fen.Decimal())
		assert.Equal(t, "价"+want[1], string(fen.AppendDecimal([]byte("价"))))
	}
	assert.InDelta(t, 199.9, tiexin.Money(19990).Yuan(), 0)
}

func TestMoneyOf只认两位小数以内的数(t *testing.T) {
	for yuan, fen := range map[float64]tiexin.Money{199: 19900, 19.9: 1990, 0.29: 29, 1.15: 115, -3.2: -320, 0: 0, 1234567.89: 123456789} {
		m, ok := tiexin.MoneyOf(yuan)
		assert.True(t, ok, yuan)
		assert.Equal(t, fen, m, yuan)
	}
	for _, yuan := range []float64{19.999, 0.001, math.NaN(), math.Inf(1), math.Inf(-1), 1e300, 1e15} {
		_, ok := tiexin.MoneyOf(yuan)
		assert.False(t, ok, yuan)
	}
}

func TestMoney的JSON是文字读时数字也行(t *testing.T) {
	out, err := json.Marshal(tiexin.Money(19900))
	require.NoError(t, err)
	assert.JSONEq(t, `"199.00"`, string(out))
	for in, fen := range map[string]tiexin.Money{`"199.00"`: 19900, `199`: 19900, `199.5`: 19950, `-0.01`: -1, `"\u0031.10"`: 110} {
		var m tiexin.Money
		require.NoError(t, json.Unmarshal([]byte(in), &m), in)
		assert.Equal(t, fen, m, in)
	}
	for _, in := range []string{`""`, `1e2`, `0.001`, `true`, `[]`, `{}`, `9223372036854775807`} {
		m := tiexin.Money(7)
		require.ErrorIs(t, json.Unmarshal([]byte(in), &m), tiexin.ErrMoney, in)
		assert.EqualValues(t, 7, m, "untouched after %s", in)
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, seed := range []string{"199", "199.00", "-3.2", "0.001", "92233720368547758.07", "1e9", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := tiexin.ParseMoney(s)
		if err != nil {
			require.ErrorIs(t, err, tiexin.ErrMoney)
			return
		}
		again, err := tiexin.ParseMoney(m.Decimal())
		require.NoError(t, err)
		require.Equal(t, m, again)
	})
}

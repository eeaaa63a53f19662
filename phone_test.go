package tiexin_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func TestParsePhone各种写法都是同一个号码(t *testing.T) {
	for _, text := range []string{
		"18877771111", "+8618877771111", "8618877771111", "008618877771111", "+86 188 7777 1111", "(+86)188-7777-1111",
		"188-7777-1111", "188 7777 1111", " 18877771111\t", "\uff11\uff18\uff18\uff17\uff17\uff17\uff17\uff11\uff11\uff11\uff11", "+86-188-7777-1111", "86 188\u20137777\u20131111", "\uff08\uff0b\uff18\uff16\uff0918877771111",
	} {
		p, err := tiexin.ParsePhone(text)
		require.NoError(t, err, text)
		assert.Equal(t, tiexin.Phone{Number: "18877771111"}, p, text)
	}
}

func TestParsePhone隐私号外国号和打码的号(t *testing.T) {
	for text, want := range map[string]tiexin.Phone{
		"":                       {},
		"18877771111-123":        {Number: "18877771111", Extension: "123", Private: true},
		"+86 188-7777-1111-0042": {Number: "18877771111", Extension: "0042", Private: true},
		"18877771111转9":          {Number: "18877771111", Extension: "9", Private: true},
		"18877771111_1234":       {Number: "18877771111", Extension: "1234", Private: true},
		"18877771111,123":        {Number: "18877771111", Extension: "123", Private: true},
		"18877771111，123":        {Number: "18877771111", Extension: "123", Private: true},
		"18877771111#1":          {Number: "18877771111", Extension: "1", Private: true},
		"188-7777-1111 转 1234":   {Number: "18877771111", Extension: "1234", Private: true},
		"18877771111-转1234":      {Number: "18877771111", Extension: "1234", Private: true},
		"18877771111分机12":        {Number: "18877771111", Extension: "12", Private: true},
		"188****1111":            {Masked: "188****1111"},
		"*******0000":            {Masked: "*******0000"},
		"18877771111*":           {Masked: "188*******1*"},
		"\uff11\uff18\uff18\uff0a\uff0a\uff0a\uff0a\uff11\uff11\uff11\uff11":                   {Masked: "188****1111"},
		"\uff11\uff18\uff18\uff17\uff17\uff17\uff17\uff11\uff11\uff11\uff11\uff0d\uff11\uff12": {Number: "18877771111", Extension: "12", Private: true},
		"+44 7911 123456": {Number: "+447911123456"},
		"00447911123456":  {Number: "+447911123456"},
		"+852 9123-4567":  {Number: "+85291234567"},
	} {
		p, err := tiexin.ParsePhone(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, p, text)
	}
}

func TestParsePhone拒绝的号码不出现在错误里(t *testing.T) {
	for _, text := range []string{
		"1887777111", "188777711112", "12877771111", "0571-88888888", "+8657188888888", "18877771111-", "18877771111-1234567",
		"18877771111-12-3", "+44", "+0447911123456", "+1234567890123456", "7911123456", "1888777711a", "张三18877771111", "18877771111,18877772222",
		"1887777111123", "18877771111,", "188,77771111", "18877771111__12", "18877771111,12,3", "转1234", "+4479111234,56", "+8618877771111#x", "０５７１８８８８８８８８", strings.Repeat(" ", 100) + "18877771111", "++8618877771111", "-", "+", "+86", "00",
	} {
		p, err := tiexin.ParsePhone(text)
		require.ErrorIs(t, err, tiexin.ErrPhone, text)
		assert.Zero(t, p, text)
		assert.NotContains(t, err.Error(), "7777", text)
		assert.NotContains(t, err.Error(), "张三")
		assert.NotContains(t, err.Error(), "7911")
	}
}

func TestPhone什么时候能收到短信(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		phone tiexin.Phone
		want  bool
	}{
		{tiexin.Phone{}, false},
		{tiexin.Phone{Masked: "188****1111"}, false},
		{tiexin.Phone{OAID: "x"}, false},
		{tiexin.Phone{OAID: "x", OAIDOrder: "1"}, true},
		{tiexin.Phone{Number: "18877771111"}, true},
		{tiexin.Phone{Number: "18877771111", Private: true}, true},
		{tiexin.Phone{Number: "18877771111", Private: true, Expires: now.Add(time.Second)}, true},
		{tiexin.Phone{Number: "18877771111", Private: true, Expires: now}, false},
		{tiexin.Phone{Number: "18877771111", Private: true, Expires: now.Add(-time.Hour), OAID: "x", OAIDOrder: "1"}, true},
	} {
		assert.Equal(t, c.want, c.phone.Reachable(now), "%#v", c.phone)
	}
}

func TestPhone哪种打印都不露号码(t *testing.T) {
	for _, c := range []struct {
		phone tiexin.Phone
		want  string
	}{
		{tiexin.Phone{}, ""},
		{tiexin.Phone{Number: "18877771111"}, "188****1111"},
		{tiexin.Phone{Number: "18877771111", Extension: "123", Private: true}, "188****1111"},
		{tiexin.Phone{Number: "+447911123456"}, "+44********56"},
		{tiexin.Phone{Number: "18877771111", Masked: "18877771111"}, "188****1111"},
		{tiexin.Phone{Masked: "*******0000"}, "*******0000"},
		{tiexin.Phone{Masked: "18877771111"}, "188****1111"},
		{tiexin.Phone{Masked: "1*8877771111"}, "1*8*******11"},
		{tiexin.Phone{Number: "021-5555"}, "****"},
		{tiexin.Phone{Masked: "王小明 *"}, "****"},
		{tiexin.Phone{Masked: "王小明的电话是****0000"}, "****"},
		{tiexin.Phone{Masked: "*8765432"}, "****"},
		{tiexin.Phone{Masked: "188 **** 1111"}, "188 **** 1111"},
		{tiexin.Phone{OAID: "1oaidExample"}, "OAID"},
	} {
		assert.Equal(t, c.want, c.phone.Mask())
		assert.Equal(t, c.want, c.phone.String())
	}
	secret := tiexin.Phone{Number: "18877771111", Extension: "98765", OAID: "secretOAID", Masked: "18877771111"}
	customer := tiexin.Customer{ID: "c1", Mobile: secret}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("a", "phone", secret, "pointer", &secret)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("b", "phone", secret, "customer", customer)
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%o"} {
		for _, value := range []any{secret, &secret, customer, &customer, []tiexin.Phone{secret}} {
			fmt.Fprintf(&log, format+"\n", value)
		}
	}
	fmt.Fprintln(&log, secret)
	assert.NotContains(t, log.String(), "18877771111")
	assert.NotContains(t, log.String(), "98765")
	assert.NotContains(t, log.String(), "secretOAID")
	assert.NotContains(t, log.String(), fmt.Sprintf("%x", "18877771111"))
	assert.Contains(t, fmt.Sprintf("%#v", secret), `tiexin.Phone("188****1111")`)
}

func TestPhone的JSON只有号码时是文字(t *testing.T) {
	expires := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		phone tiexin.Phone
		json  string
	}{
		{tiexin.Phone{}, `""`},
		{tiexin.Phone{Number: "18877771111"}, `"18877771111"`},
		{tiexin.Phone{Masked: "188****1111"}, `{"masked": "188****1111"}`},
		{
			tiexin.Phone{Number: "18877771111", Extension: "123", Private: true, Expires: expires},
			`{"number": "18877771111", "extension": "123", "private": true, "expires": "2026-11-20T00:00:00Z"}`,
		},
		{tiexin.Phone{OAID: "x", OAIDOrder: "39"}, `{"oaid": "x", "oaid_order": "39"}`},
	} {
		out, err := json.Marshal(c.phone)
		require.NoError(t, err)
		assert.JSONEq(t, c.json, string(out))
		var again tiexin.Phone
		require.NoError(t, json.Unmarshal(out, &again))
		assert.Equal(t, c.phone, again)
	}
	var p tiexin.Phone
	require.NoError(t, json.Unmarshal([]byte(`{"number": "+86 18877771111-123"}`), &p))
	assert.Equal(t, tiexin.Phone{Number: "18877771111", Extension: "123", Private: true}, p)
	require.ErrorIs(t, json.Unmarshal([]byte(`"110"`), &p), tiexin.ErrPhone)
	require.Error(t, json.Unmarshal([]byte(`110`), &p))
	require.Error(t, new(tiexin.Phone).UnmarshalJSON(nil))
}

func FuzzParsePhone(f *testing.F) {
	for _, seed := range []string{"18877771111", "+86 188-7777-1111-123", "188****1111", "+447911123456", "0571-88888888", "转", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := tiexin.ParsePhone(s)
		if err != nil {
			require.ErrorIs(t, err, tiexin.ErrPhone)
			return
		}
		again, err := tiexin.ParsePhone(p.Number)
		require.NoError(t, err)
		require.Equal(t, p.Number, again.Number)
		if p.Number != "" {
			require.NotContains(t, p.Mask(), p.Number)
		}
		out, err := json.Marshal(p)
		require.NoError(t, err)
		var read tiexin.Phone
		require.NoError(t, json.Unmarshal(out, &read))
		require.Equal(t, p, read)
	})
}

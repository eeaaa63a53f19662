package wechat_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/wechat"
)

// sent is what WeChat gets for one value; empty: the message failed for good.
func sent(t *testing.T, key, text string) string {
	t.Helper()
	w := newTown(t)
	m := shipped()
	m.Params = []channel.Param{{Key: key, Value: text}}
	_, err := w.sender().Send(t.Context(), m)
	if err != nil {
		require.ErrorIs(t, err, channel.ErrUndeliverable)
		assert.Contains(t, err.Error(), key)
		if strings.TrimSpace(text) != "" {
			assert.NotContains(t, err.Error(), text)
		}
		return ""
	}
	var body struct {
		Data map[string]struct{ Value string }
	}
	require.NoError(t, json.Unmarshal(w.requests()[0].Body, &body))
	return body.Data[key].Value
}

func TestSender_ValuesKeepTheLimitsOfTheirKind(t *testing.T) {
	for _, c := range []struct{ key, text, want string }{
		{"thing2", "加绒连帽卫衣", "加绒连帽卫衣"},
		{"thing2", strings.Repeat("卫", 20), strings.Repeat("卫", 20)},
		{"thing2", strings.Repeat("卫", 21), strings.Repeat("卫", 19) + "…"},
		{"thing2", strings.Repeat("卫", 17) + "👨‍👩‍👧妈", strings.Repeat("卫", 17) + "…"}, // a family is one character to people
		{"thing2", "一行\n两行\x00", "一行 两行"},
		{"thing2", " \n", ""},
		{"name1", "王小明", "王小明"},
		{"name1", "一二三四五六七八九十一", "一二三四五六七八九…"},
		{"name1", "Alexandra Fernandez", "Alexandra Fernandez"},
		{"phrase3", "已发货", "已发货"},
		{"phrase3", "已经发货啦啦", ""},
		{"phrase3", "OK", ""},
		{"const4", strings.Repeat("x", 21), ""},
		{"short_thing1", "六个字太长了", ""},
		{"character_string1", "78900000000001", "78900000000001"},
		{"character_string1", "单号789", ""},
		{"character_string1", strings.Repeat("7", 33), ""},
		{"number1", "89.5", "89.5"},
		{"number1", "89件", ""},
		{"letter1", "abc", "abc"},
		{"letter1", "abc1", ""},
		{"symbol1", "!!!!!!", ""},
		{"phone_number1", "+86 571-8888 8888", "+86 571-8888 8888"},
		{"phone_number1", "138****0000", ""},
		{"car_number1", "粤A8Z888挂", "粤A8Z888挂"},
		{"amount1", "¥89.00", "¥89.00"},
		{"amount1", "89元", "89元"},
		{"amount1", "八十九", ""},
		{"time3", "2026-11-11 15:30", "2026-11-11 15:30"},
		{"time3", "今晚", ""},
		{"date3", "11月11日", "11月11日"},
		{"first", strings.Repeat("旧", 50), strings.Repeat("旧", 50)},
		{"keyword1", "", ""},
	} {
		assert.Equal(t, c.want, sent(t, c.key, c.text), "%s %q", c.key, c.text)
	}
}

func FuzzValues(f *testing.F) {
	f.Add("thing2", "加绒连帽卫衣")
	f.Add("name1", "👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧")
	f.Add("amount1", "¥1")
	f.Fuzz(func(t *testing.T, key, text string) {
		if !utf8.ValidString(key) || key == "" || len(key) > 20 || strings.ContainsAny(key, "\"\\<>&") {
			return
		}
		v, err := wechat.ValueOf(channel.Param{Key: key, Value: text})
		kind := strings.TrimRight(key, "0123456789")
		if err == nil && (v == "" || kind == "thing" && utf8.RuneCountInString(v) > 20 || kind == "phrase" && utf8.RuneCountInString(v) > 5) {
			t.Fatalf("%s: %q becomes %q", key, text, v)
		}
	})
}

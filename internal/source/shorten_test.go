package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestALongTextIsShortenedInItsMiddle(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"", 10, ""},
		{"unknown", 10, "unknown"},
		{"0123456789", 10, "0123456789"},
		{"01234567890", 10, "012345…890"},
		{`"1000000000000" is not a version`, 20, `"100000000000… version`[:13] + "…ersion"},
		{"订单订单订单订单订单订单", 10, "订单订单订单…单订单"},
		{"订单订单订单订单订单", 10, "订单订单订单订单订单"},
		{"x", -1, "x"},
		{"0123456789", -1, "012…9"},
	} {
		got := Shorten(c.text, c.most)
		assert.Equal(t, c.want, got)
		assert.LessOrEqual(t, utf8.RuneCountInString(got), max(c.most, 5))
	}
	long := Shorten(strings.Repeat("\xff\u0301", 1<<20), 100)
	assert.LessOrEqual(t, utf8.RuneCountInString(long), 100)
}

func FuzzShorten(f *testing.F) {
	f.Add("unknown channel", 10)
	f.Add("订单\xff\xfe\u0301", 5)
	f.Fuzz(func(t *testing.T, text string, most int) {
		most = min(most, 1<<10)
		got := Shorten(text, most)
		if utf8.RuneCountInString(text) <= max(most, 5) {
			assert.Equal(t, text, got)
			return
		}
		assert.LessOrEqual(t, utf8.RuneCountInString(got), max(most, 5))
		head := 0
		for head < len(got) && got[head] == text[head] {
			head++
		}
		assert.True(t, strings.HasSuffix(text, got[head:][strings.Index(got[head:], "…")+len("…"):]), "%q", got)
	})
}

package source

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatWasProbablyMeant(t *testing.T) {
	limits := []string{"night", "daily", "sms-weekly", "lunch"}
	placeholders := []string{"买家昵称", "买家姓名", "订单号", "运单号", "付款链接", "付款时间", "物流公司", "节日", "客服"}
	tests := map[string]struct {
		word  string
		known []string
		want  string
	}{
		"两个字母换了位置": {"nihgt", limits, "night"},
		"少一个字母":    {"dail", limits, "daily"},
		"多一个字母":    {"dailly", limits, "daily"},
		"下划线":      {"sms_weekly", limits, "sms-weekly"},
		"大小写":      {"NIGHT", limits, "night"},
		"全角":       {"ｎｉｇｈｔ", limits, "night"},
		"两边的空格":    {" night ", limits, "night"},
		"太远":       {"weekend", limits, ""},
		"别字":       {"买家妮称", placeholders, "买家昵称"},
		"两字之词错一个":  {"节曰", placeholders, "节日"},
		"少一个字":     {"订单", placeholders, "订单号"},
		"颠倒":       {"昵买家称", []string{"买家昵称"}, ""},
		"另一个词":     {"会员积分", placeholders, ""},
		"一个字不猜":    {"a", []string{"b"}, ""},
		"空":        {"", limits, ""},
		"没有词可选":    {"x", nil, ""},
		"已知的空词":    {"ab", []string{""}, ""},
		"首字相同者优先":  {"运丹号", []string{"订单号", "运单号"}, "运单号"},
		"同样近时按字母":  {"bat", []string{"cat", "bar", "bad"}, "bad"},
		"长度近者优先":   {"pays", []string{"pay", "pads"}, "pads"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := Nearest(tt.word, tt.known)
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.want != "", ok)
			backwards := slices.Clone(tt.known)
			slices.Reverse(backwards)
			again, _ := Nearest(tt.word, backwards)
			assert.Equal(t, got, again, "the order of the known words plays no part")
		})
	}
	assert.Equal(t, `did you mean "night"?`, Suggest("nihgt", limits).English)
	assert.Empty(t, Suggest("weekend", limits))
	assert.Empty(t, Suggest(strings.Repeat("长", 1_000_000), []string{strings.Repeat("长", 1_000_000)}))
}

func TestSlips(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"abc", "", 3},
		{"", "abc", 3},
		{"abc", "abc", 0},
		{"ab", "ba", 1},
		{"ca", "abc", 3},
		{"kitten", "sitting", 3},
		{"订单号", "单订号", 1},
		{"abcd", "acbd", 1},
	} {
		assert.Equal(t, tt.want, slips([]rune(tt.a), []rune(tt.b), longestWord), "%s %s", tt.a, tt.b)
	}
}

func TestUpToTheMostOfThemSlipsAreCountedExactly(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	word := func() []rune {
		w := make([]rune, 1+random.IntN(12))
		for i := range w {
			w[i] = rune('a' + random.IntN(3))
		}
		return w
	}
	for range 20_000 {
		a, b, most := word(), word(), random.IntN(6)
		all := slips(a, b, longestWord)
		some := all
		if apart(len(a), len(b)) <= most {
			some = slips(a, b, most)
		}
		if all <= most {
			require.Equal(t, all, some, "%s %s %d", string(a), string(b), most)
		} else {
			require.Greater(t, some, most, "%s %s", string(a), string(b))
		}
	}
}

// A file of names that nothing is called must not keep its reader busy.
func TestAmongTooManyWordsNoneIsLookedFor(t *testing.T) {
	known := []string{"night"}
	for range mostLetters / 8 {
		known = append(known, "daily-99")
	}
	_, found := Nearest("nihgt", known)
	assert.False(t, found)
	near, _ := Nearest("nihgt", known[:len(known)/2])
	assert.Equal(t, "night", near)
}

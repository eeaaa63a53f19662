package template

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A nick that a platform has cut in the middle of an emoji, or that somebody made
// to turn the text around, reaches the customer as the rest of it.
func TestWhatGoesOutIsClean(t *testing.T) {
	for _, c := range []struct{ nick, want string }{
		{"小王\ufffd", "小王"}, // half an emoji, as most decoders write it
		{"小王\ufffd\ufffd", "小王"},
		{"小\xed\xa0\xbd王", "小王"}, // half an emoji in bytes
		{"小王\xf0\x9f\x98", "小王"},
		{"小王👨\u200d\ufffd", "小王👨"},
		{"小王👨\u200d", "小王👨"},
		{"\u202e小王", "小王"},
		{"小\u202a王\u202c", "小王"},
		{"\u2066小王\u2069", "小王"},
		{"小\u200e\u200f\u061c王", "小王"},
		{"小\u200b\u2060\ufeff王", "小王"},
		{"小\u00ad王\u180e", "小王"},
		{"小\u200c\u200d王", "小王"},
		{"小\x00\x1b\x7f\u0085王", "小王"},
		{"\ufff9小\ufffa王\ufffb", "小王"},
		{"小王\uffff", "小王"},
		{"小王\U000e0041\U000e007f", "小王"}, // words nobody sees
		{"小\ufe0f\ufe0f\ufe0f王", "小\ufe0f王"},
		{"\u0301小王", "小王"}, // it would stand on the shop's own word
		{"\ufe0f\u20e3小王", "小王"},
		{"🏽小王", "小王"},

		// What belongs to the name stays, byte for byte.
		{"小\n王\r\n\t ", "小\n王\r\n\t "},
		{"👨‍👩‍👧🏳️‍🌈❤️🇨🇳1️⃣", "👨‍👩‍👧🏳️‍🌈❤️🇨🇳1️⃣"},
		{"🙂‍↔️👩🏽‍⚕️🏴‍☠️", "🙂‍↔️👩🏽‍⚕️🏴‍☠️"},
		{"🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"},
		{"می\u200cخواهم", "می\u200cخواهم"},
		{"क्\u200dष", "क्\u200dष"},
		{"e\u0301葛\U000e0100飾", "e\u0301葛\U000e0100飾"},
		{"#订单号#【退订】{客服}${x}|亲", "#订单号#【退订】{客服}${x}|亲"},
		{"～★꧁༺小王༻꧂ ﾊﾟ", "～★꧁༺小王༻꧂ ﾊﾟ"},
	} {
		nick, want := c.nick, c.want
		got, err := mustParse(t, "您好，#买家昵称#！").Render(Map{BuyerNick: nick})
		require.NoError(t, err)
		assert.Equal(t, "您好，"+want+"！", got, "%+q", nick)
		value, ok := Value(Map{BuyerNick: nick}, BuyerNick)
		assert.True(t, ok)
		assert.Equal(t, want, value, "%+q", nick)
		again, err := mustParse(t, "#买家昵称#").Render(Map{BuyerNick: want})
		require.NoError(t, err)
		assert.Equal(t, want, again)
	}
}

func TestCleanValuesAlsoGoToProviders(t *testing.T) {
	p := aliyun()
	p.Value.Emoji = true
	b, err := Compile(mustParse(t, "您好，#买家昵称|亲#，#订单号#。"), p, tiexin.Notice)
	require.NoError(t, err)
	text, err := b.text(Map{BuyerNick: "\u202e小\ufffd王👨\u200d\xff", OrderID: "T\u200b1"})
	require.NoError(t, err)
	assert.Equal(t, "您好，小王👨，T1。", text)
	text, err = b.text(Map{BuyerNick: "\ufffd\ufffd", OrderID: "T1"})
	require.NoError(t, err)
	assert.Equal(t, "您好，亲，T1。", text)
	assert.Equal(t, "👩\ufe0f", string(Clean(nil, "👩‍❤️", Policy{Emoji: true, Drop: "❤"})), "no joiner without what it joins")
}

func TestAValueThatIsJunkIsNone(t *testing.T) {
	for _, junk := range []string{"\ufffd", "\xff\xff", "\u202e\u202c", "\u200b", "\x00", "🏽", "\U000e0041"} {
		text, err := mustParse(t, "#买家昵称|亲#，您好").Render(Map{BuyerNick: junk})
		require.NoError(t, err)
		assert.Equal(t, "亲，您好", text, "%+q", junk)
		_, ok := Value(Map{BuyerNick: junk}, BuyerNick)
		assert.False(t, ok)
		_, err = mustParse(t, "#买家昵称#，您好").Render(Map{BuyerNick: junk})
		assert.ErrorContains(t, err, "no value for #买家昵称#")
	}
	_, ok := Value(nil, BuyerNick)
	assert.False(t, ok)
}

// A long value is cut after it was cleaned, and between characters.
func TestCuttingLeavesWholeCharacters(t *testing.T) {
	tpl := mustParse(t, "#买家昵称|亲#").Limited(map[Name]int{BuyerNick: 5})
	for _, c := range []struct{ nick, want string }{
		{"\u202e\u202e\u202e一二三四五六", "一二三四五"},
		{"👨‍👩‍👧王王", "👨‍👩‍👧"},
		{"王👨‍👩‍👧王", "王"},
		{"🇨🇳🇨🇳🇨🇳", "🇨🇳🇨🇳"},
	} {
		got, err := tpl.Render(Map{BuyerNick: c.nick})
		require.NoError(t, err)
		assert.Equal(t, c.want, got, "%+q", c.nick)
	}
}

// What passes at little cost passes also when each character is looked at.
func TestTidyAtLittleCost(t *testing.T) {
	for b := range 256 {
		for at := range 9 {
			ascii := []byte("aZ09 ~!x0")
			ascii[at] = byte(b)
			assert.Equal(t, b >= ' ' && b <= '~', isTidy(ascii), "%q", ascii)
		}
		for other := range 256 {
			han := []byte{0xe5, byte(b), byte(other)}
			assert.Equal(t, utf8.Valid(han), isTidy(han), "%x", han)
		}
	}
	for r := rune(0x4000); r <= 0x9fff; r++ {
		assert.True(t, isTidy([]byte(string(r))) && belongs(none32, r, nil), "%U", r)
	}
}

func FuzzValue(f *testing.F) {
	for _, nick := range []string{"小王", "\u202e小\ufffd王", "👨\u200d👩\u200d👧", "👨\u200d\ufffd", "می\u200cخواهم", "\u0301a", "a\u200d", "🏴\U000e0067\U000e0062\U000e007f", "\xed\xa0\xbd", "字\ufe0f\ufe0f"} {
		f.Add(nick, 3)
	}
	greeting := mustParse(f, "您#买家昵称|亲#")
	f.Fuzz(func(t *testing.T, nick string, limit int) {
		text, err := greeting.Render(Map{BuyerNick: nick})
		require.NoError(t, err)
		require.Equal(t, len("您"), source.NextGrapheme(text), "the shop's own word stays as it is: %+q", text)
		got := strings.TrimPrefix(text, "您")

		require.True(t, utf8.ValidString(got), "%+q", got)
		require.NotContains(t, got, "\ufffd")
		joiners := 0
		for _, r := range got {
			require.False(t, unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r), "%+q", got)
			require.False(t, r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0x200b || r == 0xfeff, "%+q", got)
			if r == 0x200d {
				joiners++
			}
		}
		require.LessOrEqual(t, joiners, strings.Count(nick, "\u200d"))
		require.False(t, strings.HasSuffix(got, "\u200d") || strings.HasPrefix(got, "\u200d"), "%+q", got)

		again, err := greeting.Render(Map{BuyerNick: got})
		require.NoError(t, err)
		require.Equal(t, text, again, "clean twice is clean")
		if value, ok := Value(Map{BuyerNick: nick}, BuyerNick); ok {
			require.Equal(t, value, got)
			rest := nick
			for _, r := range value { // left out, never changed or moved
				i := strings.IndexRune(rest, r)
				require.GreaterOrEqual(t, i, 0, "%+q of %+q", value, nick)
				rest = rest[i+utf8.RuneLen(r):]
			}
		} else {
			require.Equal(t, "亲", got)
		}

		short, err := greeting.Limited(map[Name]int{BuyerNick: limit}).Render(Map{BuyerNick: nick})
		require.NoError(t, err)
		if limit > 0 && got != "亲" && short != "您亲" {
			cut := strings.TrimPrefix(short, "您")
			require.LessOrEqual(t, utf8.RuneCountInString(cut), limit)
			at := 0
			for at < len(cut) {
				at += source.NextGrapheme(got[at:])
			}
			lost := strings.Trim(got[len(cut):at], "\u200c\u200d") // a joiner goes with what it joined
			require.Empty(t, lost, "%+q of %+q is cut within a character", cut, got)
		}
	})
}

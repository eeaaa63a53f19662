package channel_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func Test一个字算几个单位(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "a": 1, "你": 1, "你好": 2, "😊": 2, "👨‍👩‍👧": 8, "🇨🇳": 4, "❤️": 2, "𠮷": 2, "\n": 1, "\xff\xfe": 2,
	} {
		assert.Equal(t, want, channel.Units(text), "%q", text)
	}
}

func Test一条短信计几条费(t *testing.T) {
	for units, want := range map[int]int{0: 0, 1: 1, 69: 1, 70: 1, 71: 2, 134: 2, 135: 3, 201: 3, 202: 4, 500: 8} {
		assert.Equal(t, want, channel.Segments(strings.Repeat("你", units)), "%d Han characters", units)
		assert.Equal(t, want, channel.Segments(strings.Repeat("a", units)), "%d letters: at home the alphabet does not matter", units)
	}
	assert.Equal(t, 1, channel.Segments(strings.Repeat("😊", 35)))
	assert.Equal(t, 2, channel.Segments(strings.Repeat("😊", 36)))
}

// parts cuts the text as the wire does.
func parts(text string) int {
	units := utf16.Encode([]rune(text))
	if len(units) <= 70 {
		return min(len(units), 1)
	}
	n := 0
	for len(units) > 0 {
		units = units[min(67, len(units)):]
		n++
	}
	return n
}

func Test随便什么字条数都跟一刀刀切出来的一样(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	letters := []rune("a你好,。 \n😊𠮷❤\uFE0F\u200D👩€|")
	for range 20_000 {
		text := make([]rune, r.IntN(220))
		for i := range text {
			text[i] = letters[r.IntN(len(letters))]
		}
		require.Equal(t, parts(string(text)), channel.Segments(string(text)), "%q", string(text))
	}
}

func Test发到国外的短信(t *testing.T) {
	tests := []struct {
		name string
		text string
		want int
	}{
		{"空的", "", 0},
		{"一百六十个字母是一条", strings.Repeat("a", 160), 1},
		{"一百六十一个是两条", strings.Repeat("a", 161), 2},
		{"三百零六个是两条", strings.Repeat("é", 306), 2},
		{"三百零七个是三条", strings.Repeat("Ω", 307), 3},
		{"欧元算两个", strings.Repeat("€", 80), 1},
		{"八十个欧元再加一个字母", strings.Repeat("€", 80) + "a", 2},
		{"反斜杠花括号也算两个", strings.Repeat("|^{}[]~\\", 10), 1},
		{"反斜杠花括号也算两个,再多一个", strings.Repeat("|^{}[]~\\", 10) + "a", 2},
		{"有一个汉字就按七十算", strings.Repeat("a", 70) + "你", 2},
		{"不在表里的撇号也按七十算", strings.Repeat("a", 69) + "\u2019", 1},
		{"小写的c带尾巴不在表里", strings.Repeat("a", 70) + "ç", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { assert.Equal(t, tt.want, channel.SegmentsAbroad(tt.text)) })
	}
}

func Test最坏的情况几条(t *testing.T) {
	units, n := channel.Estimate("【小鹿家】,您的订单已发货:", 8, 19, 12)
	assert.Equal(t, 14+8+19+12, units)
	assert.Equal(t, 1, n)
	units, n = channel.Estimate(strings.Repeat("你", 60), 8, -5, 3)
	assert.Equal(t, 71, units)
	assert.Equal(t, 2, n)
	units, n = channel.Estimate("")
	assert.Zero(t, units)
	assert.Zero(t, n)
}

func Test签名(t *testing.T) {
	for name, want := range map[string]string{
		"小鹿家": "【小鹿家】", "【小鹿家】": "【小鹿家】", "ab": "【ab】", "一二三四五六七八九十甲乙": "【一二三四五六七八九十甲乙】", "Little Deer": "【Little Deer】",
	} {
		got, err := channel.Signature(name)
		require.NoError(t, err, name)
		assert.Equal(t, want, got)
	}
	for _, name := range []string{"", "鹿", "【】", "【鹿】", "一二三四五六七八九十甲乙丙", "小【鹿】家", "【小鹿家", "小鹿家】", " 小鹿家", "小鹿家 ", "小鹿\n家", "小\xff鹿"} {
		_, err := channel.Signature(name)
		assert.ErrorIs(t, err, channel.ErrSignature, "%q", name)
	}
}

func Test手机上看到的短信(t *testing.T) {
	tests := []struct {
		name    string
		words   string
		purpose tiexin.Purpose
		optOut  string
		want    string
	}{
		{"通知没有退订", "您的订单已发货。", tiexin.Notice, "", "【小鹿家】您的订单已发货。"},
		{"通知写了退订也不加", "您的订单已发货。", tiexin.Notice, "回T退订", "【小鹿家】您的订单已发货。"},
		{"回答客户没有退订", "有货的。", tiexin.Service, "", "【小鹿家】有货的。"},
		{"营销要能拒收", "新款到了。", tiexin.Marketing, "", "【小鹿家】新款到了。拒收请回复R"},
		{"生日关怀要能拒收", "生日快乐\uFF01", tiexin.Care, "", "【小鹿家】生日快乐\uFF01拒收请回复R"},
		{"问卷要能拒收", "您满意吗?", tiexin.SurveyAsk, "回T退订", "【小鹿家】您满意吗? 回T退订"},
		{"链接后面空一格", "新款:tb.cn/p1", tiexin.Marketing, "", "【小鹿家】新款:tb.cn/p1 拒收请回复R"},
		{"链接以斜杠结尾也空一格", "新款:tb.cn/", tiexin.Marketing, "", "【小鹿家】新款:tb.cn/ 拒收请回复R"},
		{"没有标点也空一格", "快来", tiexin.Marketing, "", "【小鹿家】快来 拒收请回复R"},
		{"已经写了就不再加", "新款到了。拒收请回复R", tiexin.Marketing, "", "【小鹿家】新款到了。拒收请回复R"},
		{"昵称里的括号不是第二个签名", "【银行】你[好]", tiexin.Notice, "", "【小鹿家】（银行）你（好）"},
		{"控制符去掉,换行留着", "你好\r\n\x00\t世界\u0085 ", tiexin.Notice, "", "【小鹿家】你好\n世界"},
		{"井号是字", "#买家昵称#你好", tiexin.Notice, "", "【小鹿家】#买家昵称#你好"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := channel.Compose("小鹿家", tt.words, tt.purpose, tt.optOut)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
			m := channel.Message{Signature: "小鹿家", Text: tt.words, Purpose: tt.purpose, OptOut: tt.optOut}
			sms, err := m.SMS()
			require.NoError(t, err)
			assert.Equal(t, tt.want, sms)
		})
	}
}

func Test错的一次说完(t *testing.T) {
	_, err := channel.Compose("鹿", " \n ", "promo", "")
	require.ErrorIs(t, err, channel.ErrSignature)
	for _, part := range []string{"has 1 characters", `unknown purpose "promo"`, "the text is empty"} {
		assert.ErrorContains(t, err, part)
	}

	_, err = channel.Compose("小鹿家", strings.Repeat("你", 495), tiexin.Notice, "")
	require.NoError(t, err, "500 units with the signature")
	_, err = channel.Compose("小鹿家", strings.Repeat("你", 496), tiexin.Notice, "")
	assert.ErrorContains(t, err, "it has 501 units")
}

func FuzzSegments(f *testing.F) {
	for _, text := range []string{"", "你好😊", strings.Repeat("a", 71), "\xff\xfe", "👨‍👩‍👧"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		require.Equal(t, parts(text), channel.Segments(text))
		abroad := channel.SegmentsAbroad(text)
		require.LessOrEqual(t, abroad, channel.Segments(text), "another country never needs more parts")
		units, n := channel.Estimate(text)
		require.Equal(t, channel.Units(text), units)
		require.Equal(t, channel.Segments(text), n)
	})
}

func FuzzCompose(f *testing.F) {
	f.Add("小鹿家", "新款到了", "marketing", "")
	f.Add("【小鹿家】", "【银行】\r\n", "notice", "回T退订")
	f.Add("鹿", "\xff", "", "【")
	f.Fuzz(func(t *testing.T, signature, words, purpose, optOut string) {
		p := tiexin.Purpose(purpose)
		text, err := channel.Compose(signature, words, p, optOut)
		if err != nil {
			require.Empty(t, text)
			return
		}
		sign, err := channel.Signature(signature)
		require.NoError(t, err)
		rest, ok := strings.CutPrefix(text, sign)
		require.True(t, ok, "the signature stands first")
		require.NotContains(t, rest, "【")
		require.NotContains(t, rest, "】")
		require.LessOrEqual(t, channel.Units(text), channel.MaxUnits)
		if p == tiexin.Marketing && strings.TrimSpace(optOut) == "" {
			require.True(t, strings.HasSuffix(text, channel.DefaultOptOut))
		}
		again, err := channel.Compose(signature, rest, p, optOut)
		require.NoError(t, err)
		require.Equal(t, text, again, "putting it together twice changes nothing")
	})
}

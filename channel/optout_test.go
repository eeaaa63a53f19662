package channel_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
)

func Test客户回复退订(t *testing.T) {
	for _, reply := range []string{
		"R", "r", "T", "t", "TD", "td", "Td", "N", "n", "0000", "退订", "拒收", "回T", "回t", "回R", "TD退订", "td退订",
		" R ", "\nT\r\n", "\u3000退订\u3000", "\uFF32", "\uFF54\uFF44", "\uFF10\uFF10\uFF100", "回\uFF52", "\uFF34\uFF24退订",
		"R。", "R.", "r!", "\uFF32\u3002", "退订。", "【退订】", "「R」", "(T)", "\"TD\"", "“R”", "【R】", "退订~~~", "R😊", "回复R", "回复r。", "回复T", "回复TD", "回复:R", "回复 TD",
		"回T退订", "回复TD退订", "回复R拒收", "R拒收", "TD 退订", "拒收!", "回复退订", "0000。",
		// What the message itself asked for, sent back.
		"拒收请回复R", "拒收请回复R。", "【青禾家】拒收请回复R", "[青禾家] 拒收请回复r", "【青禾家】R", "“拒收请回复R”",
		"退订回T", "退订回TD", "退订TD", "退订T", "退订请回N", "退订回复TD", "拒收回复R", "拒收R", "T退订", "退订，TD", "退订请回复退订", "发送TD退订", "退订发T",
		// Written in other characters, or with something invisible.
		"退訂", "TD退訂", "回覆T", "回復TD退訂", "拒收請回覆R", "回覆T退訂", "退 订", "T D", "0 0 0 0", "退\u200b订", "\ufeffTD", "T\u200dD", "\u202eR\u202c", "R\ufe0f", "0️⃣0️⃣0️⃣0️⃣",
		// Said more than once.
		// Politely, and nothing else.
		"请退订", "我要退订", "我想退订", "帮我退订", "请帮我退订", "麻烦帮我退订", "麻烦您给我退订", "你好，我要退订", "取消订阅", "请取消订阅", "我想取消订阅。", "我要退訂", "請幫我取消訂閱",
		"退订退订", "退订拒收", "退订！退订！退订！", "TDTD", "TD TD", "拒收,拒收",
	} {
		assert.True(t, channel.OptOut{}.Refuses(reply), "%q", reply)
	}
	for _, reply := range []string{
		"", " ", "RR", "TT", "TTT", "T_T", "NO", "000", "00000", "00:00", "退", "退订吗", "不退订", "我不想退订", "退订了吗?", "退订了", "回", "回复", "回复。", "退货", "R?", "退订？", "拒收请回复R？",
		"T恤", "T恤退订", "R码", "R 码", "回复Rr", "请回复R", "不用回复R", "TDK", "NO退订", "20000", "R\xff", "。", "~", "OR", "回头", "回复你们R了", "好的", "\xff", "R\x00", "TD退订了",
		"退订金吗", "我要退订金", "我要退订单", "我要拒收", "我要T", "我要取消", "取消订阅号", "帮我退订这个商品", "不要取消订阅", "我要退订吗", "别再发了", "不要再给我发短信", "退订回", "退订请回复", "退订R退订R", "RTD", "R拒收T", "QX", "退定", "【青禾家】", "【青禾家】好的", "【青禾家】回来看看 拒收请回复R", "R T", "T T T",
	} {
		assert.False(t, channel.OptOut{}.Refuses(reply), "%q", reply)
	}
}

func Test短信自己让回什么就听什么(t *testing.T) {
	for sentence, replies := range map[string][]string{
		"退订回QX":                     {"QX", "qx", "ＱＸ", "Q X", "退订回QX", "退订qx", "回QX", "QX退订", "QX。", "“QX”", "退订请回复QX", "QXQX", "【青禾家】退订回QX", "R", "TD", "退订"},
		"回T退订":                      {"T", "回T退订", "退订"},
		"拒收请回复R":                    {"R", "拒收请回复R"},
		"TD退订":                      {"TD", "TD退订"},
		"回复TD退订":                    {"TD", "回复TD退订"},
		"退订请回N":                     {"N", "退订请回N"},
		"退订回复：Y":                    {"Y", "退订Y", "退订回复：Y"},
		"退订请回复“不要”":                 {"不要", "回复不要", "「不要」", "不要不要"},
		"不想收到可回复取消":                 {"取消", "回复取消", "不想收到可回复取消"},
		"取消请回复K1":                   {"K1", "k1", "取消请回复K1"},
		"退订回Q/QX":                   {"Q", "QX", "退订QX", "退订回Q/QX"},
		"退订回T或QX":                   {"T", "QX"},
		"退訂請回覆QX":                   {"QX", "退订请回复QX", "退訂請回覆QX"},
		"详询回1，退订回2":                 {"2", "退订2", "详询回1，退订回2"},
		"回Y享优惠 退订回QX":               {"QX", "回Y享优惠 退订回QX"},
		"详询回8退订回QX":                 {"QX", "退订QX"},
		"退订回T或回QX":                  {"T", "QX"},
		"如不想接收，请回复QX":               {"QX"},
		"编辑短信QX发送至10690000":         {"QX", "编辑短信QX发送至10690000"},
		"回复QX":                      {"QX"},
		"Reply STOP to unsubscribe": {"stop", "STOP.", "reply stop to unsubscribe"},
		"还想收到吗?退订回QX":               {"QX", "还想收到吗?退订回QX", "还想收到吗？退订回ＱＸ"},
		"":                          {"R", "拒收请回复R"},
	} {
		o, err := channel.NewOptOut(sentence)
		require.NoError(t, err, sentence)
		for _, reply := range replies {
			assert.True(t, o.Refuses(reply), "%q after %q", reply, sentence)
		}
		for _, reply := range []string{"好的", "我不想退订", "取消退订", "不要退订", "退订了吗?", "QXY", "不QX", "1", "8", "回8", "取消订单", "10690000", "别再发了", sentence + "？", sentence + "好吗"} {
			assert.False(t, o.Refuses(reply), "%q after %q", reply, sentence)
		}
	}
	var zero channel.OptOut
	assert.True(t, zero.Refuses("拒收请回复R"), "the zero value knows the default sentence")
	assert.False(t, zero.Refuses("QX"))
	offer, err := channel.NewOptOut("回Y享优惠 退订回QX")
	require.NoError(t, err)
	assert.False(t, offer.Refuses("Y"), "a word asked for another purpose is no refusal")
	own, err := channel.NewOptOut("退订回QX")
	require.NoError(t, err)
	assert.False(t, own.Refuses("拒收请回复Q"), "only the words that were asked for")
}

func Test退订那句没说回什么(t *testing.T) {
	for _, sentence := range []string{
		"可随时退订", "退订请回复", "退订", "退订请点 tb.cn/x", "退订回tb.cn/x", "退订请致电4008001234", "不想收到请告诉我们", "退订请回复短信", "。", "  ",
		"详询回1，退订请点链接", "退订请回复“或”",
	} {
		_, err := channel.NewOptOut(sentence)
		assert.ErrorContains(t, err, "names no word to reply with; write the word after 回复, as in 拒收请回复R", "%q", sentence)
	}
	for _, sentence := range []string{"退订回R\xff", "退订回R\ufffd", "退订回R\x00"} {
		_, err := channel.NewOptOut(sentence)
		assert.ErrorContains(t, err, "broken or control character; take it out", "%q", sentence)
	}
	_, err := channel.NewOptOut("退订回R" + strings.Repeat("啊", channel.MaxUnits))
	assert.ErrorContains(t, err, "the opt-out has 504 units, more than an SMS of 500; shorten it")
}

// One expression on the text without blanks says the same.
func FuzzOptOut_Refuses(f *testing.F) {
	for _, reply := range []string{"R", "td退订", " 0000 ", "回T", "【回复:R】", "退订吗", "R?", "\xff", "【青禾家】拒收请回复R", "退訂", "T_T", "退订退订"} {
		f.Add(reply)
	}
	invisible := regexp.MustCompile(`[\p{Z}\p{Cf}\s\v\x{85}\x{FE00}-\x{FE0F}\x{180B}-\x{180D}\x{180F}\x{E0100}-\x{E01EF}\x{20E3}]`)
	narrow := strings.NewReplacer("訂", "订", "請", "请", "覆", "复", "復", "复", "發", "发", "編", "编", "輯", "辑", "輸", "输", "絕", "绝")
	const (
		sign  = `(?:[^\PP?]|[^\PS\x{FFFD}])*`
		code  = `(?:R|TD|T|N|0000)`
		noun  = `(?:退订|拒收)`
		verb  = `(?:回复|回|发送|发)`
		asked = `(?:` + code + `(?:` + sign + noun + `)?|` + noun + `)`
	)
	whole := regexp.MustCompile(`^` + sign + `(?:[【\[][^【】\[\]]{2,12}[】\]])?` + sign + `(?:` +
		`(?:` + verb + sign + `)?` + asked + `|` +
		noun + sign + `(?:请?|请` + sign + `)` + verb + sign + asked + `|` +
		noun + sign + code + `|` +
		`(?:` + noun + sign + `)+|(?:TD` + sign + `){2,}|(?:0000` + sign + `){2,}` +
		`)` + sign + `$`)
	f.Fuzz(func(t *testing.T, reply string) {
		got := channel.OptOut{}.Refuses(reply)
		bare := narrow.Replace(invisible.ReplaceAllString(string([]rune(reply)), ""))
		bare = strings.ToUpper(strings.Map(func(r rune) rune {
			if r >= '！' && r <= '～' {
				return r - '！' + '!'
			}
			return r
		}, bare))
		require.Equal(t, whole.MatchString(bare), got, "%q", reply)
	})
}

// Whatever sentence loads, the sentence itself and each word it names refuse,
// with anything around them that says nothing.
func FuzzOptOut(f *testing.F) {
	for _, sentence := range []string{"退订回QX", "拒收请回复R", "TD退订", "详询回1，退订回2", "退订请回复“不要”", "回复退订", "Reply STOP to unsubscribe", "退订回Q-X", "取消回?T", "回【】T退订"} {
		f.Add(sentence, "好的")
	}
	f.Fuzz(func(t *testing.T, sentence, reply string) {
		o, err := channel.NewOptOut(sentence)
		if err != nil {
			require.Equal(t, channel.OptOut{}, o)
			return
		}
		require.NotEmpty(t, channel.Asked(o))
		require.True(t, o.Refuses(orDefault(sentence)), "%q", sentence)
		require.True(t, o.Refuses("【青禾家】"+orDefault(sentence)), "%q", sentence)
		for _, word := range channel.Asked(o) {
			for _, said := range []string{word, " " + strings.ToLower(word) + "。", "【青禾家】" + word, "“" + word + "”", "回复" + word, "退订请回复" + word} {
				require.True(t, o.Refuses(said), "%q after %q", said, sentence)
			}
		}
		if o.Refuses(reply) {
			require.True(t, o.Refuses("\u200b "+reply+"\u3000"), "blanks change nothing: %q after %q", reply, sentence)
		}
		if (channel.OptOut{}).Refuses(reply) {
			require.True(t, o.Refuses(reply), "the usual words always refuse: %q after %q", reply, sentence)
		}
	})
}

func orDefault(sentence string) string {
	if sentence == "" {
		return channel.DefaultOptOut
	}
	return sentence
}

func Test随便什么退订词都听得懂(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	around := []string{"", " ", "。", "“", "”", "~", "\u200b", "\u3000", "!"}
	shapes := []string{"退订回@", "回@退订", "拒收请回复@", "@退订", "回复@退订", "退订请回@", "不想收到请回复@", "退訂請回覆@", "退订请发送@", "回@"}
	for range 1_000 {
		var word strings.Builder
		for range 1 + r.IntN(4) {
			word.WriteByte("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[r.IntN(36)])
		}
		sentence := strings.ReplaceAll(shapes[r.IntN(len(shapes))], "@", word.String())
		o, err := channel.NewOptOut(sentence)
		require.NoError(t, err, sentence)
		require.Equal(t, []string{word.String()}, channel.Asked(o), sentence)
		for _, said := range []string{word.String(), sentence, strings.ToLower(sentence), "退订" + word.String()} {
			said = around[r.IntN(len(around))] + said + around[r.IntN(len(around))]
			require.True(t, o.Refuses(said), "%q after %q", said, sentence)
			require.False(t, o.Refuses("不"+said), "%q after %q", said, sentence)
			require.False(t, o.Refuses(said+"?"), "%q after %q", said, sentence)
		}
	}
}

// What is no refusal by its words may be one by its sense: a person should read it.
func Test像退订又不算的_让人来看(t *testing.T) {
	var o channel.OptOut
	for _, reply := range []string{
		"别再发了", "不要再给我发了", "不要发了", "别发了", "别再发短信了", "请勿打扰", "别烦我", "你们别再发了好吗", "別再給我發了", "勿擾，請勿打擾", "停止发送", "不要联系我", "不用再推送了",
		"不想收到短信", "不想再收到你们的短信", "不要接收消息", "退订这个商品", "TD谢谢", "退订了吗?", "退定", "褪订", "tuiding", "STOP", "unsubscribe", "取消推送", "拒收短信", "我要拒收",
		"再发我就投诉", "骚扰短信", "拉黑你们", "T恤退订",
	} {
		assert.False(t, o.Refuses(reply), "%q", reply)
		assert.True(t, o.MayRefuse(reply), "%q", reply)
	}
	for _, reply := range []string{
		"", "R", "退订", "我要退订", // those are refusals
		"好的", "谢谢", "T恤还有吗", "退货怎么退", "怎么退订单", "退订金吗", "定金能退吗", "TD-W610", "拒收了", "我已经拒收了包裹", "不用了", "不用再发货了", "还有T恤吗，别再发韵达了", "请不要发顺丰",
		"别发圆通", "我不想退订", "不要退订", "没有退订", "取消退订", "不需要了", "打扰了，请问几点发货", "没收到短信", "我没有收到消息", "R码有吗", "停止", "取消订单", "\xff",
	} {
		assert.False(t, o.MayRefuse(reply), "%q", reply)
	}
	asks, err := channel.NewOptOut("回复STOP退订")
	require.NoError(t, err)
	assert.True(t, asks.Refuses("STOP"))
	assert.False(t, asks.MayRefuse("STOP"), "it is a refusal")
}

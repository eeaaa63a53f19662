package template

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func TestClean(t *testing.T) {
	sms := Policy{Max: 10, Drop: "【】"}
	tests := map[string]struct {
		policy      Policy
		value, want string
	}{
		"平常的昵称":      {sms, "小王", "小王"},
		"方括号不要":      {sms, "【退订】小王", "退订小王"},
		"换行成空格":      {sms, "小\r\n\n王\n", "小 王"},
		"看着像变量也是数据":  {sms, "#订单号#", "#订单号#"},
		"控制字符不要":     {sms, "小\x00\x1b王\u202e", "小王"},
		"坏字节不要":      {sms, "小\xff王", "小王"},
		"表情不要":       {sms, "😊小👨‍👩‍👧王❤️🇨🇳", "小王"},
		"只有表情就什么也没有": {sms, "😊😊", ""},
		"生僻字整个不要":    {sms, "𠮷野家", ""},
		"太长就截断":      {sms, "一二三四五六七八九十甲", "一二三四五六七八九十"},
		"截断不留尾空格":    {Policy{Max: 3}, "ab cd", "ab"},
		"可以有表情":      {Policy{Emoji: true, Max: 9}, "你👨‍👩‍👧x", "你👨‍👩‍👧"},
		"可以有表情但放不下":  {Policy{Emoji: true, Max: 8}, "你👨‍👩‍👧x", "你"},
		"可以有生僻字":     {Policy{Emoji: true}, "𠮷野家", "𠮷野家"},
		"可以换行":       {Policy{Breaks: true}, "小\n王", "小\n王"},
		"空格收拢":       {Policy{}, "  小　　王  ", "小 王"},
		"附加符号留着":     {Policy{}, "e\u0301", "e\u0301"},
		"不限长":        {Policy{}, strings.Repeat("长", 600), strings.Repeat("长", 600)},
		"空":          {sms, "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, "x"+tt.want, string(Clean([]byte("x"), tt.value, tt.policy)))
		})
	}
}

func FuzzClean(f *testing.F) {
	f.Add("【小\n王】😊\xff", 10, false)
	f.Add("e\u0301👨‍👩‍👧", 3, true)
	f.Fuzz(func(t *testing.T, value string, longest int, emoji bool) {
		p := Policy{Max: longest, Drop: "【】", Emoji: emoji}
		got := string(Clean(nil, value, p))
		if strings.ContainsAny(got, "【】\r\n\x00\u2028") || longest > 0 && Units(got) > longest || strings.TrimSpace(got) != got {
			t.Fatalf("%q becomes %q", value, got)
		}
		if again := string(Clean(nil, got, p)); again != got {
			t.Fatalf("%q, then %q", got, again)
		}
		for _, r := range got {
			if r > 0xffff && !emoji {
				t.Fatalf("%q becomes %q", value, got)
			}
		}
	})
}

func TestATemplateBecomesAProvidersText(t *testing.T) {
	tpl := mustParse(t, "亲爱的#买家昵称|亲#,您的订单#订单号#已由#物流公司#发出,运单号#运单号#,#昵称|亲#请留意")

	b, err := Compile(tpl, aliyun(), tiexin.Notice)
	require.NoError(t, err)
	assert.Equal(t, "亲爱的${buyer_nick},您的订单${order_id}已由${carrier}发出,运单号${tracking_number},${buyer_nick_2}请留意", b.Body)
	assert.Empty(t, b.OptOut)
	values := Map{BuyerNick: "【小\n王】😊", OrderID: "T1", Carrier: "中通快递", TrackingNumber: strings.Repeat("7", 40)}
	params, err := b.Params(values)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{
		"buyer_nick": "小 王", "buyer_nick_2": "小 王", "order_id": "T1", "carrier": "中通快递", "tracking_number": strings.Repeat("7", 35),
	}, params)
	text, err := b.text(values)
	require.NoError(t, err)
	assert.Equal(t, "亲爱的小 王,您的订单T1已由中通快递发出,运单号"+strings.Repeat("7", 35)+",小 王请留意", text)
	assert.Equal(t, tpl.MaxUnits(), b.MaxUnits)

	b, err = Compile(tpl, tencent(), tiexin.Notice)
	require.NoError(t, err)
	assert.Equal(t, "亲爱的{1},您的订单{2}已由{3}发出,运单号{4},{5}请留意", b.Body)
	vars, err := b.Vars(Map{BuyerNick: "😊", OrderID: "T1", Carrier: "中通快递", TrackingNumber: "7"})
	require.NoError(t, err)
	assert.Equal(t, []string{"亲", "T1", "中通快递", "7", "亲"}, vars, "a nick of emoji alone is none")

	_, err = b.Vars(Map{OrderID: "【】", Carrier: "中通快递"})
	var missing *MissingError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, []Name{OrderID, TrackingNumber}, missing.Names)
	_, err = b.Params(Map{})
	require.Error(t, err)
	_, err = b.text(nil)
	require.Error(t, err)
}

// A value is data: what its provider refuses does not go with it.
func TestASignInAValueDoesNotReachAProviderThatRefusesIt(t *testing.T) {
	tpl := mustParse(t, "#买家昵称|亲#，您的#商品名称|宝贝#付款了")
	shop := Map{BuyerNick: "￥小★鹿", ItemTitle: "【双11】「红」A&B√大衣→新[款]"}
	for p, want := range map[string][]string{
		"aliyun":  {"￥小鹿", "双11红A&B√大衣新[款]"},
		"tencent": {"小鹿", "双11「红」AB大衣→新[款]"},
	} {
		provider, _ := ProviderNamed(p)
		b, err := Compile(tpl, provider, tiexin.Notice)
		require.NoError(t, err)
		vars, err := b.Vars(shop)
		require.NoError(t, err)
		assert.Equal(t, want, vars, p)
	}
	b, err := Compile(tpl, tencent(), tiexin.Notice)
	require.NoError(t, err)
	text, err := b.text(Map{BuyerNick: "★￥", ItemTitle: "大衣"})
	require.NoError(t, err)
	assert.Equal(t, "亲，您的大衣付款了", text, "nothing left is no nick")
}

func TestThePurposeDecidesTheOptOut(t *testing.T) {
	for text, want := range map[string]string{
		"#买家昵称|亲#,#节日#到了":   "${buyer_nick},${festival}到了，拒收请回复R",
		"#买家昵称|亲#,节日快乐!":    "${buyer_nick},节日快乐!拒收请回复R",
		"节日快乐,#买家昵称|亲#":     "节日快乐,${buyer_nick}，拒收请回复R",
		"#买家昵称|亲#祝您#祝福语#~～": "${buyer_nick}祝您${greeting}~～拒收请回复R",
	} {
		for _, purpose := range []tiexin.Purpose{tiexin.Care, tiexin.Marketing, tiexin.SurveyAsk} {
			b, err := Compile(mustParse(t, text), aliyun(), purpose)
			require.NoError(t, err)
			assert.Equal(t, want, b.Body)
			assert.Equal(t, "拒收请回复R", b.OptOut)
		}
		for _, purpose := range []tiexin.Purpose{tiexin.Notice, tiexin.Service} {
			b, err := Compile(mustParse(t, text), aliyun(), purpose)
			require.NoError(t, err)
			assert.NotContains(t, b.Body, "拒收")
		}
	}
	b, err := Compile(mustParse(t, "节日快乐"), aliyun(), tiexin.Care)
	require.NoError(t, err)
	assert.Equal(t, Units("节日快乐，拒收请回复R"), b.MaxUnits)
}

func TestWhatStandsAgainstAProvidersRules(t *testing.T) {
	tests := map[string]struct {
		text     string
		provider Provider
		want     string // empty: nothing does
	}{
		"变量挨着变量":    {"您好#买家昵称##订单号#", aliyun(), "1:9: aliyun does not take two variables side by side; put a word or a comma before #订单号#"},
		"链接作变量":     {"请付款:#付款链接#。", aliyun(), "1:5: aliyun does not take a link as a variable, and #付款链接# is one"},
		"许可的链接":     {"请付款:#付款链接#。", Provider{Name: "own", Links: true}, ""},
		"签名在文中":     {"#签名#您好", aliyun(), "1:1: the signature stands before the text and not in it; leave #签名# out"},
		"方括号在文中":    {"【小鹿家】您好", aliyun(), "1:1: aliyun does not take \"【\" in a text"},
		"表情在文中":     {"您好😊", aliyun(), "1:3: aliyun does not take \"😊\" in a text; leave it out"},
		"生僻字在文中":    {"您好𠮷", tencent(), "1:3: tencent does not take \"𠮷\" in a text; leave it out"},
		"自己写的退订":    {"大促开始,回t退订", aliyun(), "the text has an opt-out of its own"},
		"返回T恤不是退订":  {"返回T恤页面", aliyun(), ""},
		"只有变量":      {"#买家昵称#", aliyun(), "aliyun does not take a text without words of its own"},
		"空文":        {"", aliyun(), "aliyun does not take a text without words of its own"},
		"像阿里变量的字":   {"您好${x}", aliyun(), `1:3: aliyun would read "${" as a variable`},
		"腾讯不收的符号":   {"共￥89", tencent(), `1:2: tencent does not take the sign "￥" in a text`},
		"腾讯收的引号":    {"您的「大衣」[红]", tencent(), ""},
		"链接里的符号":    {"看看https://qhj.cn/a?b=1&c=2", tencent(), ""},
		"后备词里的符号":   {"您的#商品名称|「宝贝」#", aliyun(), "1:3: aliyun does not take the fallback"},
		"像腾讯变量的字":   {"您好{a}{12}", tencent(), `1:6: tencent would read "{12}" as a variable`},
		"不像腾讯变量的字":  {"您好{a}${x}{", tencent(), ""},
		"空的备用":      {"您好#客服|#。", aliyun(), "1:3: aliyun does not take an empty value, and the fallback of #客服# is empty; give it a word"},
		"备用有方括号":    {"您好#客服|【鹿】#。", aliyun(), `aliyun does not take the fallback "【鹿】" as it stands`},
		"备用太长":      {"您好#客服|" + strings.Repeat("长", 36) + "#。", aliyun(), "as it stands; choose a shorter and plainer one"},
		"太长":        {strings.Repeat("长", 487), aliyun(), "the text may become 501 characters long with its signature, and aliyun takes 500"},
		"刚好":        {strings.Repeat("长", 486), aliyun(), ""},
		"所有的错一次说完一": {"【#签名##付款链接#】", aliyun(), "side by side"},
		"所有的错一次说完二": {"【#签名##付款链接#】", aliyun(), "a link as a variable"},
		"所有的错一次说完三": {"【#签名##付款链接#】", aliyun(), "not in it"},
	}
	chinese := inChinese{}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b, err := Compile(mustParse(t, tt.text), tt.provider, tiexin.Notice)
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.want)
			assert.Empty(t, b.Body)
			var e *Error
			require.ErrorAs(t, err, &e)
			chinese.add(name, e)
		})
	}
	chinese.golden(t, "compile.zh.golden")
}

func TestATextRegisteredLongAgo(t *testing.T) {
	b, err := Compile(mustParse(t, "亲爱的#买家昵称|亲#,订单#订单号#已发出"), aliyun(), tiexin.Notice)
	require.NoError(t, err)
	old, err := b.Registered("亲爱的${name},订单${no}已发出")
	require.NoError(t, err)
	params, err := old.Params(Map{OrderID: "T1"})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"name": "亲", "no": "T1"}, params)
	assert.Equal(t, "buyer_nick", b.Variables[0].Key, "the compiled binding stays as it is")

	chinese := inChinese{}
	for body, want := range map[string]string{
		"亲爱的${name},您的订单${no}已发出": `reads ",您的订单" where this one reads ",订单"`,
		"亲爱的${name},订单${no}已发出了":  `reads "已发出了" where this one reads "已发出"`,
		"亲爱的${name},订单":           `has 1 variables and this one 2`,
		"亲爱的${n},订单${n}已发出":       `has the variable "n" twice`,
		"":                        `has 0 variables`,
	} {
		_, err := b.Registered(body)
		require.ErrorContains(t, err, want, body)
		chinese.add(body, err)
	}
	_, err = b.Registered("亲爱的${a},订单${b}已发出${c}")
	require.Error(t, err)

	b, err = Compile(mustParse(t, "#买家昵称|亲#的订单#订单号#"), tencent(), tiexin.Notice)
	require.NoError(t, err)
	swapped, err := b.Registered("{2}的订单{1}")
	require.NoError(t, err)
	vars, err := swapped.Vars(Map{BuyerNick: "小王", OrderID: "T1"})
	require.NoError(t, err)
	assert.Equal(t, []string{"T1", "小王"}, vars, "in the order of the numbers")
	text, err := swapped.text(Map{BuyerNick: "小王", OrderID: "T1"})
	require.NoError(t, err)
	assert.Equal(t, "小王的订单T1", text)
	_, err = b.Registered("{1}的订单{2}多了")
	require.ErrorContains(t, err, `goes on with "多了" where this one ends`)
	chinese.add("{1}的订单{2}多了", err)
	chinese.golden(t, "registered.zh.golden")
}

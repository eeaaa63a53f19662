package template

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
)

func TestEveryPlaceholderHasExamples(t *testing.T) {
	for _, n := range Names() {
		require.NotEmpty(t, n.Examples(), n)
		for _, example := range n.Examples() {
			assert.LessOrEqual(t, Units(example), max(n.Info().Max, Units(aMinute)), "%s: %s", n, example)
		}
		for _, p := range []Provider{aliyun(), wechat()} {
			f, ok := p.FormOf(n)
			require.True(t, ok, n)
			assert.NotEmpty(t, f.take(f.examples(n)[0]), "%s at %s as %s", n, p.Name, f)
		}
	}
	assert.Empty(t, none.Examples())
	_, ok := tencent().FormOf(BuyerNick)
	assert.False(t, ok, "it has no attributes")
}

func TestWhatAFormTakes(t *testing.T) {
	for _, tt := range []struct{ provider, form, value, want string }{
		{"aliyun", "name", "林小雨", "林小雨"},
		{"aliyun", "name", "亲", ""},
		{"aliyun", "name", "lily", ""},
		{"aliyun", "user_nick", strings.Repeat("长", 21), strings.Repeat("长", 20)},
		{"aliyun", "other_number2", "T20261111", "T20261111"},
		{"aliyun", "other_number2", "T-2026", ""},
		{"aliyun", "tracking_number", "SF1234567890", "SF1234567890"},
		{"aliyun", "tracking_number", "SF1234567890、SF1234567891", ""},
		{"aliyun", "phone_number2", "400-123-1234", "400-123-1234"},
		{"aliyun", "phone_number2", "138****0000", ""},
		{"aliyun", "money", "199.50", "199.50"},
		{"aliyun", "money", "199元", ""},
		{"aliyun", "time", "2026-11-11 18:30", "2026-11-11 18:30"},
		{"aliyun", "time", "11月12日23:59", "11月12日23:59"},
		{"aliyun", "time", "18:30", "18:30"},
		{"aliyun", "time", "明天18:30", ""},
		{"aliyun", "time", "2026年11月11日", ""},
		{"wechat", "thing", "羊绒围巾 " + strings.Repeat("长", 20), "羊绒围巾 " + strings.Repeat("长", 15)},
		{"wechat", "thing", strings.Repeat("长", 19) + " 尾", strings.Repeat("长", 19)},
		{"wechat", "character_string", "SF-123/4", "SF-123/4"},
		{"wechat", "character_string", "顺丰123", ""},
		{"wechat", "character_string", strings.Repeat("7", 33), ""},
		{"wechat", "phrase", "配送中", "配送中"},
		{"wechat", "phrase", "正在给您配送", ""},
		{"wechat", "name", strings.Repeat("长", 11), strings.Repeat("长", 10)},
		{"wechat", "name", "Alexandra Montgomery", "Alexandra Montgomery"},
		{"wechat", "time", "2026-01-02 09:05", "2026年1月2日 09:05"},
		{"wechat", "time", "2026-11-11 18:30~2026-11-11 20:30", "2026年11月11日 18:30~2026年11月11日 20:30"},
		{"wechat", "time", "明天18:30", ""},
		{"wechat", "date", "2026-11-11", "2026年11月11日"},
		{"wechat", "date", "18:30", ""},
		{"wechat", "amount", "￥199.50元", "￥199.50元"},
		{"wechat", "amount", "199块", ""},
		{"wechat", "number", "-3.5", "-3.5"},
		{"wechat", "phone_number", "+86-0766-66888866", "+86-0766-66888866"},
		{"wechat", "const", strings.Repeat("常", 21), ""},
	} {
		p, ok := ProviderNamed(tt.provider)
		require.True(t, ok)
		f, ok := p.Form(tt.form)
		require.True(t, ok, tt.form)
		assert.Equal(t, tt.want, f.take(tt.value), "%s as %s", tt.value, f)
	}
	_, ok := ProviderNamed("alyun")
	assert.False(t, ok)
	_, ok = aliyun().Form("thing")
	assert.False(t, ok)
}

func FuzzFormTakes(f *testing.F) {
	for _, seed := range []string{"小雨", "2026-01-02 09:05", "👨‍👩‍👧", "1" + strings.Repeat("0", 40), " \xff\n", "￥1.5元"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		value = string(Clean(nil, value, Policy{}))
		for _, p := range Providers() {
			for _, form := range p.Forms {
				got := form.take(value)
				if n := utf8.RuneCountInString(got); n > max(form.Max, form.Latin) {
					t.Fatalf("%s: %q has %d characters", form, got, n)
				}
				if again := form.take(got); got != "" && again != got {
					t.Fatalf("%s: %q, then %q", form, got, again)
				}
			}
		}
	})
}

func TestAVariableHoldsWhatItIsTold(t *testing.T) {
	b, err := Compile(mustParse(t, "#买家昵称|亲#，订单#订单号#已付#付款金额#元"), aliyun(), tiexin.Notice)
	require.NoError(t, err)
	nick, _ := aliyun().Form("user_nick")
	money, _ := aliyun().Form("money")
	name, _ := aliyun().Form("name")
	held, err := b.Hold("buyer_nick", nick, 4)
	require.NoError(t, err)
	assert.Equal(t, b.MaxUnits-4, held.MaxUnits, "four characters instead of the customary eight")
	held, err = held.Hold("amount", money, 0)
	require.NoError(t, err)
	vars, err := held.Vars(Map{BuyerNick: "爱逛街的小雨", OrderID: "T1", Amount: "199"})
	require.NoError(t, err)
	assert.Equal(t, []string{"爱逛街的", "T1", "199"}, vars)
	_, err = held.Vars(Map{OrderID: "T1", Amount: "很多"})
	var missing *MissingError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, []Name{Amount}, missing.Names)
	vars, err = b.Vars(Map{OrderID: "T1", Amount: "很多"})
	require.NoError(t, err)
	assert.Equal(t, "很多", vars[2], "the binding it was made from stays as it is")

	chinese := inChinese{}
	for _, tt := range []struct {
		key  string
		form Form
		max  int
		want string
	}{
		{"buyer_nik", nick, 0, `the text has no variable "buyer_nik"; did you mean "buyer_nick"?`},
		{"buyer_nick", name, 0, `the fallback "亲" of #买家昵称# is not what the variable "buyer_nick" holds: name (姓名，二到五个汉字)`},
		{"order_id", money, 0, ""},
		{"order_id", name, 0, `#订单号# may read "3012345678901234567", which is not what the variable "order_id" holds: name`},
	} {
		_, err := b.Hold(tt.key, tt.form, tt.max)
		if tt.want == "" {
			require.NoError(t, err, "digits are an amount, too")
			continue
		}
		require.ErrorContains(t, err, tt.want)
		chinese.add(tt.want, err)
	}
	chinese.golden(t, "hold.zh.golden")
}

func TestFieldsOfATemplate(t *testing.T) {
	wechat := wechat()
	field := func(key, words string) Variable {
		v, err := wechat.Field(key, mustParse(t, words))
		require.NoError(t, err)
		return v
	}
	fields := []Variable{field("thing1", "#商品名称|商品#"), field("time2", "#下单时间#"), field("phrase3", "待付款")}
	b, err := wechat.Bind(fields, "商品：{{thing1.DATA}}\n状态：{{phrase3.DATA}}\n时间：{{time2.DATA}}。")
	require.NoError(t, err)
	assert.Equal(t, "商品：#商品名称|商品#\n状态：待付款\n时间：#下单时间#。", b.Words().String())
	assert.Equal(t, []Name{ItemTitle, CreatedAt}, b.Words().Names())
	assert.Equal(t, []Name{CreatedAt}, b.Words().Required())
	text, err := b.text(Map{ItemTitle: "𠮷祥如意", CreatedAt: "2026-11-11 18:30"})
	require.NoError(t, err)
	assert.Equal(t, "商品：商品\n状态：待付款\n时间：2026年11月11日 18:30。", text, "a title of which not all can go takes the fallback")
	params, err := b.Params(Map{ItemTitle: "围巾", CreatedAt: "2026-11-11 18:30"})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"thing1": "围巾", "time2": "2026年11月11日 18:30", "phrase3": "待付款"}, params)
	_, err = b.Vars(Map{ItemTitle: "围巾", CreatedAt: "刚才"})
	var missing *MissingError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, []Name{CreatedAt}, missing.Names)

	lines, err := wechat.Bind(fields, "")
	require.NoError(t, err)
	assert.Equal(t, "#商品名称|商品#\n#下单时间#\n待付款", lines.Words().String())
	_, err = wechat.Bind(fields[:1], "商品：{{thing1.DATA}}{{thing2.DATA}}")
	require.EqualError(t, err, `template: the registered text has the field "thing2", and nothing is said for it; add it under fields`)
	chinese := inChinese{"thing2": say.Of(err).Chinese}
	_, err = wechat.Bind(fields, "商品：{{thing1.DATA}}{{time2.DATA}}")
	require.EqualError(t, err, `template: the registered text has no field "phrase3"; take it out of fields`)
	chinese.add("phrase3", err)
	chinese.golden(t, "fields.zh.golden")

	text2, err := Compile(mustParse(t, "您好#客服|小禾#。"), aliyun(), tiexin.Notice)
	require.NoError(t, err)
	assert.Nil(t, text2.Words(), "a text with variables is no fields")
	assert.Equal(t, "小禾", text2.Variables[0].example())
	assert.Equal(t, "2026年11月11日 18:30", fields[1].example())
}

func TestSignsThatProvidersRefuse(t *testing.T) {
	chinese := inChinese{}
	for text, want := range map[string]string{
		"您拍的『围巾』到了":            `aliyun does not take the sign "『" in a text`,
		"第①步":                  `aliyun does not take the sign "①" in a text`,
		"您的訂单到了":               `aliyun does not take traditional characters in a text, and "訂" is one`,
		"有事请打13800000000":      "aliyun does not take a mobile number in a text",
		"有事请打4001234567":       "",
		"有事请打0571-82123456":    "",
		"订单3013800000000123到了": "",
	} {
		_, err := Compile(mustParse(t, text), aliyun(), tiexin.Notice)
		if want == "" {
			require.NoError(t, err, text)
			continue
		}
		require.ErrorContains(t, err, want, text)
		chinese.add(text, err)
	}
	fixed := tencent()
	fixed.Fixed = true
	_, err := Compile(mustParse(t, "#买家昵称|亲#您好"), fixed, tiexin.Notice)
	require.ErrorContains(t, err, "1:1: texts of this account at tencent take no variables, and #买家昵称# is one; say it without")
	chinese.add("#买家昵称|亲#您好", err)
	chinese.golden(t, "signs.zh.golden")
	_, err = Compile(mustParse(t, "您的订单到了"), fixed, tiexin.Notice)
	require.NoError(t, err)
}

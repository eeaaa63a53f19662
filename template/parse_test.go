package template

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/source"
)

func TestATextIsReadAsItsAuthorMeantIt(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"空":          {"", ""},
		"没有变量":       {"您好", "您好"},
		"一个变量":       {"亲爱的#买家昵称#", "亲爱的#买家昵称#"},
		"同义词":        {"#昵称##TID#", "#买家昵称##订单号#"},
		"两个变量紧挨着":    {"#买家昵称##订单号#", "#买家昵称##订单号#"},
		"备用的词":       {"#买家昵称|亲#", "#买家昵称|亲#"},
		"空的备用":       {"#客服|#!", "#客服|#!"},
		"空的备用紧挨着":    {"#客服|##订单号#", "#客服|##订单号#"},
		"全角":         {"＃买家昵称｜亲＃", "#买家昵称|亲#"},
		"半角开全角关":     {"#买家昵称＃,", "#买家昵称#,"},
		"空格不算":       {"# 买家昵称 | 亲 #", "#买家昵称|亲#"},
		"全角空格不算":     {"#　买家昵称　｜　亲爱的　#", "#买家昵称|亲爱的#"},
		"井号写两遍":      {"满##100元", "满##100元"},
		"全角井号写两遍":    {"满＃＃100元", "满＃＃100元"},
		"井号之后是变量":    {"###买家昵称#", "###买家昵称#"},
		"变量之后是井号":    {"#买家昵称###", "#买家昵称###"},
		"花括号只是花括号":   {"{您好}${x}", "{您好}${x}"},
		"备用里的竖线之外的符": {"#买家昵称|亲(VIP)#", "#买家昵称|亲(VIP)#"},
		"换行":         {"您好\n#买家昵称#\r\n再见", "您好\n#买家昵称#\r\n再见"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Parse(tt.text)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got.String())
		})
	}
}

func TestWhatIsWrongIsSaidWithPlaceAndWayOut(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"别字": {"亲爱的#买家妮称#", `
template: 1:5: unknown placeholder "买家妮称"; did you mean "买家昵称"?
亲爱的#买家妮称#
       ^~~~~~~~
`},
		"孤单的井号": {"满#100元", `
template: 1:2: a lone "#" begins a placeholder that does not end; write ## for the sign itself
满#100元
  ^
`},
		"孤单的井号后面有变量": {"满#100元减,#买家昵称#!", `
template: 1:2: a lone "#" begins a placeholder that does not end; write ## for the sign itself
满#100元减,#买家昵称#!
  ^
`},
		"一对井号里不是名字": {"满#100元减#20元", `
template: 1:3: unknown placeholder "100元减"; see ` + "`care words placeholders`" + `; write ## if the sign itself is meant
满#100元减#20元
   ^~~~~~~
`},
		"没有关上": {"#买家昵称,您好", `
template: 1:1: "#买家昵称" is not closed; write #买家昵称#
#买家昵称,您好
^~~~~~~~~
`},
		"到行尾没有关上": {"#买家昵称\n您好#", `
template: 1:1: "#买家昵称" is not closed; write #买家昵称#
#买家昵称
^~~~~~~~~
2:3: a lone "#" begins a placeholder that does not end; write ## for the sign itself
您好#
    ^
`},
		"没有名字": {"# #", `
template: 1:2: a placeholder without a name; write ## for the sign itself
# #
 ^
`},
		"只有备用": {"#|亲#", `
template: 1:2: a placeholder without a name; write ## for the sign itself
#|亲#
 ^~~
`},
		"两个备用": {"#买家昵称|买家姓名|亲#", `
template: 1:2: #买家昵称# has more than one fallback; a placeholder has one: the word after the first |
#买家昵称|买家姓名|亲#
 ^~~~~~~~~~~~~~~~~~~~
`},
		"所有的错一次说完": {"#买家妮称#,#订单浩#和#", `
template: 1:2: unknown placeholder "买家妮称"; did you mean "买家昵称"?
#买家妮称#,#订单浩#和#
 ^~~~~~~~
1:9: unknown placeholder "订单浩"; did you mean "订单号"?
#买家妮称#,#订单浩#和#
            ^~~~~~
1:14: a lone "#" begins a placeholder that does not end; write ## for the sign itself
#买家妮称#,#订单浩#和#
                     ^
`},
		"客人会看见没填的变量": {"##买家昵称##和{订单号}", `
template: 1:3: the customer would read "买家昵称" as it stands, unfilled; write #买家昵称#
##买家昵称##和{订单号}
  ^~~~~~~~
1:11: the customer would read "订单号" as it stands, unfilled; write #订单号#
##买家昵称##和{订单号}
               ^~~~~~
`},
		"坏字节":      {"您\xff好", "\ntemplate: 1:2: the text is not UTF-8 here; save the file as UTF-8\n您\ufffd好\n  ^\n"},
		"控制字符":     {"您\x07好", "\ntemplate: 1:2: the control character U+0007 cannot be sent; take it out\n您\ufffd好\n  ^\n"},
		"备用里的控制字符": {"#客服|a\x07#", "\ntemplate: 1:2: the fallback of #客服# contains what cannot be sent; take control characters and broken ones out\n#客服|a\ufffd#\n ^~~~~~~\n"},
	}
	chinese := inChinese{}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Parse(tt.text)
			require.Error(t, err)
			assert.Nil(t, got)
			assert.Equal(t, tt.want, "\n"+err.Error()+"\n")
			chinese.add(name, err)
		})
	}
	chinese.golden(t, "parse.zh.golden")
}

func TestAProblemKnowsItsPlaceInTheFile(t *testing.T) {
	_, err := Parse("您好\n亲#买家妮称#")
	var e *Error
	require.ErrorAs(t, err, &e)
	require.Len(t, e.Problems, 1)
	p := e.Problems[0]
	assert.Equal(t, []int{11, 2, 3, 4}, []int{p.Offset, p.Line, p.Column, p.Width})
	assert.Equal(t, "买家妮称", e.Text[p.Offset:p.Offset+12])
	assert.Equal(t, source.Place{File: "a.yaml", Line: 8, Column: 7}, p.in(source.Place{File: "a.yaml", Line: 7, Column: 10}, 5).Place)

	_, err = Parse("亲#买家妮称#")
	var one Problem
	require.ErrorAs(t, err, &one)
	assert.Equal(t, source.Place{File: "a.yaml", Line: 7, Column: 12}, one.in(source.Place{File: "a.yaml", Line: 7, Column: 10}, 5).Place)
	assert.EqualError(t, one, `1:3: unknown placeholder "买家妮称"; did you mean "买家昵称"?`)
}

func TestImportsFromToolsWithBraces(t *testing.T) {
	braces := Options{Braces: true}
	for text, want := range map[string]string{
		"{买家昵称},您好":          "#买家昵称#,您好",
		"<{买家昵称}>您好":         "#买家昵称#您好",
		"{ BUYER_NICK | 亲 }": "#买家昵称|亲#",
		"{昵称}{TID}#运单号#":     "#买家昵称##订单号##运单号#",
		"{{您好}":              "{您好}",
		"a<b":                "a<b",
		"<{昵称}><{昵称}>":       "#买家昵称##买家昵称#",
	} {
		got, err := braces.Parse(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got.String())
	}
	for text, want := range map[string]string{
		"{买家妮称}":   `1:2: unknown placeholder "买家妮称"; did you mean "买家昵称"?`,
		"{买家昵称":    `1:1: "{买家昵称" is not closed; write #买家昵称#`,
		"a{":       `1:2: a lone "{" begins a placeholder that does not end; write {{ for the brace itself`,
		"<{买家昵称}":  `1:1: "<{买家昵称}" is not closed; write }> at its end`,
		"{昵称|#1}":  `1:2: the fallback of #买家昵称# contains a #; choose words without it`,
		"{{买家昵称}}": `1:3: the customer would read "买家昵称" as it stands, unfilled; write #买家昵称#`,
	} {
		_, err := braces.Parse(text)
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), want)
	}
}

func TestAHugeTextIsRefusedInReasonableTime(t *testing.T) {
	for _, unit := range []string{"#", "# ", "{", "}", "{}", "#x", "#x#", "#买家妮称#", "<{", "\x07", "##x"} {
		for _, o := range []Options{{}, {Braces: true}} {
			_, err := o.Parse(strings.Repeat(unit, longestText/len(unit)))
			if err != nil {
				var e *Error
				require.ErrorAs(t, err, &e)
				assert.LessOrEqual(t, len(e.Problems), mostProblems+1, unit)
			}
		}
	}
	_, err := Parse(strings.Repeat("长", longestText))
	require.ErrorContains(t, err, fmt.Sprintf("no channel carries more than %d", longestText))
	assert.Less(t, len(err.Error()), 1000)
}

func TestWhatATemplateKnowsAboutItself(t *testing.T) {
	tpl, err := Parse("#昵称|亲#,#订单号#:#买家昵称##客服|#")
	require.NoError(t, err)
	assert.Equal(t, []Name{BuyerNick, OrderID, Agent}, tpl.Names())
	assert.Equal(t, []Name{BuyerNick, OrderID}, tpl.Required(), "once without fallback is required")
	assert.True(t, tpl.Has(Agent))
	assert.False(t, tpl.Has(PayLink))
	assert.False(t, tpl.Has(none))
	assert.False(t, tpl.Has(255))
	assert.Equal(t, 8+1+19+1+8+8, tpl.maxRunes())

	var zero Template
	text, err := zero.Render(nil)
	require.NoError(t, err)
	assert.Empty(t, text)
	assert.Empty(t, zero.Names())

	tpl, err = Parse("#客服|我们的客服小仙女团队#😊")
	require.NoError(t, err)
	assert.Equal(t, 10+1, tpl.maxRunes(), "a fallback may be longer than any value")
	assert.Equal(t, 10+2, tpl.MaxUnits())
	assert.Equal(t, 10+1, tpl.Limited(map[Name]int{Agent: 3}).maxRunes())
	assert.Equal(t, 3+1, mustParse(t, "#客服#!").Limited(map[Name]int{Agent: 3}).maxRunes())
	assert.Equal(t, 8+1, mustParse(t, "#客服#!").Limited(map[Name]int{Agent: 35}).maxRunes())
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"亲爱的#买家昵称|亲#,您抢到的「#商品名称#」还有#剩余付款时间#就要关闭了:#付款链接#",
		"满#100元", "##", "＃＃买家昵称＃＃", "#客服|##订单号#", "{昵称}<{TID}>", "###a###", "#买家昵称\n#", "\xff#", "{{{昵称}", "##{买家昵称}",
	} {
		f.Add(text, false)
		f.Add(text, true)
	}
	f.Fuzz(func(t *testing.T, text string, braces bool) {
		tpl, err := Options{Braces: braces}.Parse(text)
		if err != nil {
			_ = err.Error()
			for _, p := range err.(*Error).Problems {
				if p.Offset < 0 || p.Offset > len(text) || p.Line < 1 || p.Column < 1 || p.Width < 1 || p.Message == "" {
					t.Fatalf("%+v", p)
				}
			}
			return
		}
		canonical := tpl.String()
		again, err := Parse(canonical)
		if err != nil {
			t.Fatalf("%q reads back as %q: %v", text, canonical, err)
		}
		if again.String() != canonical {
			t.Fatalf("%q, then %q", canonical, again.String())
		}
		values := Map{}
		for _, n := range Names() {
			values[n] = "X"
		}
		one, err := tpl.Render(values)
		two, err2 := again.Render(values)
		if err != nil || err2 != nil || one != two {
			t.Fatalf("%q and %q, %v and %v", one, two, err, err2)
		}
		for _, n := range Names() {
			if strings.Contains(one, "#"+n.String()+"#") || strings.Contains(one, "{"+n.String()+"}") {
				t.Fatalf("%q goes out as %q", text, one)
			}
		}
	})
}

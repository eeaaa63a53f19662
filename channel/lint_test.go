package channel_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func Test哪些话不该发(t *testing.T) {
	type found struct {
		level channel.Level
		text  string
	}
	tests := []struct {
		name string
		kind channel.Kind
		text string
		p    tiexin.Purpose
		want []found
	}{
		{"好好的通知", channel.SMS, "#买家昵称|亲#,您的订单已发货,请注意查收。", tiexin.Notice, nil},
		{"好评返现哪里都不许", channel.Wangwang, "好评返现5元", tiexin.Notice, []found{{channel.Deny, "好评返现"}}},
		{"短信里的返现", channel.SMS, "下单返现", tiexin.Marketing, []found{{channel.Deny, "返现"}}},
		{"旺旺上的返现不管", channel.Wangwang, "下单返现", tiexin.Marketing, nil},
		{"长的词盖过短的词", channel.SMS, "好评返现,抽奖", tiexin.Marketing, []found{{channel.Deny, "好评返现"}, {channel.Deny, "抽奖"}}},
		{"短信里邀请好评不许,旺旺上提醒", channel.SMS, "邀请好评", tiexin.Notice, []found{{channel.Deny, "邀请好评"}}},
		{"旺旺上邀请好评,提醒", channel.Wangwang, "邀请好评", tiexin.Notice, []found{{channel.Warn, "邀请好评"}}},
		{"广告不许说最佳", channel.WeChat, "全球最佳童装", tiexin.Care, []found{{channel.Deny, "最佳"}}},
		{"通知里说极限词,提醒一句", channel.SMS, "国家级面料,顶级做工,最佳选择", tiexin.Notice, []found{{channel.Warn, "国家级"}, {channel.Warn, "顶级"}, {channel.Warn, "最佳"}}},
		{"客服的话里说极限词,也提醒", channel.Wangwang, "世界级,第一品牌,极品,最高级", tiexin.Service, []found{{channel.Warn, "世界级"}, {channel.Warn, "第一品牌"}, {channel.Warn, "极品"}, {channel.Warn, "最高级"}}},
		{"包治百病,谁都不许说", channel.Wangwang, "我家的茶包治百病", tiexin.Service, []found{{channel.Deny, "包治百病"}}},
		{"通知里可以说最佳收货时间", channel.WeChat, "最佳收货时间", tiexin.Notice, nil},
		{"全角小写也认得", channel.SMS, "请加\uFF51q详谈", tiexin.Notice, []found{{channel.Deny, "加\uFF51q"}}},
		{"全角零元", channel.SMS, "\uFF10元购", tiexin.Notice, []found{{channel.Deny, "\uFF10元购"}}},
		{"同一个词两次说两次", channel.SMS, "贷款贷款", tiexin.Notice, []found{{channel.Deny, "贷款"}, {channel.Deny, "贷款"}}},
		{"签名的括号", channel.SMS, "【小鹿家】您好", tiexin.Notice, []found{{channel.Deny, "【"}, {channel.Deny, "】"}}},
		{"表情", channel.SMS, "生日快乐😊❤️!", tiexin.Care, []found{{channel.Warn, "😊"}, {channel.Warn, "❤️"}}},
		{"一家三口是一个表情", channel.SMS, "👨‍👩‍👧好", tiexin.Notice, []found{{channel.Warn, "👨‍👩‍👧"}}},
		{"生僻字", channel.SMS, "𠮷先生", tiexin.Notice, []found{{channel.Warn, "𠮷"}}},
		{"旺旺上可以有表情", channel.Wangwang, "生日快乐😊", tiexin.Care, nil},
		{"通知里不许写退订", channel.SMS, "已发货,拒收请回复r", tiexin.Notice, []found{{channel.Deny, "拒收请回复r"}}},
		{"营销里不用自己写退订", channel.SMS, "新款到了,退订回TD", tiexin.Marketing, []found{{channel.Warn, "退订回TD"}}},
		{"国旗是一个表情", channel.SMS, "🇨🇳好", tiexin.Notice, []found{{channel.Warn, "🇨🇳"}}},
		{"店里自己的退订词也是", channel.SMS, "已发货,退订请回QX", tiexin.Notice, []found{{channel.Deny, "退订请回QX"}}},
		{"回复在前", channel.SMS, "新款到了,回复N退订", tiexin.Marketing, []found{{channel.Warn, "回复N退订"}}},
		{"说退订这个词不要紧", channel.SMS, "您已退订,回复客服可恢复", tiexin.Notice, nil},
		{"金额的符号", channel.SMS, "共¥89,运费￥6", tiexin.Notice, []found{{channel.Deny, "¥"}, {channel.Deny, "￥"}}},
		{"引号和方括号", channel.SMS, "「围巾」［红］『大』", tiexin.Notice, []found{{channel.Deny, "「"}, {channel.Deny, "」"}, {channel.Deny, "［"}, {channel.Deny, "］"}, {channel.Deny, "『"}, {channel.Deny, "』"}}},
		{"会成乱码的符号", channel.SMS, "※A→B√&^_^", tiexin.Notice, []found{{channel.Deny, "※"}, {channel.Deny, "→"}, {channel.Deny, "√"}, {channel.Deny, "&"}, {channel.Deny, "^_^"}}},
		{"五角星说一次", channel.SMS, "★", tiexin.Notice, []found{{channel.Deny, "★"}}},
		{"旺旺上的引号不管", channel.Wangwang, "「围巾」共¥89→付款", tiexin.Notice, nil},
		{"链接里的不是文字", channel.SMS, "看看:https://qhj.cn/a?b=1&c=2 tb.cn/p&q", tiexin.Notice, nil},
		{"链接后面的是", channel.SMS, "tb.cn/p「围巾」", tiexin.Notice, []found{{channel.Deny, "「"}, {channel.Deny, "」"}}},
		{"法律点了名的", channel.Wangwang, "国家级顶级极品,第一品牌", tiexin.Marketing, []found{{channel.Deny, "国家级"}, {channel.Deny, "顶级"}, {channel.Deny, "极品"}, {channel.Deny, "第一品牌"}}},
		{"要凭据的", channel.WeChat, "销量第一,全网最低价,最便宜", tiexin.Marketing, []found{{channel.Warn, "销量第一"}, {channel.Warn, "全网最低价"}, {channel.Warn, "最便宜"}}},
		{"像绝对化的", channel.Email, "最好的面料,唯一,独家,100%有效,绝对,万能", tiexin.Care, []found{{channel.Warn, "最好"}, {channel.Warn, "唯一"}, {channel.Warn, "独家"}, {channel.Warn, "100%"}, {channel.Warn, "绝对"}, {channel.Warn, "万能"}}},
		{"短信里的促销", channel.SMS, "领优惠券和领红包,直播间分期,拉新,加客服,积分清零,货到付款", tiexin.Marketing, []found{
			{channel.Warn, "优惠券"}, {channel.Warn, "领红包"}, {channel.Deny, "直播"}, {channel.Warn, "分期"}, {channel.Warn, "拉新"}, {channel.Warn, "加客服"}, {channel.Warn, "积分清零"}, {channel.Warn, "货到付款"},
		}},
		{"零元购不在六十元购买里", channel.SMS, "60元购买,满11元秒杀,0元购", tiexin.Notice, []found{{channel.Deny, "0元购"}}},
		{"空的", channel.SMS, "", tiexin.Marketing, nil},
		{"坏的字节", channel.SMS, "\xff贷款\xff", tiexin.Notice, []found{{channel.Deny, "贷款"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []found
			for _, f := range channel.DefaultWords().Lint(tt.kind, tt.text, tt.p) {
				got = append(got, found{f.Level, f.Text})
				assert.Equal(t, f.Text, tt.text[f.At:f.At+len(f.Text)], "the place is right")
				assert.NotEmpty(t, f.Why)
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func Test店里自己的词表(t *testing.T) {
	own, err := channel.ParseWords("# 我们不说清仓\n\nwarn  sms,mms  marketing,care  清仓  the shop does not talk like that\r\ndeny * * Crap no\n")
	require.NoError(t, err)
	found := own.Lint(channel.SMS, "清仓,crap", tiexin.Marketing)
	require.Len(t, found, 2)
	assert.Equal(t, "warn: 清仓: the shop does not talk like that", found[0].String())
	assert.Equal(t, "deny: crap: no", found[1].String())
	assert.Len(t, own.Lint(channel.Email, "清仓,crap", tiexin.Marketing), 1)
	assert.Len(t, own.Lint(channel.SMS, "清仓,crap", tiexin.Notice), 1)

	both := own.With(channel.DefaultWords())
	assert.Len(t, both.Lint(channel.SMS, "清仓,贷款", tiexin.Marketing), 2)

	softer, err := channel.ParseWords("warn sms * 贷款 ours is a bank")
	require.NoError(t, err)
	assert.Equal(t, channel.Warn, softer.With(channel.DefaultWords()).Lint(channel.SMS, "贷款", tiexin.Notice)[0].Level, "the first list decides")
}

// Words that only look forbidden are none, on any channel and for any purpose.
func Test平常的话不是禁用词(t *testing.T) {
	for _, text := range []string{
		"谢谢您第一次来", "您的第一单", "第一时间发出", "第一件半天就到", "最晚发货时间", "最近忙吗", "最后三小时", "最后一公里", "最新到的几款", "最多三天", "最少两件", "最佳食用期三天",
		"100%棉的料子", "最好先冷水洗", "最好当面拆看", "十分期待", "集中奖励", "印刷单据", "完整形状", "增加客服人手", "100元购买", "折叠伞", "共1268元", "我的淘宝-待付款", "(大码)、红色：两件",
		"#买家昵称|亲#，#商品名称|您买的东西#18:30到，请到我的淘宝付款：#付款链接|我的淘宝#",
	} {
		for _, k := range channel.Kinds() {
			for _, p := range []tiexin.Purpose{tiexin.Service, tiexin.Notice, tiexin.Care, tiexin.Marketing, tiexin.SurveyAsk} {
				assert.Empty(t, channel.DefaultWords().Lint(k, text, p), "%s, %s: %s", k, p, text)
			}
		}
	}
}

// A bound provider's own rules count, the law, and what nobody in particular names.
func Test绑定了服务商只看它自己的规矩(t *testing.T) {
	words, err := channel.ParseWords("deny * * 甲 hm\nfrom aliyun,huawei\ndeny * * 乙 hm\nfrom huawei\ndeny * * 丙 hm\nfrom law\ndeny * * 丁 hm")
	require.NoError(t, err)
	named := func(w channel.Words) (all string) {
		for _, f := range w.Lint(channel.SMS, "甲乙丙丁", tiexin.Notice) {
			all += f.Text
		}
		return all
	}
	assert.Equal(t, "甲乙丙丁", named(words))
	assert.Equal(t, "甲乙丁", named(words.Of("aliyun")))
	assert.Equal(t, "甲乙丙丁", named(words.Of("huawei")))
	assert.Equal(t, "甲丁", named(words.Of("tencent")))

	assert.Empty(t, channel.DefaultWords().Of("tencent").Lint(channel.SMS, "「围巾」", tiexin.Notice), "tencent does not name these brackets")
	assert.NotEmpty(t, channel.DefaultWords().Of("aliyun").Lint(channel.SMS, "「围巾」", tiexin.Notice))
	assert.NotEmpty(t, channel.DefaultWords().Of("tencent").Lint(channel.SMS, "好评返现", tiexin.Notice))
}

func Test店里可以说哪个词不要紧(t *testing.T) {
	own, err := channel.ParseWords("fine sms,mms * 直播设备")
	require.NoError(t, err)
	words := own.With(channel.DefaultWords())
	assert.Empty(t, words.Lint(channel.SMS, "您的直播设备已发货", tiexin.Notice))
	assert.Len(t, words.Lint(channel.SMS, "来看直播", tiexin.Notice), 1)
}

func Test短的更坏就两个都说(t *testing.T) {
	w, err := channel.ParseWords("warn * * 大抽奖了 hm\ndeny * * 抽奖 no")
	require.NoError(t, err)
	assert.Len(t, w.Lint(channel.Email, "大抽奖了", tiexin.Marketing), 2)
}

func Test词表写错了一次说完(t *testing.T) {
	_, err := channel.ParseWords("deny * * 好\nforbid smss,sms promo 词 why\n\ndeny sms notice 词 why\nfrom a b\nfrom aliyun,\nfine * *")
	require.Error(t, err)
	for _, part := range []string{
		"line 1: 4 of level, channels, purposes, word and reason are there",
		`line 2: unknown level "forbid"`, `unknown channel "smss"`, `unknown purpose "promo"`, "line 5: from has 2 lists", `line 6: the sources "aliyun," lack a name`,
	} {
		assert.ErrorContains(t, err, part)
	}
	assert.NotContains(t, err.Error(), "line 4")
	assert.ErrorContains(t, err, "line 7: 3 of level")
}

func FuzzParseWords(f *testing.F) {
	f.Add("deny * * 好评 why\n# x\nwarn sms,mms marketing 词 y", "好评😊【")
	f.Add("deny sms", "\xff")
	f.Add("from aliyun\nfine * * 60元购\nfrom", "60元购 tb.cn/「a&b")
	f.Fuzz(func(t *testing.T, list, text string) {
		w, err := channel.ParseWords(list)
		if err != nil {
			require.Empty(t, w.Lint(channel.Email, text, tiexin.Notice))
			return
		}
		at := 0
		for _, finding := range w.With(channel.DefaultWords()).Lint(channel.SMS, text, tiexin.Notice) {
			require.GreaterOrEqual(t, finding.At, at)
			at = finding.At
			require.NotEmpty(t, finding.Text)
			require.Equal(t, finding.Text, text[at:at+len(finding.Text)])
		}
	})
}

// However long a text is, it is looked through in the time that a text may take.
func Test太长的文字只看到发得出去的地方(t *testing.T) {
	long := strings.Repeat("贷款", 1<<20)
	found := channel.DefaultWords().Lint(channel.SMS, long, tiexin.Notice)
	assert.Len(t, found, 64<<10/6+1)
	last := found[len(found)-1]
	assert.Equal(t, channel.Deny, last.Level)
	assert.Contains(t, last.Why, "longer than 64 KiB")
	assert.Equal(t, last.Text, long[last.At:last.At+len(last.Text)])
	assert.LessOrEqual(t, last.At, 64<<10)

	assert.Len(t, channel.DefaultWords().Lint(channel.SMS, strings.Repeat("\x80", 1<<20), tiexin.Notice), 1, "broken characters, too")
}

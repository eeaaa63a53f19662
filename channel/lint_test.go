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
		{"空的", channel.SMS, "", tiexin.Marketing, nil},
		{"坏的字节", channel.SMS, "\xff贷款\xff", tiexin.Notice, []found{{channel.Deny, "贷款"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []found
			for _, f := range channel.Lint(tt.kind, tt.text, tt.p) {
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

func Test短的更坏就两个都说(t *testing.T) {
	w, err := channel.ParseWords("warn * * 大抽奖了 hm\ndeny * * 抽奖 no")
	require.NoError(t, err)
	assert.Len(t, w.Lint(channel.Email, "大抽奖了", tiexin.Marketing), 2)
}

func Test词表写错了一次说完(t *testing.T) {
	_, err := channel.ParseWords("deny * * 好\nforbid smss,sms promo 词 why\n\ndeny sms notice 词 why")
	require.Error(t, err)
	for _, part := range []string{
		"line 1: 4 of level, channels, purposes, word and reason are there",
		`line 2: unknown level "forbid"`, `unknown channel "smss"`, `unknown purpose "promo"`,
	} {
		assert.ErrorContains(t, err, part)
	}
	assert.NotContains(t, err.Error(), "line 4")
}

func FuzzParseWords(f *testing.F) {
	f.Add("deny * * 好评 why\n# x\nwarn sms,mms marketing 词 y", "好评😊【")
	f.Add("deny sms", "\xff")
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
	found := channel.Lint(channel.SMS, long, tiexin.Notice)
	assert.Len(t, found, 64<<10/6+1)
	last := found[len(found)-1]
	assert.Equal(t, channel.Deny, last.Level)
	assert.Contains(t, last.Why, "longer than 64 KiB")
	assert.Equal(t, last.Text, long[last.At:last.At+len(last.Text)])
	assert.LessOrEqual(t, last.At, 64<<10)

	assert.Len(t, channel.Lint(channel.SMS, strings.Repeat("\x80", 1<<20), tiexin.Notice), 1, "broken characters, too")
}

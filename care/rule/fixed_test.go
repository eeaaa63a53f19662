package rule

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// remarksOn are the remarks on one text of a payment reminder, as the author reads them.
func remarksOn(t *testing.T, text string) string {
	t.Helper()
	set, problems := Load(File{"rule.yaml", []byte(fmt.Sprintf(`version: 1
channels: {sms: {signature: 青禾家}}
flows:
  f: {title: 催付, about: order, while: unpaid, purpose: notice, via: [wangwang, sms], rules: [{name: a, if: minutes_unpaid > 30, send: a}]}
texts: {a: "%s"}
`, text))})
	require.NotNil(t, set, problems)
	return problems.Error()
}

// A message may wait for the morning: what its text calls today is yesterday then.
func Test文案里写死的今天_隔天就错(t *testing.T) {
	for text, word := range map[string]string{
		"尾款今晚截止，付款：#付款链接#": "今晚", "今天付款就发货": "今天", "明天发货，#买家昵称|亲#": "明天", "谢谢您昨晚来": "昨晚", "下周发货": "下周", "本周内付款": "本周",
		"今早下的单": "今早", "昨天拍的": "昨天", "明日发出": "明日", "##1号今夜截止": "今夜",
	} {
		remark := remarksOn(t, text)
		assert.Contains(t, remark, fmt.Sprintf("says %q", word), text)
		assert.Contains(t, remark, "#关闭时间#", "the way out")
	}
	for _, text := range []string{
		"#关闭时间|今晚24:00#前付都来得及", "当天付款当天发货", "说明早已附上", "周边商品下周边店自取", "服务以上周到为先", "照明晚间可用", "如今天冷了", "三天内发货", "今日头条同款",
	} {
		assert.NotContains(t, remarksOn(t, text), "says", text)
	}
}

func Test写死的今天_下面有箭头(t *testing.T) {
	assert.Equal(t, `rule.yaml:5:15: remark: text "a" says "今晚", which is wrong if the message is sent on another day; use a placeholder of time, such as #关闭时间#, or leave it out
texts: {a: "尾款今晚截止"}
                ^~~~`, remarksOn(t, "尾款今晚截止"))
}

// Values that touch read as one word, and most providers of SMS refuse them.
func Test两个占位符挨着_有提醒(t *testing.T) {
	for text, second := range map[string]string{
		"#买家昵称|亲##商品名称#还没付款": "商品名称", "#商品名称##关闭时间#截止": "关闭时间", "＃商品名称＃＃关闭时间＃截止": "关闭时间",
	} {
		remark := remarksOn(t, text)
		assert.Equal(t, 1, strings.Count(remark, "side by side"), text)
		assert.Contains(t, remark, "put a word or a comma before #"+second+"#")
	}
	for _, text := range []string{"#买家昵称|亲#，#商品名称#还没付款", "##1 #商品名称#还没付款", "寄往#省份##到达城市#", "#商品名称#还没付款：\\n#付款链接#"} {
		assert.NotContains(t, remarksOn(t, text), "side by side", text)
	}
}

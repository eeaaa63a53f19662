package rule

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

const titled = `
version: 1
shop: {name: 青禾家}
channels: {CHANNELS}
flows: {pay: {title: 催付, about: order, while: unpaid, purpose: notice, via: [wangwang, sms], rules: [{name: r, if: minutes_unpaid >= 30, send: gentle}]}}
texts: {gentle: 您拍的#商品名称|宝贝#还没付款}
`

const longTitle = "【双11抢先购】2026秋冬新款韩版宽松显瘦加绒连帽卫衣女"

// reads is the text of the file for a channel, about goods with a long title, and its
// longest usual length.
func reads(t *testing.T, channels string, k channel.Kind) (string, int) {
	t.Helper()
	set := load(t, File{"rules.yaml", []byte(strings.ReplaceAll(titled, "CHANNELS", channels))})
	words := set.Texts[0].For(k)
	text, err := words.Render(template.Map{template.ItemTitle: longTitle})
	require.NoError(t, err)
	return text, words.MaxUnits()
}

// In an SMS every character is paid for: titles are cut there, and nowhere else.
func TestTitlesAreCutInSMS(t *testing.T) {
	const words = len("您拍的还没付款") / 3
	text, longest := reads(t, "wangwang: {price: 0}", channel.Wangwang)
	assert.Equal(t, "您拍的"+longTitle+"还没付款", text)
	assert.Equal(t, words+20, longest)

	plain := strings.NewReplacer("【", "", "】", "").Replace(longTitle) // signs do not go by SMS
	text, longest = reads(t, "sms: {signature: 青禾家}", channel.SMS)
	assert.Equal(t, "您拍的"+template.CutUnits(plain, 20)+"还没付款", text, "20, as is counted anyway")
	assert.Equal(t, words+20, longest)

	text, longest = reads(t, "sms: {signature: 青禾家, titles: 12}", channel.SMS)
	assert.Equal(t, "您拍的"+template.CutUnits(plain, 12)+"还没付款", text)
	assert.Equal(t, words+12, longest)

	_, longest = reads(t, "sms: {signature: 青禾家, titles: 30}", channel.SMS)
	assert.Equal(t, words+30, longest, "who wants longer titles pays for them")

	set, problems := LoadDraft(File{"rules.yaml", []byte(strings.ReplaceAll(titled, "CHANNELS", "sms: {provider: aliyun, signature: 青禾家, titles: 12}"))})
	require.NoError(t, problems.Err())
	bound := set.Texts[0].Bound(channel.SMS).Binding
	vars, err := bound.Vars(template.Map{template.ItemTitle: longTitle})
	require.NoError(t, err)
	assert.Equal(t, []string{"双11抢先购2026秋冬"}, vars, "a registered text likewise")
	assert.Equal(t, words+12, bound.MaxUnits)
}

func TestTitlesAreCutInSMSOnly(t *testing.T) {
	for channels, want := range map[string]string{
		"wangwang: {titles: 12}":              "only in SMS titles are cut",
		"sms: {signature: 青禾家, titles: 3}":    "whole number from 7 to 60",
		"sms: {signature: 青禾家, titles: long}": "whole number from 7 to 60",
	} {
		_, problems := Load(File{"rules.yaml", []byte(strings.ReplaceAll(titled, "CHANNELS", channels))})
		assert.ErrorContains(t, problems.Err(), want, channels)
	}
}

package rule

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/template"
)

// goesBy loads a text that goes by an SMS channel as it is set up.
func goesBy(load func(...File) (*Set, source.Problems), setup, purpose, text string) source.Problems {
	_, problems := load(File{"words.yaml", fmt.Appendf(nil, `version: 1
shop: {name: 青禾家}
channels: {sms: {signature: 青禾家%s}}
flows:
  f: {title: 付款后, about: order, when: order.paid, purpose: %s, via: [sms, wangwang], rules: [{name: a, send: a}]}
texts: {a: "%s"}
`, setup, purpose, text)})
	return problems
}

// What a bound provider allows decides: it does not name these brackets, and cash on
// delivery by name is refused elsewhere.
func TestWhatABoundProviderAllowsMayGo(t *testing.T) {
	const tencent, aliyun = ", provider: tencent, templates: {a: {code: '1'}}", ", provider: aliyun, templates: {a: {code: SMS_1}}"
	for _, text := range []string{"您货到付款的「围巾」已发出", "分期付款的『大衣』→已发出"} {
		assert.Error(t, goesBy(Load, "", "notice", text).Err(), "whoever sends it: %s", text)
		assert.Empty(t, goesBy(Load, tencent, "notice", text), text)
	}
	problems := goesBy(Load, tencent, "notice", "来看直播")
	require.Len(t, problems, 1)
	require.NoError(t, problems.Err(), "the template with this code was approved")
	assert.Equal(t, `tencent may refuse "直播": providers refuse texts about live streams`, problems[0].Message.English)

	assert.ErrorContains(t, goesBy(LoadDraft, ", provider: tencent", "notice", "来看直播").Err(), `tencent would refuse "直播"`, "before it is registered")
	assert.NoError(t, goesBy(LoadDraft, ", provider: tencent", "notice", "您货到付款的「围巾」").Err())
	assert.Error(t, goesBy(Load, aliyun, "notice", "您的「围巾」").Err(), "its own limits count")
	assert.Error(t, goesBy(Load, tencent, "notice", "五星返现").Err(), "on the messenger it is denied, whatever the provider says")
}

// The name of a placeholder is not part of the text.
func TestNoPlaceholderIsAForbiddenWord(t *testing.T) {
	for _, n := range template.Names() {
		for _, name := range append(n.Info().Synonyms, n.String()) {
			for _, p := range []tiexin.Purpose{tiexin.Notice, tiexin.Marketing} {
				assert.Empty(t, channel.DefaultWords().Lint(channel.SMS, "#"+name+"#", p), name)
			}
			assert.Empty(t, offersIn("#"+name+"#"), name)
		}
	}
}

// No text of the examples and of the READMEs has a forbidden word or an offer in a notice.
func TestTheTextsOfTheExamplesMayGo(t *testing.T) {
	block := regexp.MustCompile("(?s)```yaml file=[a-z]+\\.yaml\n(version: 1.*?)```")
	shops := map[string][]File{}
	for _, pattern := range []string{"../../examples/*/*.yaml", "../../examples/*/rules/*.yaml", "../../README*.md"} {
		names, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, names)
		for _, name := range names {
			data, err := os.ReadFile(name)
			require.NoError(t, err)
			if strings.HasSuffix(name, ".md") {
				for i, found := range block.FindAllSubmatch(data, -1) {
					shops[fmt.Sprintf("%s %d", name, i)] = []File{{name, found[1]}}
				}
			} else if shop := filepath.Dir(name); regexp.MustCompile(`(?m)^version: 1`).Match(data) {
				shops[shop] = append(shops[shop], File{name, data})
			}
		}
	}
	require.Greater(t, len(shops), 15)
	for shop, files := range shops {
		_, problems := Load(files...)
		assert.NotRegexp(t, "say \"|may refuse|advertises", problems.Error(), shop)
	}
}

// An offer in a notice is said once, by the remark about notices.
func TestACouponInANoticeIsSaidOnce(t *testing.T) {
	problems := goesBy(Load, "", "notice", "您的优惠券到账了")
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0].Message.English, "advertises (优惠券)")
	problems = goesBy(Load, "", "marketing", "您的优惠券到账了")
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0].Message.English, `should not say "优惠券" by sms`)
}

// Every sign that a provider refuses is on the general list, too: who sends an SMS without
// a provider may come to any.
func TestTheGeneralListHasTheSignsOfEachProvider(t *testing.T) {
	for _, p := range template.Providers() {
		for _, sign := range strings.ReplaceAll(p.Signs, "#", "") {
			found := channel.DefaultWords().Of(p.Name).Lint(channel.SMS, string(sign), tiexin.Notice)
			if assert.Len(t, found, 1, "%s: %c", p.Name, sign) {
				assert.Equal(t, channel.Deny, found[0].Level, "%c", sign)
			}
		}
	}
}

// A nick or a title is data: what providers refuse does not go with it, whoever sends it.
// A link stays whole, and other channels take every sign.
func TestSignsOfANickDoNotGoBySMS(t *testing.T) {
	set, problems := Load(File{"signs.yaml", []byte(`version: 1
shop: {name: 青禾家}
channels: {sms: {signature: 青禾家}}
flows:
  f: {title: 付款后, about: order, while: unpaid, purpose: notice, via: [sms, mms, wangwang], rules: [{name: a, if: minutes_unpaid > 10, send: a}]}
texts: {a: "#买家昵称|亲#，#商品名称#还没付款：#付款链接#"}
`)})
	require.NoError(t, problems.Err())
	shop := template.Map{template.BuyerNick: "★￥", template.ItemTitle: "【双11】[新]A&B大衣", template.PayLink: "https://qhj.cn/p?a=1&b=2"}
	for k, want := range map[channel.Kind]string{
		channel.SMS:      "亲，双11新AB大衣还没付款：https://qhj.cn/p?a=1&b=2",
		channel.MMS:      "亲，双11新AB大衣还没付款：https://qhj.cn/p?a=1&b=2",
		channel.Wangwang: "★￥，【双11】[新]A&B大衣还没付款：https://qhj.cn/p?a=1&b=2",
	} {
		text, err := set.Texts[0].For(k).Render(shop)
		require.NoError(t, err)
		assert.Equal(t, want, text, k.String())
	}
}

func TestWhatIsLeftOutIsWhatIsDenied(t *testing.T) {
	for _, sign := range refusedSigns {
		found := channel.DefaultWords().Lint(channel.SMS, string(sign), tiexin.Notice)
		if assert.Len(t, found, 1, "%c", sign) {
			assert.Equal(t, channel.Deny, found[0].Level, "%c", sign)
		}
	}
	for _, p := range template.Providers() {
		for _, sign := range strings.ReplaceAll(p.Signs, "#", "") {
			assert.Contains(t, refusedSigns, string(sign), p.Name)
		}
	}
}

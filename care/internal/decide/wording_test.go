package decide

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

func registered(t *testing.T) *rule.Set {
	t.Helper()
	data, err := os.ReadFile("../../rule/testdata/good/registered.yaml")
	require.NoError(t, err)
	set, problems := rule.Load(rule.File{Name: "registered.yaml", Data: data})
	require.NoError(t, problems.Err())
	return set
}

func step(t *testing.T, s *rule.Set, path string) *rule.Step {
	t.Helper()
	r, ok := s.Rule(path)
	require.True(t, ok)
	return r.Steps[0]
}

func TestARegisteredTextTravelsAsCodeAndVariables(t *testing.T) {
	s := registered(t)
	gentle := step(t, s, "payment/gentle")

	f, err := fill(gentle, channel.SMS, template.Map{template.BuyerNick: "【小\n雨】一二三四五六七八九", template.ClosesAt: "明天18:30"})
	require.NoError(t, err)
	assert.Equal(t, wording{
		text:     "小 雨一二三四五六七，您的订单还没付款，明天18:30前都可以付",
		template: "SMS_1001",
		params:   []channel.Param{{Key: "nick", Value: "小 雨一二三四五六七"}, {Key: "until", Value: "明天18:30"}},
	}, f, "ten characters by vars, without brackets and line breaks")

	f, err = fill(gentle, channel.SMS, template.Map{template.BuyerNick: "😊", template.ClosesAt: "18:30"})
	require.NoError(t, err)
	assert.Equal(t, "亲", f.params[0].Value, "a nick of which nothing can go takes the fallback")

	_, err = fill(gentle, channel.SMS, template.Map{})
	var missing *template.MissingError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, []template.Name{template.ClosesAt}, missing.Names)

	birthday := step(t, s, "birthday/birthday")
	f, err = fill(birthday, channel.SMS, template.Map{})
	require.NoError(t, err)
	assert.Equal(t, "亲爱的顾客，生日快乐，拒收请回复R", f.text, "what advertises ends with its opt-out")
	f, err = fill(birthday, channel.MMS, template.Map{template.BuyerNick: strings.Repeat("长", 20)})
	require.NoError(t, err)
	assert.Equal(t, []channel.Param{{Key: "1", Value: strings.Repeat("长", 12)}}, f.params, "numbered, and as long as the console says")
}

func TestATemplateOfFields(t *testing.T) {
	s := registered(t)
	gentle := step(t, s, "payment/gentle")
	f, err := fill(gentle, channel.WeChat, template.Map{
		template.ItemTitle: "山羊绒加厚保暖围巾男女通用秋冬新款礼盒等3件", template.Amount: "199.50", template.CreatedAt: "2026-11-01 09:05", template.OrderID: "T&1",
	})
	require.NoError(t, err)
	assert.Equal(t, wording{
		text:     "商品：山羊绒加厚保暖围巾男女通用秋冬新款礼盒等\n金额：199.50元\n下单时间：2026年11月1日 09:05",
		template: "TM00001",
		params:   []channel.Param{{Key: "thing1", Value: "山羊绒加厚保暖围巾男女通用秋冬新款礼盒等"}, {Key: "amount2", Value: "199.50元"}, {Key: "time3", Value: "2026年11月1日 09:05"}},
		page:     "wx0123456789abcdef/pages/order?id=T%261",
	}, f)

	shipped := step(t, s, "shipping/shipped")
	f, err = fill(shipped, channel.WeChat, template.Map{template.TrackingNumber: "SF123"})
	require.NoError(t, err)
	assert.Equal(t, wording{
		text: "SF123\n快递", template: "TM00002", params: []channel.Param{{Key: "character_string1", Value: "SF123"}, {Key: "thing2", Value: "快递"}},
	}, f)
	_, err = fill(shipped, channel.WeChat, template.Map{template.TrackingNumber: "顺丰123"})
	var missing *template.MissingError
	require.ErrorAs(t, err, &missing, "a number that the field does not take, and no fallback")
	assert.Equal(t, []template.Name{template.TrackingNumber}, missing.Names)
}

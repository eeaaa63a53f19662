package rule

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

func registered(t *testing.T) *Set {
	t.Helper()
	data, err := good.ReadFile("testdata/good/registered.yaml")
	require.NoError(t, err)
	return load(t, File{"registered.yaml", data})
}

func (s *Set) textNamed(name string) *Text {
	for _, t := range s.Texts {
		if t.Name == name {
			return t
		}
	}
	return nil
}

func TestARegisteredTextTravelsAsCodeAndVariables(t *testing.T) {
	s := registered(t)
	assert.Equal(t, "aliyun", s.Providers[channel.SMS].Name)
	assert.Equal(t, channel.SetOf(channel.SMS), s.Parcels)
	gentle := s.textNamed("pay.gentle")
	assert.Equal(t, tiexin.Notice, gentle.Bound(channel.SMS).Purpose)
	assert.Nil(t, gentle.Bound(channel.Wangwang))

	f, err := gentle.Fill(channel.SMS, template.Map{template.BuyerNick: "【小\n雨】一二三四五六七八九", template.ClosesAt: "明天18:30"})
	require.NoError(t, err)
	assert.Equal(t, Filled{
		Text:     "小 雨一二三四五六七，您的订单还没付款，明天18:30前都可以付",
		Template: "SMS_1001",
		Params:   []channel.Param{{Key: "nick", Value: "小 雨一二三四五六七"}, {Key: "until", Value: "明天18:30"}},
	}, f, "ten characters by vars, without brackets and line breaks")

	f, err = gentle.Fill(channel.SMS, template.Map{template.BuyerNick: "😊", template.ClosesAt: "18:30"})
	require.NoError(t, err)
	assert.Equal(t, "亲", f.Params[0].Value, "a nick of which nothing can go takes the fallback")

	_, err = gentle.Fill(channel.SMS, template.Map{})
	var missing *template.MissingError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, []template.Name{template.ClosesAt}, missing.Names)

	birthday := s.textNamed("birthday")
	f, err = birthday.Fill(channel.SMS, template.Map{})
	require.NoError(t, err)
	assert.Equal(t, "亲爱的顾客，生日快乐，拒收请回复R", f.Text, "what advertises ends with its opt-out")
	f, err = birthday.Fill(channel.MMS, template.Map{template.BuyerNick: strings.Repeat("长", 20)})
	require.NoError(t, err)
	assert.Equal(t, []channel.Param{{Key: "1", Value: strings.Repeat("长", 12)}}, f.Params, "numbered, and as long as the console says")
}

func TestATemplateOfFields(t *testing.T) {
	s := registered(t)
	gentle := s.textNamed("pay.gentle")
	f, err := gentle.Fill(channel.WeChat, template.Map{
		template.ItemTitle: "山羊绒加厚保暖围巾男女通用秋冬新款礼盒等3件", template.Amount: "199.50", template.CreatedAt: "2026-11-01 09:05", template.OrderID: "T&1",
	})
	require.NoError(t, err)
	assert.Equal(t, Filled{
		Text:     "商品：山羊绒加厚保暖围巾男女通用秋冬新款礼盒等\n金额：199.50元\n下单时间：2026年11月1日 09:05",
		Template: "TM00001",
		Params:   []channel.Param{{Key: "thing1", Value: "山羊绒加厚保暖围巾男女通用秋冬新款礼盒等"}, {Key: "amount2", Value: "199.50元"}, {Key: "time3", Value: "2026年11月1日 09:05"}},
		Page:     "wx0123456789abcdef/pages/order?id=T%261",
	}, f)
	assert.Equal(t, "商品：#商品名称#\n金额：#付款金额#元\n下单时间：#下单时间#", gentle.For(channel.WeChat).String(), "what people approve")

	shipped := s.textNamed("shipped")
	require.NotNil(t, shipped, "a text that only has fields needs no words")
	f, err = shipped.Fill(channel.WeChat, template.Map{template.TrackingNumber: "SF123"})
	require.NoError(t, err)
	assert.Equal(t, Filled{
		Text: "SF123\n快递", Template: "TM00002", Params: []channel.Param{{Key: "character_string1", Value: "SF123"}, {Key: "thing2", Value: "快递"}},
	}, f)
	_, err = shipped.Fill(channel.WeChat, template.Map{template.TrackingNumber: "顺丰123"})
	var missing *template.MissingError
	require.ErrorAs(t, err, &missing, "a number that the field does not take, and no fallback")
	assert.Equal(t, []template.Name{template.TrackingNumber}, missing.Names)
}

func TestADraftMayHaveTextsThatAreNotRegistered(t *testing.T) {
	data, err := good.ReadFile("testdata/good/registered.yaml")
	require.NoError(t, err)
	file := File{"draft.yaml", []byte(strings.Replace(string(data), "      birthday: {code: SMS_1002}\n", "", 1))}
	_, problems := Load(file)
	require.ErrorContains(t, problems.Err(), `text "birthday" may go by sms, and aliyun has no template for it`)
	s, problems := LoadDraft(file)
	require.NoError(t, problems.Err())
	b := s.textNamed("birthday").Bound(channel.SMS)
	assert.Empty(t, b.Code)
	assert.Equal(t, "亲爱的${buyer_nick}，生日快乐，拒收请回复R", b.Binding.Body)
}

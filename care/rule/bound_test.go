package rule

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
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

func TestARegisteredText(t *testing.T) {
	s := registered(t)
	assert.Equal(t, "aliyun", s.Providers[channel.SMS].Name)
	assert.Equal(t, channel.SetOf(channel.SMS), s.Parcels)
	gentle := s.textNamed("pay.gentle")
	assert.Nil(t, gentle.Bound(channel.Wangwang))
	b := gentle.Bound(channel.SMS)
	assert.Equal(t, "SMS_1001", b.Code)
	assert.Equal(t, tiexin.Notice, b.Purpose)
	assert.Equal(t, "${nick}，您的订单还没付款，${until}前都可以付", b.Binding.Body)
	assert.Equal(t, 10, b.Binding.Variables[0].Limit(), "by vars, which are stricter than the attribute")
	assert.Equal(t, 12, s.textNamed("birthday").Bound(channel.MMS).Binding.Variables[0].Limit(), "as the console says")
	assert.Equal(t, "商品：#商品名称#\n金额：#付款金额#元\n下单时间：#下单时间#", gentle.For(channel.WeChat).String(), "what people approve")
	assert.NotNil(t, s.textNamed("shipped"), "a text that only has fields needs no words")
}

func TestADraftMayHaveTextsThatAreNotRegistered(t *testing.T) {
	data, err := good.ReadFile("testdata/good/registered.yaml")
	require.NoError(t, err)
	file := File{"draft.yaml", []byte(strings.Replace(string(data), "      birthday: {code: SMS_1002}\n", "", 1))}
	_, problems := Load(file)
	require.ErrorContains(t, problems.Err(), `text "birthday" may be sent by sms, and aliyun has no template for it`)
	s, problems := LoadDraft(file)
	require.NoError(t, problems.Err())
	b := s.textNamed("birthday").Bound(channel.SMS)
	assert.Empty(t, b.Code)
	assert.Equal(t, "亲爱的${buyer_nick}，生日快乐，拒收请回复R", b.Binding.Body)
}

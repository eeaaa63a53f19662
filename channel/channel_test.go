package channel_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
)

func Test每个渠道的名字写出去再读回来还是它(t *testing.T) {
	words := []string{"wangwang", "sms", "wechat", "mms", "email", "phone", "visit"}
	require.Len(t, channel.Kinds(), len(words))
	for i, k := range channel.Kinds() {
		assert.Equal(t, words[i], k.String())
		read, ok := channel.ParseKind(words[i])
		assert.True(t, ok)
		assert.Equal(t, k, read)

		out, err := json.Marshal(map[channel.Kind]channel.Kind{k: k})
		require.NoError(t, err)
		assert.JSONEq(t, `{"`+words[i]+`":"`+words[i]+`"}`, string(out))
		var back map[channel.Kind]channel.Kind
		require.NoError(t, json.Unmarshal(out, &back))
		assert.Equal(t, map[channel.Kind]channel.Kind{k: k}, back)
	}
}

func Test不认识的渠道说得出有哪些(t *testing.T) {
	for _, word := range []string{"", "none", "SMS", "sms ", "短信", "channel(9)"} {
		_, ok := channel.ParseKind(word)
		assert.False(t, ok, word)
	}
	var k channel.Kind
	err := k.UnmarshalText([]byte("smss"))
	require.EqualError(t, err, `channel: unknown channel "smss"; possible: wangwang, sms, wechat, mms, email, phone, visit`)

	_, err = json.Marshal(channel.Kind(99))
	require.Error(t, err)
	assert.Equal(t, "channel(99)", channel.Kind(99).String())
	assert.Equal(t, channel.None.Info(), channel.Kind(99).Info())
}

func Test没有渠道也能写出去再读回来(t *testing.T) {
	assert.Equal(t, "none", channel.None.String())
	out, err := json.Marshal(channel.None)
	require.NoError(t, err)
	assert.Equal(t, `""`, string(out))
	k := channel.SMS
	require.NoError(t, json.Unmarshal(out, &k))
	assert.Equal(t, channel.None, k)
}

func Test渠道表说清每个渠道(t *testing.T) {
	human := channel.SetOf(channel.Phone, channel.Visit)
	agent := channel.SetOf(channel.Wangwang)
	paid := channel.SetOf(channel.SMS, channel.MMS, channel.Email)
	for _, k := range channel.Kinds() {
		info := k.Info()
		assert.Equal(t, k, info.Kind)
		assert.Equal(t, human.Has(k), info.Human, k)
		assert.Equal(t, agent.Has(k), info.Agent, k)
		assert.Equal(t, paid.Has(k), info.CostsPerMessage, k)
		for _, text := range []string{info.Chinese, info.Address, info.Strength, info.Weakness, info.RightFor} {
			assert.NotEmpty(t, text, k)
		}
	}
}

func Test渠道的集合(t *testing.T) {
	var none channel.Set
	assert.False(t, none.Has(channel.SMS))
	assert.Equal(t, "none", none.String())

	s := channel.SetOf(channel.Visit, channel.SMS, channel.None, channel.Kind(99))
	assert.Equal(t, "sms visit", s.String())
	assert.True(t, s.Has(channel.SMS))
	assert.False(t, s.Has(channel.Phone))
	assert.False(t, s.Has(channel.None))
	assert.False(t, s.Has(channel.Kind(99)))
	assert.Equal(t, s, s.With(channel.SMS))
}

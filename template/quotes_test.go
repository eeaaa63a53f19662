package template

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// Quotes mark the name of something; a fallback is none.
func TestAFallbackStandsWithoutQuotes(t *testing.T) {
	for text, want := range map[string][2]string{ // with a value, and without
		"「#商品名称|您买的东西#」用得怎么样？":   {"「围巾」用得怎么样？", "您买的东西用得怎么样？"},
		"谢谢您喜欢《#商品名称|这一款#》":      {"谢谢您喜欢《围巾》", "谢谢您喜欢这一款"},
		"“#商品名称|宝贝#”":            {"“围巾”", "宝贝"},
		"『#商品名称|宝贝#』「#商品名称|宝贝#」": {"『围巾』「围巾」", "宝贝宝贝"},
		"还没付款「#商品名称|#」":          {"还没付款「围巾」", "还没付款"},
		"「#商品名称|您买的#的东西」":        {"「围巾的东西」", "「您买的的东西」"},
		"「那件#商品名称|宝贝#」":          {"「那件围巾」", "「那件宝贝」"},
		"「#商品名称|宝贝#』":            {"「围巾』", "「宝贝』"},
		"到「我的淘宝」付：#商品名称|宝贝#":     {"到「我的淘宝」付：围巾", "到「我的淘宝」付：宝贝"},
		"(#商品名称|宝贝#)":            {"(围巾)", "(宝贝)"},
	} {
		words := mustParse(t, text)
		said, err := words.Render(Map{ItemTitle: "围巾"})
		require.NoError(t, err)
		assert.Equal(t, want[0], said)
		said, err = words.Render(nil)
		require.NoError(t, err)
		assert.Equal(t, want[1], said)
		assert.Equal(t, words, mustParse(t, words.Source()))
		assert.LessOrEqual(t, Units(said), words.MaxUnits())
	}
	_, err := mustParse(t, "「#商品名称#」还没付款").Render(nil)
	require.Error(t, err, "without a fallback there is nothing to say")

	b, err := Compile(mustParse(t, "「#商品名称|宝贝#」还没付款"), tencent(), tiexin.Notice)
	require.NoError(t, err)
	said, err := b.text(nil)
	require.NoError(t, err)
	assert.Equal(t, "「宝贝」还没付款", said, "what is registered is fixed")
}

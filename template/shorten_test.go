package template

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// titles are values that know how to shorten one.
type titles struct{ Map }

func (t titles) AppendShort(dst []byte, n Name, most int) ([]byte, bool) {
	if n != ItemTitle {
		return dst, false
	}
	return append(dst, CutUnits(t.Map[n], most-4)+"等3件"...), true
}

func TestValuesThatKnowHowShortenThemselves(t *testing.T) {
	values := titles{Map{ItemTitle: "羊绒围巾秋冬新款😊", Agent: "我们的客服小仙女😊"}}
	words := mustParse(t, "#商品名称#,#客服#,#商品名称|宝贝#")
	short := words.Shortened(map[Name]int{ItemTitle: 9, Agent: 9})
	text, err := short.Render(values)
	require.NoError(t, err)
	assert.Equal(t, "羊绒围巾秋等3件,我们的客服小仙女,羊绒围巾秋等3件", text, "an emoji is two units, and stays whole or goes")
	assert.Equal(t, 9+1+9+1+9, short.MaxUnits())
	assert.Equal(t, 9+1+9+1+9, short.maxRunes())
	assert.Equal(t, words.String(), short.String())
	assert.False(t, words.Bounded())
	assert.True(t, short.Bounded())
	assert.True(t, mustParse(t, "#关闭时间#前").Bounded())
	assert.False(t, mustParse(t, "#买家昵称|亲#，#关闭时间#前").Bounded(), "nobody knows how long a nick is")
	text, err = words.Render(values)
	require.NoError(t, err)
	assert.Equal(t, "羊绒围巾秋冬新款😊,我们的客服小仙女😊,羊绒围巾秋冬新款😊", text, "the template itself has no limits")
	text, err = short.Render(values.Map)
	require.NoError(t, err)
	assert.Equal(t, "羊绒围巾秋冬新款,我们的客服小仙女,羊绒围巾秋冬新款", text, "others are cut")

	b, err := Compile(mustParse(t, "您拍的#商品名称#还没付款").Shortened(map[Name]int{ItemTitle: 9}), aliyun(), tiexin.Notice)
	require.NoError(t, err)
	text, err = b.text(values)
	require.NoError(t, err)
	assert.Equal(t, "您拍的羊绒围巾秋等3件还没付款", text)
	assert.Equal(t, 3+9+4, b.MaxUnits)
	assert.Equal(t, 35, b.Variables[0].Limit(), "that is the provider's")
	b, err = b.Hold("item_title", Form{}, 7)
	require.NoError(t, err)
	text, err = b.text(values)
	require.NoError(t, err)
	assert.Equal(t, "您拍的羊绒围等3件还没付款", text)
	assert.Equal(t, 3+7+4, b.MaxUnits)
}

package template_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/template"
)

func TestWithFewerOrMoreValuesThanVariables(t *testing.T) {
	text, err := template.Parse("#买家昵称|亲#您好，#商品名称|宝贝#到了")
	require.NoError(t, err)
	aliyun, ok := template.ProviderNamed("aliyun")
	require.True(t, ok)
	b, err := template.Compile(text, aliyun, tiexin.Service)
	require.NoError(t, err)
	require.Len(t, b.Variables, 2)
	assert.Equal(t, "小雨您好，大衣到了", b.With([]string{"小雨", "大衣"}))
	assert.Equal(t, "小雨您好，到了", b.With([]string{"小雨"}))
	assert.Equal(t, "您好，到了", b.With(nil))
	assert.Equal(t, "小雨您好，大衣到了", b.With([]string{"小雨", "大衣", "红"}))
}

func TestCompileWithoutAText(t *testing.T) {
	_, err := template.Compile(nil, template.Provider{}, tiexin.Service)
	assert.EqualError(t, err, "template: the text is missing; Parse reads one")
}

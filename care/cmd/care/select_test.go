package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSelection_名字的一部分或正则表达式(t *testing.T) {
	for _, c := range []struct {
		asked, name string
		runs        bool
	}{
		{"", "什么都跑", true},
		{"付款", "第九分钟付款，一条也不发", true},
		{"^第.*发$", "第九分钟付款，一条也不发", true},
		{"^付款", "第九分钟付款，一条也不发", false},
		{"(预售", "尾款(预售)提醒", true}, // no regular expression, but part of a name
		{"预售|拼团", "拼团提醒", true},
	} {
		s := selecting(c.asked)
		assert.Equal(t, c.runs, s.matches(c.name), "%s %s", c.asked, c.name)
		assert.Equal(t, c.runs, s.nothing() == nil, c.asked)
	}
}

func TestSelection_没有一个对得上时说出最像的(t *testing.T) {
	names := []string{"聚划算十分钟没付款就提醒", "夜里不打扰"}
	for asked, want := range map[string]string{
		"聚划算十分钟没付就提醒": `care: no test's name matches "聚划算十分钟没付就提醒"; did you mean "聚划算十分钟没付款就提醒"?`,
		"夜里打扰":        `care: no test's name matches "夜里打扰"; did you mean "夜里不打扰"?`,
		"xyz":         "care: no test's name matches \"xyz\"; `care test -v` names them all",
	} {
		s := selecting(asked)
		for _, name := range names {
			s.matches(name)
		}
		assert.EqualError(t, s.nothing(), want)
	}
	assert.NoError(t, selecting("没有测试").nothing(), "a file without tests is no slip in a name")
}

package source

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAPlaceReadsAsAnEditorWritesIt(t *testing.T) {
	for want, p := range map[string]Place{
		"payment.yaml:44:18": {File: "payment.yaml", Line: 44, Column: 18},
		"44:18":              {Line: 44, Column: 18},
		"payment.yaml:44":    {File: "payment.yaml", Line: 44},
		"payment.yaml":       {File: "payment.yaml"},
		"-":                  {},
		"规则.yaml:1:2":        {File: "规则.yaml", Line: 1, Column: 2},
	} {
		assert.Equal(t, want, p.String())
	}
}

func TestLocateCountsCharactersAndEveryLineEnd(t *testing.T) {
	tests := map[string]struct {
		text         string
		offset       int
		line, column int
	}{
		"开头":          {"订单", 0, 1, 1},
		"第二个汉字":       {"订单", 3, 1, 2},
		"末尾之后":        {"订单", 6, 1, 3},
		"越界":          {"订单", 99, 1, 3},
		"负数":          {"订单", -1, 1, 1},
		"换行之后":        {"订\n单", 4, 2, 1},
		"换行符本身还在第一行":  {"订\n单", 3, 1, 2},
		"回车换行算一个":     {"a\r\nb", 3, 2, 1},
		"回车换行中间":      {"a\r\nb", 2, 1, 2},
		"单独的回车":       {"a\rb", 2, 2, 1},
		"字节序标记不占列":    {"\ufeffab", 4, 1, 2},
		"坏字节各算一个":     {"\xff\xfeb", 2, 1, 3},
		"空文本":         {"", 0, 1, 1},
		"第三行第四列":      {"一\n二\n壹贰叁肆", 8 + 9, 3, 4},
		"末尾换行之后是新的一行": {"一\n", 4, 2, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			line, column := Locate(tt.text, tt.offset)
			assert.Equal(t, [2]int{tt.line, tt.column}, [2]int{line, column})
		})
	}
}

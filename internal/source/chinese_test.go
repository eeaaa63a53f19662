package source

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/say/saytest"
)

func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }

func TestAProblemIsDrawnInChinese(t *testing.T) {
	p := Problem{
		Place:   Place{File: "payment.yaml", Line: 44, Column: 18},
		Message: say.Text{English: `unknown limit "nihgt"`, Chinese: "没有叫「nihgt」的限制"}, Hint: Suggest("nihgt", []string{"day", "night"}),
		Line: "        exempt: [nihgt]", Width: 5, Severity: Remark,
		Also: []Place{{File: "a.yaml", Line: 1, Column: 3}, {File: "b.yaml", Line: 2, Column: 3}},
	}
	const drawing = "        exempt: [nihgt]\n                 ^~~~~\n"
	assert.Equal(t, "payment.yaml:44:18: 提醒：没有叫「nihgt」的限制；是不是想写「night」？\n"+drawing+"另见 a.yaml:1:3、b.yaml:2:3", p.Chinese())
	assert.Equal(t, "payment.yaml:44:18: remark: unknown limit \"nihgt\"; did you mean \"night\"?\n"+drawing+"also at a.yaml:1:3, b.yaml:2:3", p.Error())
	assert.Equal(t, "night", p.Suggestion(), "a program reads the word out of the hint in any language")
}

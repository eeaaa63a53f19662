package source

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/say"
)

// drawing is what a problem looks like below its headline, with tabs made
// visible.
func drawing(p Problem) string {
	_, below, _ := strings.Cut(p.Error(), "\n")
	return "\n" + strings.ReplaceAll(below, "\t", "→") + "\n"
}

func at(column, width int, line string) Problem {
	return Problem{Place: Place{Line: 1, Column: column}, Width: width, Line: line, Message: say.Plain("m")}
}

func TestTheCaretStandsUnderTheCharacter(t *testing.T) {
	tests := map[string]struct {
		problem Problem
		want    string
	}{
		"西文": {at(17, 5, "        exempt: [nihgt]"), `
        exempt: [nihgt]
                ^~~~~
`},
		"汉字占两格": {at(6, 4, "给买家的#买家妮称#留言"), `
给买家的#买家妮称#留言
         ^~~~~~~~
`},
		"宽度零就是一个字": {at(5, 0, "订单已付款"), `
订单已付款
        ^~
`},
		"全角标点也占两格": {at(3, 1, "「」x"), `
「」x
    ^
`},
		"制表符仍是制表符": {at(4, 3, "\t\tifx"), `
→→ifx
→→ ^~
`},
		"汉字之后的制表符": {at(3, 2, "贵\tab"), `
贵→ab
  →^~
`},
		"下划线到制表符为止": {at(1, 5, "a\tb"), `
a→b
^~
`},
		"表情占两格": {at(2, 1, "😊好"), `
😊好
  ^~
`},
		"一家三口是一个字": {at(6, 1, "👨‍👩‍👧x"), `
👨‍👩‍👧x
  ^
`},
		"列在表情中间就指着整个表情": {at(3, 1, "👨‍👩‍👧x"), `
👨‍👩‍👧x
^~
`},
		"国旗":       {at(3, 1, "🇨🇳x"), "\n🇨🇳x\n  ^\n"},
		"心形加变体":    {at(3, 1, "❤️x"), "\n❤️x\n  ^\n"},
		"附加符号不占格":  {at(3, 1, "e\u0301x"), "\ne\u0301x\n ^\n"},
		"列在行尾之后":   {at(99, 3, "未完"), "\n未完\n    ^\n"},
		"行尾之后第一列":  {at(3, 3, "未完"), "\n未完\n    ^\n"},
		"下划线不越过行尾": {at(2, 99, "abc"), "\nabc\n ^~\n"},
		"没有列就没有箭头": {at(0, 1, "abc"), "\nabc\n"},
		"坏字节":      {at(3, 1, "\xff\xfex"), "\n\ufffd\ufffdx\n  ^\n"},
		"控制字符不进终端": {at(2, 1, "\x1b[31m红"), "\n\ufffd[31m红\n ^\n"},
		"换行方向的字符":  {at(2, 1, "\u202ex"), "\n\ufffdx\n ^\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, drawing(tt.problem)) })
	}
}

func TestAProblemReadsAsOneThought(t *testing.T) {
	p := Problem{
		Place:   Place{File: "payment.yaml", Line: 44, Column: 18},
		Message: say.Plain(`unknown limit "nihgt"`), Hint: say.Plain(`did you mean "night"?`),
		Line: "        exempt: [nihgt]", Width: 5,
	}
	p.Place.Column = 18
	assert.Equal(t, strings.Join([]string{
		`payment.yaml:44:18: unknown limit "nihgt"; did you mean "night"?`,
		`        exempt: [nihgt]`,
		`                 ^~~~~`,
	}, "\n"), p.Error())

	p = Problem{
		Place: Place{File: "b.yaml", Line: 3, Column: 3}, Message: say.Plain(`text "pay" is given twice`),
		Also: []Place{{File: "a.yaml", Line: 1, Column: 3}, {File: "b.yaml", Line: 2, Column: 3}},
	}
	assert.Equal(t, "b.yaml:3:3: text \"pay\" is given twice\nalso at a.yaml:1:3, b.yaml:2:3", p.Error())

	assert.Equal(t, "a.yaml: remark: m", Problem{Place: Place{File: "a.yaml"}, Message: say.Plain("m"), Severity: Remark, Line: "x"}.Error())
	assert.Equal(t, "m", Problem{Message: say.Plain("m")}.Error())
}

func TestALongLineIsClippedAroundTheCaret(t *testing.T) {
	han := strings.Repeat("字", 500)
	for name, p := range map[string]Problem{
		"开头":      at(1, 3, han+"错"+han),
		"中间":      at(501, 1, han+"错"+han),
		"末尾":      at(1001, 3, han+han+"错"),
		"行尾之后":    at(5000, 1, han+"错"),
		"一百万字":    at(500_001, 1, strings.Repeat("字", 500_000)+"错"+strings.Repeat("字", 500_000)),
		"一百万个音调":  at(3, 1, "ae"+strings.Repeat("\u0301", 1_000_000)),
		"一百万个坏字节": at(900_000, 4, strings.Repeat("\xff", 1_000_000)),
		"制表符":     at(300, 4, strings.Repeat("\t", 600)),
		"长下划线":    at(2, 1_000_000, han),
	} {
		t.Run(name, func(t *testing.T) {
			_, below, _ := strings.Cut(p.Error(), "\n")
			line, caret, _ := strings.Cut(below, "\n")
			assert.LessOrEqual(t, DisplayWidth(line), LineCells)
			assert.Less(t, len(line), 10*LineCells)
			assert.Equal(t, 1, strings.Count(caret, "^"))
			if under, ok := under(line, caret); ok && strings.Contains(p.Line, "错") && p.Place.Column < 2_000_000 {
				assert.Contains(t, []string{"错", "字", "", "…"}, under)
				if p.Place.Column > 1 && p.Place.Column < 5000 || p.Place.Column > 5000 {
					assert.Equal(t, "错", under)
				}
			}
		})
	}

	clipped, column := Clip("0123456789abcdefghij", 11, 12)
	assert.Equal(t, "…56789abcde…", clipped)
	assert.Equal(t, 7, column)
	clipped, column = Clip("a"+strings.Repeat("\u0301", 1000), 500, 12)
	assert.Equal(t, "…"+strings.Repeat("\u0301", 48)+"…", clipped)
	assert.Equal(t, 26, column)
	clipped, column = Clip("short", 99, 12)
	assert.Equal(t, "short", clipped)
	assert.Equal(t, 6, column)
}

// under is the character of the line above the caret.
func under(line, caret string) (string, bool) {
	cells := DisplayWidth(caret[:strings.Index(caret, "^")])
	for line != "" && cells > 0 {
		n := NextGrapheme(line)
		cells -= DisplayWidth(line[:n])
		line = line[n:]
	}
	return line[:NextGrapheme(line)], cells == 0
}

func TestAllProblemsComeInTheOrderOfTheFile(t *testing.T) {
	ps := Problems{
		{Place: Place{File: "b.yaml", Line: 2, Column: 1}, Message: say.Plain("fourth")},
		{Place: Place{File: "a.yaml", Line: 10, Column: 2}, Message: say.Plain("third"), Severity: Remark},
		{Place: Place{File: "a.yaml", Line: 9, Column: 7}, Message: say.Plain("second")},
		{Place: Place{File: "a.yaml", Line: 9, Column: 3}, Message: say.Plain("first")},
	}
	err := fmt.Errorf("care: %w", ps.Err())
	assert.EqualError(t, err, "care: a.yaml:9:3: first\na.yaml:9:7: second\na.yaml:10:2: remark: third\nb.yaml:2:1: fourth")
	assert.Equal(t, "fourth", ps[0].Message.English, "the list itself stays as it is")

	var all Problems
	require.ErrorAs(t, err, &all)
	assert.Len(t, all, 4)
	var one Problem
	require.ErrorAs(t, err, &one)
	assert.Equal(t, "first", one.Message.English)
	assert.NotErrorIs(t, err, errors.ErrUnsupported)
}

func TestRemarksAloneAreNoError(t *testing.T) {
	assert.NoError(t, Problems(nil).Err())
	assert.NoError(t, Problems{{Message: say.Plain("m"), Severity: Remark}}.Err())
	assert.Error(t, Problems{{Message: say.Plain("m"), Severity: Remark}, {Message: say.Plain("n")}}.Err())
}

func TestSourcesFillInTheLines(t *testing.T) {
	var s Sources
	s.Add("a.yaml", "\ufefftitle: 催付\r\nif: x\n")
	s.Add("b.yaml", "一\r二")
	ps := Problems{
		{Place: Place{File: "a.yaml", Line: 1, Column: 8}},
		{Place: Place{File: "a.yaml", Line: 2, Column: 1}},
		{Place: Place{File: "a.yaml", Line: 3, Column: 1}},
		{Place: Place{File: "a.yaml", Line: 4, Column: 1}},
		{Place: Place{File: "b.yaml", Line: 2, Column: 1}},
		{Place: Place{File: "c.yaml", Line: 1, Column: 1}},
		{Place: Place{File: "a.yaml"}},
		{Place: Place{File: "a.yaml", Line: 1, Column: 1}, Line: "given"},
	}
	s.Fill(ps)
	var lines []string
	for _, p := range ps {
		lines = append(lines, p.Line)
	}
	assert.Equal(t, []string{"title: 催付", "if: x", "", "", "二", "", "", "given"}, lines)
	assert.Empty(t, new(Sources).Line("a.yaml", 1))
}

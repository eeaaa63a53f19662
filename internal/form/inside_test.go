package form_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// wordIn parses a file and returns the text behind the keys of a path.
func wordIn(t testing.TB, data string, path ...string) (*form.Reader, form.Word) {
	t.Helper()
	r := form.NewReader()
	v, ok := r.Parse("a.yaml", []byte(data))
	require.True(t, ok, "%s\n%v", data, r.Problems())
	for _, key := range path {
		if items := v.Items(); key == "-" && len(items) > 0 {
			v = items[len(items)-1]
			continue
		}
		v, ok = v.Get(key)
		require.True(t, ok, "%s\n%q has no %s", data, path, key)
	}
	return r, form.Word{Value: v.Text(), Spot: v.Spot()}
}

func Test指到字里面(t *testing.T) {
	for name, tc := range map[string]struct {
		data        string
		find        string // what is pointed at, in the value
		line, first int
		drawn       string
	}{
		"不加引号":       {"甲: 亲爱的#买家昵称#您好", "昵称", 1, 10, "昵称"},
		"不加引号,折行":    {"甲: 亲爱的\n  买家#\n\n  昵称#您好", "昵称", 4, 3, "昵称"},
		"不加引号,制表符":   {"甲: 亲爱的\t 买家", "买家", 1, 9, "买家"},
		"单引号":        {"甲: '亲爱的''买家'' 昵称'", "昵称", 1, 15, "昵称"},
		"单引号里的引号":    {"甲: '亲爱的''买家'", "'", 1, 8, "''"},
		"单引号,折行":     {"甲: '亲爱的   \n\n   买家'", "买家", 3, 4, "买家"},
		"双引号":        {`甲: "亲爱的\"买家\" \\昵称"`, "昵称", 1, 17, "昵称"},
		"双引号,编码":     {`甲: "\u4eb2爱的\x41\U0001f600买家"`, "买家", 1, 27, "买家"},
		"双引号,指着编码":   {`甲: "亲\u7231的"`, "爱", 1, 6, `\u7231`},
		"双引号,换行符":    {`甲: "亲爱的\n买家"`, "\n", 1, 8, `\n`},
		"双引号,接行":     {"甲: \"亲爱的\\\n   买家\"", "买家", 2, 4, "买家"},
		"双引号,折行":     {"甲: \"亲爱的\n   买家\"", "买家", 2, 4, "买家"},
		"竖线":         {"甲: |\n  亲爱的\n    买家\n  昵称\n", "买家", 3, 5, "买家"},
		"竖线,写明缩进":    {"甲: |1-\n   亲爱的\n 买家", "买家", 3, 2, "买家"},
		"竖线,前有空行":    {"甲: |\n\n   \n    亲爱的\n    买家", "买家", 5, 5, "买家"},
		"折叠":         {"甲: >\n  亲爱的\n  买家\n\n  昵称\n", "昵称", 5, 3, "昵称"},
		"折叠,更深的行":    {"甲: >-\n  亲爱的\n    买家\n  昵称", "昵称", 4, 3, "昵称"},
		"指过行尾":       {"甲: 亲爱的\n  买家", "的 买", 1, 6, "的"},
		"花括号里":       {"丙: {乙: 亲爱的, 甲: 小 王}", "王", 1, 18, "王"},
		"两个宽字符之后的表情": {"甲: 👨‍👩‍👧亲", "亲", 1, 9, "亲"},
		"Windows 换行": {"甲: |\r\n  亲爱的\r\n  买家\r\n", "买家", 3, 3, "买家"},
	} {
		t.Run(name, func(t *testing.T) {
			path := []string{"甲"}
			if strings.HasPrefix(tc.data, "丙") {
				path = []string{"丙", "甲"}
			}
			r, w := wordIn(t, tc.data, path...)
			before, _, found := strings.Cut(w.Value, tc.find)
			require.True(t, found, "%q", w.Value)
			r.ReportInside(w.Spot, len([]rune(before)), len([]rune(tc.find)), say.Plain("here"), say.Text{})
			p := r.Problems()[0]
			assert.Equal(t, source.Place{File: "a.yaml", Line: tc.line, Column: tc.first}, p.Place)
			assert.Equal(t, tc.drawn, string([]rune(p.Line)[p.Place.Column-1:p.Place.Column-1+p.Width]))
		})
	}
}

func Test指到字的外面也不出错(t *testing.T) {
	for _, c := range []struct{ from, width, column, wide int }{
		{-3, 1, 4, 1}, {2, 1, 6, 1}, {99, 99, 6, 1}, {0, 99, 4, 2}, {1, 0, 5, 1}, {1, -7, 5, 1},
	} {
		r, w := wordIn(t, "甲: 您好\n乙: 再见", "甲")
		r.ReportInside(w.Spot, c.from, c.width, say.Text{}, say.Text{})
		p := r.Problems()[0]
		assert.Equal(t, [3]int{1, c.column, c.wide}, [3]int{p.Place.Line, p.Place.Column, p.Width})
	}
	r := form.NewReader()
	r.RemarkInside(form.Spot{}, 5, 5, say.Plain("nowhere"), say.Text{})
	r.Report(form.Spot{}, say.Plain("nowhere"), say.Text{})
	assert.Equal(t, "remark: nowhere\nnowhere", r.Problems().Error())
}

// Any text in any style at any depth: each character of the value is found in
// the file where it was written.
func Test每个字都指得准(t *testing.T) {
	// yaml's own writer gives some texts a header that its reader refuses.
	readable := func(data string) bool { return yaml.Unmarshal([]byte(data), new(yaml.Node)) == nil }
	rng := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("亲爱的买家 昵称,。ab: #'\"\\|{}[]、\n\n\té👍  -?&*!%@`\u00a0\U0001f468\u200d")
	styles := []yaml.Style{0, yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle, yaml.LiteralStyle, yaml.FoldedStyle}
	checked := map[yaml.Style]int{}
	for range 1500 {
		var b strings.Builder
		for range 1 + rng.IntN(60) {
			b.WriteRune(alphabet[rng.IntN(len(alphabet))])
			if rng.IntN(3) == 0 {
				b.WriteString("您好 亲")
			}
		}
		style := styles[rng.IntN(len(styles))]
		data, path := rendered(t, rng, b.String(), style)
		if style == yaml.DoubleQuotedStyle && rng.IntN(2) == 0 {
			data, path = byHand(rng, b.String()), []string{"键", "-", "值"}
		}
		if !readable(data) {
			continue
		}
		r, w := wordIn(t, data, path...)
		checkEach(t, data, r, w)
		checked[style]++
	}
	for _, style := range styles {
		assert.Greater(t, checked[style], 150)
	}
}

// rendered writes a text with yaml's own writer, somewhere inside a file.
func rendered(t *testing.T, rng *rand.Rand, text string, style yaml.Style) (data string, path []string) {
	scalar := func(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Style: style}
	for range 1 + rng.IntN(3) {
		if rng.IntN(2) == 0 {
			n = &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{scalar("前面"), n}}
			path = append([]string{"-"}, path...)
		} else {
			n = &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{scalar("别的"), scalar("前面"), scalar("键"), n, scalar("末"), scalar("了")}}
			path = append([]string{"键"}, path...)
		}
		if rng.IntN(4) == 0 {
			n.Style = yaml.FlowStyle
		}
	}
	out, err := yaml.Marshal(n)
	require.NoError(t, err)
	return string(out), path
}

// byHand writes a text in double quotes with escapes and with breaks anywhere.
func byHand(rng *rand.Rand, text string) string {
	var b strings.Builder
	b.WriteString("键:\n  - 前: 面\n    值: \"")
	for _, c := range text {
		if rng.IntN(12) == 0 {
			b.WriteString("\\\n       ")
			if c == ' ' || c == '\t' {
				b.WriteString(`\`)
			}
		}
		switch {
		case c == '\n':
			b.WriteString(`\n`)
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(c))
		case c == ' ' || c == '\t' || rng.IntN(5) == 0:
			fmt.Fprintf(&b, `\U%08x`, c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String() + "\"\n"
}

func checkEach(t testing.TB, data string, r *form.Reader, w form.Word) {
	lines := strings.Split(data, "\n")
	last := source.Place{File: "a.yaml"}
	for i, c := range []rune(w.Value) {
		one := form.NewReader()
		one.ReportInside(w.Spot, i, 1, say.Text{}, say.Text{})
		p := one.Problems()[0]
		require.Positive(t, p.Place.Compare(last), "%s\n%d of %q at %s, after %s", data, i, w.Value, p.Place, last)
		last = p.Place
		line := []rune(lines[p.Place.Line-1])
		at := "\n"
		if from := p.Place.Column - 1; from < len(line) {
			at = string(line[from : from+p.Width])
		}
		switch {
		case at == string(c):
		case c == '\'' && at == "''":
		case c == ' ' && strings.Trim(at, " \t") == "": // a folded line break, with the blanks before it
		case c == ' ' && at == "\n":
		case strings.HasPrefix(at, `\`):
			var back string
			require.NoError(t, yaml.Unmarshal([]byte(`"`+at+`"`), &back), "%s\n%q", data, at)
			require.Equal(t, string(c), back, data)
		default:
			t.Fatalf("%s\n%q of %q at %s: there is %q", data, c, w.Value, p.Place, at)
		}
	}
	require.Empty(t, r.Problems())
}

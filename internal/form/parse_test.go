package form_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

func Test炸弹都拆得掉(t *testing.T) {
	many := func(s string) string { return strings.Repeat(s, 100_000/len(s)) }
	stairs := func() string {
		var b strings.Builder
		for i := range 80 {
			b.WriteString(strings.Repeat(" ", i) + "a:\n")
		}
		return b.String()
	}
	laughs := "a: &a [哈,哈]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n"
	for name, tc := range map[string]struct{ data, want string }{
		"太大":    {strings.Repeat("# 大\n", 1<<20), "larger than 4 MiB"},
		"方括号":   {many("["), "never closed"},
		"闭合的括号": {strings.Repeat("[", 65) + strings.Repeat("]", 65), "more than 64 mappings and lists"},
		"花括号":   {many("{"), "never closed"},
		"横线":    {many("- "), "inside each other"},
		"阶梯":    {stairs(), "bombs.yaml:65:65: more than 64"},
		"一传十":   {laughs, `bombs.yaml:1:4: a value that begins with "&"`},
		"引用自己":  {"a: &a [*a]", "YAML reference"},
		"错得太多":  {many("b: c\n"), "more than 500 problems"},
		"空字符":   {"a: \x00", "U+0000"},
	} {
		r := form.NewReader()
		v, ok := r.Parse("bombs.yaml", []byte(tc.data))
		assert.Contains(t, r.Problems().Error(), tc.want, name)
		assert.LessOrEqual(t, len(r.Problems()), 501)
		if ok {
			assert.NotPanics(t, func() { fileForm.Kind().Read(r, v) })
		}
	}
}

func Test六十四层还读得到(t *testing.T) {
	r := form.NewReader()
	_, ok := r.Parse("a", []byte(strings.Repeat("[", 63)+"x"+strings.Repeat("]", 63)))
	assert.True(t, ok, r.Problems())
}

func Test几个文件的错误一起报(t *testing.T) {
	r := form.NewReader()
	for name, data := range map[string]string{"b.yaml": "version: [1", "a.yaml": "version: 2", "c.yaml": "version: 1"} {
		if v, ok := r.Parse(name, []byte(data)); ok {
			fileForm.Kind().Read(r, v)
		}
	}
	require.Len(t, r.Problems(), 2)
	assert.Equal(t, "a.yaml:1:10", r.Problems()[0].Place.String())
	assert.Equal(t, "b.yaml:1:10", r.Problems()[1].Place.String())
}

func Test普通的注释不打扰(t *testing.T) {
	for _, data := range []string{
		"a: 您好 # 注释",
		"a: 您好   # 注释",
		"name: 小鹿家      # fills #店铺名称#",
		"name: |   # fills #店铺名称#\n  您好",
		"name:   # fills #店铺名称# and #买家昵称|亲#\n  您好",
		"# 注释 #x#\na: b",
		"a: b\n#texts: #x#\nc: d",
		"a: 亲爱的#买家昵称#您好",
		"a: '#买家昵称# 您好'  # 注释",
		"a: \"亲 #买家昵称# 您好\"",
		"a: |\n  亲 #买家昵称# 您好\n  #昵称#",
		"a: >  # 注释\n  亲 #买家昵称#",
		"a: # 注释\n  b: c",
		"a: #流程\n  b: c",
		"a:\n  # 注释\n  - b # 注释\n  #- c #旧的",
		"a: {b: c} # 注释",
		"a: [b, # 注释\n c]",
		"a: 'x\n  #y# z'",
		"a: b\n\n  # 注释",
	} {
		r := form.NewReader()
		_, ok := r.Parse("a", []byte(data))
		assert.True(t, ok)
		assert.Empty(t, r.Problems(), data)
	}
}

// Whatever yaml itself writes is good; if one line of it is then spoilt, the
// fault is found on that line and nowhere else.
func Test坏一行只怪这一行(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	const spoilt = "坏了: [1"
	blamed := 0
	for range 400 {
		out, err := yaml.Marshal(tree(rng, 4))
		require.NoError(t, err)
		if yaml.Unmarshal(out, new(yaml.Node)) != nil {
			continue // yaml's own writer gives some texts a header that its reader refuses
		}
		r := form.NewReader()
		_, ok := r.Parse("a", out)
		require.True(t, ok && len(r.Problems()) == 0, "%s\n%v", out, r.Problems())
		data := string(out) + spoilt + "\n"
		line := strings.Count(string(out), "\n") + 1
		_, ok = r.Parse("a", []byte(data))
		require.False(t, ok)
		require.Len(t, r.Problems(), 1, data)
		require.Equal(t, line, r.Problems()[0].Place.Line, "%s%v", data, r.Problems())
		blamed++
	}
	assert.Greater(t, blamed, 200)
}

// tree is a mapping of anything.
func tree(rng *rand.Rand, depth int) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := range 1 + rng.IntN(4) {
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprintf("键%d", i)}, branch(rng, depth-1))
	}
	return n
}

func branch(rng *rand.Rand, depth int) *yaml.Node {
	words := []string{"您好", "亲爱的 #买家昵称# 您好", "#昵称#", "a: b", "order.amount >= 300 ? 1 : 2", "['a']", "{x}", "a, b", "it's", `say "x"`, "两行\n文字\n", "\t", "", " 前后 ", "- x", "! y", "@", "7", "|", ">= 5", "a\\d", strings.Repeat("很长的一句话, ", 20), "x:y", "name:小王"}
	styles := []yaml.Style{0, 0, yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle, yaml.LiteralStyle, yaml.FoldedStyle}
	var n *yaml.Node
	switch {
	case depth <= 0 || rng.IntN(3) == 0:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: words[rng.IntN(len(words))], Style: styles[rng.IntN(len(styles))]}
	case rng.IntN(2) == 0:
		n = tree(rng, depth)
	default:
		n = &yaml.Node{Kind: yaml.SequenceNode}
		for range rng.IntN(4) {
			n.Content = append(n.Content, branch(rng, depth-1))
		}
	}
	if rng.IntN(4) == 0 {
		n.Style = yaml.FlowStyle
	}
	return n
}

// Anything at all can be parsed and read: it ends, does not panic, and what
// cannot be used has a problem with a place inside the file.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/slips/*.yaml")
	require.NoError(f, err)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
	for _, s := range []string{"? a\n: b", "a: \"\\\n b\"", "a: |2-\n   x", "{a: b,, c}", "--- |\n x\n...\n", "a: !<x> b", "%YAML 1.1\n---\na: b", "[a: b, c]", "\"a\n b\": c"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := form.NewReader()
		v, ok := r.Parse("a.yaml", data)
		if ok {
			_, ok = fileForm.Kind().Read(r, v)
			walk(r, v)
			if j, ok := form.RawJSON().Read(r, v); ok {
				var doc any
				require.NoError(t, yaml.Unmarshal(j.Bytes, &doc))
			}
		}
		require.True(t, ok || r.Problems().Err() != nil)
		text := strings.ReplaceAll(string(bytes.TrimPrefix(data, []byte("\ufeff"))), "\r\n", "\n")
		for _, p := range r.Problems() {
			require.NotEmpty(t, p.Message.English)
			require.GreaterOrEqual(t, p.Width, 0)
			require.LessOrEqual(t, p.Place.Line, 1+strings.Count(text, "\n")+strings.Count(text, "\r"))
			require.LessOrEqual(t, p.Place.Column, len([]rune(p.Line))+1)
			require.NotEmpty(t, p.Error())
		}
	})
}

// walk points inside every text.
func walk(r *form.Reader, v form.Value) {
	for _, item := range v.Items() {
		walk(r, item)
	}
	for _, e := range v.Entries() {
		r.RemarkInside(e.Name.Spot, 1, 2, say.Plain("a name"), say.Text{})
		walk(r, e.Value)
	}
	n := len([]rune(v.Text()))
	for i := range min(n, 5) {
		r.RemarkInside(v.Spot(), i*n/5, 1, say.Plain("a text"), say.Text{})
	}
}

func BenchmarkParse(b *testing.B) {
	data, err := os.ReadFile("testdata/slips/good.yaml")
	require.NoError(b, err)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r := form.NewReader()
		v, _ := r.Parse("good.yaml", data)
		fileForm.Kind().Read(r, v)
	}
}

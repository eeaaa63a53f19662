package house_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// A Chinese sentence has Chinese signs. What is found here is never meant
// otherwise: a comma, colon, semicolon or question mark with Chinese on both sides, or
// at the end behind Chinese; brackets that begin behind Chinese and hold or precede
// Chinese; a digit of full width.
var halfWidth = regexp.MustCompile(`\p{Han}[,:;!?] ?\p{Han}|\p{Han}[,;!?]\s*$|\p{Han}\([^()]*\p{Han}[^()]*\)|\p{Han}\([^()]*\)[\p{Han}，。；：、]|[０-９]`)

// In a text that is Chinese by and large, more is surely meant as a sign: between
// Chinese and a number, a placeholder or a name, and brackets around Chinese.
var halfWidthInChinese = regexp.MustCompile(`\p{Han}[,;!?] ?[\p{Han}\d#%「]|\p{Han}[,;!?][A-Za-z]|[\p{L}\d#」][,;!?] ?\p{Han}|\([^()'"]*\p{Han}[^()'"]*\)`)

// written are signs of what is written in files: a key with its value, a list, a
// pattern that texts are searched by.
var (
	written = regexp.MustCompile(`「[^」]*: [^」]*」|\[[^\]]*\]`)
	search  = regexp.MustCompile(`^\^|\(\?:|\[A-Z`)
)

// wrongSign is the first sign of half width in a Chinese sentence.
func wrongSign(text string) string {
	if search.MatchString(text) {
		return ""
	}
	text = written.ReplaceAllString(text, "·")
	han, latin := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.IsLetter(r):
			latin++
		}
	}
	if han <= latin { // an English sentence may list Chinese words
		text = strings.ReplaceAll(text, ", ", "·")
	}
	if found := halfWidth.FindString(text); found != "" || han <= latin {
		return found
	}
	return halfWidthInChinese.FindString(text)
}

// listed are files whose Chinese has signs that are not ours.
var listed = map[string]string{
	"examples/lifecycle/invent/write.go": "the header of a CSV file",
	"channel/channeltest/aliyun.go":      "what the provider answers",
	"lifecycle/calendar/china.go":        "names of days as authors of rules write them",
}

func TestChineseSentencesHaveChineseSigns(t *testing.T) {
	texts := sentences(t)
	require.Greater(t, len(texts), 100)
	for name, all := range texts {
		if listed[name] != "" {
			continue
		}
		for _, text := range all {
			for line := range strings.Lines(text) {
				if found := wrongSign(strings.TrimRight(line, "\n")); found != "" {
					assert.Fail(t, "a half-width sign in a Chinese sentence", "%s: %q in %q; write ，：；！？（）", name, found, strings.TrimSpace(line))
				}
			}
		}
	}
}

// sentences are the texts that a person may read, by file: documents and pages line by
// line, what rule files, questionnaires and books have as values and comments, and the
// strings of programs.
func sentences(t *testing.T) map[string][]string {
	t.Helper()
	texts := map[string][]string{}
	for name, text := range chineseTexts() {
		switch path.Ext(name) {
		case ".md", ".html":
			texts[name] = []string{withoutCode(text)}
		case ".go":
			texts[name] = strings.Split(text, "\n")
		case ".yaml":
			texts[name] = scalars(t, name, text)
		case ".json":
			texts[name] = values(t, name, text)
		}
	}
	return texts
}

// scalars are the values and comments of a YAML file.
func scalars(t *testing.T, name, text string) (all []string) {
	t.Helper()
	in := yaml.NewDecoder(strings.NewReader(text))
	for {
		var root yaml.Node
		err := in.Decode(&root)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err, name)
		all = append(all, nodes(&root)...)
	}
}

// nodes are the values and comments below a node.
func nodes(n *yaml.Node) (all []string) {
	all = append(all, n.HeadComment, n.LineComment, n.FootComment)
	if n.Kind == yaml.ScalarNode {
		all = append(all, n.Value)
	}
	for _, c := range n.Content {
		all = append(all, nodes(c)...)
	}
	return all
}

// values are the texts in one JSON value or several.
func values(t *testing.T, name, text string) (all []string) {
	t.Helper()
	var walk func(of any)
	walk = func(of any) {
		switch of := of.(type) {
		case string:
			all = append(all, of)
		case []any:
			for _, one := range of {
				walk(one)
			}
		case map[string]any:
			for _, one := range of {
				walk(one)
			}
		}
	}
	in := json.NewDecoder(strings.NewReader(text))
	for in.More() {
		var one any
		require.NoError(t, in.Decode(&one), name)
		walk(one)
	}
	return all
}

var codeOf = regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]*`|<style>.*?</style>")

func withoutCode(text string) string { return codeOf.ReplaceAllString(text, "") }

// stringsOf are the texts in a Go file, one on a line.
func stringsOf(name string) string {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, 0)
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				panic(err)
			}
			b.WriteString(strings.ReplaceAll(text, "\n", " ") + "\n")
		}
		return true
	})
	return b.String()
}

// In a document a space stands between Chinese and Latin letters or digits.
var (
	tight      = regexp.MustCompile(`\p{Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Han}`)
	tightNames = regexp.MustCompile(`双11|快递100|会员ID|围巾等3件|「[^」]*」|\]\([^)]*\)|<[^>]*>`)
)

func TestADocumentHasSpacesBetweenChineseAndLatin(t *testing.T) {
	for name, text := range chineseTexts() {
		if path.Ext(name) != ".md" {
			continue
		}
		for line := range strings.Lines(tightNames.ReplaceAllString(withoutCode(text), "·")) {
			assert.Empty(t, tight.FindString(line), "%s: %q wants a space", name, strings.TrimSpace(line))
		}
	}
}

// In what a customer reads there is none: every sign is paid for.
var loose = regexp.MustCompile(`\p{Han} +[A-Za-z0-9#]|#\p{Han}[^#]*# +\p{Han}|\d +\p{Han}`)

func TestATextToCustomersHasNoSpacesInChinese(t *testing.T) {
	found := 0
	for name, text := range chineseTexts() {
		if path.Ext(name) != ".yaml" {
			continue
		}
		var file struct {
			Texts yaml.Node `yaml:"texts"`
			Items yaml.Node `yaml:"items"`
		}
		if yaml.Unmarshal([]byte(text), &file) != nil {
			continue // a file of the loader's own tests
		}
		for _, part := range []yaml.Node{file.Texts, file.Items} {
			for _, said := range nodes(&part) {
				found++
				assert.Empty(t, loose.FindString(said), "%s: %q wants no space", name, said)
			}
		}
	}
	assert.Greater(t, found, 300)
}

func TestWhatIsAHalfWidthSign(t *testing.T) {
	for text, found := range map[string]bool{
		"从订单和问卷,到一份报告": true, "终端摘要:报告": true, "占比(两轴皆知者)": true, "是（yes）": false, "首购(n=%d)。": true,
		"从订单和问卷，到一份报告": false, "15:04": false, "数量 quantity, 品类": false, "时间 when (必需)": false, "总价,total": false,
		"购买间隔规律度 %.2g(1 为随机)": true, "您好,#买家昵称#": true, "您会把我们店推荐给对方吗?": true, "１２月": true, "付款后2小时,提醒一次": true,
		"写成 has_tag('新客')": false, "偏远省份：[新疆, 西藏]": false, "一组「键: 值」": false, "^每?(?:满月|月龄)$": false, "one of 好评, 中评 or 差评": false, "in (0, 1) 之内的数": false, "what is said of a key (类目)": false, "金卡9折": false,
	} {
		assert.Equal(t, found, wrongSign(text) != "", text)
	}
}

package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/say/saytest"
)

func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }

func TestTheEnvironmentChoosesTheLanguage(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want say.Language
	}{
		{nil, say.English},
		{map[string]string{"LANG": "zh_CN.UTF-8"}, say.Chinese},
		{map[string]string{"LANG": "en_US.UTF-8"}, say.English},
		{map[string]string{"LC_MESSAGES": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, say.English},
		{map[string]string{"LC_ALL": "zh_TW.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, say.Chinese},
		{map[string]string{"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, say.English},
		{map[string]string{"TIEXIN_LANG": "ZH", "LC_ALL": "C"}, say.Chinese},
		{map[string]string{"TIEXIN_LANG": "en", "LANG": "zh_CN.UTF-8"}, say.English},
	} {
		assert.Equal(t, c.want, languageOf(func(name string) string { return c.env[name] }), "%v", c.env)
	}
}

func Test语言写在哪里都行(t *testing.T) {
	for _, args := range [][]string{
		{"--lang", "zh", "check", "testdata/shop"},
		{"--lang=zh", "check", "testdata/shop"},
		{"check", "--lang", "zh", "testdata/shop"},
		{"check", "testdata/shop", "--strict", "-lang=zh"},
		{"check", "--lang", "en", "testdata/shop", "--lang", "zh"}, // the last one holds
	} {
		code, out, errs := calling("", args...)
		assert.Equal(t, well, code, "%q", args)
		assert.Equal(t, "没有问题：1 个文件，1 个流程，4 条规则，5 条文案，2 个人群，6 条限制\n", out, "%q", args)
		assert.Empty(t, errs)
	}
	_, out, _ := calling("", "help", "check", "--lang", "zh")
	assert.Contains(t, out, "把规则文件合在一起读")
	code, _, errs := calling("", "check", "--lang", "zh", "--strickt")
	assert.Equal(t, misuse, code)
	assert.Equal(t, "care check: 没有 --strickt 这个选项；是不是想写 --strict？\n写法见 `care check --help`\n", errs)
}

func Test英文压过环境里的中文(t *testing.T) {
	var out, errs bytes.Buffer
	assert.Equal(t, well, run(say.Chinese, []string{"check", "testdata/shop", "--lang", "en"}, strings.NewReader(""), &out, &errs))
	assert.True(t, strings.HasPrefix(out.String(), "ok: 1 file"), out.String())
}

func Test语言写错了_说能写什么(t *testing.T) {
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"check", "--lang", "fr", "testdata/shop"}, "care: --lang: unknown language \"fr\"; write --lang zh or --lang en\n"},
		{[]string{"--lang"}, "care: --lang needs a language; write --lang zh or --lang en\n"},
		{[]string{"--lang", "zh", "check", "--lang=chinese"}, "care: --lang: 没有「chinese」这种语言；写 --lang zh 或 --lang en\n"},
		{[]string{"check", "--lagn", "zh", "testdata/shop"}, "care check: flag provided but not defined: -lagn; did you mean --lang?\nsee `care check --help`\n"},
	} {
		code, out, errs := calling("", c.args...)
		assert.Equal(t, misuse, code, "%q", c.args)
		assert.Empty(t, out)
		assert.Equal(t, c.says, errs)
	}
	_, _, errs := calling("", "check", "--", "--lang")
	assert.Contains(t, errs, `no file or folder "--lang"`)
}

func TestWhatPackageFlagSaysHasItsChinese(t *testing.T) {
	for _, c := range []struct {
		args             []string
		english, chinese string
	}{
		{[]string{"check", "--event"}, "flag provided but not defined: -event", "没有 --event 这个选项"},
		{[]string{"check", "--format"}, "flag needs an argument: -format", "--format 后面要写值"},
		{[]string{"check", "---strict"}, "bad flag syntax: ---strict", "「---strict」不是选项的写法"},
		{[]string{"check", "--strict=maybe"}, `invalid boolean value "maybe" for -strict: parse error`, "--strict 不能写「maybe」；写成 --strict"},
		{[]string{"learn", "--skip", "all"}, `invalid value "all" for flag -skip: `, "--skip 不能写「all」："},
	} {
		for l, want := range map[say.Language]string{say.English: c.english, say.Chinese: c.chinese} {
			var out, errs bytes.Buffer
			assert.Equal(t, misuse, run(l, c.args, strings.NewReader(""), &out, &errs))
			assert.True(t, strings.HasPrefix(errs.String(), "care "+c.args[0]+": "+want), errs.String())
		}
	}
}

func TestEveryCommandAndFlagIsSaidInBothLanguages(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	for i := range commands {
		c := &commands[i]
		called := &call{command: c, flags: newFlags(c.name), args: []string{"--help"}}
		called.json = called.yes("json", zh.Text("print JSON, for other programs"))
		require.Equal(t, asked, c.run(&tool{}, called), c.name)
		for _, text := range []say.Text{c.does, c.help} {
			assert.Regexp(t, han, text.Chinese, c.name)
			assert.NotEmpty(t, text.English, c.name)
		}
		called.VisitAll(func(one *flag.Flag) {
			text := called.usages[one.Name]
			assert.Equal(t, one.Usage, text.English, "%s --%s", c.name, one.Name)
			assert.Regexp(t, han, text.Chinese, "%s --%s", c.name, one.Name)
			assert.Equal(t, strings.Count(text.English, "`"), strings.Count(text.Chinese, "`"), "%s --%s", c.name, one.Name)
		})
	}
}

// asTyped is what people type, what stands in files, and what others said; in a page, its
// signs and the rule files that it shows.
var asTyped = regexp.MustCompile("<td class=\"code\">.*?</td>|<[^>]*>|「.*?」|\".*?\"|'.*?'|`.*?`|（.*?）" +
	`|--?[a-z]+( [a-z]+)?|care [a-z]+|[a-z]+\.json|[a-z_.]+ in \[`)

var englishWords = regexp.MustCompile(`[A-Za-z][a-z]+ [A-Za-z]?[a-z]+`)

// typed is a text without what people type.
func typed(text string) string { return asTyped.ReplaceAllString(text, "") }

// inEnglishOnly are the lines in which packages speak that have no Chinese: of the
// platforms' payloads, tables of orders and logs of outcomes.
var inEnglishOnly = regexp.MustCompile(`this is no outcome|the outcome has no|份报文：搁置：|--columns 不能写`)

// In Chinese there is no English but what is typed.
func TestTheChineseIsChinese(t *testing.T) {
	names, err := filepath.Glob("testdata/zh/*.golden")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		_, said, _ := strings.Cut(string(data), "\n")
		said = regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(said, "")
		for line := range strings.Lines(said) {
			if !strings.HasPrefix(line, "--- ") && !inEnglishOnly.MatchString(line) {
				assert.NotRegexp(t, englishWords, typed(line), name)
			}
		}
	}
}

package care

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// problemsIn loads rules that are wrong.
func problemsIn(t *testing.T, text string) Problems {
	t.Helper()
	_, err := Load(fstest.MapFS{"payment.yaml": {Data: []byte(text)}})
	var problems Problems
	require.ErrorAs(t, err, &problems)
	assert.Equal(t, err.Error(), problems.Error())
	return problems
}

func Test载入的错_别的程序一条一条拿得到(t *testing.T) {
	problems := problemsIn(t, "version: 1\nlimits: {quiet: {night: {hours: \"21:00-09:00\"}}}\n"+
		"flows: {payment: {title: 催付, about: order, while: unpaid, purpose: notice, via: sms, rules: [{name: r, if: minutes_unpaid > 30, exempt: [nihgt], send: pay}]}}\ntexts: {pay: 请付款}\n")
	require.Len(t, problems, 1)
	p := problems[0]
	assert.Equal(t, []any{"payment.yaml", 3, 138, 5}, []any{p.File, p.Line, p.Column, p.Width})
	assert.Equal(t, `unknown limit "nihgt"`, p.Message)
	assert.Equal(t, "night", p.Suggestion)
	assert.Equal(t, WrongFit, p.Kind)
	assert.Equal(t, "error", p.Severity)
	assert.Contains(t, p.Error(), "payment.yaml:3:138: unknown limit \"nihgt\"; did you mean \"night\"?\n")

	var one Problem
	require.ErrorAs(t, problems, &one)
	assert.Equal(t, p, one)
	data, err := json.Marshal(p)
	require.NoError(t, err)
	var read Problem
	require.NoError(t, json.Unmarshal(data, &read))
	assert.Equal(t, "payment.yaml:3:138: unknown limit \"nihgt\"; did you mean \"night\"?", read.Error())
	assert.JSONEq(t, `{"file":"payment.yaml","line":3,"column":138,"width":5,"kind":"fit","severity":"error","message":"unknown limit \"nihgt\"","hint":"did you mean \"night\"?","suggestion":"night"}`, string(data))
}

func Test载入的错_店里的人看中文的(t *testing.T) {
	problems := problemsIn(t, "version: 1\nlimits: {quiet: {night: {hours: \"21:00-09:00\"}}}\n"+
		"flows: {payment: {title: 催付, about: order, while: unpaid, purpose: notice, via: sms, rules: [{name: r, if: minutes_unpaid > 30, exempt: [nihgt], send: pay}, {name: r, send: pay}]}}\ntexts: {pay: 请付款, bye: 再见}\n")
	require.Len(t, problems, 3)
	typo := problems[0].InChinese()
	assert.Equal(t, []string{"没有叫「nihgt」的限制", "是不是想写「night」？", "night"}, []string{typo.Message, typo.Hint, typo.Suggestion})
	assert.Contains(t, typo.Error(), "payment.yaml:3:138: 没有叫「nihgt」的限制；是不是想写「night」？\n")
	assert.Equal(t, typo, typo.InChinese(), "it is in Chinese already")
	twice := problems[1]
	assert.Equal(t, []string{"payment.yaml:3:101"}, twice.InChinese().Also)
	assert.True(t, strings.HasSuffix(twice.InChinese().Error(), "\n另见 payment.yaml:3:101"), twice.InChinese().Error())
	assert.Contains(t, problems[2].InChinese().Error(), ": 提醒：没有规则发文案「bye」；")
	assert.Equal(t, problems.Chinese(), problems.InChinese().Error())

	data, err := json.Marshal(typo)
	require.NoError(t, err)
	var read Problem
	require.NoError(t, json.Unmarshal(data, &read))
	assert.Equal(t, "没有叫「nihgt」的限制", read.InChinese().Message)
}

func Test每种错都有它的类别(t *testing.T) {
	const flow = "flows: {a: {title: 甲, about: order, when: order.paid, purpose: notice, via: sms, rules: [{name: r, send: t}]}}\ntexts: {t: 谢谢}\n"
	for kind, text := range map[ProblemKind]string{
		WrongSyntax:    "version: 1\nflows: {a: \n",
		WrongKey:       "version: 1\nshpo: {name: 甲}\n" + flow,
		WrongValue:     "version: 1\n" + strings.Replace(flow, "purpose: notice", "purpose: notise", 1),
		WrongFit:       "version: 1\n" + strings.Replace(flow, "send: t", "send: thanks", 1),
		WrongCondition: "version: 1\n" + strings.Replace(flow, "send: t", "if: order.amuont > 3, send: t", 1),
		WrongWording:   "version: 1\n" + strings.Replace(flow, "谢谢", "\"谢谢#买家妮称#\"", 1),
	} {
		problems := problemsIn(t, text)
		assert.Equal(t, kind, problems[0].Kind, "%s", problems)
	}
	assert.Len(t, source.Kinds(), 6)
}

func Test可能想写的字(t *testing.T) {
	for hint, suggestion := range map[string]string{
		`did you mean "night"?`:               "night",
		`did you mean 'juhuasuan'?`:           "'juhuasuan'",
		`did you mean "a\"b"? If not, add it`: `a"b`,
		`write it under texts: {a: …}`:        "",
		``:                                    "",
		`did you mean something else?`:        "",
		`it is a text; did you mean "order.amount" instead`: "order.amount",
	} {
		assert.Equal(t, suggestion, source.Problem{Hint: say.Plain(hint)}.Suggestion(), hint)
	}
}

func Test一个文件夹_里层的和yml都读_测试和藏起来的不读(t *testing.T) {
	flow := func(name string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("version: 1\nflows: {" + name + ": {title: 甲, about: order, when: order.paid, purpose: notice, via: sms, rules: [{name: r, send: t-" + name + "}]}}\ntexts: {t-" + name + ": 谢谢}\n")}
	}
	shop := fstest.MapFS{
		"a.yaml": flow("a"), "b.yml": flow("b"), "more/c.yaml": flow("c"), "more/deep/d.yml": flow("d"),
		"a_test.yaml": {Data: []byte("tests: no")}, "more/b_test.yml": {Data: []byte("tests: no")},
		"..data/a.yaml": flow("a"), ".git/x.yml": {Data: []byte("}")}, ".hidden.yaml": {Data: []byte("}")}, "README.md": {Data: []byte("}")},
	}
	rules, err := Load(shop)
	require.NoError(t, err)
	var names []string
	for _, f := range rules.Flows {
		names = append(names, f.Name)
	}
	assert.Equal(t, []string{"a", "b", "c", "d"}, names)

	rules, err = Load(shop, "[a-z]*.yaml")
	require.NoError(t, err)
	assert.Len(t, rules.Flows, 1, "a pattern says which, and that of one folder alone")

	_, err = Load(fstest.MapFS{"a_test.yaml": {Data: []byte("tests: no")}})
	assert.EqualError(t, err, "care: there are no rule files (*.yaml, *.yml) in the folder or in those inside it")
	_, err = Load(brokenFolder{})
	assert.EqualError(t, err, "care: the disk is gone")
}

type brokenFolder struct{}

func (brokenFolder) Open(string) (fs.File, error) { return nil, errors.New("the disk is gone") }

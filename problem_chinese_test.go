package tiexin

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatIsWrongWithAnEventIsSaidInChineseToo(t *testing.T) {
	for _, tt := range []struct{ field, english, want string }{
		{"order.id", "is missing", "order.id：没写"},
		{"order", "is missing: order.paid is about one", "order：没写，order.paid 不能少了它"},
		{"event", `unknown event "order.payed"; did you mean "order.paid"?`, "event：没有叫「order.payed」的事件；是不是想写「order.paid」？"},
		{"event", `unknown event "订单创建"; write order.created`, "event：没有叫「订单创建」的事件；写成 order.created"},
		{"at", "February 2026 has no day 30; its last day is 2026-02-28", "at：2026 年 2 月没有 30 日；这个月最后一天是 2026-02-28"},
		{"id", "has 201 bytes; an id has at most 200", "id：有 201 字节；编号最多 200 字节"},
		{"order.amount", "not an amount in yuan: (text, 2 characters); write it like 199 or 199.00", "order.amount：不是金额：（2 个字符的文字）；写成 199 或 199.00 这样"},
		{"chat.order", "must be text, is an object; write ids in quotes", "chat.order：要写文字，现在写的是一组「键: 值」；编号加英文引号"},
		{"order.paid_at", "lies more than a day before created_at (2026-11-09T10:00:00Z, 2026-11-11T10:00:00Z)", "order.paid_at：比 created_at 早了一天多（2026-11-09T10:00:00Z，2026-11-11T10:00:00Z）"},
		{"order.status", `"TRADE_FINISHED" is a platform's word; write "succeeded"`, "order.status：「TRADE_FINISHED」是平台的词；写成「succeeded」"},
		{"customer.birthday", "02-30 is not a date: February has at most 29 days", "customer.birthday：02-30 不存在：2 月最多 29 天"},
		{"customer.birthday", "1990-02-30 is not a date: February 1990 has 28 days", "customer.birthday：1990-02-30 不存在：1990 年 2 月只有 28 天"},
		{"customer.birthday", "lunar:1990-08-31 is not a date: a lunar month has at most 30 days", "customer.birthday：lunar:1990-08-31 不存在：农历一个月最多 30 天"},
		{"customer.birthday", "1990-04-31 is not a date: April has 30 days", "customer.birthday：1990-04-31 不存在：4 月只有 30 天"},
		{"customer.birthday", "1990-13-01 is not a date: a year has months 1 to 12", "customer.birthday：1990-13-01 不存在：月份是 1 到 12"},
		{"message.id", "names the rule 7; no rule of this path has when: incident.declared", "message.id：说的是规则 7；没有叫这个名字、写着 when: incident.declared 的规则"},
		{"order.post_fee", "it is not an amount in fen; it is left out", "order.post_fee：不是金额（分）；略去了"},
		{"order.pay_time", `it is not a time such as "2026-11-10 20:01:05"; it is left out`, "order.pay_time：不是「2026-11-10 20:01:05」这样的时间；略去了"},
		{"order", "here it cannot be of kind array; it is left out", "order：这里不能写列表；略去了"},
		{"", "line 2, column 7: not valid JSON: unexpected end", "第 2 行第 7 个字符：不合 JSON 的写法（unexpected end）"},
		{"order.title", `is "text"`, "order.title：是「text」"},
		{"host", "something of the host's own", "host：something of the host's own"},
	} {
		assert.Equal(t, tt.want, Problem{Field: tt.field, Message: tt.english}.Chinese())
	}
	one := &EventError{ID: "m1", Problems: []Problem{{Field: "order.id", Message: "is missing"}}}
	assert.Equal(t, `事件 "m1" 不对：order.id：没写`, one.Chinese())
	assert.Equal(t, `第 3 行：事件 "m1" 不对：order.id：没写`, (&LineError{3, one}).Chinese())
	several := &EventError{Problems: []Problem{{Field: "at", Message: "is missing: when it happened"}, {Message: "not valid JSON"}}}
	assert.Equal(t, "事件有 2 处不对：\n  at：没写，要写什么时候发生的\n  不合 JSON 的写法", several.Chinese())
}

// A message is put together from the pieces that stand in the source. With something
// before or behind it each is understood, or it is a part of a phrase.
func TestEveryPieceOfAMessageHasItsChinese(t *testing.T) {
	verb := regexp.MustCompile(`%[-+.0-9]*[a-z]`)
	english := regexp.MustCompile(`[a-z]+ [a-z]+`)
	pieces := 0
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "chinese.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(tree, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(literal.Value)
			if rest, wrapped := strings.CutPrefix(text, "%w: "); wrapped {
				text = map[string]string{"date.go": "not a date: ", "money.go": "not an amount in yuan: ", "phone.go": "not a phone number: "}[file] + rest
			}
			text = strings.ReplaceAll(text, "%w", "not a date")
			for _, piece := range strings.Split(verb.ReplaceAllString(text, "7"), "; ") {
				if !english.MatchString(piece) {
					continue
				}
				understood := slices.ContainsFunc(phrases, func(p phrase) bool { return strings.Contains(p.english, piece) })
				for _, whole := range []string{piece, "7" + piece, piece + "7", "7" + piece + "7"} {
					understood = understood || !english.MatchString(Problem{Message: whole}.Chinese())
				}
				assert.True(t, understood, "%s: no Chinese for %q", file, piece)
				pieces++
			}
			return true
		})
	}
	assert.Greater(t, pieces, 60)
}

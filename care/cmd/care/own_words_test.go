package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const ownRules = `version: 1
shop: {name: 小鹿家}
flows:
  bad: {title: 差评, about: order, when: review.created, purpose: service, via: [phone], rules: [{name: r, send: {task: ask, within: 2h}}]}
  back: {title: 退款, about: order, when: order.refund_opened, purpose: service, via: [wangwang], rules: [{name: r, send: why}]}
texts: {ask: "#评价结果#：#评价详情#", why: "#买家昵称|亲#，您说的#退款原因#我们看到了"}
`

const ownEvents = `{"id":"o","event":"order.paid","at":"2026-11-10 10:00","customer":{"id":"a","nick":"小鱼","wangwang":"a","mobile":"13800000001"},"order":{"id":"A1","amount":"199","title":"毛衣"}}
{"id":"f","event":"order.refund_opened","at":"2026-11-11 10:00","customer":"a","order":{"id":"A1"},"refund":{"amount":"20","reason":"破了"}}
{"id":"c","event":"chat.opened","at":"2026-11-11 10:05","customer":"a","chat":{"id":"C1","topic":"袖口开线"}}
{"id":"r","event":"review.created","at":"2026-11-12 10:00","customer":"a","order":{"id":"A1"},"review":{"id":"r1","order_id":"A1","rating":"bad","text":"掉毛，客服小张骂人，我叫李雷"}}
`

// What the customer wrote is read by nobody without --personal, however it is printed: not
// a review in the script of a task, not the reason of a refund in a message, not what a chat
// is about.
func Test顾客自己写的话_不加personal都看不到(t *testing.T) {
	rules := filepath.Join(t.TempDir(), "r.yaml")
	require.NoError(t, os.WriteFile(rules, []byte(ownRules), 0o600))
	for _, args := range [][]string{
		{"simulate", rules, "--events", "-", "--format", "timeline"},
		{"simulate", rules, "--events", "-", "--format", "jsonl"},
		{"simulate", rules, "--events", "-", "--format", "csv"},
		{"simulate", rules, "--events", "-", "--format", "html"},
		{"explain", rules, "--events", "-", "--customer", "a"},
		{"explain", rules, "--events", "-", "--customer", "a", "--json"},
		{"explain", rules, "--events", "-", "--customer", "a", "--at", "2026-11-12"},
		{"diff", rules, rules, "--events", "-"},
	} {
		_, out, errs := calling(ownEvents, args...)
		assert.Empty(t, errs, args)
		for _, word := range []string{"李雷", "掉毛", "破了", "袖口"} {
			assert.NotContains(t, out, word, args)
		}
		if args[0] == "simulate" {
			assert.Contains(t, out, "差评：***", args)
			_, out, _ = calling(ownEvents, append(args, "--personal")...)
			assert.Contains(t, out, "差评：掉毛，客服小张骂人，我叫李雷", args)
			assert.Contains(t, out, "您说的破了我们", args)
		}
	}
}

package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/rule"
)

func Test计划表说得出时刻(t *testing.T) {
	rules, problems := rule.Load(rule.File{Name: "r.yaml", Data: []byte(`version: 1
flows:
  day: {title: 日子, about: customer, when: [七夕 - 3d at 20:00, birthday, every week on mon, every month on 18], spread: 2h, purpose: service, via: [wangwang], rules: [{name: r, send: hello}]}
  joined: {title: 入会, about: customer, purpose: service, via: [wangwang], rules: [{name: r, when: [customer.joined, date 结婚 + 1d], after: 1h, fresh: 3h, send: hello}]}
texts: {hello: 您好}
`)})
	require.NoError(t, problems.Err())
	p := Of(rules)
	assert.Equal(t, []string{"七夕前 3 天 20:00", "顾客生日 10:00", "每周一 10:00", "每月18日 10:00", "晚了 12 小时就不发"}, p.Flows[0].Rows[0].When)
	assert.Contains(t, p.Flows[0].Notes, "同一时刻的顾客分散在 2 小时内")
	assert.Equal(t, []string{"入会后 1 小时", "顾客的纪念日结婚后 1 天 10:00 再过 1 小时", "晚了 3 小时就不发"}, p.Flows[1].Rows[0].When)
}

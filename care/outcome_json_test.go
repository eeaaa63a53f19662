package care

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
)

const everything = `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  a: {title: 谢谢, about: order, purpose: notice, via: [wangwang, wechat, sms], rules: [{name: r, when: [order.paid], send: hello}]}
  b: {title: 回访, about: order, purpose: notice, via: [phone], rules: [{name: r, title: 打个电话, when: [order.paid], send: {task: hello, form: gift, owner: 店长, budget: 88.5, within: 2h}}]}
  c: {title: 看过, about: order, purpose: notice, via: [sms], rules: [{name: r, when: [order.paid], review: true, send: hello}]}
  e: {title: 仓库, about: order, purpose: notice, rules: [{name: r, when: [order.paid], send: {task: hello, form: other}}]}
  d: {title: 不发, about: order, purpose: notice, via: [wechat], rules: [{name: r, when: [order.paid], send: hello}, {name: s, if: order.amount > 5000, send: hello}]}
texts: {hello: 谢谢}
`

func Test结果写成JSON还读得回来(t *testing.T) {
	s := opens(t, everything)
	s.fails = func(_ string, k channel.Kind) error {
		if k == channel.Wangwang {
			return &channel.Final{Reason: "no such buyer"}
		}
		return nil
	}
	s.hears(paid("T1"))
	s.delivers()
	require.NotEmpty(t, s.observed)
	for _, o := range s.observed {
		first, err := json.Marshal(o)
		require.NoError(t, err)
		shared := &Detail{By: "somebody else's"}
		read := Outcome{Detail: shared}
		require.NoError(t, json.Unmarshal(first, &read), "%s", first)
		assert.Equal(t, "somebody else's", shared.By, "what outcomes share is not changed")
		second, err := json.Marshal(read)
		require.NoError(t, err)
		assert.JSONEq(t, string(first), string(second))
		assert.Equal(t, o.String(), read.String())
		assert.Equal(t, o.Path(), read.Path())
		assert.Nil(t, read.Seen(), "what the condition saw is not part of it")
	}
}

func Test任务的JSON_说出名称_形式_谁做_花多少_几时完(t *testing.T) {
	s := opens(t, everything)
	i := slices.IndexFunc(s.hears(paid("T1")), func(o Outcome) bool { return o.Verdict == Task })
	data, err := json.Marshal(s.observed[i])
	require.NoError(t, err)
	assert.Contains(t, string(data), `"task":{"flow_title":"回访","title":"打个电话","form":"gift","owner":"店长","budget":"88.50","deadline":"2026-11-11T12:00:00+08:00"}`)
	assert.NotContains(t, string(data), "13800000000", "where to reach the customer is not part of it")
	var read Outcome
	require.NoError(t, json.Unmarshal(data, &read))
	assert.Equal(t, "店长", read.Said.Task.Owner)
	assert.Equal(t, "回访 打个电话", read.Said.Task.FlowTitle+" "+read.Said.Task.Title)
	assert.Equal(t, channel.FormGift, read.Said.Task.Form)
	assert.True(t, timeAt("+2h").Equal(read.Said.Task.Deadline))
}

func Test结果里的符号_写成JSON不走样(t *testing.T) {
	s := opens(t, strings.NewReplacer("hello: 谢谢", "hello: 满100减20 & <券>", ", sms]", "]", "[sms]", "[wechat]").Replace(everything))
	out := s.hears(paid("T1"))
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	require.NoError(t, e.Encode(out))
	assert.Contains(t, b.String(), `"text":"满100减20 & <券>"`)
	escaped, err := json.Marshal(out)
	require.NoError(t, err)
	assert.NotContains(t, string(escaped), "<", "it is left to whoever encodes the whole")
}

func Test空的结果也印得出来(t *testing.T) {
	var o Outcome
	assert.NotContains(t, fmt.Sprint(&o), "PANIC")
	assert.NotContains(t, fmt.Sprintf("%v %+v", o, &o), "PANIC")
	assert.Equal(t, "/", o.Path())
	assert.Nil(t, o.Seen())
	assert.Nil(t, o.Compiled())
	assert.False(t, o.Goes())
	var b bytes.Buffer
	require.NoError(t, WriteTimeline(&b, slices.Values([]Outcome{o, {Verdict: Send}}), TimelineOptions{Seen: true}))
	var sum Summary
	sum.Add(&o)
	data, err := json.Marshal(o)
	require.NoError(t, err)
	var read Outcome
	require.NoError(t, json.Unmarshal(data, &read))
	require.NoError(t, json.Unmarshal([]byte(`{}`), &read))
	assert.Equal(t, o.String(), read.String())
	assert.Error(t, json.Unmarshal([]byte(`{"verdict": "shout"}`), &read))
	assert.Error(t, json.Unmarshal([]byte(`{"said": {"budget": 5, "via": "smoke"}}`), &read))
}

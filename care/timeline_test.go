package care_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
)

const drawnRules = `version: 1
shop: {name: 小鹿家}
channels: {sms: {price: 0.05}}
limits:
  quiet: {night: {hours: "22:00-08:00"}}
  caps: {daily: {at_most: 1, per: day}}
flows:
  paid:
    title: 付款关怀
    about: order
    purpose: service
    when: order.paid
    via: [wangwang, sms]
    rules:
      - {name: big, title: 大单, if: order.amount >= 1000, review: true, send: big}
      - {name: thanks, send: [{text: thanks}, {task: call, after: 5m, via: [phone]}]}
texts:
  thanks: {wangwang: "谢谢#买家昵称#", sms: "谢谢您\n祝好"}
  big: 大单
  call: 回访#买家昵称|客户#
`

// drawn is a small shop's evening: a masked nick, a capped message, a review and
// a customer in another shop.
func drawn(t *testing.T) []care.Outcome {
	t.Helper()
	rules, err := care.Load(fstest.MapFS{"r.yaml": {Data: []byte(drawnRules)}}, "r.yaml")
	require.NoError(t, err)
	start := time.Date(2026, 11, 11, 20, 0, 0, 0, tiexin.Shanghai())
	paid := func(id string, after time.Duration, customer tiexin.Customer, amount tiexin.Money) tiexin.Event {
		at := start.Add(after)
		return tiexin.Event{ID: "e" + id, Type: tiexin.EventOrderPaid, At: at, Customer: customer, Order: &tiexin.Order{ID: id, Amount: amount, PaidAt: at}}
	}
	masked := tiexin.Customer{ID: "t8", Nick: "t**8", Mobile: tiexin.Phone{Number: "13800000000"}}
	wang := tiexin.Customer{ID: "王", Nick: "小王", Wangwang: "wang", Mobile: tiexin.Phone{Number: "13900000000"}}
	abroad := wang
	abroad.ID = "linglin"
	rich := wang
	rich.ID = "li"
	other := paid("T9", 4*time.Hour, abroad, 5000)
	other.Shop = "二店"
	return slices.Collect(care.Simulate(rules, []tiexin.Event{
		paid("T1", 0, masked, 5000), paid("T2", time.Minute, wang, 5000), paid("T3", 2*time.Minute, wang, 5000), paid("T4", 3*time.Minute, rich, 200000), other,
	}, care.SimOptions{Until: start.Add(13 * time.Hour), Seen: true}))
}

func draw(t *testing.T, outcomes []care.Outcome, o care.TimelineOptions) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, care.WriteTimeline(&b, slices.Values(outcomes), o))
	return b.String()
}

func Test时间线一行一件事_中文也对得齐(t *testing.T) {
	assert.Equal(t, `2026-11-11 20:00:00  t8            T1  paid/big     大单      skip  condition-off
2026-11-11 20:00:00  t8            T1  paid/thanks  付款关怀  send  due             sms       step 1; wangwang closed: no-address; 谢谢您⏎祝好
2026-11-11 20:00:00  t8            T1  paid/thanks  付款关怀  wait  not-yet                   step 2; until 20:05:00
2026-11-11 20:01:00  王            T2  paid/big     大单      skip  condition-off
2026-11-11 20:01:00  王            T2  paid/thanks  付款关怀  send  due             wangwang  step 1; 谢谢小王
`, strings.Join(strings.SplitAfter(draw(t, drawn(t), care.TimelineOptions{}), "\n")[:5], ""))
}

func drawChinese(t *testing.T, outcomes []care.Outcome, o care.TimelineOptions) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, care.WriteChineseTimeline(&b, slices.Values(outcomes), o))
	return b.String()
}

func Test时间线也有中文的(t *testing.T) {
	assert.Equal(t, `2026-11-11 20:00:00  t8            T1  paid/big     大单      不发  条件不符
        否  order.amount >= 1000  [order.amount = 50]
2026-11-11 20:00:00  t8            T1  paid/thanks  付款关怀  发送  该发了          短信  第1步；旺旺不能用：没有地址或号码；谢谢您⏎祝好
2026-11-11 20:00:00  t8            T1  paid/thanks  付款关怀  等待  时间还没到            第2步；20:05再看
2026-11-11 20:01:00  王            T2  paid/big     大单      不发  条件不符
        否  order.amount >= 1000  [order.amount = 50]
2026-11-11 20:01:00  王            T2  paid/thanks  付款关怀  发送  该发了          旺旺  第1步；谢谢小王
`, strings.Join(strings.SplitAfter(drawChinese(t, drawn(t), care.TimelineOptions{Seen: true}), "\n")[:7], ""))
	got := drawChinese(t, drawn(t), care.TimelineOptions{})
	assert.Contains(t, got, "已到频次上限          「daily」；旺旺不能用：已到频次上限「daily」；短信不能用：已到频次上限「daily」\n")
	assert.Contains(t, got, "归前面的规则管        「大单」\n")
}

func Test时间线只画要看的(t *testing.T) {
	got := draw(t, drawn(t), care.TimelineOptions{Verdicts: []care.Verdict{care.Task, care.Wait}})
	for line := range strings.Lines(got) {
		assert.Regexp(t, `task|wait`, line)
	}
	assert.Contains(t, got, "needs-review  wangwang  大单")
	assert.Contains(t, got, "quiet-hours")
	assert.Contains(t, got, "二店/linglin")
}

func Test时间线写出看到的值_写不出电话(t *testing.T) {
	got := draw(t, drawn(t), care.TimelineOptions{Seen: true})
	assert.Contains(t, got, "        no   order.amount >= 1000  [order.amount = 50]\n")
	assert.Contains(t, got, "        yes  order.amount >= 1000  [order.amount = 2000]\n")
	assert.NotContains(t, got, "1380000")
	assert.NotContains(t, got, "1390000")
}

func Test时间线不超过屏幕_放不下的话另起一行(t *testing.T) {
	got := draw(t, drawn(t), care.TimelineOptions{Width: 100, Seen: true})
	for line := range strings.Lines(got) {
		assert.LessOrEqual(t, source.DisplayWidth(strings.TrimSuffix(line, "\n")), 100)
	}
	assert.Contains(t, got, "send  due             sms\n        step 1; wangwang closed: no-address; 谢谢您⏎祝好\n")
	assert.Contains(t, got, "wait  needs-review    wangwang  大单\n", "what fits stays where it is")

	for line := range strings.Lines(draw(t, drawn(t), care.TimelineOptions{Width: 40})) {
		assert.LessOrEqual(t, source.DisplayWidth(strings.TrimSuffix(line, "\n")), 40)
	}
}

func Test很长的时间线也只对齐着往下写(t *testing.T) {
	outcomes := slices.Repeat(drawn(t)[:2], 500)
	got := draw(t, outcomes, care.TimelineOptions{})
	assert.Equal(t, 1000, strings.Count(got, "\n"))
	assert.Empty(t, draw(t, nil, care.TimelineOptions{}))
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func Test写不进去就说(t *testing.T) {
	outcomes := drawn(t)
	require.EqualError(t, care.WriteTimeline(full{}, slices.Values(slices.Repeat(outcomes, 100)), care.TimelineOptions{}), "the disk is full")
	var s care.Summary
	s.Add(&outcomes[0])
	require.EqualError(t, s.Write(full{}), "the disk is full")
}

func Test小结按规则和渠道加起来(t *testing.T) {
	var s care.Summary
	outcomes := drawn(t)
	for i := range outcomes {
		s.Add(&outcomes[i])
	}
	assert.Equal(t, len(outcomes), s.Outcomes())
	assert.Equal(t, 2, len(s.Sent()))
	assert.Equal(t, "paid/thanks", s.Sent()[0].Rule)
	assert.Equal(t, channel.SMS, s.Sent()[1].Via)
	assert.Equal(t, 500*channel.Hao, s.Sent()[1].Cost)

	var b strings.Builder
	require.NoError(t, s.Write(&b))
	for line := range strings.Lines(b.String()) {
		assert.Len(t, strings.Fields(line), 6, "every line has the same cells: %s", line)
	}
	assert.Contains(t, b.String(), "sent      paid/thanks")
	assert.Regexp(t, `(?m)^total +\* +sms +1 +1 +0\.05$`, b.String())
	assert.Regexp(t, `(?m)^task +paid/thanks +phone +\d+ +- +-$`, b.String())
	assert.Regexp(t, `(?m)^waits +quiet-hours +- +\d+ +- +-$`, b.String())
	assert.Regexp(t, `(?m)^withheld +enough-already +- +1 +- +-$`, b.String())
	assert.Regexp(t, `\nall +messages +\* +3 +3 +0\.05\nall +tasks +\* +3 +- +-\n$`, b.String(), "the bottom line is the last")
	assert.Equal(t, care.Total{Messages: 3, Tasks: 3, Parts: 3, Cost: 500 * channel.Hao}, s.Total())

	b.Reset()
	require.NoError(t, s.WriteChinese(&b))
	assert.Equal(t, `项目  规则            渠道  次数  计费条数  费用
发送  paid/thanks     旺旺     2         2     -
发送  paid/thanks     短信     1         1  0.05
小计  *               旺旺     2         2     -
小计  *               短信     1         1  0.05
任务  paid/thanks     电话     3         -     -
等待  时间还没到      -        4         -     -
等待  正是免打扰时段  -        1         -     -
等待  等人审核        -        1         -     -
不发  条件不符        -        9         -     -
不发  归前面的规则管  -        1         -     -
不发  已到频次上限    -        1         -     -
合计  消息            *        3         3  0.05
合计  任务            *        3         -     -
`, b.String())

	data, err := json.Marshal(&s)
	require.NoError(t, err)
	assert.Contains(t, string(data), `{"rule":"paid/thanks","via":"sms","times":1,"parts":1,"cost":"0.05"}`)
	assert.Contains(t, string(data), `"total":{"messages":3,"tasks":3,"parts":3,"cost":"0.05"}`)
	assert.Contains(t, string(data), `"regretted":[]`)
}

func Test空的小结(t *testing.T) {
	var s care.Summary
	var b strings.Builder
	require.NoError(t, s.Write(&b))
	assert.Equal(t, "what  rule  via  times  parts  cost\n", b.String())
	assert.Zero(t, s.Outcomes())
	assert.Zero(t, s.Total())
}

func Test小结里一句话也没说_也写得明白(t *testing.T) {
	var s care.Summary
	outcomes := drawn(t)
	s.Add(&outcomes[0])
	var b strings.Builder
	require.NoError(t, s.Write(&b))
	assert.Regexp(t, `\nall +messages +\* +0 +- +-\n$`, b.String())
}

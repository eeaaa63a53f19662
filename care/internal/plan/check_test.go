package plan_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/internal/plan"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
)

var ten = time.Date(2026, 11, 11, 10, 0, 0, 0, time.FixedZone("", 8*60*60))

func after(minutes int) time.Time { return ten.Add(time.Duration(minutes) * time.Minute) }

// asked is an outcome about order T1 of c1, so many minutes after ten.
func asked(minutes int, name string, v care.Verdict, r care.Reason) care.Outcome {
	return care.Outcome{
		Occasion: &care.Occasion{At: after(minutes), Customer: "c1", Subject: "T1"}, Ref: &rule.Ref{Flow: "payment", Rule: name},
		Verdict: v, Reason: r, Detail: &care.Detail{},
	}
}

func sent(minutes int, name, id string, via channel.Kind) care.Outcome {
	o := asked(minutes, name, care.Send, care.Due)
	o.Said = &care.Said{ID: id, Via: via, Text: "还没付款", Cost: 450}
	return o
}

func step(n uint8, o care.Outcome) care.Outcome {
	o.Step = n
	return o
}

func task(minutes int, name, id string) care.Outcome {
	o := asked(minutes, name, care.Task, care.Due)
	o.Said = &care.Said{ID: id, Via: channel.Phone, Task: &channel.Task{Form: channel.FormCall, Owner: "店长", Deadline: after(minutes + 30)}}
	return o
}

func message(minutes int, what tiexin.EventType, m tiexin.MessageReport) tiexin.Event {
	return tiexin.Event{Type: what, At: after(minutes), Message: &m}
}

func report(minutes int, what tiexin.EventType, r tiexin.TaskReport) tiexin.Event {
	return tiexin.Event{Type: what, At: after(minutes), Task: &r}
}

func check(log []care.Outcome, events []tiexin.Event, at time.Time, o plan.Options) *plan.List {
	c := plan.NewChecker(o)
	for i := range log {
		c.Outcome(&log[i])
	}
	for i := range events {
		c.Report(&events[i])
	}
	return c.List(at)
}

func one(t *testing.T, l *plan.List) plan.Item {
	t.Helper()
	require.Len(t, l.Items, 1)
	return l.Items[0]
}

func Test送达和回复都算做了_回复的话不给人看(t *testing.T) {
	log := []care.Outcome{sent(15, "hurry", "m1", channel.SMS)}
	events := []tiexin.Event{
		message(20, tiexin.EventMessageReplied, tiexin.MessageReport{ID: "m1", Text: "我叫王小明"}),
		message(16, tiexin.EventMessageDelivered, tiexin.MessageReport{ID: "m1"}),
		message(17, tiexin.EventMessageDelivered, tiexin.MessageReport{ID: "m9"}),
		{Type: tiexin.EventOrderPaid, At: after(60)},
	}
	l := check(log, events, time.Time{}, plan.Options{})
	item := one(t, l)
	assert.Equal(t, plan.Delivered, item.State)
	assert.Equal(t, after(20), item.Done)
	assert.Equal(t, []string{"顾客回复了"}, item.Result)
	assert.Equal(t, 1, l.Strange)
	assert.Equal(t, after(60), l.At, "the last that is told of")
	assert.Equal(t, []string{"回复：我叫王小明"}, one(t, check(log, events, time.Time{}, plan.Options{Personal: true})).Result)
	assert.Equal(t, []plan.Total{{Rule: "payment/hurry", Due: 1, Sent: 1, Delivered: 1}}, l.Totals)
}

func Test一个渠道送不到_换一个渠道送到了(t *testing.T) {
	log := []care.Outcome{sent(15, "hurry", "m1", channel.Wangwang), sent(18, "hurry", "m1", channel.SMS)}
	failed := message(18, tiexin.EventMessageFailed, tiexin.MessageReport{ID: "m1", Channel: "wangwang", Final: true, Reason: "没有这个人 13800000000"})
	item := one(t, check(log, []tiexin.Event{failed}, time.Time{}, plan.Options{}))
	assert.Equal(t, plan.Sent, item.State)
	assert.Equal(t, channel.SMS, item.Via)
	assert.Equal(t, after(18), item.Done)
	assert.Equal(t, []string{"旺旺没送到：没有这个人 ***"}, item.Result)

	failed.Message.Channel = "" // then it is the channel by which it went until then
	failed.At = after(17)
	assert.Equal(t, plan.Sent, one(t, check(log, []tiexin.Event{failed}, time.Time{}, plan.Options{})).State)

	again := message(19, tiexin.EventMessageFailed, tiexin.MessageReport{ID: "m1", Channel: "sms", Reason: "忙"})
	assert.Equal(t, plan.Retrying, one(t, check(log, []tiexin.Event{failed, again}, time.Time{}, plan.Options{})).State)
	again.Message.Final = true
	l := check(log, []tiexin.Event{failed, again}, time.Time{}, plan.Options{})
	assert.Equal(t, plan.Failed, one(t, l).State)
	assert.Equal(t, []plan.Total{{Rule: "payment/hurry", Due: 1, Sent: 1, Failed: 1}}, l.Totals)
}

func unknown(minutes int, name, id string, via channel.Kind) care.Outcome {
	o := asked(minutes, name, care.Unknown, 0)
	o.Said = &care.Said{ID: id, Via: via}
	return o
}

func Test不知道发没发出去_不算做了_单独数_回执来了就清楚(t *testing.T) {
	log := []care.Outcome{sent(15, "hurry", "m1", channel.SMS), unknown(15, "hurry", "m1", channel.SMS)}
	l := check(log, nil, time.Time{}, plan.Options{})
	item := one(t, l)
	word, done := item.Word()
	assert.Equal(t, []any{plan.Unknown, "不知道发没发出去", false, time.Time{}}, []any{item.State, word, done, item.Done})
	assert.Equal(t, []plan.Total{{Rule: "payment/hurry", Due: 1, Sent: 1, Unknown: 1}}, l.Totals)

	delivered := message(16, tiexin.EventMessageDelivered, tiexin.MessageReport{ID: "m1"})
	l = check(log, []tiexin.Event{delivered}, time.Time{}, plan.Options{})
	assert.Equal(t, plan.Delivered, one(t, l).State)
	assert.Equal(t, []plan.Total{{Rule: "payment/hurry", Due: 1, Sent: 1, Delivered: 1}}, l.Totals)

	failed := message(16, tiexin.EventMessageFailed, tiexin.MessageReport{ID: "m1", Channel: "sms", Final: true})
	log = append(log, sent(16, "hurry", "m1", channel.WeChat))
	assert.Equal(t, plan.Sent, one(t, check(log, []tiexin.Event{failed}, time.Time{}, plan.Options{})).State, "the next channel has it")

	log = []care.Outcome{task(0, "call", "t1"), unknown(0, "call", "t1", channel.Phone)}
	item = one(t, check(log, nil, after(1), plan.Options{}))
	assert.Equal(t, plan.Open, item.State)
	assert.Equal(t, []string{"不知道交没交出去"}, item.Result)
}

// What a log says without a reason: nobody knows whether something went, and what it cost.
func Test记录里_不知道发没发出去和实际计费_没有原因也读得懂(t *testing.T) {
	bill := asked(16, "hurry", care.Billed, 0)
	bill.Bill = &care.Bill{ID: "m1", Via: channel.SMS, Parts: 2, Cost: 900}
	c := plan.NewChecker(plan.Options{})
	for _, o := range []care.Outcome{sent(15, "hurry", "m1", channel.SMS), unknown(15, "hurry", "m1", channel.SMS), bill} {
		line, err := json.Marshal(o)
		require.NoError(t, err)
		for read, err := range plan.Read(bytes.NewReader(line)) {
			require.NoError(t, err)
			c.Outcome(&read)
		}
	}
	item := one(t, c.List(time.Time{}))
	assert.Equal(t, plan.Unknown, item.State)
	assert.Equal(t, channel.Cost(900), item.Cost)
}

func Test任务_待做_过期_做完_谢绝_不用做了(t *testing.T) {
	log := []care.Outcome{task(0, "call", "t1")}
	ended := asked(20, "call", care.Skip, care.Ended)
	late := ended
	late.Occasion = &care.Occasion{At: after(40), Customer: "c1", Subject: "T1"}
	done := report(10, tiexin.EventTaskDone, tiexin.TaskReport{ID: "t1", Outcome: "reached", Note: "想换颜色", By: "小禾"})
	for _, c := range []struct {
		name   string
		log    []care.Outcome
		events []tiexin.Event
		at     time.Time
		state  plan.State
		result []string
		total  plan.Total
	}{
		{"待做", log, nil, after(30), plan.Open, nil, plan.Total{Open: 1}},
		{"过期", log, nil, after(31), plan.Overdue, nil, plan.Total{Overdue: 1}},
		{"做完", log, []tiexin.Event{done}, after(31), plan.Finished, []string{"联系上了"}, plan.Total{Finished: 1}},
		{"没做成", log, []tiexin.Event{report(10, tiexin.EventTaskFailed, tiexin.TaskReport{ID: "t1", Outcome: "line was busy"})}, after(9), plan.Failed, []string{"line was busy"}, plan.Total{Unhappy: 1}},
		{"谢绝", log, []tiexin.Event{report(10, tiexin.EventTaskRefused, tiexin.TaskReport{ID: "t1"})}, after(9), plan.Refused, nil, plan.Total{Unhappy: 1}},
		{"付了款就不用做了", append(slices.Clone(log), ended), nil, after(60), plan.Withdrawn, []string{"事情已了结"}, plan.Total{Withdrawn: 1}},
		{"过期以后才付款", append(slices.Clone(log), late), nil, after(60), plan.Overdue, nil, plan.Total{Overdue: 1}},
		{"做完以后付款", append(slices.Clone(log), ended), []tiexin.Event{done}, after(60), plan.Finished, []string{"联系上了"}, plan.Total{Finished: 1}},
	} {
		l := check(c.log, c.events, c.at, plan.Options{})
		item := one(t, l)
		assert.Equal(t, c.state, item.State, c.name)
		assert.Equal(t, c.result, item.Result, c.name)
		assert.Equal(t, "任务：打电话", item.Way())
		assert.Equal(t, "店长", item.Owner)
		c.total.Rule, c.total.Due, c.total.Tasks = "payment/call", 1, 1
		assert.Equal(t, []plan.Total{c.total}, l.Totals, c.name)
	}
	assert.Equal(t, []string{"联系上了", "记：想换颜色", "经手：小禾"}, one(t, check(log, []tiexin.Event{done}, time.Time{}, plan.Options{Personal: true})).Result)
}

// Of all that was asked, what was planned is counted once: not the rules whose turn it
// never was, nor one that is asked again.
func Test没发的_只数本该轮到的_一件一次(t *testing.T) {
	wait, skip := care.Wait, care.Skip
	for _, c := range []struct {
		name string
		log  []care.Outcome
		want []plan.Total
	}{
		{"条件不符的不算", []care.Outcome{asked(0, "a", skip, care.ConditionOff), asked(5, "a", skip, care.EarlierRule), asked(9, "a", skip, care.Ended)}, []plan.Total{}},
		{"等着的时候付了款", []care.Outcome{asked(0, "a", wait, care.NotYet), asked(9, "a", skip, care.Ended)}, []plan.Total{
			{Rule: "payment/a", Due: 1, Withheld: []plan.Count{{care.Ended, 1}}},
		}},
		{"两步的规则，头一步还在等就付了款", []care.Outcome{step(1, asked(0, "a", wait, care.NotYet)), asked(9, "a", skip, care.Ended)}, []plan.Total{
			{Rule: "payment/a", Due: 1, Withheld: []plan.Count{{care.Ended, 1}}},
		}},
		{"两步的规则，发了一步，第二步还在等就付了款", []care.Outcome{step(1, sent(5, "a", "m1", channel.SMS)), step(2, asked(5, "a", wait, care.NotYet)), asked(9, "a", skip, care.Ended)}, []plan.Total{
			{Rule: "payment/a", Due: 2, Sent: 1, Withheld: []plan.Count{{care.Ended, 1}}},
		}},
		{"还在等", []care.Outcome{asked(0, "a", wait, care.NotYet), asked(9, "a", wait, care.QuietHours)}, []plan.Total{{Rule: "payment/a", Due: 1, Waiting: 1}}},
		{"次数到了上限，以后又问", []care.Outcome{asked(0, "a", skip, care.EnoughAlready), asked(9, "a", skip, care.AlreadySaid), asked(12, "a", skip, care.ConditionOff)}, []plan.Total{
			{Rule: "payment/a", Due: 1, Withheld: []plan.Count{{care.EnoughAlready, 1}}},
		}},
		{"发过以后付款", []care.Outcome{asked(0, "a", wait, care.NotYet), sent(5, "a", "m1", channel.SMS), asked(9, "a", skip, care.Ended)}, []plan.Total{
			{Rule: "payment/a", Due: 1, Sent: 1},
		}},
		{"发过一次，下一次还在等就付了款", []care.Outcome{sent(5, "a", "m1", channel.SMS), asked(6, "a", wait, care.NotYet), asked(9, "a", skip, care.Ended)}, []plan.Total{
			{Rule: "payment/a", Due: 1, Sent: 1},
		}},
		{"发过一次，第二次被拦下", []care.Outcome{sent(5, "a", "m1", channel.SMS), asked(9, "a", skip, care.EnoughAlready)}, []plan.Total{
			{Rule: "payment/a", Due: 2, Sent: 1, Withheld: []plan.Count{{care.EnoughAlready, 1}}},
		}},
		{"决定了要发，哪个渠道都没发成", []care.Outcome{sent(5, "a", "m1", channel.SMS), asked(9, "a", skip, care.NoWay)}, []plan.Total{
			{Rule: "payment/a", Due: 1, Sent: 1, Failed: 1},
		}},
	} {
		assert.Equal(t, c.want, check(c.log, nil, time.Time{}, plan.Options{}).Totals, c.name)
	}
}

func Test发出以后才知道不该发(t *testing.T) {
	log := []care.Outcome{sent(5, "a", "m1", channel.SMS), asked(9, "a", care.Regret, care.Ended)}
	assert.Equal(t, []string{"发出以后才知道不该发：事情已了结"}, one(t, check(log, nil, time.Time{}, plan.Options{})).Result)
}

// Each line that is not an outcome is named with its number and a way out, and the others are
// read.
func Test读记录_坏行说在哪里_怎么办(t *testing.T) {
	good, err := json.Marshal(task(0, "call", "t1"))
	require.NoError(t, err)
	for line, fact := range map[string]struct{ english, chinese string }{
		`{"at"`:                              {"this is not an outcome (unexpected end of JSON input)", `这不是一条结果（unexpected end of JSON input）`},
		`[]`:                                 {"this is not an outcome", `这不是一条结果`},
		`{}`:                                 {`the outcome has no "at"`, `这条结果缺"at"`},
		`{"at":"x"}`:                         {"this is not an outcome", `这不是一条结果`},
		`{"at":"2026-11-11T10:00:00+08:00"}`: {`no "customer"`, `缺"customer"`},
		`{"at":"2026-11-11T10:00:00+08:00","customer":"c1","flow":"f"}`:                                                             {`no "flow" or "rule"`, `缺"flow" 或 "rule"`},
		`{"at":"2026-11-11T10:00:00+08:00","customer":"c1","flow":"f","rule":"r"}`:                                                  {`no "verdict"`, `缺"verdict"`},
		`{"at":"2026-11-11T10:00:00+08:00","customer":"c1","flow":"f","rule":"r","verdict":"sent"}`:                                 {`unknown verdict "sent"`, `没有「sent」这个结果`},
		`{"at":"2026-11-11T10:00:00+08:00","customer":"c1","flow":"f","rule":"r","verdict":"send"}`:                                 {`no "reason"`, `缺"reason"`},
		`{"at":"2026-11-11T10:00:00+08:00","customer":"c1","flow":"f","rule":"r","verdict":"send","reason":"due"}`:                  {`no "said" with its "id"`, `缺带 "id" 的 "said"`},
		`{"at":"2026-11-11T10:00:00+08:00","customer":"c1","flow":"f","rule":"r","verdict":"send","reason":"due","said":{"id":""}}`: {`no "said" with its "id"`, `缺带 "id" 的 "said"`},
	} {
		var read, faults int
		for o, err := range plan.Read(strings.NewReader("\ufeff" + string(good) + "\r\n\n" + line + "\n" + string(good))) {
			if err == nil {
				read++
				assert.Equal(t, "t1", o.Said.ID)
				assert.Equal(t, "店长", o.Said.Task.Owner)
				continue
			}
			faults++
			assert.ErrorContains(t, err, "line 3: ", line)
			assert.ErrorContains(t, err, fact.english, line)
			assert.Contains(t, say.Of(err).Chinese, "第 3 行：", line)
			assert.Contains(t, say.Of(err).Chinese, fact.chinese, line)
			assert.ErrorContains(t, err, "care simulate --format jsonl", line)
		}
		assert.Equal(t, []int{2, 1}, []int{read, faults}, line)
	}
	for _, err := range plan.Read(strings.NewReader("\n" + strings.Repeat("x", 16<<20+1))) {
		assert.ErrorContains(t, err, "line 2: the line is longer than 16 MiB")
		assert.Equal(t, "第 2 行：这一行超过 16 MiB", say.Of(err).Chinese)
	}
}

// Whatever stands in a log, reading it ends, what was read is written and read again as
// the same, and a check list is made of it that counts each message once.
func FuzzRead(f *testing.F) {
	for _, o := range []care.Outcome{task(0, "call", "t1"), sent(5, "a", "m1", channel.SMS), asked(9, "a", care.Regret, care.Ended), asked(9, "b", care.Wait, care.NotYet)} {
		line, err := json.Marshal(o)
		require.NoError(f, err)
		f.Add(line)
		f.Add(append(append(slices.Clone(line), '\n'), line...))
	}
	f.Add([]byte("{}\n[]\n\ufeff{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var outcomes []care.Outcome
		ids := map[string]bool{}
		for o, err := range plan.Read(bytes.NewReader(data)) {
			if err != nil {
				continue
			}
			outcomes = append(outcomes, o)
			if o.Goes() {
				ids[o.Said.ID] = true
			}
			line, err := json.Marshal(o)
			require.NoError(t, err)
			for again, err := range plan.Read(bytes.NewReader(line)) {
				require.NoError(t, err)
				require.Equal(t, o.String(), again.String())
			}
		}
		l := check(outcomes, nil, time.Time{}, plan.Options{})
		require.Len(t, l.Items, len(ids))
		sent := 0
		for _, total := range l.Totals {
			sent += total.Sent + total.Tasks
			require.LessOrEqual(t, total.Sent+total.Tasks, total.Due)
		}
		require.Equal(t, len(ids), sent)
		for _, item := range l.Items {
			word, _ := item.Word()
			require.NotEmpty(t, word)
			require.NotEmpty(t, item.Way())
		}
	})
}

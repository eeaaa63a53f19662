package care

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
	"github.com/tiexin-go/tiexin/channel"
)

// differs compares two files over one history.
func differs(t testing.TB, old, new string, events ...tiexin.Event) *Difference {
	t.Helper()
	d, err := Diff(rulesFrom(t, old), rulesFrom(t, new), events, DiffOptions{Fault: func(err error) { t.Helper(); require.NoError(t, err) }})
	require.NoError(t, err)
	return d
}

// drawn is a change as a story draws it.
func drawn(c *Change) string {
	line := fmt.Sprintf("%s %s %v", c.Customer, c.Subject, c.What)
	for i, s := range []*DiffSaid{c.Old, c.New} {
		if s != nil {
			line += fmt.Sprintf(" %s: %s %s %s", []string{"old", "new"}[i], s.At.Format("01-02 15:04"), s.Rule, s.Via)
		}
	}
	if w := c.Why; w != nil {
		line += fmt.Sprintf("; %s (%s)", w.Reason, w.By)
		if w.Instead != nil {
			line += fmt.Sprintf(" for %s %s", w.Instead.Rule, w.Instead.Subject)
		}
	}
	return line
}

func changesAre(t testing.TB, d *Difference, expected ...string) {
	t.Helper()
	var got []string
	for i := range d.Changes {
		got = append(got, drawn(&d.Changes[i]))
	}
	assert.Equal(t, expected, got)
}

func TestDiff_消息来了去了挪了改了(t *testing.T) {
	with := func(from, to string) string { return strings.Replace(unpaid, from, to, 1) }
	order := at("+0m", created("T1"))
	t.Run("时间改晚了", func(t *testing.T) {
		d := differs(t, unpaid, with("> 15", "> 20"), order)
		changesAre(t, d, "xiaowang T1 [moves] old: 11-11 10:15 payment/gentle wangwang new: 11-11 10:20 payment/gentle wangwang")
		assert.Equal(t, map[ChangeKind]int{Moves: 1}, d.Rules[0].Times)
		assert.Equal(t, 1, d.Customers)
		assert.Zero(t, d.Cost())
	})
	t.Run("字改了", func(t *testing.T) {
		d := differs(t, unpaid, with("还没付款", "等您付款"), order)
		changesAre(t, d, "xiaowang T1 [rewords] old: 11-11 10:15 payment/gentle wangwang new: 11-11 10:15 payment/gentle wangwang")
		assert.Equal(t, "#买家昵称|亲#，您的#商品名称#还没付款", d.Changes[0].Old.Words)
		assert.Equal(t, "#买家昵称|亲#，您的#商品名称#等您付款", d.Changes[0].New.Words)
		assert.Empty(t, d.Changes[0].New.Text, "顾客的昵称不该在里面")
	})
	t.Run("字没改，里面的值改了，也说", func(t *testing.T) {
		d := differs(t, "shop: {name: 小鹿家, agent: 小禾}\n"+with("亲#", "亲#，我是#客服昵称|客服#"), "shop: {name: 小鹿家, agent: 小苗}\n"+with("亲#", "亲#，我是#客服昵称|客服#"), order)
		changesAre(t, d, "xiaowang T1 [rewords] old: 11-11 10:15 payment/gentle wangwang new: 11-11 10:15 payment/gentle wangwang")
	})
	t.Run("挪了时间，剩余时间跟着变，不算改了字", func(t *testing.T) {
		clock := with("还没付款", "还有#剩余付款时间#关闭")
		changesAre(t, differs(t, clock, strings.Replace(clock, "> 15", "> 20", 1), order), "xiaowang T1 [moves] old: 11-11 10:15 payment/gentle wangwang new: 11-11 10:20 payment/gentle wangwang")
	})
	t.Run("渠道换了，钱也变", func(t *testing.T) {
		d := differs(t, unpaid, with("[wangwang, sms]", "[sms]"), order)
		changesAre(t, d, "xiaowang T1 [reroutes] old: 11-11 10:15 payment/gentle wangwang new: 11-11 10:15 payment/gentle sms")
		assert.Equal(t, 4*channel.Fen+50*channel.Hao, d.Cost())
		assert.Equal(t, []ChannelDiff{
			{Via: channel.Wangwang, Old: Total{Messages: 1, Parts: 1}},
			{Via: channel.SMS, New: Total{Messages: 1, Parts: 1, Cost: 450}},
		}, d.Channels)
	})
	t.Run("改成打电话", func(t *testing.T) {
		d := differs(t, unpaid, with("send: pay", "send: {task: pay, via: [phone], within: 30m}"), order)
		changesAre(t, d, "xiaowang T1 [reroutes hands] old: 11-11 10:15 payment/gentle wangwang new: 11-11 10:15 payment/gentle phone")
		assert.Equal(t, channel.FormCall, d.Changes[0].New.Task.Form)
		assert.Equal(t, Total{Tasks: 1}, d.New)
	})
	t.Run("一样的短信，贵了", func(t *testing.T) {
		sms := with("[wangwang, sms]", "[sms]")
		d := differs(t, sms, "channels: {sms: {price: 0.06}}"+sms, order)
		changesAre(t, d, "xiaowang T1 [reprices] old: 11-11 10:15 payment/gentle sms new: 11-11 10:15 payment/gentle sms")
		assert.Equal(t, 150*channel.Hao, d.Cost())
	})
	t.Run("任务的期限改了，挪了时间的期限跟着走", func(t *testing.T) {
		task := with("send: pay", "send: {task: pay, via: [phone], within: 30m}")
		d := differs(t, task, strings.Replace(task, "30m", "40m", 1), order)
		changesAre(t, d, "xiaowang T1 [hands] old: 11-11 10:15 payment/gentle phone new: 11-11 10:15 payment/gentle phone")
		d = differs(t, task, strings.Replace(task, "> 15", "> 20", 1), order)
		changesAre(t, d, "xiaowang T1 [moves] old: 11-11 10:15 payment/gentle phone new: 11-11 10:20 payment/gentle phone")
	})
	t.Run("加了一步，第一步还是那一步", func(t *testing.T) {
		steps := with("send: pay", "send: [pay, {after: 30m, text: pay}]")
		d := differs(t, unpaid, steps, order)
		changesAre(t, d, "xiaowang T1 [comes] new: 11-11 10:45 payment/gentle wangwang; already-said (gentle)")
		assert.Equal(t, uint8(2), d.Changes[0].New.Step)
	})
	t.Run("两个编号原来是一个人，也比得出来", func(t *testing.T) {
		d := differs(t, unpaid, with("> 15", "> 20"), order, at("+5m", mergedInto("member", "xiaowang")))
		changesAre(t, d, "member T1 [moves] old: 11-11 10:15 payment/gentle wangwang new: 11-11 10:20 payment/gentle wangwang")
	})
	t.Run("条件加严了，不发，说得出为什么", func(t *testing.T) {
		d := differs(t, unpaid, with("> 15", "> 15 && order.amount > 1000"), order)
		changesAre(t, d, "xiaowang T1 [goes] old: 11-11 10:15 payment/gentle wangwang; condition-off ()")
		require.Len(t, d.NeverNow(), 1)
		assert.Equal(t, "payment/gentle", d.NeverNow()[0].Rule)
		assert.Empty(t, d.NeverNow()[0].Only, "规则还在")
		assert.Empty(t, d.NeverBefore())
	})
	t.Run("等到付款了才到时间", func(t *testing.T) {
		d := differs(t, unpaid, with("> 15", "> 60"), order, at("+40m", paid("T1")))
		changesAre(t, d, "xiaowang T1 [goes] old: 11-11 10:15 payment/gentle wangwang; ended (order.paid)")
	})
	t.Run("规则没了", func(t *testing.T) {
		more := with("    rules:", "    choose: all\n    rules:\n      - {name: second, if: minutes_unpaid > 40, send: pay}")
		d := differs(t, more, with("    rules:", "    choose: all\n    rules:"), order)
		changesAre(t, d, "xiaowang T1 [goes] old: 11-11 10:40 payment/second wangwang; rule-gone ()")
		assert.Equal(t, "old", d.NeverNow()[0].Only)
	})
	t.Run("一样的规则，什么也不说", func(t *testing.T) {
		d := differs(t, unpaid, unpaid, order)
		assert.Empty(t, d.Changes)
		assert.Empty(t, d.Rules)
		assert.Equal(t, Total{Messages: 1, Parts: 1}, d.Old)
		assert.Equal(t, d.Old, d.New)
	})
}

func TestDiff_谁占了谁的位置(t *testing.T) {
	t.Run("流程里先选中了别的规则", func(t *testing.T) {
		vip := strings.Replace(unpaid, "    rules:", "    rules:\n      - {name: vip, if: order.amount > 100 && minutes_unpaid > 10, send: pay}", 1)
		d := differs(t, unpaid, vip, at("+0m", created("T1")), at("+1m", created("T2", by("meimei"))), at("+2m", created("T3", by("lili"), yuan(50))))
		changesAre(t, d,
			"xiaowang T1 [comes] new: 11-11 10:10 payment/vip wangwang; rule-gone ()",
			"meimei T2 [comes] new: 11-11 10:11 payment/vip wangwang; rule-gone ()",
			"xiaowang T1 [goes] old: 11-11 10:15 payment/gentle wangwang; earlier-rule (vip) for payment/vip T1",
			"meimei T2 [goes] old: 11-11 10:16 payment/gentle wangwang; earlier-rule (vip) for payment/vip T2",
		)
		assert.Equal(t, []Displacement{{Rule: "payment/gentle", By: "payment/vip", Reason: EarlierRule, Times: 2, Customers: 2}}, d.Displaced)
		assert.Equal(t, "payment/vip", d.NeverBefore()[0].Rule)
		assert.Equal(t, "new", d.NeverBefore()[0].Only)
		assert.Empty(t, d.NeverNow(), "lili 还是收到普通催付")
	})
	const capped = `
limits:
  caps:
    daily: {title: 每天一条, at_most: 1, per: day, then: drop}
flows:
  early: {title: 早, about: order, when: order.created, purpose: notice, via: [sms], rules: [{name: hello, if: order.amount > 10000, send: hi}]}
  late: {title: 晚, about: order, while: unpaid, purpose: notice, via: [sms], rules: [{name: pay, if: minutes_unpaid > 15, send: hi}]}
texts: {hi: 您好}
`
	t.Run("频次上限只容得下一条", func(t *testing.T) {
		d := differs(t, capped, strings.Replace(capped, "> 10000", "> 100", 1), at("+0m", created("T1")))
		changesAre(t, d,
			"xiaowang T1 [comes] new: 11-11 10:00 early/hello sms; condition-off ()",
			"xiaowang T1 [goes] old: 11-11 10:15 late/pay sms; enough-already (daily) for early/hello T1",
		)
		assert.Equal(t, []Displacement{{Rule: "late/pay", By: "early/hello", Reason: EnoughAlready, Cap: "daily", Times: 1, Customers: 1}}, d.Displaced)
	})
	t.Run("上限让人等，晚的那条是被它挤的", func(t *testing.T) {
		waits := strings.Replace(capped, "per: day, then: drop", "within: 30m, then: wait", 1)
		d := differs(t, waits, strings.Replace(waits, "> 10000", "> 100", 1), at("+0m", created("T1")))
		changesAre(t, d,
			"xiaowang T1 [comes] new: 11-11 10:00 early/hello sms; condition-off ()",
			"xiaowang T1 [moves] old: 11-11 10:15 late/pay sms new: 11-11 10:30 late/pay sms; capped (daily) for early/hello T1",
		)
	})
	t.Run("上限收紧了，没有谁占了位置", func(t *testing.T) {
		loose := strings.Replace(strings.Replace(capped, "> 10000", "> 100", 1), "at_most: 1", "at_most: 2", 1)
		d := differs(t, loose, strings.Replace(loose, "at_most: 2", "at_most: 1", 1), at("+0m", created("T1")))
		changesAre(t, d, "xiaowang T1 [goes] old: 11-11 10:15 late/pay sms; enough-already (daily)")
		assert.Empty(t, d.Displaced)
	})
	t.Run("合并成一条", func(t *testing.T) {
		merges := strings.Replace(unpaid, "    while: unpaid", "    while: unpaid\n    merge: 24h", 1)
		d := differs(t, unpaid, merges, at("+0m", created("T1")), at("+5m", created("T2")))
		changesAre(t, d,
			"xiaowang T1 [merges] old: 11-11 10:15 payment/gentle wangwang new: 11-11 10:15 payment/gentle wangwang",
			"xiaowang T2 [goes] old: 11-11 10:20 payment/gentle wangwang; merged-into (T1) for payment/gentle T1",
		)
	})
	t.Run("免打扰挪到后面", func(t *testing.T) {
		quiet := "limits: {quiet: {noon: {title: 午休, hours: \"10:00-12:00\", then: wait}}}" + unpaid
		d := differs(t, unpaid, quiet, at("+0m", created("T1")))
		changesAre(t, d, "xiaowang T1 [moves] old: 11-11 10:15 payment/gentle wangwang new: 11-11 12:00 payment/gentle wangwang; quiet-hours (noon)")
	})
}

func TestDiff_改了名字的规则还是那一条(t *testing.T) {
	renamed := strings.Replace(unpaid, "name: gentle", "name: soft, title: 轻轻提醒", 1)
	d := differs(t, unpaid, renamed, at("+0m", created("T1")))
	assert.Empty(t, d.Changes)
	require.Len(t, d.Renamed(), 1)
	assert.Equal(t, "payment/soft", d.Renamed()[0].Rule)
	assert.Equal(t, "payment/gentle", d.Renamed()[0].Was)
	assert.Empty(t, d.Renamed()[0].Only)

	moved := differs(t, unpaid, strings.Replace(unpaid, "  payment:\n", "  cuifu:\n", 1), at("+0m", created("T1")))
	assert.Empty(t, moved.Changes, "整个流程改了名字也一样")
	assert.Equal(t, "payment/gentle", moved.Renamed()[0].Was)

	two := strings.Replace(unpaid, "    rules:", "    choose: all\n    rules:\n      - {name: same, if: minutes_unpaid > 15, send: pay}", 1)
	doubtful := differs(t, two, strings.Replace(two, "name: gentle", "name: soft", 1), at("+0m", created("T1")))
	assert.Equal(t, "payment/gentle", doubtful.Renamed()[0].Was, "另一条两边都有，不算")
	three := strings.NewReplacer("name: gentle", "name: a", "name: same", "name: b").Replace(two)
	assert.Empty(t, differs(t, two, three, at("+0m", created("T1"))).Renamed(), "说不准是哪一条，就不说")
}

func TestDiff_要看的人才看得到字(t *testing.T) {
	d, err := Diff(rulesFrom(t, unpaid), rulesFrom(t, strings.Replace(unpaid, "> 15", "> 20", 1)), []tiexin.Event{at("+0m", created("T1"))}, DiffOptions{Personal: true})
	require.NoError(t, err)
	assert.Equal(t, "小王，您的羽绒服还没付款", d.Changes[0].Old.Text)
}

func TestDiff_没有规则_说得出缺什么(t *testing.T) {
	_, err := Diff(rulesFrom(t, unpaid), nil, nil, DiffOptions{})
	assert.EqualError(t, err, "care: a comparison needs old and new rules; care.Load reads them")
	d := differs(t, unpaid, unpaid)
	assert.Zero(t, d.Events)
	assert.True(t, d.From.IsZero())
}

// mirrored is a comparison the other way round, without what tells of one direction only.
func mirrored(d *Difference) *Difference {
	m := *d
	m.Old, m.New, m.Displaced = d.New, d.Old, nil
	turned := func(kinds []ChangeKind) []ChangeKind {
		kinds = slices.Clone(kinds)
		for i, k := range kinds {
			kinds[i] = turnedKind(k)
		}
		return kinds
	}
	m.Changes = slices.Clone(d.Changes)
	for i := range m.Changes {
		c := &m.Changes[i]
		c.Old, c.New, c.What = c.New, c.Old, turned(c.What)
	}
	m.Channels = slices.Clone(d.Channels)
	for i := range m.Channels {
		c := &m.Channels[i]
		c.Old, c.New = c.New, c.Old
	}
	m.Rules = nil
	return &m
}

func turnedKind(k ChangeKind) ChangeKind {
	switch k {
	case Comes:
		return Goes
	case Goes:
		return Comes
	}
	return k
}

func TestDiff_一样的规则没有不同_反过来比就反过来(t *testing.T) {
	changed := 0
	for seed := range stories(uint64(300)) {
		old, new := imagine.Make(seed), imagine.Make(seed+10_000)
		was, ok := old.Rules()
		is, also := new.Rules()
		if !ok || !also {
			continue
		}
		o := DiffOptions{Until: old.Until}
		same, err := Diff(was, was, old.Events, o)
		require.NoError(t, err)
		require.Empty(t, same.Changes, "%s", old)
		require.Empty(t, same.Rules)

		there, err := Diff(was, is, old.Events, o)
		require.NoError(t, err)
		back, err := Diff(is, was, old.Events, o)
		require.NoError(t, err)
		a, b := mirrored(there), mirrored(mirrored(back))
		slices.SortFunc(a.Changes, inSomeOrder)
		slices.SortFunc(b.Changes, inSomeOrder)
		b.From, b.To = a.From, a.To // in another zone, maybe
		require.Equal(t, asText(t, a), asText(t, b), "%s\n%s", old, new)
		if len(a.Changes) > 0 {
			changed++
		}
		sumsHold(t, there)
		sumsHold(t, back)

		read := readBack(t, there)
		require.Equal(t, asText(t, there), asText(t, read), "读回来的是写出去的")
	}
	assert.Greater(t, changed, stories(100), "不然什么也没有比过")
}

func asText(t testing.TB, d *Difference) string {
	t.Helper()
	data, err := json.MarshalIndent(d, "", " ")
	require.NoError(t, err)
	return string(data)
}

func readBack(t testing.TB, d *Difference) *Difference {
	t.Helper()
	read := new(Difference)
	require.NoError(t, json.Unmarshal([]byte(asText(t, d)), read))
	return read
}

func inSomeOrder(a, b Change) int {
	text := func(c Change) string {
		return fmt.Sprint(c.Key, c.Subject, c.first(), c.What, c.now().Rule, c.now().Step)
	}
	return strings.Compare(text(a), text(b))
}

// sumsHold says that what comes and goes is what the sums differ by.
func sumsHold(t testing.TB, d *Difference) {
	t.Helper()
	comes, goes := 0, 0
	customers := map[Key]bool{}
	var cost channel.Cost
	for _, c := range d.Changes {
		customers[c.Key] = true
		switch {
		case c.Old == nil:
			comes++
			cost += c.New.Cost
		case c.New == nil:
			goes++
			cost -= c.Old.Cost
		default:
			cost += c.New.Cost - c.Old.Cost
		}
	}
	require.Equal(t, d.New.times()-d.Old.times(), comes-goes)
	require.Equal(t, d.Cost(), cost)
	require.Equal(t, len(customers), d.Customers)
	sum := map[ChangeKind]int{}
	for _, r := range d.Rules {
		for k, n := range r.Times {
			sum[k] += n
		}
	}
	require.Equal(t, comes, sum[Comes])
	require.Equal(t, goes, sum[Goes])
	for k := range maps.Keys(sum) {
		require.Contains(t, changeKinds, k)
	}
}

func TestDiff_每份一比和两次演算一样(t *testing.T) {
	old, new := rulesFrom(t, unpaid), rulesFrom(t, strings.Replace(unpaid, "> 15", "> 20", 1))
	var events []tiexin.Event
	for i := range 2000 {
		when := fmt.Sprintf("+%ds", i)
		events = append(events, at(when, created(fmt.Sprintf("T%d", i), by(fmt.Sprintf("c%d", i%700)))))
		if i%3 == 0 {
			events = append(events, at(fmt.Sprintf("+%ds", i+17*60), paid(fmt.Sprintf("T%d", i), by(fmt.Sprintf("c%d", i%700)))))
		}
	}
	said := func(r *Rules) (n int) {
		for o := range Simulate(r, events, SimOptions{}) {
			if o.Goes() {
				n++
			}
		}
		return n
	}
	taken := 0
	d, err := Diff(old, new, events, DiffOptions{Progress: func(n int) { taken = n }, Fault: func(err error) { require.NoError(t, err) }})
	require.NoError(t, err)
	assert.Equal(t, said(old), d.Old.Messages)
	assert.Equal(t, said(new), d.New.Messages)
	assert.Equal(t, len(events), taken)
	assert.Equal(t, said(new), d.Rules[0].Times[Moves])
	assert.Equal(t, said(old)-said(new), d.Rules[0].Times[Goes])
	assert.True(t, slices.IsSortedFunc(d.Changes, func(a, b Change) int { return a.first().Compare(b.first()) }))
	again, err := Diff(old, new, events, DiffOptions{})
	require.NoError(t, err)
	assert.Equal(t, asText(t, d), asText(t, again))

	budget := "limits: {budgets: {all: {title: 钱, at_most: 1, per: day}}}" + unpaid
	bound, err := Diff(rulesFrom(t, budget), rulesFrom(t, strings.Replace(budget, "> 15", "> 20", 1)), events, DiffOptions{Until: timeAt("+10h").Add(time.Hour)})
	require.NoError(t, err)
	assert.Equal(t, d.Rules[0].Times, bound.Rules[0].Times, "有费用上限时一份比，也一样")
}

func TestDiff_收不下的事件只说一遍(t *testing.T) {
	bad := at("+0m", created("T1"))
	bad.Order.Amount = -1
	var faults []string
	_, err := Diff(rulesFrom(t, unpaid), rulesFrom(t, unpaid), []tiexin.Event{bad}, DiffOptions{Fault: func(err error) { faults = append(faults, err.Error()) }})
	require.NoError(t, err)
	assert.Len(t, faults, 1)
}

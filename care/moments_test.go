package care

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// Moments of the calendar reach everybody whom the engine remembers.

// festive is a file with one flow about the customer; more is what the flow says
// besides, and rules are its rules.
func festive(more string, rules ...string) string {
	return "limits: {quiet: {open: {hours: \"04:00-04:01\"}}}\nflows:\n  day: {title: 日子, about: customer, purpose: notice, via: [wangwang], " + more + " rules: [" + strings.Join(rules, ", ") + "]}\n" +
		"texts: {hello: 您好, also: 还有一句}\n"
}

// born is a customer whose birthday is known.
func born(year, month, day int) detail {
	return who(func(c *tiexin.Customer) { c.Birthday = tiexin.Date{Year: year, Month: month, Day: day} })
}

func TestE3_每天十点_每周一_每月最后一天(t *testing.T) {
	tellUntil(t, "11-14 12:00", festive("", "{name: r, when: every day at 10:00, send: hello}"), at("10:00", customerIs())).says(
		"10:00 day/r wangwang 您好", "11-12 10:00 day/r wangwang 您好", "11-13 10:00 day/r wangwang 您好", "11-14 10:00 day/r wangwang 您好")
	tellUntil(t, "11-24 12:00", festive("", "{name: r, when: every week on mon, send: hello}"), at("10:00", customerIs())).says(
		"11-16 10:00 day/r wangwang 您好", "11-23 10:00 day/r wangwang 您好")
	tellUntil(t, "12-31 23:00", festive("", "{name: r, when: every month on 31 at 20:30, send: hello}"), at("10:00", customerIs())).says(
		"11-30 20:30 day/r wangwang 您好", "12-31 20:30 day/r wangwang 您好")
}

func TestE3_生日和节日(t *testing.T) {
	file := festive("choose: all,", "{name: week, when: birthday - 7d, send: also}", "{name: day, when: birthday at 09:00, send: hello}", "{name: double12, when: 双12 - 1d at 20:00, send: also}")
	tellUntil(t, "12-30 12:00", file, at("10:00", customerIs(born(1990, 12, 20)))).says(
		"12-11 20:00 day/double12 wangwang 还有一句", "12-13 10:00 day/week wangwang 还有一句", "12-20 09:00 day/day wangwang 您好")
}

func TestE3_一个流程选一条_每次节日各选各的(t *testing.T) {
	file := festive("", "{name: gold, when: birthday, if: customer.grade == 'gold', send: also}", "{name: all, when: birthday, send: hello}", "{name: d12, when: double12, send: hello}")
	s := tellUntil(t, "12-30 12:00", file, at("10:00", customerIs(born(1990, 12, 20), who(func(c *tiexin.Customer) { c.Grade = "gold" }))))
	s.says("12-12 10:00 day/d12 wangwang 您好", "12-20 10:00 day/gold wangwang 还有一句")
	s.withheld("12-20 10:00 day/all skip earlier-rule gold")
}

func TestE3_过了才知道的生日_下一年再说(t *testing.T) {
	file := festive("", "{name: day, when: birthday at 09:00, send: hello}")
	s := opens(t, file)
	s.hears(customerIs())
	s.at("12-20 15:00").hears(at("12-20 15:00", customerIs(born(1990, 12, 20))))
	saysOf(t, s.wakes("12-31 10:00"))
	s.now.Store(time.Date(2027, 12, 20, 9, 0, 0, 0, tiexin.Shanghai()).UnixMilli())
	out, err := s.engine.Advance(context.Background(), s.clock())
	require.NoError(t, err)
	require.Len(t, out, 1)
	assert.Equal(t, "day/day", out[0].Path())
	assert.True(t, out[0].Goes())
}

func TestE3_过了才知道的生日_当天再有消息也不补(t *testing.T) {
	s := opens(t, festive("", "{name: day, when: birthday at 09:00, send: hello}"))
	s.hears(customerIs())
	assert.Empty(t, s.at("12-20 09:30").hears(at("12-20 09:30", customerIs(born(1990, 12, 20)))))
	assert.Empty(t, s.wakes("12-20 09:31"))
	assert.Empty(t, s.at("12-20 09:40").hears(at("12-20 09:40", customerIs(who(func(c *tiexin.Customer) { c.Tags = []string{"vip"} })))))
	assert.Empty(t, s.wakes("12-20 10:00"))
}

func TestE3_合并才知道的生日_过了的时刻也不补(t *testing.T) {
	s := opens(t, festive("", "{name: day, when: birthday at 09:00, if: has_tag('vip'), send: hello}"))
	s.hears(customerIs(by("a"), who(func(c *tiexin.Customer) { c.Tags = []string{"vip"} })), customerIs(by("guest"), born(1990, 12, 20)))
	hasLines(t, s.wakes("12-20 09:00"), "12-20 09:00 guest day/day skip condition-off")
	merged := mergedInto("a", "guest")
	merged.ID, merged.At = "one", timeAt("12-20 09:30")
	saysOf(t, s.at("12-20 09:30").hears(merged))
	saysOf(t, s.wakes("12-20 09:31"))
	saysOf(t, s.wakes("12-20 12:00"))
}

func TestE3_条件只在那一刻问一次_不成立什么也不留下(t *testing.T) {
	file := festive("", "{name: r, when: every day at 12:00, if: has_tag('vip'), send: hello}")
	s := opens(t, file)
	s.hears(customerIs())
	size := len(s.stored().state)
	out := s.wakes("12:00")
	require.Len(t, out, 1)
	assert.Equal(t, ConditionOff, out[0].Reason)
	assert.Empty(t, s.remembers("xiaowang").Firings)
	assert.LessOrEqual(t, len(s.stored().state), size+4, "what was heard is further away")
	saysOf(t, s.at("12:30").hears(at("12:30", customerIs(who(func(c *tiexin.Customer) { c.Tags = []string{"vip"} })))))
	saysOf(t, s.wakes("11-12 12:00"), "11-12 12:00 day/r wangwang 您好")
}

func TestE3_引擎没开的时候过去的_还新鲜就问_不新鲜就算了(t *testing.T) {
	file := festive("", "{name: r, when: every day at 12:00, send: hello}")
	for wake, want := range map[string]string{"11-12 00:00": "", "11-12 00:01": "too-late"} {
		s := opens(t, file)
		s.hears(customerIs())
		s.at(wake).restart(file)
		out := s.wakes(wake)
		require.Len(t, out, 1)
		if want == "" {
			assert.True(t, out[0].Goes(), "twelve hours are in time: %v", lines(out))
		} else {
			assert.Equal(t, TooLate, out[0].Reason)
			assert.Equal(t, "fresh 12h", out[0].By)
		}
		saysOf(t, s.wakes("11-12 12:00"), "11-12 12:00 day/r wangwang 您好")
	}
}

func TestE3_新规则只管以后的时刻(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(customerIs())
	s.at("15:00").restart(festive("", "{name: r, when: every day at 12:00, send: hello}"))
	saysOf(t, s.wakes("15:00"))
	require.NoError(t, s.engine.Swap(rulesFrom(t, festive("", "{name: r, when: every day at 14:00, send: hello}", "{name: also, when: every day at 16:00, send: also}"))))
	saysOf(t, s.wakes("16:00"), "16:00 day/also wangwang 还有一句")
	s.restart(festive("", "{name: r, when: every day at 14:00, send: hello}", "{name: also, when: every day at 16:00, send: also}"))
	s.delivers()
	saysOf(t, s.wakes("11-12 14:00"), "11-12 14:00 day/r wangwang 您好")
	saysOf(t, s.wakes("11-12 16:00"), "11-12 16:00 day/also wangwang 还有一句")
}

func TestE3_散开_每个人有自己的位置_重启也不变(t *testing.T) {
	file := festive("spread: 2h,", "{name: r, when: every day at 12:00, send: hello}")
	s := opens(t, file)
	for i := range 20 {
		s.hears(at("10:00", customerIs(by(fmt.Sprintf("c%02d", i)))))
	}
	places := map[string]string{}
	for _, day := range []string{"11-11 ", "11-12 "} {
		for minute := range 150 {
			when := fmt.Sprintf("%s%02d:%02d", day, 12+minute/60, minute%60)
			for _, o := range s.wakes(when) {
				require.True(t, o.Goes())
				at := when[6:]
				if had, said := places[o.Customer]; said {
					assert.Equal(t, had, at)
				}
				places[o.Customer] = at
			}
		}
		s.delivers()
		s.restart(file)
	}
	distinct := map[string]bool{}
	for _, at := range places {
		distinct[at] = true
		assert.Less(t, at, "14:01")
	}
	assert.Len(t, places, 20)
	assert.Greater(t, len(distinct), 10)
}

func TestE3_沉默两年的人_新规则的时刻也够得到(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(customerIs())
	s.now.Store(morning.AddDate(2, 0, 0).UnixMilli())
	s.restart(festive("", "{name: r, when: every day at 12:00, send: hello}"))
	out, err := s.engine.Advance(t.Context(), s.clock())
	require.NoError(t, err)
	assert.Empty(t, out, "today's is still to come")
	noon := morning.AddDate(2, 0, 0).Add(2 * time.Hour)
	s.now.Store(noon.UnixMilli())
	out, err = s.engine.Advance(t.Context(), noon)
	require.NoError(t, err)
	require.Len(t, out, 1)
	assert.True(t, out[0].Goes())
	assert.Equal(t, "every day at 12:00", out[0].By, "an outcome names the moment that began it")
}

func TestE3_忘掉的人_不为时刻醒来_再来的人只等以后的(t *testing.T) {
	s := opens(t, festive("", "{name: r, when: every day at 12:00, send: hello}"))
	s.hears(customerIs())
	err := s.engine.Forget(t.Context(), Key{Customer: "xiaowang"})
	require.NoError(t, err)
	saysOf(t, s.wakes("12:30"))
	saysOf(t, s.at("13:00").hears(at("13:00", customerIs(by("xiaowang")))))
	saysOf(t, s.wakes("13:30"))
	saysOf(t, s.wakes("11-12 12:00"), "11-12 12:00 day/r wangwang 您好")
}

func TestE3_过去的日子_装上规则时就提醒一声(t *testing.T) {
	s := opens(t, festive("", "{name: r, when: [2026-11-10 at 12:00, birthday], send: hello}"))
	s.hears(customerIs())
	assert.Contains(t, s.log.String(), "2026-11-10 at 12:00")
	assert.Contains(t, s.log.String(), "it is past")
	assert.NotContains(t, s.log.String(), "birthday")
}

// A text that serves several festivals names the one whose moment has come.
func TestE3_节日和祝福语写进话里(t *testing.T) {
	file := "calendar: {days: {店庆: {name: 五周年店庆, rule: solar:12-18, greeting: 同庆五周年}, 会员日: 12-14}}\n" +
		strings.Replace(festive("", "{name: r, when: [双十二, 会员日, 店庆 - 1d at 20:00, 冬至, 圣诞 at 09:00], send: hello}"), "hello: 您好", "hello: \"#节日#到了，#祝福语|您好#\"", 1)
	tellUntil(t, "12-30 12:00", file, at("10:00", customerIs())).says(
		"12-12 10:00 day/r wangwang 双12到了，您好",
		"12-14 10:00 day/r wangwang 会员日到了，您好",
		"12-17 20:00 day/r wangwang 五周年店庆到了，同庆五周年",
		"12-22 10:00 day/r wangwang 冬至到了，冬至快乐",
		"12-25 09:00 day/r wangwang 圣诞节到了，圣诞快乐")
}

// What an event has begun has no special day, also where a moment could have begun it.
func TestE3_不是节日开始的没有节日(t *testing.T) {
	file := strings.Replace(festive("", "{name: r, when: [customer.updated, 双十二], send: hello}"), "hello: 您好", "hello: \"#节日|平常日子#，#祝福语|您好#\"", 1)
	tellUntil(t, "12-11 12:00", file, at("10:00", customerIs())).says("10:00 day/r wangwang 平常日子，您好")
}

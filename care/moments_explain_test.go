package care

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
)

func Test解释_说得出下一个时刻_到时真的有人问(t *testing.T) {
	file := festive("choose: all,", "{name: day, when: [birthday - 7d, birthday at 09:00], send: hello}", "{name: d12, when: double12 at 20:00, if: has_tag('vip'), send: also}")
	s := opens(t, file)
	s.hears(customerIs(born(1990, 12, 20)))
	ruleOf := func(name string) ExplainRule {
		for _, r := range s.explains().Subjects[0].Rules {
			if r.Rule == name {
				return r
			}
		}
		t.Fatal("no rule " + name)
		return ExplainRule{}
	}
	assert.Equal(t, timeAt("12-12 20:00"), s.explains().Wakes)
	r := ruleOf("day")
	assert.Equal(t, []any{Wait, NotYet, "birthday - 7d at 10:00", timeAt("12-13 10:00")}, []any{r.Verdict, r.Reason, r.By, r.Until})
	changeIs(t, r, "birthday - 7d at 10:00, which comes at 2026-12-13 10:00:00", "等「顾客生日前 7 天 10:00」，下一次是12月13日 10:00")
	assert.Equal(t, "double12 at 20:00", ruleOf("d12").By)

	saysOf(t, s.wakes("12-12 20:00"))
	changeIs(t, ruleOf("d12"), "double12 at 20:00, which comes at 2027-12-12 20:00:00", "等「双12 20:00」，下一次是2027年12月12日 20:00")
	saysOf(t, s.wakes("12-13 10:00"), "12-13 10:00 day/day wangwang 您好")
	s.delivers()
	r = ruleOf("day")
	assert.Equal(t, []any{Skip, AlreadySaid}, []any{r.Verdict, r.Reason})
	assert.Contains(t, r.Change, "; birthday at 09:00, which comes at 2026-12-20 09:00:00")

	t.Run("不知道是哪天，也说出来", func(t *testing.T) {
		s := opens(t, festive("choose: all,", "{name: bd, when: birthday at 09:00, send: hello}", "{name: wed, when: date wedding - 7d, send: also}"))
		s.hears(customerIs(who(func(c *tiexin.Customer) {
			c.Dates = []tiexin.Dated{{Name: "wedding", Date: tiexin.Date{Year: 2018, Month: 10, Day: 5}}}
		})))
		var changes, chinese []string
		for _, r := range s.explains().Subjects[0].Rules {
			changes, chinese = append(changes, r.Change), append(chinese, r.ChangeChinese)
		}
		assert.Equal(t, []string{
			"nothing changes this; birthday at 09:00 does not come, no birthday is known",
			`nothing changes this; date wedding - 7d at 10:00 does not come, the date "wedding" is past and comes once: it has a year, and its name does not say that it comes again, as 纪念日 does`,
		}, changes)
		assert.Equal(t, []string{
			"等不到「顾客生日 09:00」：不知道生日",
			"等不到「顾客的纪念日wedding前 7 天 10:00」：「wedding」已经过去，只有那一次：它写了年份，名字里又没有「纪念日」这样每年都过的词",
		}, chinese)
	})
	t.Run("规则刚换，还没轮到这个人", func(t *testing.T) {
		s := opens(t, unpaid)
		s.hears(customerIs(born(1990, 12, 20)))
		require.NoError(t, s.engine.Swap(rulesFrom(t, file)))
		for _, r := range s.explains().Subjects[0].Rules {
			assert.Contains(t, r.Change, ", and the next event: the rule is not checked before")
		}
		s.wakes("10:01")
		for _, r := range s.explains().Subjects[0].Rules {
			assert.NotContains(t, r.Change, "nobody")
		}
	})
}

func TestE3_孩子的生日和满月_一个孩子一份(t *testing.T) {
	file := "limits: {quiet: {open: {hours: \"04:00-04:01\"}}, caps: {many: {at_most: 9, per: day}}}\nflows:\n  kids: {title: 孩子, about: child, purpose: notice, choose: all, via: [wangwang], rules: [" +
		"{name: birthday, when: child birthday - 7d, send: big}, {name: month, when: child month at 09:00, if: child.months <= 3, send: month}]}\n" +
		"texts: {big: \"#宝宝昵称#快过生日了\", month: \"#宝宝昵称#满月龄了\"}\n"
	kids := who(func(c *tiexin.Customer) {
		c.Children = []tiexin.Child{
			{ID: "k1", Nick: "豆豆", ConsentID: "yes", Born: tiexin.Date{Year: 2024, Month: 12, Day: 25}},
			{ID: "k2", Nick: "米米", ConsentID: "yes", Born: tiexin.Date{Year: 2026, Month: 10, Day: 31}},
			{ID: "k3", Nick: "没同意", Born: tiexin.Date{Year: 2025, Month: 12, Day: 25}},
		}
	})
	s := tellUntil(t, "12-31 23:00", file, at("10:00", customerIs(kids)))
	s.says("11-30 09:00 kids/month k2 wangwang 米米满月龄了", "12-18 10:00 kids/birthday k1 wangwang 豆豆快过生日了", "12-31 09:00 kids/month k2 wangwang 米米满月龄了")
	s.withheld("11-25 09:00 kids/month k1 skip condition-off").never("k3")
}

func TestE3_时刻以后的步骤_审核_延后_都照办(t *testing.T) {
	t.Run("步骤", func(t *testing.T) {
		tellUntil(t, "11-20 12:00", festive("", "{name: r, when: 2026-11-12 at 12:00, send: [hello, {text: also, after: 3d}]}"), at("10:00", customerIs())).says(
			"11-12 12:00 day/r#1 wangwang 您好", "11-15 12:00 day/r#2 wangwang 还有一句")
	})
	t.Run("第一步晚一天，不算过时", func(t *testing.T) {
		tellUntil(t, "11-20 12:00", festive("", "{name: r, when: 2026-11-12 at 12:00, send: {text: also, after: 1d}}"), at("10:00", customerIs())).says(
			"11-13 12:00 day/r wangwang 还有一句")
	})
	t.Run("延后，到时再问", func(t *testing.T) {
		file := festive("", "{name: r, when: 2026-11-12 at 12:00, after: 2h, if: not has_tag('no'), send: hello}")
		tellUntil(t, "11-20 12:00", file, at("10:00", customerIs())).says("11-12 14:00 day/r wangwang 您好")
		tellUntil(t, "11-20 12:00", file, at("10:00", customerIs()), at("11-12 13:00", customerIs(who(func(c *tiexin.Customer) { c.Tags = []string{"no"} })))).silent().
			withheld("11-12 14:00 day/r skip condition-off")
	})
	t.Run("审核", func(t *testing.T) {
		file := festive("", "{name: r, when: 2026-11-12 at 12:00, review: true, send: hello}")
		s := opens(t, file)
		s.hears(customerIs())
		out := s.wakes("11-12 12:00")
		require.Len(t, out, 1)
		require.Equal(t, NeedsReview, out[0].Reason)
		saysOf(t, s.at("11-12 13:00").hears(at("11-12 13:00", reports(tiexin.EventMessageApproved, out[0].Said.ID))), "11-12 13:00 day/r wangwang 您好")
	})
	t.Run("交给人的事，给足时间", func(t *testing.T) {
		out := tellUntil(t, "11-12 12:30", festive("", "{name: r, when: 2026-11-12 at 12:00, send: {task: hello, form: gift, via: [phone], within: 3d}}"), at("10:00", customerIs())).outcomes
		require.True(t, out[len(out)-1].Goes())
		assert.Equal(t, "11-15 12:00", out[len(out)-1].Until.Format("01-02 15:04"))
	})
	t.Run("审核晚了就算了", func(t *testing.T) {
		file := festive("", "{name: r, when: 2026-11-12 at 12:00, review: true, send: hello}")
		s := opens(t, file)
		s.hears(customerIs())
		id := s.wakes("11-12 12:00")[0].Said.ID
		out := s.wakes("11-13 00:01")
		require.Len(t, out, 1)
		assert.Equal(t, TooLate, out[0].Reason)
		saysOf(t, s.at("11-13 08:00").hears(at("11-13 08:00", reports(tiexin.EventMessageApproved, id))))
	})
}

func TestE3_免打扰拦下的_十二小时内还发_过了就算了(t *testing.T) {
	night := func(quiet, when string) string {
		return "limits: {quiet: {open: {hours: \"04:00-04:01\"}, night: {title: 夜间, " + quiet + ", then: wait}}}\nflows:\n  day: {title: 日子, about: customer, purpose: notice, via: [wangwang], rules: [{name: r, when: " + when + ", send: hello}]}\ntexts: {hello: 您好}\n"
	}
	tellUntil(t, "11-20 12:00", night(`hours: "21:30-09:00"`, "2026-11-12 at 22:00"), at("10:00", customerIs())).says("11-13 09:00 day/r wangwang 您好")
	// Only Thursday night lasts too long: a moment that is never in time is a problem of the file.
	tellUntil(t, "11-13 12:00", night(`hours: "21:30-11:00", days: [thu]`, "every day at 22:00"), at("10:00", customerIs())).says("22:00 day/r wangwang 您好").
		withheld("11-12 22:00 day/r skip too-late night")
}

func TestE3_一个人两个号_同一个时刻只说一次(t *testing.T) {
	file := festive("spread: 6h,", "{name: r, when: every day at 12:00, send: hello}")
	for i := range 6 {
		t.Run(fmt.Sprint(i), func(t *testing.T) { saidOnce(t, file, fmt.Sprintf("guest%d", i)) })
	}
}

// saidOnce puts two ids together after the first of them was told, and expects that the
// other says nothing more that day.
func saidOnce(t *testing.T, file, guest string) {
	s := opens(t, file)
	s.hears(customerIs(), at("10:00", customerIs(by(guest))))
	said := 0
	for minute := range 8 * 60 {
		now := timeAt("12:00").Add(time.Duration(minute) * time.Minute)
		s.now.Store(now.UnixMilli())
		out, err := s.engine.Advance(t.Context(), now)
		require.NoError(t, err)
		for i := range out {
			if out[i].Goes() {
				said++
			}
		}
		s.delivers()
		if said == 1 {
			e := mergedInto("xiaowang", guest)
			e.At, e.ID = now, "merged"
			s.hears(e)
		}
	}
	assert.Equal(t, 1, said)
}

func Test解释_同意没写时间_不编一个(t *testing.T) {
	assert.Equal(t, say.Text{English: "allowed marketing by sms, time unknown", Chinese: "同意短信发营销消息，时间不详"}, consentLine(false, "sms", "marketing", time.Time{}))
	assert.Equal(t, say.Text{English: "refused everything by every channel, on 2026-11-11 10:00", Chinese: "退订各个渠道的所有消息，2026年11月11日 10:00"}, consentLine(true, "", "", timeAt("11-11 10:00")))
}

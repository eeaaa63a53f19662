package care

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// choosing is a flow whose rules a story brings along, each saying its own name.
func choosing(head, rules string) string {
	return fmt.Sprintf(`
flows:
  f:
    title: 选
    about: order
    purpose: notice
    via: [wangwang, sms]
    %s
    rules:
%s
texts: {a: 甲, b: 乙, c: 丙}
limits: {caps: {lots: {at_most: 99, per: day}}}
`, head, rules)
}

const fastAndSlow = `
      - {name: slow, if: "order.amount >= 100 && minutes_unpaid > 30", send: a}
      - {name: fast, if: minutes_unpaid > 5, send: b}`

func Test选一条_后面的快规则不抢前面慢规则的话(t *testing.T) {
	tell(t, choosing("while: unpaid", fastAndSlow), at("+0m", created("T1", yuan(200)))).
		says("10:30 f/slow T1 wangwang 甲").
		withheld("10:00 f/fast T1 skip earlier-rule slow", "10:00 f/slow T1 wait not-yet until 10:30")
	t.Run("前面的不会成立,才轮到后面的", func(t *testing.T) {
		tell(t, choosing("while: unpaid", fastAndSlow), at("+0m", created("T1", yuan(50)))).says("10:05 f/fast T1 wangwang 乙").
			withheld("10:00 f/slow T1 skip condition-off")
	})
	t.Run("前面的要过了期限才成立,也轮到后面的", func(t *testing.T) {
		tell(t, choosing("while: unpaid", fastAndSlow), at("+0m", created("T1", yuan(200), onSource("juhuasuan")))).says("10:05 f/fast T1 wangwang 乙")
	})
}

func Test选一条_事实变了重新选(t *testing.T) {
	t.Run("降价之后轮到后面的", func(t *testing.T) {
		tell(t, choosing("while: unpaid", fastAndSlow), at("+0m", created("T1", yuan(200))), at("+10m", updated("T1", yuan(50)))).
			says("10:10 f/fast T1 wangwang 乙")
	})
	t.Run("涨价之后轮到前面的", func(t *testing.T) {
		tell(t, choosing("while: unpaid", fastAndSlow), at("+0m", created("T1", yuan(50))), at("+3m", updated("T1", yuan(200)))).
			says("10:30 f/slow T1 wangwang 甲")
	})
	t.Run("已经有一条说过了,就定了", func(t *testing.T) {
		tell(t, choosing("while: unpaid", fastAndSlow), at("+0m", created("T1", yuan(50))), at("+6m", updated("T1", yuan(200)))).
			says("10:05 f/fast T1 wangwang 乙").withheld("10:06 f/slow T1 skip already-said fast")
	})
	t.Run("前面的窗口自己过去了,轮到后面的", func(t *testing.T) {
		tell(t, choosing("while: unpaid", `
      - {name: early, if: minutes_unpaid > 5 && minutes_unpaid < 10, send: {text: a, if: order.gift}}
      - {name: late, if: minutes_unpaid > 1, send: b}`), at("+0m", created("T1"))).says("10:10 f/late T1 wangwang 乙")
	})
}

func Test选一条_等事件的规则_没等到就不是候选(t *testing.T) {
	rules := `
      - {name: event, when: [order.updated], if: minutes_unpaid > 30, send: a}
      - {name: plain, if: minutes_unpaid > 5, send: b}`
	tell(t, choosing("while: unpaid", rules), at("+0m", created("T1"))).says("10:05 f/plain T1 wangwang 乙")
	tell(t, choosing("while: unpaid", rules), at("+0m", created("T1")), at("+1m", updated("T1"))).says("10:30 f/event T1 wangwang 甲")
}

func Test选一条_被选中的不能说_也不让给后面的(t *testing.T) {
	rules := func(extra string) string {
		return `
      - {name: first, if: minutes_unpaid > 5, send: a` + extra + `}
      - {name: second, if: minutes_unpaid > 5, send: b}`
	}
	for _, tt := range []struct{ name, head, extra, limits, expected string }{
		{"没有同意", "purpose: marketing", "", "", "skip no-consent marketing"},
		{"对照组", "holdout: 100", "", "", "skip held-out f"},
		{"没有号码", "", ", via: [email]", "", "skip no-way"},
		{"名额满了", "", "", "limits: {caps: {none: {at_most: 0, per: day}}}", "skip enough-already none"},
		{"没话说", "", "", "texts: {a: \"#会员等级#\", b: 乙}", "skip nothing-to-say #会员等级#"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := choosing(tt.head, rules(tt.extra))
			if strings.HasPrefix(tt.head, "purpose") {
				file = strings.Replace(file, "    purpose: notice\n", "", 1)
			}
			if strings.HasPrefix(tt.limits, "limits") {
				file = strings.Replace(file, "limits: {caps: {lots: {at_most: 99, per: day}}}", tt.limits, 1)
			} else if tt.limits != "" {
				file = strings.Replace(file, "texts: {a: 甲, b: 乙, c: 丙}", tt.limits, 1)
			}
			tell(t, file, at("+0m", created("T1")), at("+10m", updated("T1"))).silent().
				withheld("10:05 f/first T1 "+tt.expected, "10:05 f/second T1 skip earlier-rule first", "10:10 f/second T1 skip earlier-rule first")
		})
	}
}

func Test全都说_互不相干(t *testing.T) {
	tell(t, choosing("choose: all", fastAndSlow), at("+0m", created("T1", yuan(200)))).says("10:05 f/fast T1 wangwang 乙", "10:30 f/slow T1 wangwang 甲")
	tell(t, choosing("choose: all", fastAndSlow), at("+0m", created("T1", yuan(200))), at("+10m", paid("T1"))).says("10:05 f/fast T1 wangwang 乙")
}

func Test只够说一条_要紧的先说(t *testing.T) {
	one := func(rules string) string {
		return strings.Replace(choosing("choose: all", rules), "{lots: {at_most: 99, per: day}}", "{one: {at_most: 1, per: day}}", 1)
	}
	t.Run("优先级高的", func(t *testing.T) {
		tell(t, one(`
      - {name: low, if: minutes_unpaid > 5, send: a}
      - {name: high, if: minutes_unpaid > 5, priority: 5, send: b}
      - {name: lower, if: minutes_unpaid > 5, priority: -1, send: c}`), at("+0m", created("T1"))).
			says("10:05 f/high T1 wangwang 乙").withheld("10:05 f/low T1 skip enough-already one", "10:05 f/lower T1 skip enough-already one")
	})
	t.Run("一样高,期限近的", func(t *testing.T) {
		soon := thing(func(o *tiexin.Order) { o.ClosesAt = timeAt("+30m") })
		tell(t, one(`
      - {name: r, if: minutes_unpaid > 5, send: a}`), at("+0m", created("T1")), at("+0m", created("T2", soon))).
			says("10:05 f/r T2 wangwang 甲").withheld("10:05 f/r T1 skip enough-already one")
	})
	t.Run("都一样,名字在前的", func(t *testing.T) {
		tell(t, one(`
      - {name: b, if: minutes_unpaid > 5, send: b}
      - {name: a, if: minutes_unpaid > 5, send: a}`), at("+0m", created("T1"))).says("10:05 f/a T1 wangwang 甲")
	})
}

func Test再来一次(t *testing.T) {
	rules := `
      - {name: r, if: minutes_unpaid > 5, again: 20m, send: a}`
	t.Run("隔二十分钟再说", func(t *testing.T) {
		tell(t, choosing("while: unpaid", rules), at("+0m", created("T1")), at("+50m", paid("T1"))).
			says("10:05 f/r T1 wangwang 甲", "10:25 f/r T1 wangwang 甲", "10:45 f/r T1 wangwang 甲")
	})
	t.Run("不写就只说一次", func(t *testing.T) {
		tell(t, choosing("while: unpaid", strings.Replace(rules, "again: 20m, ", "", 1)), at("+0m", created("T1")), at("+50m", updated("T1"))).
			says("10:05 f/r T1 wangwang 甲").withheld("10:50 f/r T1 skip already-said r")
	})
	t.Run("写着永不,也只说一次", func(t *testing.T) {
		tell(t, choosing("while: unpaid", strings.Replace(rules, "20m", "never", 1)), at("+0m", created("T1"))).says("10:05 f/r T1 wangwang 甲")
	})
	t.Run("等事件的,有新事件才再说", func(t *testing.T) {
		event := `
      - {name: r, when: [order.updated], again: 20m, send: a}`
		tell(t, choosing("", event), at("+0m", updated("T1")), at("+10m", updated("T1")), at("+30m", updated("T1")), at("+31m", updated("T1"))).
			says("10:00 f/r T1 wangwang 甲", "10:30 f/r T1 wangwang 甲")
	})
}

func Test再来一次_等着再说的时候_别的规则也不插话(t *testing.T) {
	rules := `
      - {name: event, when: [order.updated], send: a}
      - {name: r, if: minutes_unpaid > 5, again: 20m, send: b}`
	tellUntil(t, "+70m", choosing("", rules), at("+0m", created("T1")), at("+10m", updated("T1")),
		at("+20m", chats(tiexin.EventChatComplained)), at("+30m", updated("T1")), at("+40m", chats(tiexin.EventChatClosed))).
		says("10:05 f/r T1 wangwang 乙", "10:40 f/r T1 wangwang 乙", "11:00 f/r T1 wangwang 乙").
		withheld("10:10 f/event T1 skip already-said r", "10:25 f/r T1 wait in-conversation", "10:30 f/event T1 skip already-said r")
}

func Test不新鲜的不说(t *testing.T) {
	fresh := choosing("while: unpaid", `
      - {name: r, if: minutes_unpaid > 15, fresh: 10m, send: a}`)
	t.Run("引擎停了半小时", func(t *testing.T) {
		s := opens(t, fresh)
		s.hears(created("T1"))
		out := s.wakes("+26m")
		hasLines(t, out, "10:26 f/r T1 skip too-late fresh 10m")
		s.hears(updated("T1"))
		s.delivers()
		s.handed()
	})
	t.Run("只停了一会儿", func(t *testing.T) {
		s := opens(t, fresh)
		s.hears(created("T1"))
		saysOf(t, s.wakes("+25m"), "10:25 f/r T1 wangwang 甲")
	})
	t.Run("等天亮不算", func(t *testing.T) {
		file := strings.Replace(fresh, "limits: {", "limits: {quiet: {noon: {hours: \"10:00-12:00\"}}, ", 1)
		tell(t, file, at("+0m", created("T1"))).says("12:00 f/r T1 wangwang 甲")
	})
	t.Run("没写就到期限为止", func(t *testing.T) {
		s := opens(t, unpaid)
		s.hears(created("T1"))
		saysOf(t, s.wakes("11-12 09:59"), "11-12 09:59 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
}

func Test对照组的人_总是那些人_比例不差(t *testing.T) {
	for _, percent := range []float64{0, 1, 10, 50, 99.5, 100} {
		held := 0
		for i := range 20_000 {
			key := Key{"shop", fmt.Sprintf("customer%d", i)}
			if HeldOutOf("payment", key, percent) {
				held++
				require.True(t, HeldOutOf("payment", key, percent), "always the same")
				require.True(t, HeldOutOf("payment", key, percent+1), "more percent, the same and more")
			}
		}
		assert.InDelta(t, percent/100, float64(held)/20_000, 0.01)
	}
	both := 0
	for i := range 20_000 {
		key := Key{"", fmt.Sprintf("%019d", i)}
		if HeldOutOf("payment", key, 30) && HeldOutOf("thanks", key, 30) {
			both++
		}
	}
	assert.InDelta(t, 0.09, float64(both)/20_000, 0.01, "two flows choose independently")
}

package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// The order of looking, from the first to the last thing that can hold a message
// back. Each stands in the way at eleven, when order T1 is heard of.
var obstacles = []struct{ name, expected string }{
	{"已经关闭", "skip ended order.closed"},
	{"条件不成立", "skip condition-off"},
	{"前面的规则", "skip earlier-rule before"},
	{"不新鲜了", "skip too-late fresh 5m"},
	{"黑名单", "skip blocked agent"},
	{"拒绝过", "skip refused"},
	{"没同意过", "skip no-consent marketing"},
	{"承诺过不发", "skip forbidden promise"},
	{"正在投诉", "wait in-conversation"},
	{"对照组", "skip held-out f"},
	{"刚说过另一单", "skip merged-into T0"},
	{"没有号码", "skip no-way"},
	{"没有话说", "skip nothing-to-say #会员等级#"},
	{"说够了", "skip enough-already enough"},
	{"没钱了", "skip over-budget purse"},
	{"这时候不发", "skip quiet-hours drop"},
	{"等名额", "wait capped patience until 12:50"},
	{"等天亮", "wait quiet-hours night until 12:00"},
	{"等人看过", "wait needs-review"},
	{"没有障碍", "sms 你好 拒收请回复R"},
}

func TestE6_几个障碍同时在_先看到的说了算(t *testing.T) {
	for i, o := range obstacles {
		t.Run(o.name, func(t *testing.T) {
			present := func(name string) bool {
				for _, other := range obstacles[i:] {
					if other.name == name {
						return true
					}
				}
				return false
			}
			assert.Equal(t, "11:00 f/r T1 "+o.expected, meets(t, present), "with all that come after it")
			assert.Equal(t, "11:00 f/r T1 "+o.expected, meets(t, func(name string) bool { return name == o.name }), "alone")
		})
	}
}

// meets tells the story of T1 with some obstacles and says what becomes of it.
func meets(t *testing.T, obstacle func(string) bool) string {
	t.Helper()
	s := opens(t, obstacleRules(func(name string) bool { return name == "刚说过另一单" }))
	s.at("+30m").hears(grants("marketing", func(e *tiexin.Event) {
		if obstacle("没同意过") {
			e.Consent.Expires = timeAt("10:52")
		}
	}))
	if obstacle("刚说过另一单") {
		s.at("+35m").hears(created("T0"))
	}
	s.at("+50m").hears(updated("T9")) // takes a slot
	s.wakes("+51m")
	s.delivers()
	require.NoError(t, s.engine.Swap(rulesFrom(t, obstacleRules(obstacle))))
	s.at("+55m")
	if obstacle("拒绝过") {
		s.hears(revokes(""))
	}
	if obstacle("正在投诉") {
		s.hears(chats(tiexin.EventChatComplained))
	}
	out := s.at("+1h").hears(at("+0m", created("T1", who(func(c *tiexin.Customer) {
		if obstacle("黑名单") {
			c.Blocked, c.BlockedBy = true, "agent"
		}
	}), thing(func(o *tiexin.Order) {
		if obstacle("已经关闭") {
			o.ClosedAt = timeAt("10:30")
		}
	}))))
	var found []string
	for i := range out {
		if o := &out[i]; o.Path() == "f/r" && o.Subject == "T1" {
			found = append(found, told(o))
		}
	}
	return strings.Join(found, "; ")
}

func obstacleRules(on func(string) bool) string {
	when := func(name, yes, no string) string {
		if on(name) {
			return yes
		}
		return no
	}
	return strings.NewReplacer(
		"BEFORE", when("前面的规则", "- {name: before, if: minutes_unpaid > 20, send: hello}", ""),
		"CONDITION", when("条件不成立", "minutes_unpaid > 15 && order.amount > 1000", "minutes_unpaid > 15"),
		"FRESH", when("不新鲜了", ", fresh: 5m", ""),
		"PROMISE", when("承诺过不发", "never: {promise: {if: order.id == 'T1'}}", ""),
		"HOLDOUT", when("对照组", "holdout: 100", ""),
		"MERGE", when("刚说过另一单", "merge: 24h", ""),
		"VIA", when("没有号码", "[email]", "[sms]"),
		"TEXT", when("没有话说", "你好#会员等级#", "你好"),
		"ENOUGH", when("说够了", "enough: {at_most: 1, within: 1h}", ""),
		"PURSE", when("没钱了", "purse: {at_most: 0.01, per: day, flow: f}", "purse: {at_most: 100.00, per: day, flow: f}"),
		"DROP", when("这时候不发", "drop: {hours: \"11:00-11:30\", then: drop}", ""),
		"PATIENCE", when("等名额", "patience: {at_most: 1, within: 2h, then: wait}", ""),
		"NIGHT", when("等天亮", "night: {hours: \"11:00-12:00\", then: wait}", ""),
		"REVIEW", when("等人看过", ", review: true", ""),
	).Replace(`
limits:
  quiet:
    open: {hours: "04:00-04:01"}
    DROP
    NIGHT
  caps:
    bearable: {at_most: 9, per: day}
    ENOUGH
    PATIENCE
  budgets:
    PURSE
  PROMISE
flows:
  f:
    title: 推荐
    about: order
    purpose: marketing
    via: VIA
    MERGE
    HOLDOUT
    rules:
      BEFORE
      - {name: r, if: CONDITION, send: hello FRESHREVIEW}
  g:
    title: 别的
    about: order
    purpose: service
    via: [sms]
    rules:
      - {name: r, when: [order.updated], send: other}
texts:
  hello: TEXT
  other: 收到
`)
}

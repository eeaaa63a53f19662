package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// asleep is about a customer who has not bought for a month, until they complain.
const asleep = `
flows:
  back:
    title: 唤回
    about: customer
    until: [chat.complained]
    purpose: notice
    via: [wangwang]
    rules:
      - {name: soon, if: days_since_order > 30, send: miss}
      - {name: late, if: days_since_order > 60, send: miss}
texts: {miss: 好久不见}
`

func endsOf(outcomes []Outcome) (all []string) {
	for i := range outcomes {
		if o := &outcomes[i]; o.Reason == Ended {
			all = append(all, told(o))
		}
	}
	return all
}

func TestE7_顾客的流程结束了_只说一次(t *testing.T) {
	bought := at("+0m", paid("T1"))
	complains := at("+1h", chats(tiexin.EventChatComplained))
	s := tellUntil(t, "12-31 10:00", asleep, bought, complains,
		at("+2h", customerIs()), at("+3h", chats(tiexin.EventChatClosed)), at("+4h", created("T2")))
	s.silent()
	assert.Equal(t, []string{
		"11:00 back/soon skip ended chat.complained",
		"11:00 back/late skip ended chat.complained",
	}, endsOf(s.outcomes))
}

func TestE13_换了规则_结束过的又有话说(t *testing.T) {
	s := opens(t, asleep)
	s.hears(paid("T1"))
	s.at("+1h").hears(chats(tiexin.EventChatComplained))
	s.at("+2h").hears(chats(tiexin.EventChatClosed))
	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(asleep, "    until: [chat.complained]\n", "", 1))))
	s.at("+3h").hears(customerIs())
	assert.Empty(t, s.remembers("xiaowang").Ended)
	saysOf(t, s.wakes("12-11 10:00:00.001"), "12-11 10:00:00.001 back/soon wangwang 好久不见")
}

func TestE13_没有的规则_不再记得它结束过(t *testing.T) {
	s := opens(t, asleep)
	s.hears(paid("T1"))
	s.at("+1h").hears(chats(tiexin.EventChatComplained))
	assert.Len(t, s.remembers("xiaowang").Ended, 2)
	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(asleep, "name: late", "name: later", 1))))
	s.at("+2h").hears(customerIs())
	assert.ElementsMatch(t, []string{"back/soon", "back/later"}, s.remembers("xiaowang").Ended)
}

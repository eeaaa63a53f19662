package care

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
)

func TestE5_同一时刻先听事件再醒来(t *testing.T) {
	t.Run("到点的那一刻付款,不发", func(t *testing.T) {
		tell(t, unpaid, at("+0m", created("T1")), at("+15m", paid("T1"))).silent()
	})
	t.Run("晚一毫秒付款,已经发了", func(t *testing.T) {
		tell(t, unpaid, at("+0m", created("T1")), at("10:15:00.001", paid("T1"))).
			says("10:15 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
	t.Run("大于等于也一样", func(t *testing.T) {
		file := `
flows:
  payment:
    title: 催付
    about: order
    purpose: notice
    via: [wangwang]
    rules:
      - {name: gentle, if: minutes_unpaid >= 15, send: pay}
texts: {pay: 还没付款}
`
		tell(t, file, at("+0m", created("T1")), at("+15m", paid("T1"))).silent()
		tell(t, file, at("+0m", created("T1"))).says("10:15 payment/gentle T1 wangwang 还没付款")
	})
	t.Run("引擎里也是", func(t *testing.T) {
		s := opens(t, unpaid)
		s.hears(created("T1"))
		s.at("+15m").hears(paid("T1"))
		saysOf(t, s.wakes("+15m"))
	})
}

// The same story is told again and again, on new engines, on stores of several
// sizes, and with the rules of other things around: every byte is the same.
func TestE5_同样的规则和事件每次都一字不差(t *testing.T) {
	for seed := range uint64(150) {
		made := imagine.Make(seed)
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		first := asJSON(t, rules, made.Events, SimOptions{Until: made.Until})
		for range 3 {
			again, _ := made.Rules()
			require.Equal(t, first, asJSON(t, again, made.Events, SimOptions{Until: made.Until}), "%s", made)
		}
		others := asJSON(t, rules, made.Events, SimOptions{Until: made.Until, Store: NewMemoryOf(7)})
		require.Equal(t, sortedLines(first), sortedLines(others), "with several partitions only the order within an instant may differ: %s", made)
	}
}

// Events of one instant may come in any order: each customer's outcomes about
// money, memory and message are the same.
func TestE5_一个客户的事跟别的客户无关(t *testing.T) {
	for seed := range uint64(150) {
		made := imagine.Make(seed)
		rules, ok := made.Rules()
		if !ok || made.Customers() < 2 {
			continue
		}
		together := asJSON(t, rules, made.Events, SimOptions{Until: made.Until})
		var apart []string
		for _, customer := range []string{"c0", "c1"} {
			own := slices.DeleteFunc(slices.Clone(made.Events), func(e tiexin.Event) bool { return e.Customer.ID != customer })
			apart = append(apart, asJSON(t, rules, own, SimOptions{Until: made.Until})...)
		}
		require.Equal(t, sortedLines(together), sortedLines(apart), "%s", made)
	}
}

func asJSON(t *testing.T, rules *Rules, events []tiexin.Event, o SimOptions) []string {
	t.Helper()
	var all []string
	o.Seen = true
	for outcome := range Simulate(rules, events, o) {
		data, err := json.Marshal(&outcome)
		require.NoError(t, err)
		all = append(all, string(data)+fmt.Sprint(outcome.Seen()))
	}
	return all
}

func sortedLines(all []string) []string {
	all = slices.Clone(all)
	slices.Sort(all)
	return all
}

// shuffled is another order of the same events.
func shuffled(r *rand.Rand, events []tiexin.Event) []tiexin.Event {
	events = slices.Clone(events)
	r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	return events
}

package care

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A shop remembers many customers of whom nothing is heard any more: what it takes to
// tell their stage and when they run out of something is little.
func TestE9_安静了的顾客_两单早已过去_记忆不到三百字节(t *testing.T) {
	s := opens(t, `
shop: {name: 小鹿家, lasts: {奶粉: 20d}}
flows:
  away: {title: 召回, about: customer, purpose: service, choose: all, rules: [{name: stage, if: customer.stage == 'dead', send: {task: t, form: other}}, {name: restock, if: days_to_restock < 5 && customer.paid_orders > 5, send: {task: t, form: other}}]}
texts: {t: 看看}
`)
	for i, id := range []string{"T2026111100000001", "T2026111100000002"} {
		s.at([]string{"+0m", "+2000h"}[i])
		s.hears(paid(id, holds(goods("奶粉", 3))), updated(id, status("succeeded")))
	}
	for day := range 300 {
		s.now.Store(morning.Add(time.Duration(100+day) * 24 * time.Hour).UnixMilli())
		_, err := s.engine.Advance(context.Background(), s.clock())
		require.NoError(t, err)
	}
	s.hears(customerIs()) // an old order is forgotten with the next news
	size := len(s.remembers("xiaowang").Encode())
	t.Logf("%d bytes", size)
	assert.Less(t, size, 300)
}

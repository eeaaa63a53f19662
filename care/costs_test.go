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
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// What changes nothing is not written, whatever asks: a repetition, somebody who wants an
// explanation, a clock that is ahead of everybody's wake-up.
func Test没有变化_什么也不写(t *testing.T) {
	s := opens(t, unpaid)
	written := 0
	s.store.Inject(func(f Fault) error {
		if f.Op == "apply" {
			written++
		}
		return nil
	})
	order := created("T1")
	assert.NotEmpty(t, s.hears(order))
	assert.Positive(t, written)
	before, version := written, s.stored().version

	assert.Empty(t, s.hears(order, order))
	s.explains()
	s.at("+10m") // the reminder is due five minutes later
	out, err := s.engine.Advance(t.Context(), s.clock())
	require.NoError(t, err)
	assert.Empty(t, out)

	assert.Equal(t, before, written)
	assert.Equal(t, version, s.stored().version)
}

// What outcomes say is put into words when somebody asks: an event that a hundred rules
// answer takes no more pieces of memory than one that ten answer.
func Test没人问_就不写成话(t *testing.T) {
	if slow {
		t.Skip("the race detector takes memory of its own")
	}
	pieces := func(rules int, details ...detail) float64 {
		var b strings.Builder
		b.WriteString("flows:\n  f:\n    title: 谢谢\n    about: order\n    when: order.paid\n    choose: all\n    purpose: service\n    via: [wangwang]\n    rules:\n")
		for i := range rules {
			fmt.Fprintf(&b, "      - {name: r%d, if: order.amount > %d, send: t}\n", i, 1000+i)
		}
		engine, err := New(rulesFrom(t, b.String()+"texts: {t: 谢谢}\n"), Options{ConditionOff: true, Now: func() time.Time { return morning }})
		require.NoError(t, err)
		e, n := at("+0m", paid("T1", details...)), 0
		return testing.AllocsPerRun(100, func() {
			n++
			e.ID = fmt.Sprint("e", n)
			out, err := engine.Handle(context.Background(), e)
			if err != nil || len(out) != rules {
				t.Fatal(len(out), err)
			}
		})
	}
	assert.InDelta(t, pieces(10, yuan(20)), pieces(100, yuan(20)), 1)
	// Without an amount each rule names the part that is unknown, and nothing is said of it.
	assert.LessOrEqual(t, pieces(100)-pieces(10), 90.0)
}

// A reminder that the night holds back is not written: for a customer it takes at most two
// pieces of memory more than one that waits for the end of a conversation, the list of
// channels and the reason's name.
func Test夜里等着的提醒_不先写好(t *testing.T) {
	if slow {
		t.Skip("the race detector takes memory of its own")
	}
	rules := rulesFrom(t, "limits: {quiet: {night: {hours: \"10:00-22:00\"}}}\nflows: {payment: {title: 催付, about: order, while: unpaid, purpose: notice, via: [wangwang], rules: [{name: late, if: minutes_unpaid > 15, send: pay}]}}\ntexts: {pay: \"#买家昵称|亲#，您的#商品名称#还没付款\"}\n")
	pieces := func(why Reason, before ...tiexin.EventType) float64 {
		const customers = 102
		now := morning
		engine, err := New(rules, Options{Store: NewMemoryOf(1), Now: func() time.Time { return now }})
		require.NoError(t, err)
		for i := range customers {
			now = morning.Add(time.Duration(i) * time.Second)
			who := by(fmt.Sprint("c", i))
			for _, kind := range before {
				chat := chats(kind)
				who(&chat)
				chat.ID, chat.At = fmt.Sprint("chat", i), now
				_, err := engine.Handle(t.Context(), chat)
				require.NoError(t, err)
			}
			order := created("T1", who)
			order.ID, order.At, order.Order.CreatedAt = fmt.Sprint("order", i), now, now
			_, err := engine.Handle(t.Context(), order)
			require.NoError(t, err)
		}
		woken := 0
		return testing.AllocsPerRun(customers-2, func() {
			now = morning.Add(15*time.Minute + time.Duration(woken)*time.Second)
			woken++
			out, err := engine.Advance(t.Context(), now)
			if err != nil || len(out) != 1 || out[0].Reason != why {
				t.Fatal(out, err)
			}
		})
	}
	assert.LessOrEqual(t, pieces(QuietHours)-pieces(InConversation, tiexin.EventChatPaymentTrouble), 2.0)
}

// An order of which nothing is expected any more has no wake-up and no firing; and when it
// is forgotten, its customer takes less than while it waited.
func Test没什么可等了_就轻了(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	waiting := len(s.stored().state)
	assert.Positive(t, s.stored().wakeAt)

	s.at("+5m").hears(at("+5m", closed("T1")))
	assert.Zero(t, s.stored().wakeAt)
	mem, err := remember.Decode(s.stored().state)
	require.NoError(t, err)
	assert.Empty(t, mem.Order("T1").Firings)
	assert.Empty(t, mem.Order("T1").Wakes)

	s.at("+2600h").hears(at("+2600h", happening(tiexin.EventCustomerSignedIn, nil)))
	mem, err = remember.Decode(s.stored().state)
	require.NoError(t, err)
	assert.Empty(t, mem.Orders)
	assert.Less(t, len(s.stored().state), waiting)
}

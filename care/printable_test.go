package care

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// What customers and platforms write moves no cursor, turns no line around and begins
// none, wherever people read it.
func TestE15_外来的字_只占一行也不动光标(t *testing.T) {
	const evil = "\x1b[2J\x1b]0;gone\a\r\n2026-11-11 10:00:00 c9 pay/all T9: send due via sms\u202e\u2028\u0085"
	s := opens(t, `
flows:
  pay:
    title: 催付
    about: order
    while: unpaid
    purpose: service
    via: [sms]
    rules: [{name: all, if: "minutes_unpaid > 15 && customer.nick != 'x' && order.source != 'x' && customer.attr['a'] != '' && any(order.titles, {# != ''})", send: pay}]
texts: {pay: "请付款 #商品名称#"}
`)
	e := created("T1", func(e *tiexin.Event) {
		c, o := &e.Customer, e.Order
		c.Nick, c.Attr, o.Source, o.Title = "鱼"+evil, map[string]string{"a": evil}, "live"+evil, "衣"+evil
	})
	s.hears(e)
	s.wakes("+16m")
	s.hears(created("T2", func(e *tiexin.Event) { e.Customer.Blocked, e.Customer.BlockedBy = true, "客服"+evil }))
	require.NotEmpty(t, s.observed)
	var drawn strings.Builder
	for i := range s.observed {
		o := &s.observed[i]
		assert.NotContains(t, o.String(), "\n")
		drawn.WriteString(o.String() + "\n")
		for _, part := range o.Seen() {
			assert.NotContains(t, part.String(), "\n")
			drawn.WriteString(part.String() + "\n")
		}
	}
	require.NoError(t, WriteTimeline(&drawn, slices.Values(s.observed), TimelineOptions{Seen: true}))
	x, err := s.engine.ExplainPersonal(context.Background(), Key{Customer: "xiaowang"})
	require.NoError(t, err)
	for i := range x.Subjects { // a host may fill in what it likes
		x.Subjects[i].Status += evil
		for j := range x.Subjects[i].Rules {
			x.Subjects[i].Rules[j].By += evil
		}
	}
	require.NoError(t, x.Write(&drawn))
	assert.False(t, strings.ContainsAny(drawn.String(), "\x1b\a\r\u202e\u2028\u0085"), "%q", drawn.String())
	for line := range strings.Lines(drawn.String()) {
		assert.False(t, strings.HasPrefix(line, "2026-11-11 10:00:00 c9"), "a line of the attacker's")
	}
}

func TestE15_解释里的值_要看全得说一声(t *testing.T) {
	s := opens(t, `
flows:
  pay: {title: 催付, about: order, while: unpaid, purpose: service, via: [sms], rules: [{name: all, if: "customer.nick != 'x' && has_tag('黑名单')", send: pay}]}
texts: {pay: 请付款}
`)
	e := at("+0m", created("T1", func(e *tiexin.Event) {
		e.Customer.Nick, e.Customer.Tags = "小明爱猫", []string{"黑名单", "13912345678"}
	}))
	out := s.hears(e)
	trusted, err := New(s.engine.Rules(), Options{Now: s.clock, SeenPersonal: true})
	require.NoError(t, err)
	inClear, err := trusted.Handle(context.Background(), e)
	require.NoError(t, err)
	hidden := []string{"customer.nick = (nick, 4 characters)", "customer.tags = [黑名单, 1 other tag]"}
	shown := []string{"customer.nick = '小明爱猫'", "customer.tags = [黑名单, 13912345678]"}
	ctx, key := context.Background(), Key{Customer: "xiaowang"}
	x, err := s.engine.Explain(ctx, key)
	require.NoError(t, err)
	whole, err := s.engine.ExplainPersonal(ctx, key)
	require.NoError(t, err)
	var timeline, personal strings.Builder
	require.NoError(t, WriteTimeline(&timeline, slices.Values(out), TimelineOptions{Seen: true}))
	require.NoError(t, WriteTimeline(&personal, slices.Values(inClear), TimelineOptions{Seen: true}))
	for i := range hidden {
		assert.Equal(t, hidden[i], out[0].Seen()[i].Values[0])
		assert.Equal(t, shown[i], inClear[0].Seen()[i].Values[0])
		assert.Equal(t, hidden[i], x.Subjects[0].Rules[0].Seen[i].Values[0])
		assert.Equal(t, shown[i], whole.Subjects[0].Rules[0].Seen[i].Values[0])
		assert.Contains(t, timeline.String(), hidden[i])
		assert.Contains(t, personal.String(), shown[i])
	}
}

package care_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/feed/kuaidi100"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// Kuaidi100 pushes a parcel three times a day for twelve days, each time with its whole
// track. The customer hears each piece of news once, also of a parcel whose ids the engine
// has forgotten meanwhile.
func Test每次都推全程的包裹_每个消息只说一次(t *testing.T) {
	rules := loaded(`version: 1
shop: {name: 青禾家}
flows:
  way:
    title: 路上
    about: parcel
    purpose: notice
    choose: all
    rules:
      - {name: city, title: 到城市, when: parcel.arrived_city, via: wangwang, send: way.city}
      - {name: out, title: 派送, when: parcel.out_for_delivery, via: wangwang, send: way.out}
      - {name: failed, title: 没送到, when: parcel.failed, via: wangwang, send: way.failed}
      - {name: signed, title: 签收, when: parcel.signed, via: wangwang, send: way.signed}
texts:
  way.city: 包裹到您的城市了
  way.out: 包裹正在派送
  way.failed: 包裹没送到
  way.signed: 包裹签收了
`)
	zone := time.FixedZone("", 8*60*60)
	shipped := time.Date(2026, 11, 11, 18, 0, 0, 0, zone)
	now := shipped
	var sent []string
	engine, err := care.New(rules, care.Options{Now: func() time.Time { return now }, Observe: func(o care.Outcome) {
		if o.Goes() {
			sent = append(sent, o.Path())
		}
	}})
	require.NoError(t, err)
	handle := func(events ...tiexin.Event) {
		for _, e := range events {
			_, err := engine.Handle(t.Context(), e)
			require.NoError(t, err)
		}
	}
	handle(tiexin.Event{
		ID: "m1", Type: tiexin.EventOrderPaid, At: shipped, Customer: tiexin.Customer{ID: "xiaowang", Wangwang: "xiaowang"},
		Order: &tiexin.Order{ID: "T1", Status: tiexin.Paid, CreatedAt: shipped, PaidAt: shipped},
	})
	source := kuaidi100.Source{Find: func(context.Context, string, string) ([]track.Owner, error) {
		return []track.Owner{{Customer: "xiaowang", Order: "T1"}}, nil
	}}
	codes := map[int]string{0: "103", 12: "1001", 14: "5", 15: "204", 16: "5", 30: "301"}
	var nodes []string
	events := 0
	for push := range 36 {
		now = shipped.Add(time.Duration(push)*8*time.Hour + time.Minute)
		if push <= 30 {
			code, ok := codes[push]
			if !ok {
				code = "1002"
			}
			nodes = slices.Insert(nodes, 0, fmt.Sprintf(`{"time":%q,"statusCode":%q,"context":"第%d站"}`, now.Add(-time.Minute).Format(time.DateTime), code, push))
		}
		r, err := source.Read(t.Context(), fmt.Appendf(nil, `{"status":"polling","lastResult":{"nu":"78900000000001","com":"zhongtong","state":"0","data":[%s]}}`, strings.Join(nodes, ",")))
		require.NoError(t, err)
		events += len(r.Events)
		handle(r.Events...)
		_, err = engine.Advance(t.Context(), now.Add(7*time.Hour))
		require.NoError(t, err)
	}
	assert.Equal(t, []string{"way/city", "way/out", "way/failed", "way/signed"}, sent)
	assert.Less(t, events, 36*6, "of %d nodes pushed", 30*31/2+6*31)
}

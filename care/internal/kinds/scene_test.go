package kinds

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// The day of these tests: everything happens so many hours after its beginning.
var morning = time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())

func hour(n float64) time.Time { return morning.Add(time.Duration(n * float64(time.Hour))) }

const shopFile = `
version: 1
shop:
  name: 小鹿家
  closes: {live: 30m, default: 24h}
  ships_within: 48h
  remote: [新疆]
  transit: {zhongtong: {浙江: 3d}}
  links: {评价链接: s.cn/r}
flows: {f: {title: 问候, about: customer, when: customer.joined, purpose: service, via: wangwang, rules: [{name: r, send: hello}]}}
texts: {hello: 您好}
`

// scene is xiaowang as he stands some hours into the day, after what happened.
func scene(t testing.TB, now float64, events ...tiexin.Event) *Scene {
	t.Helper()
	memory, err := remember.Decode(nil)
	require.NoError(t, err)
	for i := range events {
		memory.Hear(&events[i], "")
	}
	return &Scene{Customer: "xiaowang", Memory: memory, Shop: shopOf(t, ""), Signature: "【小鹿家】", Now: ask.InstantOf(hour(now))}
}

// shopOf is the shop with another section.
func shopOf(t testing.TB, section string) *rule.Shop {
	t.Helper()
	set, problems := rule.Load(rule.File{Name: "shop.yaml", Data: []byte(shopFile + section)})
	require.NoError(t, problems.Err())
	return &set.Shop
}

// seen is a subject of the scene.
func (s *Scene) seen(t *testing.T, kind ask.Kind, id string) *View {
	t.Helper()
	subject := s.Memory.Find(kind, id)
	require.NotNil(t, subject, "%v %s", kind, id)
	v := new(View)
	s.See(v, subject)
	return v
}

// happens is an event so many hours into the day.
func happens(kind tiexin.EventType, at float64, about ...any) tiexin.Event {
	e := tiexin.Event{ID: fmt.Sprint(kind, at), Type: kind, At: hour(at), Customer: tiexin.Customer{ID: "xiaowang"}}
	for _, thing := range about {
		switch thing := thing.(type) {
		case tiexin.Customer:
			e.Customer = thing
		case tiexin.Order:
			e.Order = &thing
		case tiexin.Parcel:
			e.Parcel = &thing
		case tiexin.Chat:
			e.Chat = &thing
		case tiexin.Review:
			e.Review = &thing
		case tiexin.Refund:
			e.Refund = &thing
		}
	}
	return e
}

// clocks draws the clocks that run and those that are over: what they count from or down
// to, when they start and end by time alone, in hours of the day.
func clocks(v *View) string {
	var all []string
	for stem := range ask.Stems() {
		r := v.Clocks[stem]
		switch r.Phase {
		case ask.NotYet:
			continue
		case ask.Over:
			all = append(all, stem.String()+" over")
			continue
		}
		line := fmt.Sprintf("%s %g", stem, hours(r.Origin))
		if r.Start != 0 {
			line += fmt.Sprintf(" from %g", hours(r.Start.Millis()))
		}
		if r.End != ask.Forever {
			line += fmt.Sprintf(" to %g", hours(r.End.Millis()))
		}
		all = append(all, line)
	}
	return strings.Join(all, ", ")
}

func hours(millis int64) float64 { return time.UnixMilli(millis).Sub(morning).Hours() }

// life draws how long a subject lives: "born 0, ends 24", "over at 3".
func life(v *View) string {
	born := fmt.Sprintf("born %g, ", hours(v.Born))
	switch {
	case v.Over:
		return born + fmt.Sprintf("over at %g", hours(v.Ends.Millis()))
	case v.Ends == ask.Forever:
		return born + "lasts"
	}
	return born + fmt.Sprintf("ends %g", hours(v.Ends.Millis()))
}

// valuesOf are the values for some subjects.
func valuesOf(s *Scene, kept string, views ...*View) *Values {
	v := new(Values)
	v.Take(s, kept, views...)
	return v
}

package care

import (
	"encoding/base64"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

var collect = flag.Bool("collect", false, "add blobs of this version to the corpus, where it has none")

// TestCorpus_这一版的记忆_每种都留了样: with -collect it writes what is missing. A blob that is there is
// never written again: it is what a shop may have.
func TestCorpus_这一版的记忆_每种都留了样(t *testing.T) {
	folder := filepath.Join("internal", "remember", "testdata", "corpus", fmt.Sprint("v", remember.Version))
	for name, blob := range remembered(t) {
		file := filepath.Join(folder, name+".base64")
		if _, err := os.Stat(file); *collect && os.IsNotExist(err) {
			require.NoError(t, os.MkdirAll(folder, 0o755))
			require.NoError(t, os.WriteFile(file, []byte(base64.StdEncoding.EncodeToString(blob)+"\n"), 0o644))
		}
		require.FileExists(t, file, "go test ./care -run Corpus -collect, then go test ./care/internal/remember -run Corpus -update")
	}
}

// remembered are memories, by what is special about them.
func remembered(t *testing.T) map[string][]byte {
	all := map[string][]byte{}
	take := func(name, rules string, change func(*remember.Customer), events ...tiexin.Event) {
		s := opens(t, rules)
		s.hears(events...)
		m := s.remembers("xiaowang")
		if change != nil {
			change(m)
		}
		all[name] = m.Encode()
	}
	asked := at("+1m", says(tiexin.EventChatAsked, func(c *tiexin.Chat) { c.Agent, c.Topic = "小鹿", "price" }))
	take("waits", unpaid, nil, at("+0m", created("T1", yuan(199), thing(func(o *tiexin.Order) { o.Source, o.Title, o.PayURL = "juhuasuan", "羽绒服", "tb.cn/p1" }))))
	take("shipped", unpaid, nil, at("+0m", created("T1", yuan(199))), at("+16m", paid("T1")), at("+26m", ofOrder(tiexin.EventOrderShipped, "T1", nil)))
	take("parcels", unpaid, nil, at("+0m", created("T1", yuan(199))), at("+5m", paid("T1")), at("+6m", befalls(tiexin.EventParcelShipped, "P1", "T1")),
		at("+7m", befalls(tiexin.EventParcelShipped, "P2", "T1")), at("+9m", befalls(tiexin.EventParcelStalled, "P2", "T1")), at("+10m", befalls(tiexin.EventParcelShipped, "P3", "T9")))
	take("chat-open", chatting, nil, asked, at("+2m", says(tiexin.EventChatComplained)))
	take("refused", coupon, nil, at("+0m", created("T1")), at("+1m", revokes("")), at("+2m", grants("sms/marketing")))
	take("forgotten", coupon, func(m *remember.Customer) { m.ForgetAll(m.Now + 60_000) }, at("+0m", paid("T1")), at("+1m", revokes("sms")))
	take("tags-and-attrs", unpaid, func(m *remember.Customer) {
		m.Hear(&tiexin.Event{Type: tiexin.EventCustomerTagged, At: timeAt("+3m"), Customer: tiexin.Customer{Tags: []string{"会员日"}}}, "")
	}, at("+0m", created("T1", who(func(c *tiexin.Customer) {
		c.Tags, c.Attr = []string{"老客", "南方"}, map[string]string{"尺码": "L", "vip": "3"}
	}))))
	take("thousand-orders", unpaid, func(m *remember.Customer) {
		for i := range 1000 {
			m.Hear(&tiexin.Event{Type: tiexin.EventOrderCreated, At: timeAt("+1m").Add(time.Duration(i) * time.Second), Order: &tiexin.Order{ID: fmt.Sprint("N", i)}}, "")
		}
	}, at("+0m", created("T1")))
	take("year-of-messages", unpaid, func(m *remember.Customer) {
		for day := range 100 {
			at := m.Now - int64(365-3*day)*24*time.Hour.Milliseconds()
			m.Slots = append(m.Slots, remember.Slot{ID: fmt.Sprint("m", day), At: at, Kind: channel.SMS, Purpose: tiexin.Service, Flow: "f", Cost: channel.Cost(day), Came: remember.Came(day % 3)})
		}
	}, at("+0m", created("T1")))
	take("bills-and-bad-addresses", unpaid, func(m *remember.Customer) {
		for i, n := range []string{"13800000000", "13900000000"} {
			to := channel.Address{Kind: channel.SMS, To: n}
			m.NoteBad(remember.AddressSum(to), m.Now-int64(i))
			m.Slots = append(m.Slots, remember.Slot{ID: fmt.Sprint("m", i), At: m.Now, Kind: channel.SMS, Purpose: tiexin.Notice, Flow: "f", Cost: 900, Parts: 2, Billed: remember.Billed(i + 1), To: remember.AddressSum(to), Came: remember.Delivered})
		}
		m.NoteBad(remember.AddressSum(channel.Address{Kind: channel.Email, To: "a@example.com"}), m.Now)
	}, at("+0m", created("T1")))
	take("firings-in-every-state", unpaid, func(m *remember.Customer) {
		begins := func(name string, befalls ...remember.Event) *remember.Firing {
			f := m.AddFiring(&m.Orders[0].Subject, "other/"+name, 7)
			f.Due, f.Begun, f.Brought = m.Now-5000, "order.reviewed", `{"review":{"stars":1,"text":"起球"}}`
			for _, e := range befalls {
				f.Move(e, m.Now-4000, e == remember.AllSaid)
			}
			return f
		}
		begins("waiting").Asked = true
		begins("speaking", remember.Decided, remember.Done).Said = m.Now - 4000
		handing := begins("handing", remember.Decided)
		handing.Via, handing.Said, handing.Failures = channel.SMS, m.Now-10, []remember.Failure{{Via: channel.WeChat, Why: "没有关注"}, {Via: channel.Phone, Late: true}}
		handing.Closed, handing.ClosedBefore = handing.Closed.With(channel.WeChat).With(channel.Phone), handing.ClosedBefore.With(channel.Email)
		tasking := begins("tasking", remember.Opened)
		tasking.Via, tasking.Until, tasking.Shown, tasking.Reviewing, tasking.Approved = channel.Phone, m.Now+60_000, 1<<63+5, true, true
		spoken := begins("spoken", remember.Decided, remember.Done, remember.AllSaid)
		spoken.Merged, spoken.Apart, spoken.Times = true, true, 3
		begins("used-up").Silence(remember.Silenced, remember.Refused, "退订", m.Now)
	}, at("+0m", created("T1")))
	for _, blob := range memories(t, 300) {
		m, err := remember.Decode(blob)
		require.NoError(t, err)
		for _, trait := range traits(opened(t, m)) {
			if name := "made-" + trait; all[name] == nil {
				all[name] = blob
			}
		}
	}
	return all
}

// traits are what a made memory is an example of.
func traits(m *remember.Customer) (all []string) {
	add := func(name string, is bool) {
		if is && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	for _, f := range firings(m) {
		add(fmt.Sprint("state-", f.State()), true)
		add("brought", f.Brought != "")
		add("failed", len(f.Failures) > 0)
		add("follows", f.Merged)
		add("reviewed", f.Reviewing || f.Shown != 0)
		add("again", f.Times > 0)
		add("step", f.Step > 1)
		add("reason", f.Reason != 0)
	}
	m.Subjects(remember.Everything, func(s *remember.Subject) {
		add("begun", len(s.Begun) > 0)
		add("ended", len(s.Ended) > 0)
		add("wakes", len(s.Wakes) > 1)
	})
	for _, o := range m.Orders {
		add("refund", strings.Contains(fmt.Sprint(o.Refunds), "["+"{"))
	}
	add("merges", len(m.Merges) > 0)
	add("loose", len(m.Loose) > 0)
	add("consents", len(m.Consents) > 0)
	return all
}

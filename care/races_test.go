package care

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func ofCustomer(e tiexin.Event, id string) tiexin.Event {
	e.Customer.ID = id
	e.ID = string(e.Type) + id
	return e
}

// Taken back while others of the batch are being handed over, then re-decided: the posting is resolved away.
func TestE12_交的时候又决定了一次_后一次不会丢(t *testing.T) {
	s := opens(t, oneWord)
	s.store = NewMemoryOf(1)
	s.restart(oneWord)
	for _, c := range []string{"b", "a", "c"} {
		s.hears(paid("T"+c, by(c)))
	}
	s.at("+1m")
	s.during = func(id string) {
		switch {
		case strings.Contains(id, "/b/"):
			s.hears(ofCustomer(chats(tiexin.EventChatComplained), "a"))
		case strings.Contains(id, "/c/"):
			s.at("+2m").hears(ofCustomer(chats(tiexin.EventChatClosed), "a"))
		}
	}
	s.delivers()
	s.during = nil
	s.at("+1h")
	s.wakes("+1h")
	s.delivers()
	s.handed("wangwang Tb 谢谢", "wangwang Tc 谢谢", "wangwang Ta 谢谢")
}

// The provider's callback "failed" is heard before Send returns.
func Test还没交完就说失败了_换下一个渠道(t *testing.T) {
	s := opens(t, oneWord)
	s.hears(paid("T1"))
	first := true
	s.during = func(id string) {
		if first {
			first = false
			s.at("+1s").hears(reports(tiexin.EventMessageFailed, id, failedFor(channel.Wangwang)))
		}
	}
	s.delivers()
	s.at("+1m").delivers()
	s.handed("wangwang T1 谢谢", "sms T1 谢谢")
}

// The same with one channel only.
func Test还没交完就说失败了_不占名额(t *testing.T) {
	s := opens(t, strings.Replace(oneWord, "[wangwang, wechat, sms]", "[wangwang]", 1))
	s.hears(paid("T1"))
	s.during = func(id string) {
		s.at("+1s").hears(reports(tiexin.EventMessageFailed, id, failedFor(channel.Wangwang)))
	}
	s.delivers()
	assert.Empty(t, s.remembers("xiaowang").Slots)
}

// A backfill of old orders.
func TestE2_补录很久以前的订单_先后都算数(t *testing.T) {
	count := func(order ...int) (int, tiexin.Money) {
		s := opens(t, oneWord)
		all := []tiexin.Event{
			created("T1", yuan(100)), paid("T1", yuan(100)), ofOrder(tiexin.EventOrderSucceeded, "T1", []detail{yuan(100)}),
		}
		for i := range all {
			all[i].ID = fmt.Sprint("e", i)
			all[i].At = morning.AddDate(0, 0, -200+i)
		}
		for _, i := range order {
			s.hears(all[i])
		}
		m := s.remembers("xiaowang")
		return m.Tally.Total()
	}
	for _, order := range [][]int{{0, 1, 2}, {1, 0, 2}, {2, 1, 0}, {1, 2, 0}} {
		n, spent := count(order...)
		assert.Equal(t, 1, n, "order %v", order)
		assert.Equal(t, tiexin.Money(100_00), spent, "order %v", order)
	}
}

// A text that asks for payment, with a fallback, about an order that was paid meanwhile.
func TestE8_等的时候付了款_有备用字也不催(t *testing.T) {
	const file = `
limits: {quiet: {n: {hours: "03:00-03:01"}}}
flows: {f: {title: 谢谢, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.created], after: 5m, send: hello}]}}
texts: {hello: "快付款吧#付款链接|点订单#"}
`
	s := opens(t, file)
	s.hears(created("T1", thing(func(o *tiexin.Order) { o.PayURL = "tb.cn/p" })))
	s.wakes("+5m")
	s.fails = func(string, channel.Kind) error { return fmt.Errorf("down") }
	s.delivers()
	s.fails = nil
	s.at("+6m").hears(paid("T1"))
	s.at("+7m").delivers()
	s.handed()
}

// Decided, and paid before it is handed over, no fallback.
func TestE8_等的时候付了款_没有备用字也不催(t *testing.T) {
	const file = `
limits: {quiet: {n: {hours: "03:00-03:01"}}}
flows: {f: {title: 谢谢, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.created], after: 5m, send: hello}]}}
texts: {hello: "快付款吧#付款链接#"}
`
	s := opens(t, file)
	s.hears(created("T1", thing(func(o *tiexin.Order) { o.PayURL = "tb.cn/p" })))
	s.wakes("+5m")
	s.at("+6m").hears(paid("T1"))
	s.at("+7m").delivers()
	s.handed()
}

// The slot of an older step that went by another channel.
func Test前一步后来说失败_名额还回来(t *testing.T) {
	const file = `
limits: {quiet: {n: {hours: "03:00-03:01"}}}
flows: {f: {title: 谢谢, about: order, purpose: notice, via: [sms], rules: [{name: r, when: [order.paid], send: [hello, {text: hello, after: 1h, via: [wangwang]}]}]}}
texts: {hello: 谢谢}
`
	s := opens(t, file)
	id := s.hears(paid("T1"))[0].Said.ID
	s.delivers()
	s.wakes("+61m")
	s.delivers()
	s.at("+62m").hears(reports(tiexin.EventMessageFailed, id, failedFor(channel.SMS)))
	s.wakes("+63m")
	for _, sl := range s.remembers("xiaowang").Slots {
		assert.NotEqual(t, id, sl.ID)
	}
	s.delivers()
	s.handed("sms T1 谢谢", "wangwang T1 谢谢")
}

// Refunds whose list is behind.
func TestE2_几笔退款_先后都一样(t *testing.T) {
	mk := func(id string, min int, rs ...tiexin.Refund) tiexin.Event {
		e := refunded("T1", yuan(100))
		e.ID = id
		e.At = morning.Add(time.Duration(min) * time.Minute)
		e.Order.Refunds = rs
		return e
	}
	x := mk("x", 10, tiexin.Refund{ID: "r1", Status: tiexin.RefundSucceeded, Amount: 1000, ItemID: "i1"})
	y := mk("y", 20, tiexin.Refund{ID: "r1", Status: tiexin.RefundWaitSeller, Amount: 1000, ItemID: "i1"}, tiexin.Refund{ID: "r2", Status: tiexin.RefundWaitSeller, Amount: 2000, ItemID: "i2"})
	res := func(es ...tiexin.Event) int64 {
		s := opens(t, oneWord)
		p := paid("T1", yuan(100))
		p.ID = "p"
		p.At = morning
		s.at("+1h").hears(p)
		s.hears(es...)
		m := s.remembers("xiaowang")
		return m.Order("T1").ClosedAt()
	}
	assert.Equal(t, res(x, y), res(y, x))
}

// A follower whose own message failed by a channel is not tried by it again when its new leader fails too.
func Test合着说过以后_失败的渠道还是不再试(t *testing.T) {
	s := opens(t, strings.NewReplacer("[wangwang, sms]", "[sms]", "minutes_unpaid > 15", "minutes_unpaid > order.amount / 10").Replace(reminding))
	s.hears(created("T2", yuan(300)))
	s.at("+1m").hears(created("T1", yuan(150)))
	s.wakes("+16m")
	s.delivers() // about T1, and T2 with it
	for i := range 4 {
		when := fmt.Sprintf("+%dm", 35+i)
		s.at(when).hears(reports(tiexin.EventMessageFailed, s.sent[len(s.sent)-1].ID, failedFor(channel.SMS)))
		s.wakes(when)
		s.delivers()
	}
	var ids []string
	for _, m := range s.sent {
		ids = append(ids, m.ID)
	}
	assert.Equal(t, []string{"v1:/xiaowang/payment/gentle/T1/0/1", "v1:/xiaowang/payment/gentle/T2/0/1"}, ids)
}

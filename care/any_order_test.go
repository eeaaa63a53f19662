package care

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// unhurried has rules of every kind, and none that speaks within three minutes:
// whatever happens in the first minute has arrived by then.
const unhurried = `
shop: {name: 小鹿家, closes: {live: 10m, default: 24h}, lasts: {coat: 20d}}
segments:
  newcomer: {if: customer.paid_orders == 0}
  rich: {if: customer.spent >= 100 || has_tag('vip')}
limits:
  caps:
    daily: {at_most: 4, per: day}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang, sms]
    merge: 10m
    rules:
      - {name: live, if: order.source == 'live' && minutes_unpaid > 4, send: pay}
      - {name: newcomer, if: segment.newcomer && minutes_unpaid > 3, send: {task: ask, via: [phone], within: 5m}}
      - {name: everyone, if: order.amount >= 25 && minutes_unpaid > 6, send: [pay, {text: pay, if: minutes_to_close < 60}]}
  thanks:
    title: 谢谢
    about: order
    purpose: notice
    via: [wangwang]
    choose: all
    until: [order.refund_opened]
    rules:
      - {name: paid, when: [order.paid], after: 3m, send: thanks}
      - {name: rich, when: [order.paid], after: 4m, if: segment.rich, send: thanks}
      - {name: slow, if: minutes_unshipped > 5, send: thanks}
  sorry:
    title: 抱歉
    about: order
    purpose: service
    via: [wangwang]
    rules:
      - {name: closed, when: [order.closed, order.refunded], after: 5m, send: thanks}
  member:
    title: 会员
    about: customer
    purpose: marketing
    via: [sms, wangwang]
    rules:
      - {name: again, if: "minutes_since_order > 4 && bought('coat', 1)", send: hello}
  days:
    title: 日子
    about: customer
    purpose: notice
    spread: 20m
    via: [wangwang, sms]
    rules:
      - {name: vip, when: [every day at 12:00, birthday at 11:00], if: "has_tag('vip') || customer.value == 'high'", send: hello}
      - {name: other, when: every day at 12:00, if: "customer.stage in ['new', 'second-purchase', 'interested'] && not is_workday()", send: hello}
      - {name: wedding, when: date wedding at 14:00, if: days_to_birthday > 300, send: hello}
      - {name: festival, when: double11 at 20:00, if: in_festival('双11') && days_to_restock < 30, send: hello}
  kids:
    title: 孩子
    about: child
    purpose: notice
    via: [wangwang]
    choose: all
    rules:
      - {name: month, when: child month at 15:00, if: child.months > 3, send: baby}
      - {name: big, if: "minutes_since_order > 7 && child.months >= 6", send: baby}
  storm:
    title: 暴雨
    about: customer
    when: [incident.declared]
    purpose: service
    via: [wangwang]
    rules:
      - {name: care, if: "has_tag('vip') || customer.paid_orders > 0", send: hello}
      - {name: all, send: hello}
  fresh:
    title: 上新
    about: customer
    when: [catalog.arrived]
    purpose: service
    via: [wangwang]
    rules:
      - {name: taste, if: "bought('coat', 30)", send: hello}
lifecycle: {values: {high: 60, middle: 10}}
texts:
  baby: "#宝宝昵称|宝宝#满#宝宝月龄|几#个月"
  pay: "#买家昵称|亲#:#商品名称#,#付款金额#元:#付款链接#"
  ask: 问问#商品名称#
  thanks: "#订单号#谢谢,您买过#购买次数|一#次,#消费金额|0#元"
  hello: 你好#会员等级|#
`

// firstMinute is what befalls one customer within a minute. Times are whole
// milliseconds and no two alike: which of two pictures of one instant is newer,
// nobody knows.
func firstMinute(seed uint64) []tiexin.Event {
	m := imagine.Make(seed)
	m.Events = nil
	for o := range 1 + m.IntN(3) {
		m.Add(tiexin.EventOrderCreated, "c0", fmt.Sprintf("T%d", o), morning)
	}
	for range 2 + m.IntN(9) {
		m.Add(imagine.Types[m.IntN(len(imagine.Types))], "c0", fmt.Sprintf("T%d", m.IntN(3)), morning)
	}
	taken := map[int]bool{}
	for i := range m.Events {
		ms := m.IntN(60_000)
		for taken[ms] {
			ms++
		}
		taken[ms] = true
		m.Events[i].At, m.Events[i].Received = morning.Add(time.Duration(ms)*time.Millisecond), time.Time{}
		tellsOfDays(m, &m.Events[i].Customer)
	}
	slices.SortFunc(m.Events, func(a, b tiexin.Event) int { return a.At.Compare(b.At) })
	return m.Events
}

// tellsOfDays has some events tell of the days in a customer's life.
func tellsOfDays(m *imagine.Shop, c *tiexin.Customer) {
	if m.IntN(3) > 0 {
		return
	}
	c.Birthday = tiexin.Date{Month: 11, Day: 11 + m.IntN(2)}
	c.Dates = []tiexin.Dated{{Name: "wedding", Date: tiexin.Date{Month: 11, Day: 11 + m.IntN(2)}}}
	c.Children = []tiexin.Child{}
	for _, id := range []string{"k1", "k2"}[:m.IntN(3)] {
		c.Children = append(c.Children, tiexin.Child{ID: id, Nick: m.One("豆豆", "团团"), Born: tiexin.Date{Year: 2026, Month: 5, Day: 11 + m.IntN(2)}, ConsentID: m.One("", "c1", "c2")})
	}
}

// disturbed lets the same events come late, twice, and in another order.
func disturbed(r *rand.Rand, events []tiexin.Event) []tiexin.Event {
	events = shuffled(r, events)
	for i := range events {
		if r.IntN(3) == 0 {
			events = append(events, events[r.IntN(i+1)])
		}
	}
	for i := range events {
		arrives := events[i].At.Add(time.Duration(r.IntN(90_000)) * time.Millisecond)
		if latest := morning.Add(2 * time.Minute); arrives.After(latest) {
			arrives = latest
		}
		events[i].Received = arrives
	}
	return events
}

func TestE2_乱序重复迟到_记住的和说的都一样(t *testing.T) {
	rules := rulesFrom(t, unhurried)
	spoke := 0
	for seed := range uint64(250) {
		events := firstMinute(seed)
		inOrder := newWalker(t, rules, SimOptions{})
		inOrder.run(events, morning.Add(48*time.Hour))
		r := rand.New(rand.NewPCG(seed, 2))
		for range 4 {
			story := disturbed(r, events)
			other := newWalker(t, rules, SimOptions{})
			other.run(story, morning.Add(48*time.Hour))
			require.Equal(t, whatIsKnown(inOrder.mems), whatIsKnown(other.mems), "memory, seed %d", seed)
			if !slices.Equal(sayings(inOrder.out), sayings(other.out)) {
				require.Equal(t, lines(inOrder.out), lines(other.out), "messages, seed %d: %s\n%s", seed, &imagine.Shop{Events: events}, &imagine.Shop{Events: story})
			}
		}
		spoke += len(sayings(inOrder.out))
	}
	require.Greater(t, spoke, 200)
}

// known is what facts and conditions rest on.
type known struct {
	Customer tiexin.Customer
	Tags     []string
	Orders   int
	Spent    tiexin.Money
	Coat     int64
	Consents []tiexin.Consent
	Heard    []remember.Heard
	Chats    []knownChat
	Order    map[string]knownOrder
}

type knownOrder struct {
	Order   tiexin.Order
	Refunds []remember.Refund
	Heard   []remember.Heard
}

type knownChat struct {
	ID                                          string
	Talked, Trouble, Complained, Closed, Opened int64
}

func whatIsKnown(mems map[Key]*remember.Customer) map[Key]known {
	all := map[Key]known{}
	for k, m := range mems {
		c := known{Customer: m.Thing, Tags: m.Tags(), Consents: m.Consents, Heard: m.Heard, Order: map[string]knownOrder{}}
		c.Customer.ID, c.Customer.Consents = "", nil // filled in for the texts
		c.Orders, c.Spent = m.Tally.Total()
		if bought := m.Tally.LastBought(); bought != nil {
			c.Coat, _ = bought("coat")
		}
		for _, h := range m.Chats {
			c.Chats = append(c.Chats, knownChat{h.ID, h.Talked, h.Trouble, h.Complained, h.Closed, h.Opened})
		}
		for _, o := range m.Orders {
			c.Order[o.ID] = knownOrder{o.Thing, o.Refunds, o.Heard}
		}
		all[k] = c
	}
	return all
}

func TestE2_付款的消息来晚了_说出后悔(t *testing.T) {
	t.Run("发出去之前四十秒就付了", func(t *testing.T) {
		told := tell(t, unpaid, at("+0m", created("T1")), late("+16m", "10:14:20", paid("T1")))
		told.says("10:15 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
		told.withheld("10:16 payment/gentle T1 regret ended order.paid 40s before")
	})
	t.Run("发出去之后才付的,没什么可后悔", func(t *testing.T) {
		tell(t, unpaid, at("+0m", created("T1")), at("+16m", paid("T1"))).never("regret")
	})
	t.Run("没发的,没什么可后悔", func(t *testing.T) {
		tell(t, unpaid, at("+0m", created("T1")), late("+14m", "10:13", paid("T1"))).silent().never("regret")
	})
	t.Run("拒绝来晚了,也后悔", func(t *testing.T) {
		tell(t, unpaid, at("+0m", created("T1")), late("+16m", "10:14", revokes(""))).
			withheld("10:16 payment/gentle T1 regret refused consent.revoked 1m before")
	})
	t.Run("只拒绝了短信,旺旺没什么可后悔", func(t *testing.T) {
		tell(t, unpaid, at("+0m", created("T1")), late("+16m", "10:14", revokes("sms"))).never("regret")
	})
	t.Run("还在发件箱里就付了,收回来,没什么可后悔", func(t *testing.T) {
		s := opens(t, unpaid)
		s.hears(created("T1"))
		s.wakes("+15m")
		out := s.at("+16m").hears(at("+14m", paid("T1")))
		for _, line := range lines(out) {
			require.NotContains(t, line, "regret")
		}
		s.delivers()
		s.handed()
	})
}

func TestE2_自动关闭之后才听说已经付了_后面的关怀照做(t *testing.T) {
	file := `
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang]
    rules:
      - {name: soon, if: minutes_unpaid > 15, send: pay}
      - {name: late, if: minutes_unpaid > 25, send: pay}
  shipping:
    title: 发货
    about: order
    while: unshipped
    purpose: notice
    via: [wangwang]
    rules:
      - {name: slow, if: hours_unshipped > 2, send: slow}
  care:
    title: 关怀
    about: order
    purpose: service
    via: [wangwang]
    rules:
      - {name: gift, if: order.paid && customer.paid_orders > 0, send: gift}
texts: {pay: 还没付款, slow: 马上发货, gift: 送您赠品}
`
	// Paid in time at 10:20, closed by itself at 10:30 for all the shop knew, heard
	// of at 10:40 after something else had the rules asked.
	tell(t, file,
		at("+0m", created("T1", onSource("juhuasuan"))),
		at("+35m", updated("T1")),
		late("+40m", "10:20", paid("T1")),
	).says(
		"10:15 payment/soon T1 wangwang 还没付款",
		"10:40 care/gift T1 wangwang 送您赠品",
		"12:20 shipping/slow T1 wangwang 马上发货",
	)
}

func TestE2_同一个事件再来一遍_什么也不问(t *testing.T) {
	s := opens(t, unpaid)
	e := at("+0m", created("T1"))
	require.Len(t, s.hears(e), 1)
	before := string(s.remembers("xiaowang").Encode())
	require.Empty(t, s.at("+5m").hears(e))
	require.Equal(t, before, string(s.remembers("xiaowang").Encode()))
	e.ID = "another delivery of the same"
	require.Len(t, s.hears(e), 1, "another id is another event, and harmless")
	saysOf(t, s.wakes("+15m"), "10:15 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
}

func TestE2_旧的样子不盖住新的_付款和关闭一旦知道就算数(t *testing.T) {
	t.Run("改价之后,旧的样子才来", func(t *testing.T) {
		file := "flows: {f: {title: 价, about: order, purpose: notice, via: [wangwang], rules: [{name: r, if: minutes_unpaid > 15, send: price}]}}\ntexts: {price: \"#付款金额#\"}"
		tell(t, file, at("+5m", updated("T1", yuan(99))), late("+6m", "+0m", created("T1", yuan(199)))).says("10:15 f/r T1 wangwang 99")
	})
	t.Run("付款之后,说没付款的旧样子才来", func(t *testing.T) {
		tell(t, unpaid, at("+5m", paid("T1")), late("+6m", "+0m", created("T1", status(tiexin.Unpaid)))).silent()
	})
	t.Run("付款之后,还说没付款的新样子也没用", func(t *testing.T) {
		tell(t, unpaid, at("+0m", created("T1")), at("+5m", paid("T1")), at("+6m", updated("T1", status(tiexin.Unpaid)))).silent()
	})
	t.Run("关闭之后也一样", func(t *testing.T) {
		tell(t, unpaid, at("+0m", created("T1")), at("+5m", closed("T1")), at("+6m", updated("T1", status(tiexin.Unpaid)))).silent()
	})
	t.Run("正在付款的时候不催,没付成再催", func(t *testing.T) {
		tell(t, unpaid, at("+0m", created("T1")), at("+10m", updated("T1", status(tiexin.Paying))), at("+20m", updated("T1", status(tiexin.Unpaid)))).
			says("10:20 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
}

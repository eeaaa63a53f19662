package care

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

// hurried reminds of orders of a source that close after half an hour.
const hurried = `
shop: {closes: {juhuasuan: 30m}}
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang]
    rules:
      - {name: late, if: minutes_unpaid >= MINUTES, send: pay}
texts: {pay: "还有#剩余付款时间#就关闭"}
`

func TestE8_马上要关闭的订单_来不及就不催(t *testing.T) {
	juhuasuan := created("T1", thing(func(o *tiexin.Order) { o.Source = "juhuasuan" }))
	tell(t, strings.Replace(hurried, "MINUTES", "29", 1), at("+0m", juhuasuan)).says("10:29 payment/late T1 wangwang 还有1分钟就关闭")
	tale := tell(t, strings.Replace(hurried, "MINUTES", "29.5", 1), at("+0m", juhuasuan))
	tale.silent()
	hasLines(t, tale.outcomes, "10:29:30 payment/late T1 skip too-late closing time")
	tell(t, strings.NewReplacer("MINUTES", "29.5", "send: pay", "send: {task: pay, via: [phone]}").Replace(hurried), at("+0m", juhuasuan)).says("10:29:30 payment/late T1 task:phone 还有不到1分钟就关闭")

	t.Run("在发件箱里等到来不及了", func(t *testing.T) {
		s := opens(t, strings.Replace(hurried, "MINUTES", "20", 1))
		s.hears(juhuasuan)
		s.wakes("+20m1s")
		s.at("+29m30s")
		hasLines(t, s.delivers().Outcomes, "10:29:30 payment/late T1 skip too-late closing time")
		s.delivers()
		s.handed()
	})
	t.Run("快关闭的那一单不搭车", func(t *testing.T) {
		later := created("T2", thing(func(o *tiexin.Order) { o.Source, o.ClosesAt = "juhuasuan", morning.Add(20*time.Minute+50*time.Second) }))
		tell(t, strings.Replace(hurried, "MINUTES", "20", 1), at("+0m", juhuasuan), at("+10s", later)).says("10:20 payment/late T1 wangwang 还有10分钟就关闭")
	})
}

func TestE8_要退款了或者在路上了_不再催付(t *testing.T) {
	for name, event := range map[string]tiexin.Event{
		"order.refund_opened": ofOrder(tiexin.EventOrderRefundOpened, "T1", nil),
		"parcel.signed":       happening(tiexin.EventParcelSigned, []detail{func(e *tiexin.Event) { e.Parcel = &tiexin.Parcel{ID: "P1", OrderID: "T1"} }}),
	} {
		t.Run(name, func(t *testing.T) {
			tale := tell(t, unpaid, at("+0m", created("T1")), at("+10m", event))
			tale.silent()
			assert.Equal(t, []string{"10:10 payment/gentle T1 skip ended " + name}, endLines(tale.outcomes))
		})
	}
	parcel := func(e tiexin.EventType) tiexin.Event {
		return happening(e, []detail{func(e *tiexin.Event) { e.Parcel = &tiexin.Parcel{ID: "P1", OrderID: "T1"} }})
	}
	t.Run("预售的货先下沉，只查了一下区域，都还等着付款", func(t *testing.T) {
		presale := created("T1", thing(func(o *tiexin.Order) { o.Kind, o.DepositAt, o.Status = tiexin.Presale, morning, tiexin.DepositPaid }))
		tell(t, unpaid, at("+0m", presale), at("+1m", parcel(tiexin.EventParcelPickedUp))).says("10:15 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
		tell(t, unpaid, at("+0m", created("T1")), at("+1m", parcel(tiexin.EventParcelOutOfArea))).says("10:15 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
	t.Run("预售的定金退款撤回了_尾款照样提醒", func(t *testing.T) {
		presale := created("T1", thing(func(o *tiexin.Order) { o.Status = tiexin.DepositPaid }))
		refund := func(id string) detail { return func(e *tiexin.Event) { e.Refund = &tiexin.Refund{ID: id} } }
		tell(t, unpaid, at("+0m", presale), at("+1m", ofOrder(tiexin.EventOrderRefundOpened, "T1", []detail{refund("R1")})),
			at("+2m", ofOrder(tiexin.EventOrderRefundClosed, "T1", []detail{refund("R1")}))).says("10:15 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
}

func endLines(outcomes []Outcome) (all []string) {
	for _, line := range lines(outcomes) {
		if strings.Contains(line, " ended ") {
			all = append(all, line)
		}
	}
	return all
}

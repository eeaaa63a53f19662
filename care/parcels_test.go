package care

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

const parcels = `
shop: {name: 小鹿家, remote: [新疆], transit: {zhongtong: {浙江: 3d, 新疆: 7d}}}
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  sent: {title: 发货, about: parcel, when: parcel.shipped, purpose: service, via: [wangwang], rules: [
    {name: split, if: parcel.count > 1, send: split}, {name: far, if: parcel.remote, send: far}, {name: near, send: near}]}
  late: {title: 晚到, about: parcel, while: overdue, purpose: service, via: [wangwang], rules: [{name: r, if: hours_overdue > 2, send: late}]}
  still: {title: 不动, about: parcel, while: in_transit, purpose: service, via: [wangwang], rules: [{name: r, if: hours_since_scan > 48, send: still}]}
  came: {title: 签收, about: parcel, when: parcel.signed, purpose: service, via: [wangwang], rules: [{name: r, send: came}]}
  odd: {title: 异常, about: parcel, when: [parcel.stalled, parcel.returning, parcel.lost], purpose: service, choose: all, via: [wangwang], rules: [
    {name: r, if: parcel.abnormal != '', send: odd, again: 1s}]}
texts:
  split: "第#运单号#号包裹"
  near: "#物流公司|快递# #运单号|#"
  far: "远,#物流公司|快递# #运单号|#"
  late: "晚到,#到达城市|您那里#"
  still: 没动
  came: 到了
  odd: 异常
`

// befalls is an event of a parcel of an order.
func befalls(kind tiexin.EventType, id, order string, details ...func(*tiexin.Parcel)) tiexin.Event {
	return happening(kind, []detail{func(e *tiexin.Event) {
		e.Parcel = &tiexin.Parcel{ID: id, OrderID: order, Carrier: "zhongtong", Number: "75" + id, Region: tiexin.Region{Province: "浙江", City: "杭州"}}
		e.ID = fmt.Sprint(kind, id)
		for _, d := range details {
			d(e.Parcel)
		}
	}})
}

func TestT4_发货就说_新疆说远_两个包裹说分开(t *testing.T) {
	tellUntil(t, "+5h", parcels, at("+0m", paid("T1")), at("+1h", befalls(tiexin.EventParcelShipped, "P1", "T1"))).
		says("11:00 sent/near P1 wangwang 中通快递 75P1")
	tellUntil(t, "+5h", parcels, at("+0m", paid("T1")), at("+1h", befalls(tiexin.EventParcelShipped, "P1", "T1", func(p *tiexin.Parcel) { p.Province = "新疆" }))).
		says("11:00 sent/far P1 wangwang 远,中通快递 75P1")
	tellUntil(t, "+5h", parcels, at("+0m", paid("T1")), at("+1h", befalls(tiexin.EventParcelShipped, "P1", "T1")), at("+2h", befalls(tiexin.EventParcelShipped, "P2", "T1"))).
		says("11:00 sent/near P1 wangwang 中通快递 75P1", "12:00 sent/split P2 wangwang 第75P2号包裹")
}

func TestT5_比平常慢_过了日子自己就知道(t *testing.T) {
	moved := func(when, id string) tiexin.Event {
		e := befalls(tiexin.EventParcelMoved, "P1", "T1")
		e.ID = id
		return at(when, e)
	}
	tellUntil(t, "+200h", parcels, at("+0m", paid("T1")), at("+1h", befalls(tiexin.EventParcelShipped, "P1", "T1")), moved("+30h", "m1"), moved("+60h", "m2")).
		says("11:00 sent/near P1 wangwang 中通快递 75P1", "11-14 13:00 late/r P1 wangwang 晚到,杭州", "11-15 22:00 still/r P1 wangwang 没动")
	t.Run("没有写这家快递要几天,就不算晚", func(t *testing.T) {
		other := func(p *tiexin.Parcel) { p.Carrier = "yunda" }
		tellUntil(t, "+40h", parcels, at("+1h", befalls(tiexin.EventParcelShipped, "P1", "T1", other))).says("11:00 sent/near P1 wangwang 韵达快递 75P1")
	})
	t.Run("平台承诺的日子先于平常", func(t *testing.T) {
		promised := func(p *tiexin.Parcel) { p.DueAt = timeAt("+10h") }
		tellUntil(t, "+40h", parcels, at("+1h", befalls(tiexin.EventParcelShipped, "P1", "T1", promised))).
			says("11:00 sent/near P1 wangwang 中通快递 75P1", "22:00 late/r P1 wangwang 晚到,杭州")
	})
	t.Run("到了取件点,就不算晚", func(t *testing.T) {
		sent, waits := at("+1h", befalls(tiexin.EventParcelShipped, "P1", "T1")), at("+40h", befalls(tiexin.EventParcelReadyForPickup, "P1", "T1"))
		tellUntil(t, "+200h", parcels, sent, waits).says("11:00 sent/near P1 wangwang 中通快递 75P1", "11-15 02:00 still/r P1 wangwang 没动")
		tellUntil(t, "+100h", parcels, sent, waits, at("+80h", befalls(tiexin.EventParcelOutForDelivery, "P1", "T1"))).
			says("11:00 sent/near P1 wangwang 中通快递 75P1", "11-14 18:00 late/r P1 wangwang 晚到,杭州")
		late := at("+74h", befalls(tiexin.EventParcelReadyForPickup, "P1", "T1"))
		tellUntil(t, "+100h", parcels, sent, late).says("11:00 sent/near P1 wangwang 中通快递 75P1", "11-13 11:00 still/r P1 wangwang 没动")
	})
	t.Run("签收了就不再说晚", func(t *testing.T) {
		tellUntil(t, "+200h", parcels, at("+1h", befalls(tiexin.EventParcelShipped, "P1", "T1")), at("+40h", befalls(tiexin.EventParcelSigned, "P1", "T1"))).
			says("11:00 sent/near P1 wangwang 中通快递 75P1", "11-13 02:00 came/r P1 wangwang 到了")
	})
}

func TestT5_包裹的状态不往回走_签收以后可以拒收退回(t *testing.T) {
	node := func(when string, s tiexin.ParcelStatus) tiexin.Node { return tiexin.Node{At: timeAt(when), Status: s} }
	whole := []tiexin.Node{
		node("+2h", tiexin.ParcelPickedUp), node("+10h", tiexin.ParcelInTransit), node("+20h", tiexin.ParcelArrivedCity), node("+24h", tiexin.ParcelOutForDelivery), node("+26h", tiexin.ParcelSigned),
	}
	status := func(nodes ...tiexin.Node) string {
		s := opens(t, parcels)
		s.at("+30h")
		for _, n := range nodes {
			e := at("+30h", befalls(tiexin.EventParcelMoved, "P1", "T1", func(p *tiexin.Parcel) { p.Track = []tiexin.Node{n} }))
			e.ID, e.At = fmt.Sprint(n.At, n.Status), n.At
			e.Received = timeAt("+30h")
			s.hears(e)
		}
		return string(s.remembers("xiaowang").Parcels[0].Status())
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		nodes := append([]tiexin.Node(nil), whole...)
		rng.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
		assert.Equal(t, "signed", status(nodes...), "in whatever order the nodes come")
	}
	assert.Equal(t, "signed", status(append(whole, node("+27h", tiexin.ParcelInTransit))...), "a scan afterwards changes nothing")
	assert.Equal(t, "rejected", status(append(whole, node("+27h", tiexin.ParcelRejected))...))
	assert.Equal(t, "returning", status(append(whole, node("+28h", tiexin.ParcelReturning))...))
	assert.Equal(t, "signed", status(node("+20h", tiexin.ParcelRejected), node("+26h", tiexin.ParcelSigned)), "a second attempt went well")
	assert.Equal(t, "failed", status(node("+24h", tiexin.ParcelOutForDelivery), node("+25h", tiexin.ParcelFailed)))
	assert.Equal(t, "out_for_delivery", status(node("+25h", tiexin.ParcelFailed), node("+30h", tiexin.ParcelOutForDelivery)))
	assert.Equal(t, "out_of_area", status(node("+10h", tiexin.ParcelInTransit), node("+11h", tiexin.ParcelOutOfArea)))
}

func TestT5_异常说一次_又动了就不算异常(t *testing.T) {
	tellUntil(t, "+30h", parcels, at("+1h", befalls(tiexin.EventParcelShipped, "P1", "T1")), at("+20h", befalls(tiexin.EventParcelStalled, "P1", "T1"))).
		says("11:00 sent/near P1 wangwang 中通快递 75P1", "11-12 06:00 odd/r P1 wangwang 异常")
	t.Run("轨迹推一遍又一遍,每件事只说一次", func(t *testing.T) {
		s := opens(t, parcels)
		var track []tiexin.Node
		for i := range 10 {
			track = append(track, tiexin.Node{At: morning.Add(time.Duration(i) * time.Hour), Status: tiexin.ParcelInTransit})
			if i == 9 {
				track[9].Status = tiexin.ParcelSigned
			}
			s.now.Store(track[i].At.UnixMilli())
			e := befalls(tiexin.EventParcelMoved, "P1", "T1", func(p *tiexin.Parcel) { p.Track = append([]tiexin.Node(nil), track...) })
			e.ID, e.At = fmt.Sprint("push", i), track[i].At
			s.hears(e)
		}
		s.delivers()
		s.handed("wangwang P1 到了")
	})
}

func TestT4_包裹先来订单后到_也不出错(t *testing.T) {
	s := opens(t, parcels)
	s.hears(befalls(tiexin.EventParcelShipped, "P1", "T9"))
	s.delivers()
	s.handed("wangwang P1 中通快递 75P1")
	s.at("+1m").hears(paid("T9", yuan(100)))
	m := s.remembers("xiaowang")
	require.Len(t, m.ParcelsOf("T9"), 1)
	assert.False(t, m.Order("T9").WaitsForPayment())
}

// A host may name a parcel by its id at first, and a carrier's push by its number.
func TestT4_同一个包裹两种叫法(t *testing.T) {
	s := opens(t, parcels)
	s.hears(befalls(tiexin.EventParcelShipped, "P1", "T1"))
	s.at("+5h").hears(befalls(tiexin.EventParcelSigned, "P1", "T1", func(p *tiexin.Parcel) { p.ID = "" }))
	require.Len(t, s.remembers("xiaowang").Parcels, 1)
	s.delivers()
	s.handed("wangwang P1 中通快递 75P1", "wangwang P1 到了")
}

func TestT4_订单的话里说得出包裹(t *testing.T) {
	file := `
flows:
  sent: {title: 发货, about: order, when: order.shipped, purpose: service, via: [wangwang], rules: [{name: r, send: sent}]}
  call: {title: 回访, about: order, while: since_signed, purpose: service, via: [wangwang], rules: [{name: r, if: hours_since_signed > 2, send: call}]}
texts: {sent: "#物流公司|快递#:#运单号|稍后可查#", call: 用得好吗}
`
	two := []tiexin.Event{
		at("+0m", paid("T1")), at("+1h", befalls(tiexin.EventParcelShipped, "P2", "T1")), at("+1h", befalls(tiexin.EventParcelShipped, "P1", "T1")),
		at("+2h", shipped("T1")),
	}
	tell(t, file, two...).says("12:00 sent/r T1 wangwang 中通快递:75P1、75P2")
	tell(t, file, at("+0m", paid("T1")), at("+2h", shipped("T1"))).says("12:00 sent/r T1 wangwang 快递:稍后可查")
	signed := append(two, at("+3h", befalls(tiexin.EventParcelSigned, "P1", "T1")), at("+5h", befalls(tiexin.EventParcelSigned, "P2", "T1")))
	tellUntil(t, "+20h", file, signed...).says("12:00 sent/r T1 wangwang 中通快递:75P1、75P2", "17:00 call/r T1 wangwang 用得好吗")
}

// A parcel that becomes known after its order's event hears of it, whichever of the
// two came first; one that becomes known days later wakes nobody.
func TestE2_包裹比订单的消息后知道_也说一次(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows: {f: {title: 发货, about: parcel, when: order.shipped, purpose: service, via: [wangwang], rules: [{name: r, send: sent}]}}
texts: {sent: 发了}
`
	parcel := func(when string) tiexin.Event { return at(when, befalls(tiexin.EventParcelShipped, "P1", "T1")) }
	tellUntil(t, "+40h", file, at("+0m", paid("T1")), parcel("+1h"), at("+61m", shipped("T1"))).says("11:01 f/r P1 wangwang 发了")
	tellUntil(t, "+40h", file, at("+0m", paid("T1")), at("+1h", shipped("T1")), parcel("+61m")).says("11:01 f/r P1 wangwang 发了")
	tellUntil(t, "+60h", file, at("+0m", paid("T1")), at("+1h", shipped("T1")), parcel("+50h")).silent()
}

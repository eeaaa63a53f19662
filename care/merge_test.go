package care

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

const merging = `
flows:
  f:
    title: 合着说
    about: order
    while: unpaid
    purpose: notice
    merge: 1h
    via: [wangwang, sms]
    rules:
      - {name: dear, if: "order.amount >= 500 && minutes_unpaid > 20", send: dear}
      - {name: all, if: minutes_unpaid > 15, send: [say, {text: again, after: 30m}]}
texts:
  dear: "贵重#商品名称#共#付款金额#元"
  say: "#商品名称#共#付款金额#元#件数#件,#商品列表#,还剩#剩余付款时间#"
  again: "再说#商品名称#"
limits: {caps: {lots: {at_most: 99, per: day}}}
`

func Test合着说_最早的给出话_占位符说的是全部(t *testing.T) {
	t.Run("两单", func(t *testing.T) {
		tell(t, merging, at("+0m", created("T1", yuan(100.5))), at("+10m", created("T2", yuan(50), title("围巾")))).
			says("10:15 f/all#1 T1 wangwang +T2 羽绒服等2件共150.5元2件,羽绒服、围巾,还剩23小时45分钟", "10:45 f/all#2 T1 wangwang +T2 再说羽绒服等2件").
			withheld("10:15 f/all#1 T2 skip merged-into T1", "10:45 f/all#2 T2 skip merged-into T1")
	})
	t.Run("最早关的一单说了算", func(t *testing.T) {
		tellUntil(t, "+20m", merging, at("+0m", created("T1")), at("+1m", created("T2", thing(func(o *tiexin.Order) { o.ClosesAt = timeAt("+45m") })))).
			says("10:15 f/all#1 T1 wangwang +T2 羽绒服等2件共398元2件,羽绒服、羽绒服,还剩30分钟")
	})
	t.Run("哪条规则的都带上", func(t *testing.T) {
		tellUntil(t, "+30m", merging, at("+0m", created("T1")), at("+5m", created("T2", yuan(500)))).
			says("10:15 f/all#1 T1 wangwang +T2 羽绒服等2件共699元2件,羽绒服、羽绒服,还剩23小时45分钟").withheld("10:15 f/dear T2 skip merged-into T1")
	})
}

func Test合着说_一小时之内再来的也不说(t *testing.T) {
	t.Run("后来的订单", func(t *testing.T) {
		tellUntil(t, "+80m", merging, at("+0m", created("T1")), at("+30m", created("T2"))).
			withheld("10:45 f/all#1 T2 skip merged-into T1")
	})
	t.Run("正好一小时也算", func(t *testing.T) {
		tellUntil(t, "+80m", merging, at("+0m", created("T1")), at("+60m", created("T2"))).withheld("11:15 f/all#1 T2 skip merged-into T1")
	})
	t.Run("过了一小时,自己说", func(t *testing.T) {
		told := tellUntil(t, "+80m", merging, at("+0m", created("T1")), at("10:59:59", paid("T1")), at("11:00:01", created("T2")))
		told.says("10:15 f/all#1 T1 wangwang", "10:45 f/all#2 T1 wangwang", "11:15:01 f/all#1 T2 wangwang")
	})
	t.Run("到点太晚的不带", func(t *testing.T) {
		file := strings.Replace(merging, "merge: 1h", "merge: 5m", 1)
		tellUntil(t, "+30m", file, at("+0m", created("T1")), at("+10m", created("T2"))).
			says("10:15 f/all#1 T1 wangwang", "10:25 f/all#1 T2 wangwang")
	})
}

func Test合着说_不该说的不带上(t *testing.T) {
	alone := "10:15 f/all#1 T1 wangwang 羽绒服共199元1件,羽绒服,还剩23小时45分钟"
	for _, tt := range []struct {
		name, extra string
		other       []tiexin.Event
	}{
		{"付了的", "", []tiexin.Event{at("+1m", created("T2")), at("+2m", paid("T2"))}},
		{"关了的", "", []tiexin.Event{at("+1m", created("T2")), at("+2m", closed("T2"))}},
		{"等的时候会自己关的", "", []tiexin.Event{at("+1m", created("T2", thing(func(o *tiexin.Order) { o.ClosesAt = timeAt("+16m") })))}},
		{"货到付款的", "", []tiexin.Event{at("+1m", created("T2", thing(func(o *tiexin.Order) { o.Kind = tiexin.COD })))}},
		{"承诺过不说的", "limits: {never: {gifts: {if: order.gift}}, caps: {lots: {at_most: 99, per: day}}}", []tiexin.Event{at("+1m", created("T2", thing(func(o *tiexin.Order) { o.Gift = true })))}},
		{"别人的", "", []tiexin.Event{at("+1m", created("T2", by("xiaoli"))), at("+2m", paid("T2", by("xiaoli")))}},
		{"条件不成立的", "", []tiexin.Event{at("+1m", updated("T2", yuan(0)))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := merging
			if tt.extra != "" {
				file = strings.Replace(file, "limits: {caps: {lots: {at_most: 99, per: day}}}", tt.extra, 1)
			}
			tellUntil(t, "+15m", file, append([]tiexin.Event{at("+0m", created("T1"))}, tt.other...)...).says(alone)
		})
	}
}

func Test合着说_彻底失败了_没说的要说(t *testing.T) {
	t.Run("换一条路,还是一起说", func(t *testing.T) {
		s := opens(t, merging)
		s.fails = func(_ string, k channel.Kind) error {
			if k == channel.Wangwang {
				return channel.ErrUndeliverable
			}
			return nil
		}
		s.hears(created("T1"), created("T2"))
		s.wakes("+15m")
		s.delivers()
		s.handed("sms T1 羽绒服等2件共398元2件,羽绒服、羽绒服,还剩23小时45分钟")
		assert.Len(t, s.remembers("xiaowang").Merges, 1)
	})
	t.Run("领头的那单没有路了,跟着的自己说", func(t *testing.T) {
		s := opens(t, merging)
		s.fails = func(id string, _ channel.Kind) error {
			if strings.Contains(id, "/T1/") {
				return channel.ErrUndeliverable
			}
			return nil
		}
		s.hears(created("T1"), created("T2"))
		s.wakes("+15m")
		s.delivers()
		s.delivers()
		s.handed("wangwang T2 羽绒服共199元1件,羽绒服,还剩23小时45分钟")
	})
}

func Test不写合并的流程_一单一条(t *testing.T) {
	file := `
flows:
  f: {title: 谢谢, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.paid], after: 10m, send: a}]}
texts: {a: "谢谢#订单号#"}
`
	tell(t, file, at("+0m", paid("T1")), at("+1m", paid("T2"))).says("10:10 f/r T1 wangwang 谢谢T1", "10:11 f/r T2 wangwang 谢谢T2")
	require.Contains(t, pushy, "choose: all", "and those that ask for payment are in TestE8")
}

// What is promised about a channel holds for every order in a message, whichever
// channel it takes at last.
func TestF1_承诺说到渠道_合着说也守(t *testing.T) {
	file := `
limits:
  caps: {lots: {at_most: 99, per: day}}
  never: {dear: {title: 贵的不发短信, if: "channel == 'sms' && order.amount > 60"}}
flows:
  f: {title: 催付, about: order, while: unpaid, purpose: service, merge: 1h, via: VIA, rules: [{name: r, if: minutes_unpaid > 15, send: say}]}
texts: {say: "#付款金额#元"}
`
	sms := strings.Replace(file, "VIA", "[sms]", 1)
	either := strings.Replace(file, "VIA", "[wangwang, sms]", 1)
	cheap, dear := at("+0m", created("T1", yuan(50))), at("+1m", created("T2", yuan(100)))
	t.Run("单独不许,合着也不许", func(t *testing.T) {
		tellUntil(t, "+2h", sms, dear).silent()
		tellUntil(t, "+2h", sms, cheap, dear).says("10:15 f/r T1 sms 50元")
	})
	t.Run("旺旺可以,两单合着说", func(t *testing.T) {
		tellUntil(t, "+2h", either, cheap, dear).says("10:15 f/r T1 wangwang +T2 150元")
	})
	t.Run("没有旺旺,短信只说便宜的", func(t *testing.T) {
		noWangwang := who(func(c *tiexin.Customer) { c.Wangwang, c.Nick = "", "" })
		tellUntil(t, "+2h", either, at("+0m", created("T1", yuan(50), noWangwang)), at("+1m", created("T2", yuan(100), noWangwang))).
			says("10:15 f/r T1 sms 50元")
	})
}

// A message has room for so many orders. The others speak in another.
func TestF4_一条说不完_剩下的另说_一单不少(t *testing.T) {
	file := `
limits: {caps: {lots: {at_most: 99, per: day}}}
flows:
  f: {title: 催付, about: order, while: unpaid, purpose: service, merge: 1h, via: [sms], rules: [{name: r, if: minutes_unpaid > 15, send: say}]}
texts: {say: "亲，#商品列表#还没付"}
`
	for _, orders := range []int{24, 200} {
		var events []tiexin.Event
		for i := range orders {
			events = append(events, at(fmt.Sprintf("+%ds", i), created(fmt.Sprintf("T%03d", i), title(fmt.Sprintf("加绒加厚连帽中长款羽绒服女冬季新款第%03d号", i)))))
		}
		told := tellUntil(t, "+3h", file, events...)
		spoken, messages := map[string]int{}, 0
		for _, o := range told.outcomes {
			assert.NotEqual(t, NothingToSay, o.Reason, "%s", o)
			if !o.Goes() {
				continue
			}
			messages++
			for _, id := range append([]string{o.Subject}, o.Said.Merged...) {
				spoken[id]++
			}
		}
		assert.Len(t, spoken, orders, "every order is spoken of")
		for id, times := range spoken {
			assert.Equal(t, 1, times, id)
		}
		assert.Less(t, messages, orders, "and many in one message")
	}
}

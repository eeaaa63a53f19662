package care

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

const coupon = `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows: {coupon: {title: 券, about: order, when: order.paid, purpose: marketing, via: [sms], rules: [{name: r, send: hello}]}}
texts: {hello: 送您一张券}
`

func shownWith(c tiexin.Consent) detail {
	return who(func(customer *tiexin.Customer) { customer.Consents = []tiexin.Consent{c} })
}

func TestE9_客户样子里没写日子的同意_救不回撤销的(t *testing.T) {
	allowed := tiexin.Consent{Channel: "sms", Purpose: tiexin.Marketing}
	first := at("+0m", created("T1", shownWith(allowed)))
	t.Run("没撤销,就算数", func(t *testing.T) {
		tell(t, coupon, first, at("+10m", paid("T1", shownWith(allowed)))).says("10:10 coupon/r T1 sms")
	})
	t.Run("撤销了一切", func(t *testing.T) {
		tell(t, coupon, first, at("+5m", revokes("")), at("+10m", paid("T1", shownWith(allowed)))).silent()
	})
	t.Run("撤销了短信", func(t *testing.T) {
		tell(t, coupon, first, at("+5m", revokes("sms")), at("+10m", paid("T1", shownWith(allowed)))).silent()
	})
	t.Run("撤销之后又明说同意", func(t *testing.T) {
		tell(t, coupon, first, at("+5m", revokes("sms")), at("+6m", grants("sms/marketing")), at("+10m", paid("T1"))).says("10:10 coupon/r T1 sms")
	})
	t.Run("写了日子,比撤销新,算数", func(t *testing.T) {
		dated := allowed
		dated.At = timeAt("+6m")
		tell(t, coupon, first, at("+5m", revokes("sms")), at("+10m", paid("T1", shownWith(dated)))).says("10:10 coupon/r T1 sms")
	})
	t.Run("没写日子的拒绝,从听见的时候算", func(t *testing.T) {
		no := tiexin.Consent{Channel: "sms", Refused: true}
		tell(t, coupon, at("+0m", happening(tiexin.EventConsentGranted, []detail{func(e *tiexin.Event) { e.Consent = &allowed }})), at("+10m", paid("T1", shownWith(no)))).silent()
	})
}

func TestE2_一样新的同意_留长的那个(t *testing.T) {
	until := func(days int) detail {
		c := tiexin.Consent{Channel: "sms"}
		if days > 0 {
			c.Expires = morning.AddDate(0, 0, days)
		}
		return shownWith(c)
	}
	events := []tiexin.Event{at("+0m", customerIs(until(9))), at("+1m", customerIs(until(0))), at("+2m", customerIs(until(5)))}
	for range 2 {
		said := recalls(t, events...).Consents
		assert.Len(t, said, 1)
		assert.True(t, said[0].At.IsZero())
		assert.True(t, said[0].Expires.IsZero())
		slices.Reverse(events)
	}
}

func TestE9_客户跟人说别再来了_订单号带斜杠也听见(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}}
flows: {f: {title: 谢谢, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.paid], send: {task: hello, form: chat, within: 5h}}]}}
texts: {hello: 谢谢}
`
	for _, id := range []string{"T1", "A/1", "50%", "a%2Fb"} {
		s := opens(t, file)
		out := s.hears(paid(id, by("ke/hu")))
		s.delivers()
		s.at("+5m").hears(reports(tiexin.EventTaskRefused, out[0].Said.ID, by("ke/hu")))
		s.at("+6m").hears(paid("T2", by("ke/hu")))
		said := s.remembers("ke/hu").Consents
		assert.Len(t, said, 1, id)
		assert.True(t, said[0].Refused && said[0].Channel == "wangwang", id)
	}
}

func TestE2_昵称遮没遮_跟着昵称走(t *testing.T) {
	masked := at("+0m", customerIs(who(func(c *tiexin.Customer) { c.Nick = "t**8" })))
	whole := at("+5m", customerIs(who(func(c *tiexin.Customer) { c.Nick = "小王" })))
	other := at("+6m", customerIs(who(func(c *tiexin.Customer) { c.Nick = "" })))
	for _, events := range [][]tiexin.Event{{masked, whole, other}, {other, whole, masked}} {
		c := recalls(t, events...).Thing
		assert.Equal(t, "小王", c.Nick)
		assert.False(t, c.NickMasked)
	}
}

func TestE2_黑名单可以放出来(t *testing.T) {
	blocked := at("+0m", customerIs(who(func(c *tiexin.Customer) { c.Blocked, c.BlockedBy = true, "agent:1" })))
	nothing := at("+3m", customerIs())
	lifted := at("+5m", customerIs(who(func(c *tiexin.Customer) { c.BlockedBy = "agent:42" })))
	assert.True(t, recalls(t, blocked, nothing).Thing.Blocked)
	for _, events := range [][]tiexin.Event{{blocked, nothing, lifted}, {lifted, nothing, blocked}} {
		c := recalls(t, events...).Thing
		assert.False(t, c.Blocked)
		assert.Equal(t, "agent:42", c.BlockedBy)
	}
	tell(t, oneWord, blocked, at("+1m", paid("T1")), lifted, at("+6m", paid("T2"))).says("10:06 f/r T2 wangwang 谢谢")
}

func TestE2_标签可以清空_新的一份盖住从前加的(t *testing.T) {
	list := func(when string, tags ...string) tiexin.Event {
		return at(when, customerIs(who(func(c *tiexin.Customer) { c.Tags = append([]string{}, tags...) })))
	}
	add := func(when string, tags ...string) tiexin.Event {
		return at(when, happening(tiexin.EventCustomerTagged, []detail{who(func(c *tiexin.Customer) { c.Tags = tags })}))
	}
	for name, tt := range map[string]struct {
		events []tiexin.Event
		tags   []string
	}{
		"加上去的算":      {[]tiexin.Event{list("+0m", "a"), add("+1m", "b"), at("+2m", customerIs())}, []string{"a", "b"}},
		"新的一份盖住加的":   {[]tiexin.Event{list("+0m", "a"), add("+1m", "b"), list("+2m", "c")}, []string{"c"}},
		"清空":         {[]tiexin.Event{list("+0m", "a"), add("+1m", "b"), list("+2m")}, []string{}},
		"清空之后又加":     {[]tiexin.Event{list("+0m", "a"), list("+2m"), add("+3m", "b")}, []string{"b"}},
		"加了两回,第二回在后": {[]tiexin.Event{add("+1m", "b"), list("+2m", "a"), add("+3m", "b")}, []string{"a", "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 {
				assert.ElementsMatch(t, tt.tags, recalls(t, tt.events...).Tags())
				slices.Reverse(tt.events)
			}
		})
	}
}

func TestE2_自己的词_一个一个地改(t *testing.T) {
	says := func(when string, words map[string]string) tiexin.Event {
		return at(when, updated("T1", thing(func(o *tiexin.Order) { o.Attr = words }), who(func(c *tiexin.Customer) { c.Attr = words })))
	}
	events := []tiexin.Event{says("+0m", map[string]string{"a": "1", "b": "1"}), says("+1m", map[string]string{"b": "2", "c": "2"}), says("+2m", map[string]string{"c": ""})}
	for range 2 {
		m := recalls(t, events...)
		assert.Equal(t, map[string]string{"a": "1", "b": "2", "c": ""}, m.Orders[0].Thing.Attr)
		assert.Equal(t, map[string]string{"a": "1", "b": "2", "c": ""}, m.Thing.Attr)
		slices.Reverse(events)
	}
	t.Run("不会越积越多", func(t *testing.T) {
		m := new(remember.Customer)
		for i := range 300 {
			e := says("+0m", map[string]string{"k" + time.Duration(i).String(): "v"})
			e.At = e.At.Add(time.Duration(i) * time.Second)
			m.Hear(&e, "")
		}
		assert.Len(t, m.Orders[0].Thing.Attr, tiexin.MaxAttrs)
		assert.Contains(t, m.Orders[0].Thing.Attr, "k299ns")
	})
}

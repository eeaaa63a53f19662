package care

import (
	"testing"

	"github.com/tiexin-go/tiexin"
)

const babies = `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  food: {title: 辅食, about: child, purpose: notice, via: [wangwang], rules: [{name: six, if: "child.months >= 6 && child.months < 36", send: six}]}
  hello: {title: 招呼, about: customer, when: customer.signed_in, purpose: notice, via: [wangwang], rules: [{name: r, send: nick}]}
texts:
  six: "#宝宝昵称|宝宝#满#宝宝月龄#个月了,可以加辅食了"
  nick: "#宝宝昵称#妈妈好"
`

// child is one born on a day, with the guardian's consent.
func child(id, nick, born string, change ...func(*tiexin.Child)) tiexin.Child {
	day, err := tiexin.ParseDate(born)
	if err != nil {
		panic(err)
	}
	k := tiexin.Child{ID: id, Nick: nick, Born: day, ConsentID: "监护人同意-" + id}
	for _, c := range change {
		c(&k)
	}
	return k
}

func withoutConsent(k *tiexin.Child) { k.ConsentID = "" }

// has is a picture that lists the customer's children.
func has(children ...tiexin.Child) tiexin.Event {
	return customerIs(who(func(c *tiexin.Customer) { c.Children = append([]tiexin.Child{}, children...) }))
}

func TestS3_宝宝满六个月_那天零点就到了(t *testing.T) {
	tell(t, babies, at("+0m", has(child("k1", "豆豆", "2026-05-11")))).says("10:00 food/six k1 wangwang 豆豆满6个月了,可以加辅食了")
	tell(t, babies, at("+0m", has(child("k1", "豆豆", "2026-05-20")))).says("11-20 00:00 food/six k1 wangwang 豆豆满6个月了,可以加辅食了")
	tell(t, babies, at("+0m", has(child("k1", "豆豆", "2022-05-20")))).silent()
	t.Run("月底生的,那个月没有这一天就算最后一天", func(t *testing.T) {
		tell(t, babies, at("+0m", has(child("k1", "豆豆", "2026-08-31")))).says("02-28 00:00 food/six k1 wangwang 豆豆满6个月了,可以加辅食了")
	})
	t.Run("农历生日也算得出", func(t *testing.T) {
		tell(t, babies, at("+0m", has(child("k1", "豆豆", "lunar:2026-04-04")))).says("11-20 00:00 food/six k1 wangwang 豆豆满6个月了,可以加辅食了")
	})
	t.Run("两个孩子各说各的", func(t *testing.T) {
		tell(t, babies, at("+0m", has(child("k1", "豆豆", "2026-05-20"), child("k2", "", "2025-01-01")))).says(
			"10:00 food/six k2 wangwang 宝宝满22个月了,可以加辅食了", "11-20 00:00 food/six k1 wangwang 豆豆满6个月了,可以加辅食了")
	})
}

// Nobody is told of a birth that has not come.
func TestS3_没出生的_不知道哪天生的_都没有月龄(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  not: {title: 不满六个月, about: child, purpose: notice, via: [wangwang], rules: [{name: r, if: "not (child.months >= 6)", send: t}]}
  zero: {title: 新生儿, about: child, purpose: notice, via: [wangwang], rules: [{name: r, if: "child.months in [0, 1]", send: t}]}
texts: {t: "#宝宝月龄#个月"}
`
	expected := func(k *tiexin.Child) { k.Expected = true }
	tell(t, file, at("+0m", has(child("k1", "豆豆", "2026-11-20", expected)))).silent()
	tell(t, file, at("+0m", has(child("k1", "豆豆", "05-20")))).silent()
	tell(t, file, at("+0m", has(tiexin.Child{ID: "k1", ConsentID: "c"}))).silent()
	t.Run("说了哪天生,到那天才算", func(t *testing.T) {
		tell(t, file, at("+0m", has(child("k1", "豆豆", "2026-11-20")))).says("11-20 00:00 not/r k1 wangwang 0个月", "11-20 00:00 zero/r k1 wangwang 0个月")
	})
}

// E9: without the guardian's consent a child is as one that is not there.
func TestE9_监护人没同意_孩子就像不存在(t *testing.T) {
	signsIn := happening(tiexin.EventCustomerSignedIn, nil)
	story := tell(t, babies, at("+0m", has(child("k1", "豆豆", "2026-05-11", withoutConsent))), at("+1m", signsIn))
	story.silent().never("food/six", "豆豆").withheld("10:01 hello/r skip nothing-to-say #宝宝昵称#")
	tell(t, babies, at("+0m", has(child("k1", "豆豆", "2026-05-11", withoutConsent), child("k2", "果果", "2020-11-01"))), at("+1m", signsIn)).
		says("10:01 hello/r wangwang 果果妈妈好")
	t.Run("两个都同意了,就不知道说哪个", func(t *testing.T) {
		tell(t, babies, at("+0m", has(child("k1", "豆豆", "2020-11-01"), child("k2", "果果", "2020-11-01"))), at("+1m", signsIn)).silent()
	})
}

package care

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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

// nursery greets a child, has somebody call, and speaks to the parents by the child's name.
const nursery = `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  hello: {title: 欢迎, about: child, purpose: notice, via: [wangwang], rules: [{name: r, send: [hello, {text: again, after: 1h}]}]}
  call: {title: 回访, about: child, purpose: service, rules: [{name: r, send: {task: hello, via: [phone], within: 10h}}]}
  shown: {title: 给人看过, about: child, purpose: notice, via: [wangwang], rules: [{name: r, review: true, send: hello}]}
  paid: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: [wangwang], rules: [{name: r, send: parents}]}
texts: {hello: "#宝宝昵称#好", again: "#宝宝昵称#又好", parents: "#宝宝昵称#的爸爸妈妈,谢谢"}
`

var doudou = child("k1", "豆豆", "2026-05-11")

// The ways in which the guardian's consent goes.
var withdrawals = map[string]tiexin.Event{
	"新的样子里没有同意了": has(child("k1", "豆豆", "2026-05-11", withoutConsent)),
	"撤销了那一份同意":   revokes("sms/marketing", func(e *tiexin.Event) { e.Consent.ID = doudou.ConsentID }),
	"样子里带着撤销": customerIs(who(func(c *tiexin.Customer) {
		c.Consents = []tiexin.Consent{{ID: doudou.ConsentID, Channel: "mms", Refused: true}}
	})),
	"两条记录用一个编号,分不清": has(doudou, child("k1", "果果", "2025-05-11")),
	"孩子不在样子里了":      has(),
}

func TestE9_监护人撤回同意_等着的都不发了(t *testing.T) {
	for name, withdrawal := range withdrawals {
		t.Run(name, func(t *testing.T) {
			s := opens(t, nursery)
			s.hears(has(doudou))
			assert.Equal(t, 2, s.waiting(), "a message and a task")
			out := s.at("+1m").hears(withdrawal)
			saysOf(t, out)
			s.delivers()
			s.handed()
			s.at("+2m").hears(reports(tiexin.EventMessageApproved, "v1:/xiaowang/shown/r/k1/0/1"))
			s.at("+3m").hears(paid("T1"))
			s.wakes("+5h")
			s.delivers()
			s.handed()
			assert.Zero(t, s.waiting())
		})
	}
}

func TestE9_撤回同意_理由说得清楚(t *testing.T) {
	s := opens(t, nursery)
	s.hears(has(doudou))
	hasLines(t, s.at("+1m").hears(withdrawals["撤销了那一份同意"]), "10:01 hello/r k1 skip no-guardian-consent", "10:01 call/r k1 skip no-guardian-consent", "10:01 shown/r k1 skip no-guardian-consent")
	s = opens(t, nursery)
	s.hears(has(doudou))
	hasLines(t, s.at("+1m").hears(has()), "10:01 hello/r k1 skip ended customer.updated")
	assert.Empty(t, s.at("+2m").hears(has()), "once")
}

func TestE9_人手里的任务也收回来_因为监护人(t *testing.T) {
	for name, withdrawal := range withdrawals {
		t.Run(name, func(t *testing.T) {
			s, desk := atDesk(t, nursery)
			s.hears(has(doudou))
			s.delivers()
			s.handed("wangwang k1 豆豆好", "task:phone k1 豆豆好")
			s.at("+1m").hears(withdrawal)
			s.delivers()
			assert.Len(t, desk.back, 1)
			s.wakes("+5h")
			s.delivers()
			s.handed("wangwang k1 豆豆好", "task:phone k1 豆豆好")
		})
	}
}

// What names a child to the parents is taken back too.
func TestE9_说到孩子的话_监护人撤了同意就不说(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  paid: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: [wangwang], rules: [{name: r, send: %[1]s}]}
  call: {title: 回访, about: order, when: order.paid, purpose: service, rules: [{name: r, send: {task: %[1]s, via: [phone], within: 10h}}]}
texts: {named: "#宝宝昵称#的爸爸妈妈,谢谢", perhaps: "#宝宝昵称|宝宝#的爸爸妈妈,谢谢"}
`
	named, perhaps := strings.Replace(fmt.Sprintf(file, "named"), `, perhaps: "#宝宝昵称|宝宝#的爸爸妈妈,谢谢"`, "", 1), strings.Replace(fmt.Sprintf(file, "perhaps"), `named: "#宝宝昵称#的爸爸妈妈,谢谢", `, "", 1)
	for name, withdrawal := range withdrawals {
		t.Run(name, func(t *testing.T) {
			s := opens(t, named)
			s.hears(has(doudou), paid("T1"))
			assert.Equal(t, 2, s.waiting())
			s.at("+1m").hears(withdrawal)
			s.hands()

			s = opens(t, perhaps)
			s.hears(has(doudou), paid("T1"))
			s.at("+1m").hears(withdrawal)
			s.hands("wangwang T1 宝宝的爸爸妈妈,谢谢", "task:phone T1 宝宝的爸爸妈妈,谢谢")

			s, desk := atDesk(t, named)
			s.hears(has(doudou), paid("T1"))
			s.hands("wangwang T1 豆豆的爸爸妈妈,谢谢", "task:phone T1 豆豆的爸爸妈妈,谢谢")
			s.at("+1m").hears(withdrawal)
			s.delivers()
			assert.Len(t, desk.back, 1)
		})
	}
}

// A consent that was revoked stays so, whatever old copies of it come; another one is new.
func TestE9_撤销了的同意_旧样子救不回来_再给一份才算(t *testing.T) {
	s := opens(t, babies)
	revoked := withdrawals["撤销了那一份同意"]
	s.hears(revoked)
	assert.Empty(t, s.at("+1m").hears(has(doudou)), "whichever comes first")
	renewed := doudou
	renewed.ConsentID = "另一份"
	saysOf(t, s.at("+2m").hears(has(renewed)), "10:02 food/six k1 wangwang 豆豆满6个月了,可以加辅食了")
	t.Run("同一份又同意了", func(t *testing.T) {
		s := opens(t, babies)
		s.hears(has(doudou))
		s.at("+1m").hears(revoked)
		again := grants("wangwang", func(e *tiexin.Event) { e.Consent.ID = doudou.ConsentID })
		s.at("+2m").hears(again)
		saysOf(t, s.at("+3m").hears(has(doudou)))
		saysOf(t, s.at("+4m").hears(has(doudou, child("k2", "果果", "2026-05-01"))), "10:04 food/six k2 wangwang 果果满6个月了,可以加辅食了")
	})
}

// A child that comes back is not told again what it was told.
func TestS3_孩子从样子里没了又回来_不说第二遍(t *testing.T) {
	tell(t, babies, at("+0m", has(doudou)), at("+1m", has()), at("+2m", has(doudou)), at("+3m", has(doudou, child("k2", "果果", "2021-01-01")))).
		says("10:00 food/six k1 wangwang 豆豆满6个月了,可以加辅食了")
	t.Run("等着的时候没了又回来,照样说", func(t *testing.T) {
		soon := child("k1", "豆豆", "2026-05-12")
		tell(t, babies, at("+0m", has(soon)), at("+1m", has()), at("+2m", has(soon))).says("11-12 00:00 food/six k1 wangwang 豆豆满6个月了,可以加辅食了")
	})
}

// A customer may have one child without an id; two cannot be told apart.
func TestS3_没有编号的孩子_只有一个就认得(t *testing.T) {
	unnamed := child("", "豆豆", "2026-05-11")
	tell(t, babies, at("+0m", has(unnamed))).says("10:00 food/six wangwang 豆豆满6个月了,可以加辅食了")
	tell(t, babies, at("+0m", has(unnamed, unnamed))).says("10:00 food/six wangwang 豆豆满6个月了,可以加辅食了")
	tell(t, babies, at("+0m", has(unnamed, child("", "果果", "2026-05-10")))).silent()
	t.Run("有人撤了同意,另一条同样编号的也不算", func(t *testing.T) {
		tell(t, babies, at("+0m", has(unnamed, child("", "豆豆", "2026-05-11", withoutConsent)))).silent()
	})
}

func TestE1_一个人两个号_孩子也是一个(t *testing.T) {
	soon := child("k1", "豆豆", "2026-05-12")
	for name, tt := range map[string]struct {
		story []tiexin.Event
		said  []string
	}{
		"两个号都报过":      {[]tiexin.Event{as("guest", has(soon)), as("member", has(soon)), mergedInto("member", "guest")}, []string{"wangwang k1 豆豆满6个月了,可以加辅食了"}},
		"一个号上说过了":     {[]tiexin.Event{as("guest", has(doudou)), mergedInto("member", "guest"), as("member", has(doudou))}, []string{"wangwang k1 豆豆满6个月了,可以加辅食了"}},
		"一个号上撤了,都算":   {[]tiexin.Event{as("guest", has(soon)), as("member", withdrawals["撤销了那一份同意"]), mergedInto("member", "guest")}, nil},
		"一个号上撤了,早说也算": {[]tiexin.Event{as("member", withdrawals["撤销了那一份同意"]), as("guest", has(soon)), mergedInto("member", "guest")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := opens(t, babies)
			for i, e := range tt.story {
				s.at(fmt.Sprintf("+%dm", i)).hears(e)
			}
			s.delivers()
			s.wakes("+20h")
			s.hands(tt.said...)
		})
	}
}

func TestE15_忘掉一个人_孩子的事也不剩(t *testing.T) {
	s := opens(t, nursery)
	s.hears(has(doudou))
	s.at("+2m").forgets()
	assert.NotContains(t, string(s.stored().state), "豆豆")
	assert.NotContains(t, string(s.stored().state), "k1")
	s.at("+3m").hears(withdrawals["撤销了那一份同意"])
	s.at("+4m").forgets()
	assert.Empty(t, s.at("+1h").hears(has(doudou)), "a consent that was revoked is not one again")
}

// Events of the customer end flows about the child.
func TestS3_until_顾客的事也算(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  food: {title: 辅食, about: child, until: [chat.complained, order.paid], purpose: notice, via: [wangwang], rules: [{name: six, if: "child.months >= 6", send: [six, {text: six, after: 24h}]}]}
texts: {six: "满#宝宝月龄#个月"}
`
	soon := child("k1", "豆豆", "2026-05-12")
	tell(t, file, at("+0m", chats(tiexin.EventChatComplained)), at("+1m", chats(tiexin.EventChatClosed)), at("+2m", has(soon))).
		says("11-12 00:00 food/six#1 k1 wangwang 满6个月", "11-13 00:00 food/six#2 k1 wangwang 满6个月")
	tell(t, file, at("+0m", has(soon)), at("+1m", chats(tiexin.EventChatComplained)), at("+2m", chats(tiexin.EventChatClosed))).silent()
	tell(t, file, at("+0m", has(soon)), at("+15h", paid("T1"))).says("11-12 00:00 food/six#1 k1 wangwang 满6个月")
}

// E15: what conditions saw of a child is hidden.
func TestE15_孩子的昵称和生日_解释里看不见(t *testing.T) {
	file := `
flows:
  food: {title: 辅食, about: child, purpose: notice, via: [wangwang], rules: [
    {name: r, if: "child.nick != '' && child.gender == 'female' && child.born > '2025-01-01' && child.months >= 6", send: six}]}
texts: {six: "#宝宝昵称#好"}
`
	s := opens(t, file)
	girl := child("k1", "豆豆", "2026-05-12", func(k *tiexin.Child) { k.Gender = tiexin.Female })
	out := s.hears(has(girl))
	var drawn strings.Builder
	require.NoError(t, WriteTimeline(&drawn, slices.Values(out), TimelineOptions{}))
	for _, shown := range []string{fmt.Sprint(out[0].Seen()), s.explains().written(t), drawn.String(), s.log.String()} {
		for _, secret := range []string{"豆豆", "child.gender = 'female'", "2026-05-12", "child.months = 5"} {
			assert.NotContains(t, shown, secret)
		}
	}
	clear, err := s.engine.ExplainPersonal(t.Context(), xiaowangs)
	require.NoError(t, err)
	for _, seen := range []string{"child.nick = '豆豆'", "child.gender = 'female'", "child.born = '2026-05-12'", "child.months = 5"} {
		assert.Contains(t, clear.written(t), seen)
	}
}

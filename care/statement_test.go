package care

import (
	"strings"
	"testing"

	"github.com/tiexin-go/tiexin"
)

const statements = `
flows:
  bill:
    title: 阶段性账单
    about: customer
    when: customer.signed_in
    purpose: service
    choose: all
    via: [wangwang]
    rules:
      - {name: month,   again: 1m, send: month}
      - {name: quarter, again: 1m, send: quarter}
      - {name: year,    again: 1m, send: year}
      - {name: figures, again: 1m, send: figures}
      - {name: saved,   again: 1m, send: saved}
texts:
  month: "#账单#,谢谢您"
  quarter: "#季账单#。"
  year: "#年账单#。"
  figures: "上月#上月单数|没下#单,消费#上月消费|0#元"
  saved: "上月为您省了#上月节省#元"
`

func priced(list, amount tiexin.Money) detail {
	return thing(func(o *tiexin.Order) { o.Goods, o.Amount = list*100, amount*100 })
}

func totals(orders int, spent tiexin.Money) detail {
	return who(func(c *tiexin.Customer) { c.PaidOrders, c.Spent = orders, spent*100 })
}

func refundsPart(id string, amount tiexin.Money) tiexin.Event {
	return ofOrder(tiexin.EventOrderRefunded, id, []detail{func(e *tiexin.Event) {
		e.Refund = &tiexin.Refund{ID: "R" + id, Amount: amount * 100}
	}})
}

func Test账单_上个月买了什么_退了的不算(t *testing.T) {
	november := []tiexin.Event{
		at("+0m", paid("T1", priced(259, 199))),
		at("11-20 10:00", paid("T2", priced(400, 400))),
		at("11-21 10:00", paid("T3", priced(100, 80))),
		at("12-01 00:00", paid("T4", priced(50, 50))), // December's
	}
	told := func(events ...tiexin.Event) *tale {
		return tell(t, statements, append(append(november[:4:4], events...), signsIn("12-05 10:00"))...)
	}
	t.Run("都没退", func(t *testing.T) {
		told().says(
			"12-05 10:00 bill/figures wangwang 上月3单,消费679元",
			"12-05 10:00 bill/month wangwang 2026年11月您在小鹿家下单3次，消费679元，比原价省80元,谢谢您",
			"12-05 10:00 bill/saved wangwang 上月为您省了80元",
		).withheld("12-05 10:00 bill/quarter skip nothing-to-say #季账单#", "12-05 10:00 bill/year skip nothing-to-say #年账单#")
	})
	t.Run("十二月里退了一单和半单", func(t *testing.T) {
		told(at("12-02 10:00", refunded("T2")), at("12-03 10:00", refundsPart("T3", 40))).says(
			"12-05 10:00 bill/figures wangwang 上月2单,消费239元",
			"12-05 10:00 bill/month wangwang 2026年11月您在小鹿家下单2次，消费239元，比原价省70元,谢谢您",
			"12-05 10:00 bill/saved wangwang 上月为您省了70元")
	})
	t.Run("有一单不知道原价", func(t *testing.T) {
		told(at("11-30 23:59", paid("T5", yuan(20)))).says(
			"12-05 10:00 bill/figures wangwang 上月4单,消费699元",
			"12-05 10:00 bill/month wangwang 2026年11月您在小鹿家下单4次，消费699元，比原价至少省80元,谢谢您",
		).withheld("12-05 10:00 bill/saved skip nothing-to-say #上月节省#")
	})
	t.Run("有一单不知道付了多少", func(t *testing.T) {
		told(at("11-30 23:59", paid("T5"))).withheld("12-05 10:00 bill/month skip nothing-to-say #账单#")
	})
}

func Test账单_没买过就没有可说的(t *testing.T) {
	tell(t, statements, signsIn("12-05 10:00")).says("12-05 10:00 bill/figures wangwang 上月没下单,消费0元").
		withheld("12-05 10:00 bill/month skip nothing-to-say #账单#")
	t.Run("全退了也没有", func(t *testing.T) {
		tell(t, statements, at("+0m", paid("T1", yuan(9))), at("11-12 10:00", refunded("T1")), signsIn("12-05 10:00")).
			withheld("12-05 10:00 bill/month skip nothing-to-say #账单#")
	})
}

func Test账单_一季和一年(t *testing.T) {
	tell(t, statements, at("+0m", paid("T1", yuan(100), totals(1, 100))), at("12-31 23:59", paid("T2", yuan(50.5), totals(2, 150))),
		at("+1320h", customerIs()), signsIn("+1340h")). // 2027-01-06 06:00
		says(
			"01-06 06:00 bill/figures wangwang 上月1单,消费50.5元",
			"01-06 06:00 bill/month wangwang 2026年12月您在小鹿家下单1次，消费50.5元，我们已经相伴51天,谢谢您",
			"01-06 06:00 bill/quarter wangwang 2026年第四季度您在小鹿家下单2次，消费150.5元，我们已经相伴51天。",
			"01-06 06:00 bill/year wangwang 2026年您在小鹿家下单2次，消费150.5元，我们已经相伴51天。")
}

// Who bought before the engine was told of it gets no statement that forgets that.
func Test账单_以前的单说不全_就不说(t *testing.T) {
	story := tell(t, statements, at("+0m", paid("T1", yuan(100), totals(5, 900))), at("11-20 10:00", paid("T2", yuan(50))),
		signsIn("12-05 10:00"), at("12-10 10:00", paid("T3", yuan(30), totals(7, 980))), signsIn("+1340h"))
	story.withheld("12-05 10:00 bill/month skip nothing-to-say #账单#", "01-06 06:00 bill/year skip nothing-to-say #年账单#", "01-06 06:00 bill/quarter skip nothing-to-say #季账单#")
	if all := strings.Join(lines(story.outcomes), "\n"); !strings.Contains(all, "01-06 06:00 bill/month wangwang 2026年12月您在小鹿家下单1次，消费30元,谢谢您") {
		t.Error(all)
	}
}

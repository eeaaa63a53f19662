package care

import (
	"testing"

	"github.com/tiexin-go/tiexin"
)

// byTheCalendar says things that depend on the day.
const byTheCalendar = `
calendar: {days: {店庆: range 11-12..11-13}}
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows:
  shop-day:
    title: 店庆
    about: customer
    purpose: service
    via: [wangwang]
    rules: [{name: shop-day, if: in_festival('店庆'), send: shop-day}]
  double11:
    title: 双11晚付款
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang]
    choose: all
    rules:
      - {name: double11, if: in_festival('双11') && minutes_unpaid > 15, send: hurry}
      - {name: workday, if: is_workday() && minutes_unpaid > 20, send: work}
      - {name: day-off, if: not is_workday() && minutes_unpaid > 20, send: rest}
      - {name: unlucky, if: in_festival('年货节') || minutes_unpaid > 25, send: late}
texts: {shop-day: 店庆快乐, hurry: 双11要关闭了, work: 客服在线, rest: 客服休息, late: 还没付款}
`

func Test日历里的词_到了那天才成立(t *testing.T) {
	tell(t, byTheCalendar, at("+0m", created("T1"))).says(
		"10:15 double11/double11 T1 wangwang 双11要关闭了",
		"10:20 double11/workday T1 wangwang 客服在线",
		"10:25 double11/unlucky T1 wangwang 还没付款",
		"11-12 00:00 shop-day/shop-day wangwang 店庆快乐",
	)
	t.Run("双11过了就不催_周六客服休息", func(t *testing.T) {
		tellUntil(t, "+200h", byTheCalendar, at("11-14 10:00", created("T1"))).says(
			"11-14 10:20 double11/day-off T1 wangwang 客服休息",
			"11-14 10:25 double11/unlucky T1 wangwang 还没付款",
		)
	})
	t.Run("夜里等到上班的第一刻", func(t *testing.T) {
		tellUntil(t, "+200h", byTheCalendar, at("11-15 23:00", created("T1"))).says(
			"11-15 23:20 double11/day-off T1 wangwang 客服休息",
			"11-15 23:25 double11/unlucky T1 wangwang 还没付款",
			"11-16 00:00 double11/workday T1 wangwang 客服在线",
		)
	})
}

func Test没公布的年份_既不算上班也不算放假(t *testing.T) {
	rules := `
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows:
  hello:
    title: 来了
    about: customer
    when: customer.updated
    purpose: service
    choose: all
    via: [wangwang]
    rules:
      - {name: workday, if: is_workday(), send: work}
      - {name: day-off, if: not is_workday(), send: rest}
      - {name: goods, if: in_festival('年货节'), send: goods}
      - {name: no-goods, if: not in_festival('年货节'), send: plain}
texts: {work: 客服在线, rest: 客服休息, goods: 年货节快乐, plain: 您好}
`
	year := `
calendar:
  workdays: {2027: {off: {元旦: 2027-01-01..2027-01-03}, work: [2027-01-09]}}
  days: {nian_huo: {table: {2027: 2027-01-04..2027-02-05}}}
`
	visit := at("+1440h", happening(tiexin.EventCustomerUpdated, nil)) // 2027-01-10, a Sunday
	tell(t, rules, visit).silent().withheld(
		"01-10 10:00 hello/workday skip condition-off is_workday()", "01-10 10:00 hello/day-off skip condition-off is_workday()",
		"01-10 10:00 hello/goods skip condition-off in_festival('年货节')", "01-10 10:00 hello/no-goods skip condition-off in_festival('年货节')")
	tellUntil(t, "+1441h", year+rules, visit).says("01-10 10:00 hello/day-off wangwang 客服休息", "01-10 10:00 hello/goods wangwang 年货节快乐")
}

const birthdays = `
limits: {quiet: {night: {hours: "22:00-09:00"}}}
flows:
  birthday:
    title: 生日
    about: customer
    purpose: service
    via: [wangwang]
    rules: [{name: week, if: days_to_birthday < 7, again: 30d, send: week}]
  unknown:
    title: 问生日
    about: customer
    when: customer.updated
    purpose: service
    via: [wangwang]
    rules: [{name: ask, if: customer.birthday == '', send: ask}]
texts: {week: 生日快到了, ask: 您哪天生日}
`

func Test离生日还有几天_年年都数(t *testing.T) {
	bornOn := func(day string) detail {
		return who(func(c *tiexin.Customer) {
			var err error
			if c.Birthday, err = tiexin.ParseDate(day); err != nil {
				t.Fatal(err)
			}
		})
	}
	t.Run("公历生日_沉默的顾客也到", func(t *testing.T) {
		tellUntil(t, "+10000h", birthdays, at("+0m", customerIs(bornOn("1990-11-20")))).says(
			"11-13 09:00 birthday/week wangwang 生日快到了", "11-13 09:00 birthday/week wangwang 生日快到了")
	})
	t.Run("农历八月十五", func(t *testing.T) { // 2027-09-15, 2028-10-03
		tellUntil(t, "+20000h", birthdays, at("+0m", customerIs(bornOn("lunar:1990-08-15")))).says(
			"09-08 09:00 birthday/week wangwang 生日快到了", "09-26 09:00 birthday/week wangwang 生日快到了")
	})
	t.Run("生日当天才认识_等明年", func(t *testing.T) {
		tellUntil(t, "+9000h", birthdays, at("+0m", customerIs(bornOn("11-11")))).says("11-04 09:00 birthday/week wangwang 生日快到了")
	})
	t.Run("没说过生日_问一句", func(t *testing.T) {
		tellUntil(t, "+9000h", birthdays, at("+0m", customerIs())).says("10:00 unknown/ask wangwang 您哪天生日")
	})
	t.Run("改了生日_按新的数", func(t *testing.T) {
		tellUntil(t, "+3000h", birthdays, at("+0m", customerIs(bornOn("1990-11-20"))), at("+5h", customerIs(bornOn("1990-12-20")))).says(
			"12-13 09:00 birthday/week wangwang 生日快到了")
	})
}

package care_test

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

// Rules may begin at moments of the calendar (日历时刻): a birthday, a festival, a day of
// the week, a date.
func Example_moments() {
	shop := shopAt("2026-11-10 09:00", `version: 1
flows:
  days:
    title: 日子
    about: customer
    purpose: service
    choose: all
    via: [wangwang]
    rules:
      - {name: birthday, when: birthday - 1d at 10:00, send: birthday}
      - {name: double11, when: double11 at 20:00, send: double11}
      - {name: monday, when: every week on mon at 09:30, send: monday}
texts:
  birthday: 您的生日快到了，提前祝生日快乐
  double11: 订单多，客服回得慢一点，请多包涵
  monday: 新的一周，有事随时找我
`)
	yu := xiaoyu
	yu.Birthday = tiexin.Date{Month: 11, Day: 15}
	shop.Post(tiexin.Event{Type: tiexin.EventCustomerUpdated, Customer: yu})
	shop.Advance(7 * 24 * time.Hour)
	printAll(shop.Went())
	// Output:
	// 11-11 20:00 wangwang days/double11 订单多，客服回得慢一点，请多包涵
	// 11-14 10:00 wangwang days/birthday 您的生日快到了，提前祝生日快乐
	// 11-16 09:30 wangwang days/monday 新的一周，有事随时找我
}

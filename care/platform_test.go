package care

import (
	"testing"

	"github.com/tiexin-go/tiexin"
)

// A nick is a Wangwang nick only where the customer buys on Taobao: elsewhere it may be a
// stranger's. Nobody congratulates a stranger.

const birthdayByWangwang = `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows: {bd: {title: 生日, about: customer, purpose: service, via: [wangwang, sms], rules: [{name: day, when: birthday at 09:30, send: wish}]}}
texts: {wish: 生日快乐}
`

// nicked is a customer of whom only the nick and the number are known.
func nicked(id string) detail {
	return func(e *tiexin.Event) {
		e.Customer = tiexin.Customer{ID: id, Nick: "小鱼", Mobile: tiexin.Phone{Number: "13800000000"}, Birthday: tiexin.Date{Month: 12, Day: 20}}
	}
}

func boughtOn(platform tiexin.Platform) detail {
	return func(e *tiexin.Event) { e.Order.Platform = platform }
}

func Test抖音买家的昵称_生日不发到同名的旺旺(t *testing.T) {
	for _, tt := range []struct {
		name   string
		events []tiexin.Event
		via    string
	}{
		{"抖音的订单", []tiexin.Event{at("+0m", paid("T1", nicked("xiaowang"), boughtOn(tiexin.Douyin)))}, "sms"},
		{"自己的小程序", []tiexin.Event{at("+0m", paid("T1", nicked("xiaowang"), boughtOn("miniprogram")))}, "sms"},
		{"先抖音后没写平台", []tiexin.Event{at("+0m", paid("T1", nicked("xiaowang"), boughtOn(tiexin.Douyin))), at("+1h", paid("T2", nicked("xiaowang")))}, "sms"},
		{"先没写平台后抖音", []tiexin.Event{at("+0m", paid("T1", nicked("xiaowang"))), at("+1h", paid("T2", nicked("xiaowang"), boughtOn(tiexin.Douyin)))}, "sms"},
		{"淘宝的订单", []tiexin.Event{at("+0m", paid("T1", nicked("xiaowang"), boughtOn(tiexin.Taobao)))}, "wangwang"},
		{"没写平台", []tiexin.Event{at("+0m", paid("T1", nicked("xiaowang")))}, "wangwang"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tellUntil(t, "12-21 10:00", birthdayByWangwang, tt.events...).says("12-20 09:30 bd/day " + tt.via + " 生日快乐")
		})
	}
}

// The order may be forgotten long before the birthday, and the engine may have been
// restarted: where the customer buys is known as long as the customer is.
func Test抖音买家_订单忘了也不发到旺旺(t *testing.T) {
	s := opens(t, birthdayByWangwang)
	s.hears(at("+0m", paid("T1", nicked("xiaowang"), boughtOn(tiexin.Douyin))))
	s.restart(birthdayByWangwang)
	saysOf(t, s.wakes("12-20 09:30"), "12-20 09:30 bd/day sms 生日快乐")
}

func Test合并进来的抖音买家_昵称也不是旺旺(t *testing.T) {
	s := opens(t, birthdayByWangwang)
	s.hears(at("+0m", paid("T1", nicked("a"))), at("+0m", paid("T2", nicked("guest"), boughtOn(tiexin.Douyin))))
	s.at("+1h").hears(at("+1h", mergedInto("a", "guest")))
	saysOf(t, s.wakes("12-20 09:30"), "12-20 09:30 a bd/day sms 生日快乐")
}

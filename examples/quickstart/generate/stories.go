package main

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

var (
	coat    = thing{"双面羊毛大衣", "大衣", 1280}
	down    = thing{"轻薄羽绒服", "羽绒服", 599}
	hoodie  = thing{"加绒连帽卫衣", "卫衣", 199}
	knit    = thing{"圆领针织衫", "针织", 159}
	trouser = thing{"直筒牛仔裤", "裤装", 239}
	skirt   = thing{"羊毛半身裙", "裙装", 320}
	shirt   = thing{"法兰绒衬衫", "衬衫", 139}
	scarf   = thing{"羊绒围巾", "配饰", 89}
	socks   = thing{"堆堆袜三双装", "配饰", 29}
	band    = thing{"丝绒发绳", "配饰", 9}
)

// tellStories lets happen what happens in every shop, one customer each.
func (e *evening) tellStories() {
	e.membersStory()
	e.threeOrdersStory()
	e.newcomersStory()
	e.troubleStories()
	e.nightStories()
	e.silentStories()
	e.presaleStories()
	e.giftAndCashStories()
	e.lateNewsStories()
	e.refundStory()
}

// A gold member hears of their privileges, and pays.
func (e *evening) membersStory() {
	lin := e.regular("林姐", "金卡", 12, 680000)
	o := e.places(lin, clock("18:40"), "app", coat)
	e.pays(lin, o, clock("19:33"))
}

// Three orders within twenty minutes are one message.
func (e *evening) threeOrdersStory() {
	man := e.regular("小满", "", 5, 93000)
	e.places(man, clock("19:02"), "app", knit)
	second := e.places(man, clock("19:10"), "app", scarf)
	third := e.places(man, clock("19:21"), "wap", socks)
	e.pays(man, second, clock("19:25"))
	e.pays(man, third, clock("19:48"))
}

// A newcomer who does not know how to pay gets a person, not a reminder.
func (e *evening) newcomersStory() {
	san := e.somebody("三**月")
	e.agrees(san, clock("18:50"))
	o := e.places(san, clock("18:52"), "wap", trouser)
	e.talks(tiexin.EventChatOpened, clock("18:58"), san)
	e.talks(tiexin.EventChatReplied, clock("18:59"), san)
	e.talks(tiexin.EventChatClosed, clock("19:09"), san)
	e.pays(san, o, clock("19:07"))
}

// Whoever reports a payment problem is left in peace until it is solved.
func (e *evening) troubleStories() {
	zhen := e.regular("阿珍爱上了强", "", 3, 41200)
	o := e.places(zhen, clock("20:03"), "juhuasuan", hoodie)
	e.talks(tiexin.EventChatPaymentTrouble, clock("20:08"), zhen)
	e.talks(tiexin.EventChatReplied, clock("20:09"), zhen)
	e.talks(tiexin.EventChatClosed, clock("20:20"), zhen)
	e.pays(zhen, o, clock("20:26"))

	zhou := e.regular("老周", "", 7, 150000)
	p := e.places(zhou, clock("20:30"), "app", skirt)
	e.talks(tiexin.EventChatPaymentTrouble, clock("20:50"), zhou)
	e.talks(tiexin.EventChatReplied, clock("20:52"), zhou)
	e.pays(zhou, p, clock("21:15"))
	e.talks(tiexin.EventChatClosed, clock("21:16"), zhou)
}

// At night nobody is disturbed; who pays before the morning hears nothing.
func (e *evening) nightStories() {
	owl := e.regular("夜猫子", "", 4, 77000)
	e.places(owl, clock("22:41"), "app", shirt)

	rain := e.regular("听雨", "", 2, 31800)
	o := e.places(rain, clock("22:55"), "app", knit)
	e.pays(rain, o, clock("31:42"))

	late := e.regular("凌晨三点", "", 3, 56000)
	p := e.places(late, clock("24:20"), "juhuasuan", hoodie)
	e.closes(late, p, clock("24:50"), "未及时付款")
}

// These hear nothing, each for a reason of their own.
func (e *evening) silentStories() {
	gao := e.regular("高先生", "", 6, 110000)
	e.says(tiexin.EventConsentRevoked, clock("18:21"), tiexin.Customer{ID: gao.ID}, nil).Consent = &tiexin.Consent{Source: "sms_reply", Proof: "T"}
	e.places(gao, clock("19:15"), "app", trouser)

	pro := e.regular("职业买手", "", 9, 82000)
	pro.Tags = []string{"黑名单"}
	e.places(pro, clock("19:40"), "app", scarf, scarf)

	small := e.regular("小葵", "", 2, 3800)
	e.places(small, clock("20:15"), "app", band)

	nobody := e.somebody("")
	nobody.IDs = nil // from the live room: neither a messenger nor a number
	o := e.places(nobody, clock("21:05"), "live", shirt)
	e.events[len(e.events)-1].Order.Mobile = tiexin.Phone{Masked: o.Mobile.Masked}

	poor := e.regular("丢手机的猫", "", 3, 25900)
	poor.Wangwang, poor.NickMasked, poor.Nick, poor.IDs = "", true, "丢**猫", nil
	e.places(poor, clock("20:40"), "app", skirt)
}

// The tail of a presale is due tonight.
func (e *evening) presaleStories() {
	booked := func(nick string, at time.Time) (tiexin.Customer, *tiexin.Order) {
		c := e.regular(nick, "", 2, 46000)
		o := e.places(c, at, "app", down)
		first := e.events[len(e.events)-1].Order
		first.Kind, first.Attr = tiexin.Presale, map[string]string{"trade_from": "WAP,TAOBAO", "step_trade_status": "FRONT_NOPAID_FINAL_NOPAID"}
		e.says(tiexin.EventOrderDepositPaid, at.Add(2*time.Minute), tiexin.Customer{ID: c.ID}, &tiexin.Order{
			ID: o.ID, Status: tiexin.DepositPaid, Version: at.Add(2 * time.Minute), DepositAt: at.Add(2 * time.Minute), Deposit: 5000,
			ClosesAt: clock("23:59"),
		})
		return c, o
	}
	yun, o := booked("云朵", clock("18:05"))
	e.pays(yun, o, clock("21:12"))
	booked("橘子汽水", clock("18:12"))

	// They have had two messages today, and that is enough.
	qiao := e.regular("大乔", "", 4, 88000)
	e.places(qiao, clock("18:01"), "app", knit)
	cash := e.places(qiao, clock("18:50"), "app", scarf)
	e.asCOD(cash)
	d := e.places(qiao, clock("19:05"), "app", down)
	first := e.events[len(e.events)-1].Order
	first.Kind = tiexin.Presale
	e.says(tiexin.EventOrderDepositPaid, clock("19:06"), tiexin.Customer{ID: qiao.ID}, &tiexin.Order{
		ID: d.ID, Status: tiexin.DepositPaid, Version: clock("19:06"), DepositAt: clock("19:06"), Deposit: 5000, ClosesAt: clock("23:59"),
	})
}

// asCOD makes the order just placed one that is paid at the door.
func (e *evening) asCOD(o *tiexin.Order) {
	for i := range e.events {
		if p := e.events[i].Order; p != nil && p.ID == o.ID && e.events[i].Type == tiexin.EventOrderCreated {
			p.Kind, p.Status, p.PlatformStatus = tiexin.COD, tiexin.Paid, "WAIT_SELLER_SEND_GOODS"
		}
	}
}

// Gifts and cash on delivery. The receiver of a gift is never asked to pay.
func (e *evening) giftAndCashStories() {
	mei := e.regular("梅子", "", 3, 62000)
	o := e.places(mei, clock("20:22"), "app", scarf)
	e.events[len(e.events)-1].Order.Gift = true
	e.pays(mei, o, clock("20:24"))

	shy := e.somebody("")
	shy.IDs = nil
	shy.PaidOrders, shy.Spent = 1, 12900
	e.places(shy, clock("20:28"), "app", scarf)
	e.events[len(e.events)-1].Order.Gift = true

	li := e.somebody("李**婶")
	li.PaidOrders, li.Spent = 2, 25000
	e.asCOD(e.places(li, clock("19:36"), "wap", shirt, socks))
}

// What arrives late, twice, or in the wrong order.
func (e *evening) lateNewsStories() {
	fast := e.regular("快手小宁", "", 8, 170000)
	o := e.places(fast, clock("20:00"), "juhuasuan", hoodie)
	e.pays(fast, o, clock("20:08"))
	e.events[len(e.events)-1].Received = clock("20:14") // the platform was busy

	twice := e.regular("回声", "", 3, 47000)
	e.places(twice, clock("20:05"), "juhuasuan", hoodie)
	again := e.events[len(e.events)-1]
	e.events[len(e.events)-1].ID = "6142200092099999991"
	again.ID, again.Received = "6142200092099999991", clock("20:19")
	e.events = append(e.events, again)

	swap := e.regular("倒着走", "", 2, 22000)
	p := e.places(swap, clock("21:00"), "juhuasuan", hoodie)
	e.events[len(e.events)-1].Received = clock("21:11")
	e.pays(swap, p, clock("21:01"))
	swap.PaidOrders, swap.Spent = 3, 41900 // as the shop's books stand then
	e.events[len(e.events)-1].Customer = swap
}

// A newcomer pays, thinks again, and gets no coupon.
func (e *evening) refundStory() {
	wu := e.somebody("吴**喵")
	e.agrees(wu, clock("19:28"))
	o := e.places(wu, clock("19:30"), "app", knit)
	e.pays(wu, o, clock("19:32"))
	refund := &tiexin.Refund{ID: "R" + o.ID[12:], Status: tiexin.RefundWaitSeller, Amount: o.Amount, Reason: "不想要了", At: clock("21:40")}
	e.says(tiexin.EventOrderRefundOpened, clock("21:40"), tiexin.Customer{ID: wu.ID}, &tiexin.Order{ID: o.ID, Version: clock("21:40")}).Refund = refund
}

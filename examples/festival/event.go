package main

import (
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin"
)

var types = [...]tiexin.EventType{
	joined: tiexin.EventCustomerJoined, graded: tiexin.EventCustomerGradeChanged, carted: tiexin.EventCustomerCarted,
	chatOpened: tiexin.EventChatOpened, chatAsked: tiexin.EventChatAsked, chatReplied: tiexin.EventChatReplied, chatDear: tiexin.EventChatTooDear,
	chatComplained: tiexin.EventChatComplained, chatClosed: tiexin.EventChatClosed,
	created: tiexin.EventOrderCreated, deposited: tiexin.EventOrderDepositPaid, paid: tiexin.EventOrderPaid, closed: tiexin.EventOrderClosed,
	shipped: tiexin.EventParcelShipped, arrived: tiexin.EventParcelArrivedCity, stalled: tiexin.EventParcelStalled, failed: tiexin.EventParcelFailed,
	out: tiexin.EventParcelOutForDelivery, atStation: tiexin.EventParcelReadyForPickup, rejected: tiexin.EventParcelRejected, lost: tiexin.EventParcelLost,
	damaged: tiexin.EventParcelDamaged, signed: tiexin.EventParcelSigned, succeeded: tiexin.EventOrderSucceeded,
	reviewed: tiexin.EventReviewCreated, answered: tiexin.EventSurveyAnswered, refundOpened: tiexin.EventOrderRefundOpened, refunded: tiexin.EventOrderRefunded,
	tagged: tiexin.EventCustomerTagged, revoked: tiexin.EventConsentRevoked,
}

var surnames = []rune("王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高")

// event is the nth happening as the platform tells it, with the order or parcel as it
// then stands.
func (s *shop) event(n int) tiexin.Event {
	h := &s.happens[n]
	e := tiexin.Event{ID: "e" + strconv.Itoa(n), Type: types[h.kind], At: time.Unix(h.at, 0).In(zone)}
	e.Customer.ID = "c" + strconv.Itoa(int(h.buyer)+1)
	var p *purchase
	var id string
	if h.order >= 0 {
		p, id = &s.purchases[h.order], strconv.Itoa(43_000_000_000+int(h.order))
	}
	switch h.kind {
	case joined, carted, chatOpened, created: // whoever comes first is described
		s.describe(&e.Customer, h)
	case graded:
		e.Customer.Grade = "金卡"
	case tagged:
		e.Customer.Tags = []string{"投诉未结"}
	case revoked:
		e.Consent = &tiexin.Consent{Purpose: tiexin.Marketing}
	}
	switch h.kind {
	case carted:
		g := &goods[p.good]
		e.Product = &tiexin.Item{ProductID: "p" + strconv.Itoa(int(p.good)), Title: g.title, Category: g.category, Price: tiexin.Money(g.fen)}
	case chatOpened, chatAsked, chatReplied, chatDear, chatComplained, chatClosed:
		e.Chat = &tiexin.Chat{ID: "h" + id, Agent: "小满", Topic: "尺码"}
		if h.extra > 0 {
			e.Chat.ID, e.Chat.Topic, e.Chat.OrderID = "s"+id, "售后", id
		}
	case created:
		e.Order = s.order(p, id, h)
	case deposited, paid, closed, succeeded:
		e.Order = &tiexin.Order{ID: id}
	case shipped, arrived, stalled, failed, out, atStation, rejected, lost, damaged, signed:
		at := places[s.buyers[h.buyer].place]
		e.Parcel = &tiexin.Parcel{OrderID: id, Carrier: "zhongtong", CarrierName: "中通", Number: "ZT" + id, Region: tiexin.Region{Province: at.province, City: at.city}}
	case reviewed:
		e.Order = &tiexin.Order{ID: id}
		e.Review = &tiexin.Review{ID: "r" + id, OrderID: id, Rating: tiexin.Good, Stars: 5, Text: []string{"", "好看，孩子喜欢", "面料舒服，尺码也准，洗了几次都没变形"}[h.extra%3]}
		switch {
		case h.extra >= 97:
			e.Review.Rating, e.Review.Stars = tiexin.Bad, 1
		case h.extra >= 93:
			e.Review.Rating, e.Review.Stars = tiexin.Neutral, 3
		}
	case answered:
		score := int(h.extra)
		e.Survey = &tiexin.Survey{ID: "v" + id, Form: "csat", OrderID: id, Score: &score}
	case refundOpened, refunded:
		e.Order = &tiexin.Order{ID: id}
		e.Refund = &tiexin.Refund{ID: "f" + id, Amount: s.amount(p), Reason: "尺码不合适", Full: h.kind == refunded}
		if h.extra > 80 {
			e.Refund.Reason = "质量问题"
		}
	}
	return e
}

// describe says who the customer is.
func (s *shop) describe(c *tiexin.Customer, h *happening) {
	b := &s.buyers[h.buyer]
	n := int(h.buyer)
	c.Nick, c.Wangwang = string(surnames[n%len(surnames)])+"家的"+strconv.Itoa(n), "ww"+strconv.Itoa(n)
	if b.masked {
		c.Nick, c.NickMasked = "t**"+strconv.Itoa(n%10), true
	}
	c.Mobile = tiexin.Phone{Number: strconv.Itoa(13_000_000_000 + n)}
	if c.Gender = tiexin.Male; b.female {
		c.Gender = tiexin.Female
	}
	if b.wechat {
		c.WeChat = "wx" + strconv.Itoa(n)
	}
	at := places[b.place]
	c.Region = tiexin.Region{Province: at.province, City: at.city}
	if b.consents {
		asked := time.Unix(newYear, 0).In(zone)
		c.Consents = []tiexin.Consent{{ID: "k1", Purpose: tiexin.Marketing, At: asked}, {ID: "k2", Purpose: tiexin.SurveyAsk, At: asked}, {ID: "k3", Purpose: tiexin.Care, At: asked}}
	}
	if b.birthday > 0 {
		on := time.Unix(newYear, 0).In(zone).AddDate(-30, 0, int(b.birthday))
		c.Birthday = tiexin.Date{Year: on.Year(), Month: int(on.Month()), Day: on.Day()}
	}
	for i := range int(b.children) {
		on := time.Unix(newYear, 0).In(zone).AddDate(0, 0, -int(b.born[i]))
		c.Children = append(c.Children, tiexin.Child{
			ID: "b" + strconv.Itoa(n) + "-" + strconv.Itoa(i), ConsentID: "g" + strconv.Itoa(n), Nick: []string{"豆豆", "果果"}[i],
			Born: tiexin.Date{Year: on.Year(), Month: int(on.Month()), Day: on.Day()},
		})
	}
	if b.before > 0 && h.kind == created && s.firstOf(h) {
		c.PaidOrders, c.Spent = int(b.before), tiexin.Money(b.before)*18_000
	}
}

// firstOf says that an order is the first of the customer in the year.
func (s *shop) firstOf(h *happening) bool {
	return h.order == 0 || s.purchases[h.order-1].buyer != h.buyer
}

func (s *shop) amount(p *purchase) tiexin.Money {
	return tiexin.Money(goods[p.good].fen * int64(p.pieces))
}

func (s *shop) order(p *purchase, id string, h *happening) *tiexin.Order {
	g, b := &goods[p.good], &s.buyers[h.buyer]
	o := &tiexin.Order{
		ID: id, Platform: "taobao", Source: "wap", Amount: s.amount(p), Gift: p.gift, PayURL: "m.tb.cn/p" + id,
		Items:  []tiexin.Item{{ID: "i" + id, ProductID: "p" + strconv.Itoa(int(p.good)), Title: g.title, Category: g.category, Quantity: int(p.pieces), Price: tiexin.Money(g.fen)}},
		Region: tiexin.Region{Province: places[b.place].province, City: places[b.place].city},
	}
	switch {
	case p.presale:
		o.Kind, o.ClosesAt = tiexin.Presale, time.Unix(balances.to, 0).In(zone)
	case p.hurry:
		o.Source = "juhuasuan"
	}
	return o
}

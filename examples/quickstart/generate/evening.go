package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// An evening collects what happens.
type evening struct {
	dice   *rand.Rand
	events []tiexin.Event
	nicks  []string // that nobody of the crowd has yet
	people int
	orders int
}

func newEvening() *evening {
	return &evening{dice: rand.New(rand.NewPCG(2026, 1111)), nicks: slices.Clone(nicks)}
}

// clock is a time of the evening; from 24:00 on it is the next day.
func clock(hhmm string) time.Time {
	var hour, minute int
	if _, err := fmt.Sscanf(hhmm, "%d:%d", &hour, &minute); err != nil {
		panic(hhmm)
	}
	return time.Date(2026, 11, 10, hour, minute, 0, 0, tiexin.Shanghai())
}

// inOrder gives every event its number, in the order in which they arrived.
func (e *evening) inOrder() []tiexin.Event {
	arrived := func(v tiexin.Event) time.Time {
		if v.Received.IsZero() {
			return v.At
		}
		return v.Received
	}
	slices.SortStableFunc(e.events, func(a, b tiexin.Event) int {
		return cmp.Or(arrived(a).Compare(arrived(b)), cmp.Compare(a.Customer.ID, b.Customer.ID))
	})
	for i := range e.events {
		if e.events[i].ID == "" {
			e.events[i].ID = fmt.Sprintf("61422000920%08d", 63758446+17*i) // as TMC numbers its messages
		}
	}
	return e.events
}

// somebody is a buyer as Taobao shows one: an open uid, and a nick with stars.
func (e *evening) somebody(nick string) tiexin.Customer {
	e.people++
	uid := fmt.Sprintf("AAH%04x%08x", 0x2b00+e.people*37, e.dice.Uint32())
	home := homes[e.dice.IntN(len(homes))]
	return tiexin.Customer{
		ID: uid, IDs: []tiexin.Identifier{{Kind: tiexin.BuyerOpenUID, Value: uid, App: "23500001"}},
		Nick: nick, NickMasked: true, Region: home,
	}
}

// regular is a member whom the shop itself knows: by nick, number and history.
func (e *evening) regular(nick, grade string, orders int, spent tiexin.Money) tiexin.Customer {
	c := e.somebody(nick)
	c.NickMasked, c.Wangwang = false, nick
	c.Mobile = tiexin.Phone{Number: fmt.Sprintf("1390000%04d", e.dice.IntN(10000))}
	c.Grade, c.PaidOrders, c.Spent = grade, orders, spent
	if grade == "金卡" {
		c.Discount = "9折"
	}
	return c
}

// thing is one line of goods.
type thing struct {
	title, category string
	yuan            tiexin.Money
}

// places the order and says so.
func (e *evening) places(c tiexin.Customer, at time.Time, from string, goods ...thing) *tiexin.Order {
	e.orders++
	o := &tiexin.Order{
		ID: fmt.Sprintf("43%08d%09d", 26111018+e.orders, e.dice.IntN(1e9)), Platform: tiexin.Taobao,
		Source: from, Kind: tiexin.Normal, Status: tiexin.Unpaid, PlatformStatus: "WAIT_BUYER_PAY",
		CreatedAt: at, Version: at, Receiver: "张**", Region: c.Region,
		Attr: map[string]string{"trade_from": "WAP,TAOBAO"},
	}
	if from == "juhuasuan" {
		o.Kind, o.Attr["trade_from"] = tiexin.Juhuasuan, "WAP,JHS"
	}
	o.Mobile = tiexin.Phone{Masked: "*******" + o.ID[15:], OAID: "1oaid" + o.ID[10:], OAIDOrder: o.ID}
	o.PayURL = "m.tb.cn/h." + o.ID[13:]
	for i, g := range goods {
		o.Items = append(o.Items, tiexin.Item{
			ID: fmt.Sprintf("%s%d", o.ID[:18], i), Title: g.title, Category: g.category, Quantity: 1, Price: g.yuan * 100, Amount: g.yuan * 100,
		})
		o.Amount += g.yuan * 100
	}
	picture := *o
	e.says(tiexin.EventOrderCreated, at, c, &picture)
	return o
}

// pays the order; what the platform then sends is short.
func (e *evening) pays(c tiexin.Customer, o *tiexin.Order, at time.Time) {
	e.says(tiexin.EventOrderPaid, at, tiexin.Customer{ID: c.ID}, &tiexin.Order{
		ID: o.ID, Status: tiexin.Paid, PlatformStatus: "WAIT_SELLER_SEND_GOODS", Version: at, PaidAt: at, Amount: o.Amount,
	})
}

// ships the order; parcels leave in the morning.
func (e *evening) ships(c tiexin.Customer, o *tiexin.Order, at time.Time) {
	e.says(tiexin.EventOrderShipped, at, tiexin.Customer{ID: c.ID}, &tiexin.Order{
		ID: o.ID, Status: tiexin.Shipped, PlatformStatus: "WAIT_BUYER_CONFIRM_GOODS", Version: at, ShippedAt: at,
	})
}

// closes the order unpaid.
func (e *evening) closes(c tiexin.Customer, o *tiexin.Order, at time.Time, why string) {
	e.says(tiexin.EventOrderClosed, at, tiexin.Customer{ID: c.ID}, &tiexin.Order{
		ID: o.ID, Status: tiexin.Cancelled, PlatformStatus: "TRADE_CLOSED_BY_TAOBAO", Version: at, ClosedAt: at, Reason: why,
	})
}

func (e *evening) says(what tiexin.EventType, at time.Time, c tiexin.Customer, o *tiexin.Order) *tiexin.Event {
	e.events = append(e.events, tiexin.Event{Type: what, At: at, Customer: c, Order: o})
	return &e.events[len(e.events)-1]
}

// talks is something in the chat with an agent.
func (e *evening) talks(what tiexin.EventType, at time.Time, c tiexin.Customer) {
	e.says(what, at, tiexin.Customer{ID: c.ID}, nil).Chat = &tiexin.Chat{ID: "chat-" + c.ID[len(c.ID)-6:], Agent: "小禾"}
}

// agrees to marketing by SMS, as Taobao's authorisation reports it.
func (e *evening) agrees(c tiexin.Customer, at time.Time) {
	e.says(tiexin.EventConsentGranted, at, tiexin.Customer{ID: c.ID}, nil).Consent = &tiexin.Consent{
		Channel: "sms", Purpose: tiexin.Marketing, Source: "tmc:AuthTouchMessage",
	}
}

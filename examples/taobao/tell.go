package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/feed"
)

// A teller prints the day for the people of the shop, line by line as it happens.
type teller struct {
	rules *care.Rules
	w     io.Writer

	mu     sync.Mutex // what Aliyun pushes comes from goroutines of its own
	names  map[string]string
	waits  map[string]bool // rules that had a customer in mind, by path and subject
	told   map[string]bool // events
	counts map[string]int
	sent   []string // ids of messages
}

func (t *teller) line(at time.Time, what, who, text string) {
	fmt.Fprintf(t.w, "%s  %s %s %s\n", at.Format("02日 15:04"), pad(what, 6), pad(who, 6), text)
}

// came tells of events from outside.
func (t *teller) came(at time.Time, events []tiexin.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.names == nil {
		t.names, t.waits, t.told, t.counts = map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]int{}
	}
	for i := range events {
		e := &events[i]
		if e.Customer.Nick != "" {
			t.names[e.Customer.ID] = e.Customer.Nick
		}
		t.counts[string(e.Type)]++
		if t.told[e.ID] {
			t.line(at, "又一遍", t.name(e.Customer.ID), words[e.Type]+"，平台重发，不算第二次")
			continue
		}
		t.told[e.ID] = true
		from := "淘宝"
		if e.Type.Thing() == "message" {
			from = "阿里云"
		}
		t.line(at, from, t.name(e.Customer.ID), strings.TrimSpace(words[e.Type]+" "+about(e)))
	}
}

var words = map[tiexin.EventType]string{
	tiexin.EventOrderCreated: "下单", tiexin.EventOrderPaid: "付款", tiexin.EventOrderDepositPaid: "付定金", tiexin.EventOrderClosed: "订单关闭",
	tiexin.EventOrderPartlyShipped: "部分发货", tiexin.EventOrderShipped: "发货", tiexin.EventOrderSucceeded: "交易成功", tiexin.EventOrderUpdated: "订单有变化",
	tiexin.EventOrderRefundOpened: "申请退款", tiexin.EventOrderRefunded: "退款成功", tiexin.EventReviewCreated: "评价", tiexin.EventConsentGranted: "同意接收营销短信",
	tiexin.EventParcelShipped: "交给物流", tiexin.EventParcelPickedUp: "揽收", tiexin.EventParcelMoved: "在路上", tiexin.EventParcelArrivedCity: "到达同城",
	tiexin.EventParcelOutForDelivery: "派送", tiexin.EventParcelReadyForPickup: "待取件", tiexin.EventParcelFailed: "派送失败", tiexin.EventParcelSigned: "签收",
	tiexin.EventMessageDelivered: "短信送达", tiexin.EventMessageFailed: "短信没送到", tiexin.EventMessageReplied: "回复短信",
}

// about is what an event is about, in a few words.
func about(e *tiexin.Event) string {
	switch {
	case e.Message != nil && e.Message.Text != "":
		return "「" + e.Message.Text + "」"
	case e.Message != nil:
		return e.Message.Reason
	case e.Parcel != nil:
		return e.Parcel.CarrierName + " " + e.Parcel.Number
	case e.Review != nil:
		return ratings[e.Review.Rating] + "「" + e.Review.Text + "」"
	case e.Refund != nil:
		return e.Refund.Amount.String() + " " + e.Refund.Reason
	case e.Order != nil:
		return kinds[e.Order.Kind] + e.Order.TitleLine() + " " + e.Order.Amount.String()
	}
	return ""
}

var kinds = map[tiexin.OrderKind]string{
	tiexin.Juhuasuan: "聚划算 ", tiexin.Presale: "预售 ", tiexin.COD: "货到付款 ", tiexin.PayLater: "先用后付 ",
}

var ratings = map[tiexin.Rating]string{tiexin.Good: "好评", tiexin.Neutral: "中评", tiexin.Bad: "差评"}

// aside tells of what nobody at the shop sees.
func (t *teller) aside(at time.Time, text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.line(at, "旁白", "", text)
}

// decided tells of an outcome: what goes, and why somebody whom a rule had in mind hears
// nothing.
func (t *teller) decided(o care.Outcome) {
	t.mu.Lock()
	defer t.mu.Unlock()
	who, mind := t.name(o.Customer), o.Path()+" "+o.Subject
	title := titleOf(t.rules, o.Flow)
	switch {
	case o.Verdict == care.Wait:
		again := t.waits[mind+o.Until.String()]
		t.waits[mind], t.waits[mind+o.Until.String()] = true, true
		if o.Reason != care.NotYet && !again {
			t.line(o.At, "先等等", who, title+"："+o.Reason.Chinese()+"，到 "+o.Until.Format("02日 15:04"))
		}
	case o.Verdict == care.Task:
		t.line(o.At, "派任务", who, o.Said.Task.Owner+"："+o.Said.Text)
	case o.Verdict == care.Send:
		delete(t.waits, mind)
		how := "短信"
		if o.Said.Parcel {
			how = "按运单"
		}
		t.sent = append(t.sent, o.Said.ID)
		t.line(o.At, how, who, o.Said.Text)
	case o.Verdict == care.Skip && (t.waits[mind] || o.Reason == care.NoWay):
		delete(t.waits, mind)
		t.line(o.At, "不发了", who, title+"："+because(&o))
	}
}

// because says why in a shopkeeper's words.
func because(o *care.Outcome) string {
	why := o.Reason.Chinese()
	if event := words[tiexin.EventType(o.By)]; event != "" {
		why += "，已经" + event
	}
	for _, way := range o.Ways {
		why += fmt.Sprintf("，%s：%s", way.Kind.Info().Chinese, way.Closed.Chinese())
		if way.Why != "" {
			why += "（" + way.Why + "）"
		}
	}
	return why
}

// parked tells of a message that can become no event.
func (t *teller) parked(at time.Time, p feed.Parked) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts["parked"]++
	t.line(at, "搁置", "", "留给人看："+p.Reason)
}

// unknown tells of words that no table knows.
func (t *teller) unknown(at time.Time, words []feed.Word) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, w := range words {
		t.counts["unknown"]++
		t.line(at, "不认识", "", fmt.Sprintf("%s %s，不猜，报一次", w.Field, w.Word))
	}
}

// sum tells what came of the day.
func (t *teller) sum(h *host) {
	t.mu.Lock()
	defer t.mu.Unlock()
	events := 0
	for name, n := range t.counts {
		if strings.Contains(name, ".") {
			events += n
		}
	}
	fmt.Fprintf(t.w, "\n收到 %d 个事件，搁置 %d 条，不认识的词 %d 个。\n", events, t.counts["parked"], t.counts["unknown"])
	fmt.Fprintf(t.w, "短信送达 %d 条，没送到 %d 条，顾客回复 %d 条；同一条短信没有一个人收到两遍：%t。\n",
		t.counts["message.delivered"], t.counts["message.failed"], t.counts["message.replied"], h.once())
}

// name is what the shop calls a customer.
func (t *teller) name(id string) string { return cmp.Or(t.names[id], id) }

func titleOf(rules *care.Rules, flow string) string {
	for _, f := range rules.Flows {
		if f.Name == flow {
			return f.Title
		}
	}
	return flow
}

// pad fills a text up to a width, where a Chinese character is two wide.
func pad(s string, width int) string {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2e80 {
			n++
		}
	}
	return s + strings.Repeat(" ", max(0, width-n))
}

package plan

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// What a journey calls things.

// major are the events that a shopkeeper looks for first.
var major = map[tiexin.EventType]bool{
	tiexin.EventOrderCreated: true, tiexin.EventOrderDepositPaid: true, tiexin.EventOrderPaid: true, tiexin.EventOrderClosed: true, tiexin.EventOrderRefundOpened: true,
	tiexin.EventOrderRefunded: true, tiexin.EventParcelSigned: true, tiexin.EventOrderSucceeded: true, tiexin.EventReviewCreated: true, tiexin.EventChatComplained: true,
	tiexin.EventConsentRevoked: true,
}

// titleOf is the rule as the shop calls it, with its flow and step.
func (c *traveller) titleOf(o *care.Outcome) string {
	title, flow := c.ruleTitle(o), c.flowTitle(o.Flow)
	if title != flow {
		title = flow + " › " + title
	}
	if o.Step == 0 {
		return title
	}
	r, ok := c.rules.Rule(o.Path())
	if n := int(o.Step) - 1; ok && n < len(r.Steps) && r.Steps[n].Title != "" {
		return title + " › " + r.Steps[n].Title
	}
	return fmt.Sprintf("%s › 第%d步", title, o.Step)
}

func (c *traveller) ruleTitle(o *care.Outcome) string {
	if r, ok := c.rules.Rule(o.Path()); ok {
		if r.Title != r.Name {
			return r.Title
		}
		return r.Flow.Title
	}
	return o.Path()
}

func (c *traveller) flowTitle(name string) string {
	for _, f := range c.rules.Flows {
		if f.Name == name {
			return cmp.Or(f.Title, name)
		}
	}
	return name
}

// by is what decided, as a shopkeeper calls it: a limit, another rule, an event.
func (c *traveller) by(o *care.Outcome) string {
	if o.By == "" {
		return ""
	}
	if title := c.rules.LimitTitle(o.By); title != "" {
		return title
	}
	if word := cmp.Or(events[tiexin.EventType(o.By)], purposes[tiexin.Purpose(o.By)]); word != "" {
		return word
	}
	for _, path := range []string{o.By, o.Flow + "/" + o.By} {
		if r, ok := c.rules.Rule(path); ok {
			return r.Title
		}
	}
	return discreet.Hide(o.By)
}

// needlessBy is what made a message needless.
func needlessBy(by string) string {
	if word := events[tiexin.EventType(by)]; word != "" {
		return word + "后就不用了"
	}
	if by == "closing time" {
		return "到了自动关闭的时间"
	}
	return care.Ended.Chinese()
}

// late says how long before a message it was that nobody had heard of: "order.paid 2m
// before".
func late(by string) string {
	fields := strings.Fields(by)
	if len(fields) != 3 || events[tiexin.EventType(fields[0])] == "" {
		return "发出以后才知道不该发"
	}
	word := events[tiexin.EventType(fields[0])]
	span, err := rule.ParseDuration(fields[1])
	if err != nil {
		return "发出以后才知道不该发：" + word
	}
	return "发出以后才知道不该发：" + word + "早在它之前" + strings.ReplaceAll(spanOf(span.Round(time.Second)), " ", "")
}

var ratings = map[tiexin.Rating]string{tiexin.Good: "好评", tiexin.Neutral: "中评", tiexin.Bad: "差评"}

// OwnWords are what the customer wrote, as far as a text may repeat it: a review, the reason
// of a refund, the message of an order.
func OwnWords(e *tiexin.Event) (all []string) {
	if e.Review != nil {
		all = append(all, e.Review.Text)
	}
	if e.Refund != nil {
		all = append(all, e.Refund.Reason)
	}
	if o := e.Order; o != nil {
		all = append(all, o.Message)
		for i := range o.Refunds {
			all = append(all, o.Refunds[i].Reason)
		}
	}
	return all
}

// happening is an event in a shop's words: what happened, the id of what it befell, what
// is known of it, and the customer's own words.
func happening(e *tiexin.Event) (title, thing, text, own string) {
	title = cmp.Or(events[e.Type], string(e.Type))
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	money := e.Type == tiexin.EventOrderCreated || e.Type == tiexin.EventOrderPaid || e.Type == tiexin.EventOrderDepositPaid || e.Type == tiexin.EventOrderPriceChanged
	if o := e.Order; o != nil {
		thing = o.ID
		if goods := o.TitleLine(); goods != "" && (money || e.Type == tiexin.EventOrderClosed) {
			add("%s", goods)
		}
		if money && o.Amount > 0 {
			add("%s", o.Amount)
		}
		if e.Type == tiexin.EventOrderCreated {
			own = o.Message
		}
	}
	if p := e.Parcel; p != nil {
		thing = cmp.Or(p.OrderID, thing)
		if e.Type == tiexin.EventParcelShipped && cmp.Or(p.CarrierName, p.Carrier) != "" {
			add("%s", cmp.Or(p.CarrierName, p.Carrier))
		}
	}
	if ch := e.Chat; ch != nil {
		thing = cmp.Or(thing, ch.ID)
		if e.Type == tiexin.EventChatOpened && ch.Topic != "" {
			own = ch.Topic
		}
		if e.Type == tiexin.EventChatRated && ch.Score > 0 {
			add("%d分", ch.Score)
		}
	}
	if r := e.Review; r != nil {
		thing, own = cmp.Or(thing, r.OrderID), r.Text
		if word := ratings[r.Rating]; word != "" {
			add("%s", word)
		}
		if r.Stars > 0 {
			add("%d星", r.Stars)
		}
	}
	if s := e.Survey; s != nil {
		thing = cmp.Or(thing, s.OrderID)
		if s.Form != "" {
			add("%s", s.Form)
		}
		if s.Score != nil {
			add("%d分", *s.Score)
		}
	}
	if r := e.Refund; r != nil {
		if own = r.Reason; r.Amount > 0 {
			add("%s", r.Amount)
		}
	}
	if g := e.Consent; g != nil {
		what := ""
		if k, ok := channel.ParseKind(g.Channel); ok {
			what = via(k)
		}
		if word := purposes[g.Purpose]; word != "" {
			what += word + "消息"
		}
		add("%s", cmp.Or(what, "所有消息"))
	}
	if p := e.Product; p != nil {
		add("%s", p.Title)
	}
	switch e.Type {
	case tiexin.EventCustomerTagged:
		add("%s", strings.Join(e.Customer.Tags, "、"))
	case tiexin.EventCustomerGradeChanged:
		add("%s", e.Customer.Grade)
	case tiexin.EventTaskDone, tiexin.EventTaskFailed, tiexin.EventTaskRefused:
		if e.Task != nil {
			own = e.Task.Note
			add("%s", taskResult(e.Task.Outcome))
		}
	case tiexin.EventMessageReplied:
		if e.Message != nil {
			own = e.Message.Text
		}
	}
	return title, thing, strings.Join(parts, " · "), own
}

package kinds

import (
	"encoding/json"
	"math"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/template"
)

// Brought is what an event brought that began a rule, kept with its firing.
type Brought struct {
	Review   *tiexin.Review   `json:"review,omitempty"`
	Survey   *tiexin.Survey   `json:"survey,omitempty"`
	Refund   *tiexin.Refund   `json:"refund,omitempty"`
	Task     *report          `json:"task,omitempty"`
	Message  *report          `json:"message,omitempty"`
	Product  *tiexin.Item     `json:"product,omitempty"`
	Incident *tiexin.Incident `json:"incident,omitempty"`
}

// A report is what rules see of a message.… or task.… event.
type report struct {
	Rule    string `json:"rule,omitempty"` // its path
	Outcome string `json:"outcome,omitempty"`
	Text    string `json:"text,omitempty"` // a reply, or a person's note
	Channel string `json:"channel,omitempty"`
}

// Keep writes of what an event brings the things that a rule looks at. Rule is the
// path of the rule that the event reports on, if it does.
func Keep(e *tiexin.Event, things ask.Things, rule string) string {
	var b Brought
	if things.Has(ask.ThingReview) && e.Review != nil {
		b.Review = e.Review
	}
	if things.Has(ask.ThingSurvey) && e.Survey != nil {
		b.Survey = e.Survey
	}
	if things.Has(ask.ThingRefund) {
		switch {
		case e.Refund != nil:
			b.Refund = e.Refund
		case e.Order != nil && len(e.Order.Refunds) > 0:
			b.Refund = &e.Order.Refunds[len(e.Order.Refunds)-1]
		}
	}
	if things.Has(ask.ThingTask) && e.Task != nil {
		b.Task = &report{Rule: rule, Outcome: e.Task.Outcome, Text: e.Task.Note}
	}
	if things.Has(ask.ThingMessage) && e.Message != nil {
		b.Message = &report{Rule: rule, Text: e.Message.Text, Channel: e.Message.Channel}
	}
	if things.Has(ask.ThingProduct) && e.Product != nil {
		b.Product = e.Product
	}
	if things.Has(ask.ThingIncident) && e.Incident != nil {
		b.Incident = e.Incident
	}
	if b == (Brought{}) {
		return ""
	}
	data, err := json.Marshal(b)
	if err != nil {
		return ""
	}
	return string(data)
}

// brought reads what was kept, once.
func (s *Scene) brought(kept string) *Brought {
	if kept == "" {
		return &noBrought
	}
	for i := range s.read {
		if s.read[i].kept == kept {
			return s.read[i].brought
		}
	}
	b := new(Brought)
	_ = json.Unmarshal([]byte(kept), b) // written by Keep
	s.read = append(s.read, reading{kept, b})
	return b
}

// TellOwnWords tells a striker what the customer wrote, as far as a text may repeat it: a
// review, the reason of a refund, the message of an order.
func TellOwnWords(striker *discreet.Striker, c *remember.Customer) {
	var s Scene
	for _, about := range c.Orders {
		o := &c.Order(about.ID).Thing
		striker.Texts(o.Message)
		for i := range o.Refunds {
			striker.Texts(o.Refunds[i].Reason)
		}
	}
	c.Subjects(remember.Everything, func(about *remember.Subject) {
		for _, f := range about.Firings {
			b := s.brought(f.Brought)
			if b.Review != nil {
				striker.Texts(b.Review.Text)
			}
			if b.Refund != nil {
				striker.Texts(b.Refund.Reason)
			}
		}
	})
}

// A reading is something kept that was read. Nobody changes it.
type reading struct {
	kept    string
	brought *Brought
}

var noBrought Brought

// Used says that the view was filled in by other means than See.
func (v *View) Used() { v.filled = ask.Brought }

// Bring fills in what an event brought that began a rule.
func (s *Scene) Bring(v *ask.View, kept string) {
	if kept == "" {
		return
	}
	b, f := s.brought(kept), &v.Facts
	if r := b.Review; r != nil {
		v.Has = v.Has.With(ask.ThingReview)
		f.Review = ask.ReviewFacts{Rating: string(r.Rating), Stars: given(r.Stars), Text: r.Text, Append: r.Append}
	}
	if s := b.Survey; s != nil {
		v.Has = v.Has.With(ask.ThingSurvey)
		f.Survey = ask.SurveyFacts{Form: s.Form, Score: math.NaN(), Answers: s.Answers}
		if s.Score != nil {
			f.Survey.Score = float64(*s.Score)
		}
	}
	if r := b.Refund; r != nil {
		v.Has = v.Has.With(ask.ThingRefund)
		f.Refund = ask.RefundFacts{Amount: yuan(r.Amount, r.ZeroAmount), Reason: r.Reason, Full: r.Full || r.Amount != 0 && !(r.Amount.Yuan() < f.Order.Amount)}
	}
	if t := b.Task; t != nil {
		v.Has = v.Has.With(ask.ThingTask)
		f.Task = ask.TaskFacts{Outcome: t.Outcome, Note: t.Text, Rule: t.Rule}
	}
	if m := b.Message; m != nil {
		v.Has = v.Has.With(ask.ThingMessage)
		f.Message = ask.MessageFacts{Text: m.Text, Channel: m.Channel, Rule: m.Rule}
	}
	if p := b.Product; p != nil {
		v.Has = v.Has.With(ask.ThingProduct)
		f.Product = ask.ProductFacts{ID: p.ProductID, Title: p.Title, Category: p.Category, Price: yuan(p.Price, p.ZeroPrice)}
		if f.Product.ID == "" {
			f.Product.ID = p.ID
		}
	}
	if i := b.Incident; i != nil {
		v.Has = v.Has.With(ask.ThingIncident)
		f.Incident = ask.IncidentFacts{Kind: i.Kind, Name: i.Name, Province: i.Region.Province, City: i.Region.City}
	}
}

// yuan is an amount as conditions see it; zero says that 0 is told, and not unknown.
func yuan(m tiexin.Money, zero bool) float64 {
	if m == 0 && !zero {
		return math.NaN()
	}
	return m.Yuan()
}

// given is a number of which 0 says that it was not given.
func given(n int) float64 {
	if n == 0 {
		return math.NaN()
	}
	return float64(n)
}

// broughtValue fills the placeholders about what the event brought.
func (v *Values) broughtValue(n template.Name) (string, bool) {
	b := v.brought
	switch {
	case n == template.Rating && b.Review != nil:
		return text(template.RatingWord(b.Review.Rating))
	case n == template.ReviewText && b.Review != nil:
		return text(b.Review.Text)
	case n == template.ItemTitle && b.Product != nil:
		return text(v.title(b.Product.Title))
	case n == template.ItemLink && b.Product != nil:
		return text(b.Product.URL)
	case b.Refund == nil:
		return "", false
	case n == template.RefundAmount:
		return money(b.Refund.Amount)
	case n == template.RefundReason:
		return text(b.Refund.Reason)
	case n == template.RefundLink:
		return text(b.Refund.URL)
	}
	return "", false
}

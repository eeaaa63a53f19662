package caretest

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// What a line may be about.
const (
	aboutFacts = iota
	aboutOrder
	aboutParcel
	aboutChat
	aboutConsent
	aboutRefund
	aboutReview
	aboutSurvey
	aboutIncident
	aboutMessage
	aboutTask
	aboutProduct
	things
)

// An about says how one kind of thing is written: with the fields of package tiexin,
// and with the words that conditions have for it.
type about struct {
	name    string
	doc     say.Text
	bare    string                                                   // the key that a single word stands for; empty: it has to be a mapping
	alone   bool                                                     // an event that needs one may leave it out
	called  map[string]string                                        // words for keys of the event's JSON
	past    []string                                                 // true for these words is the time at which it became so
	follows map[string]say.Text                                      // words that follow from others, and what to write
	more    func(s *story, t *thing, v map[string]any, at time.Time) // whatever else has to be done
}

var (
	ofOrder = map[string]string{"order": "order_id"}
	abouts  = [things]about{
		aboutFacts: {name: "facts", doc: zh.Text("the customer's own changes"), more: (*story).children, follows: map[string]say.Text{
			"average_order": zh.Text("give spent and paid_orders"),
			"talking":       zh.Text("add a chat.opened event"),
			"complaining":   zh.Text("add a chat.complained event"),
			"stage":         zh.Text("give paid_orders, first_order_at and last_order_at"),
			"value":         zh.Text("give spent"),
		}},
		aboutOrder: {
			name: "order", doc: zh.Text("the order, with the fields this line changes; a text is its id"), bare: "id",
			past: []string{"paid", "shipped", "signed", "closed"}, more: (*story).orderWords, follows: map[string]say.Text{
				"remote":   zh.Text("give the province, and list it under shop.remote in the rules"),
				"parcels":  zh.Text("add a parcel.shipped event"),
				"reviewed": zh.Text("add a review.created event"),
			},
		},
		aboutParcel: {
			name: "parcel", doc: zh.Text("the parcel, with the fields this line changes; a text is its id"), bare: "id", called: ofOrder, more: (*story).orderOfParcel,
			follows: map[string]say.Text{
				"remote": zh.Text("give the province, and list it under shop.remote in the rules"),
				"index":  zh.Text("add a parcel.shipped event for each parcel"),
				"count":  zh.Text("add a parcel.shipped event for each parcel"),
			},
		},
		aboutChat:     {name: "chat", doc: zh.Text("the chat; a text is its id, and without it the customer's only one is meant"), bare: "id", alone: true, called: ofOrder},
		aboutConsent:  {name: "consent", doc: zh.Text("what is granted or revoked: {channel, purpose}, or sms/marketing; without it everything"), alone: true},
		aboutRefund:   {name: "refund", doc: zh.Text("the refund")},
		aboutReview:   {name: "review", doc: zh.Text("the review"), alone: true, called: ofOrder},
		aboutSurvey:   {name: "survey", doc: zh.Text("the survey's answer"), alone: true, called: ofOrder},
		aboutIncident: {name: "incident", doc: zh.Text("the incident"), more: (*story).region},
		aboutMessage:  {name: "message", doc: zh.Text("the message reported on: {rule}, with order, parcel, chat or child for what it is about, step and nth, or incident for what is approved or declined; a text is its id"), bare: "id"},
		aboutTask:     {name: "task", doc: zh.Text("the task reported on: {rule}, with order, parcel, chat or child for what it is about, step and nth; a text is its id"), bare: "id"},
		aboutProduct:  {name: "product", doc: zh.Text("what was browsed, collected, carted, or has arrived")},
	}
)

func thingKind(i int) form.Kind[thing] {
	mapping, key := form.Map(form.RawJSON(), ofJSON), abouts[i].bare
	if key == "" && i != aboutConsent {
		return mapping
	}
	scalar := form.Map(form.Text(), func(w form.Word) thing {
		t := thing{given: true, spot: w.Spot, word: w.Value}
		if key != "" {
			t.values = map[string]any{key: w.Value}
		}
		return t
	})
	return form.ByShape(scalar, mapping, form.Kind[thing]{})
}

// jsonOf is the thing for the event's JSON: moments become times, and words that
// conditions have become keys. At is when the event happened.
func (s *story) jsonOf(i int, t *thing, at time.Time) any {
	if t.values == nil {
		return t.word
	}
	a := &abouts[i]
	v, _ := s.withTimes("", t.values).(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(a.follows)) {
		if _, ok := v[key]; ok {
			s.reader.Report(t.at(key, true), zh.Text("%q is computed and cannot be set", key), a.follows[key])
			delete(v, key)
		}
	}
	s.rename(t, v, "", a.called)
	for _, past := range a.past {
		if s.yes(t, v, past) && v[past+"_at"] == nil {
			v[past+"_at"] = at.Format(time.RFC3339)
		}
	}
	if a.more != nil {
		a.more(s, t, v, at)
	}
	return v
}

// rename puts the values of words under the keys of the event's JSON.
func (s *story) rename(t *thing, v map[string]any, path string, called map[string]string) {
	for _, word := range slices.Sorted(maps.Keys(called)) {
		value, ok := v[word]
		if !ok {
			continue
		}
		delete(v, word)
		if _, both := v[called[word]]; both {
			s.reader.Report(t.at(path+word, true), zh.Text("%s and %s say the same", word, called[word]), zh.Text("keep one of them"))
		}
		v[called[word]] = value
		t.written[path+called[word]] = path + word
	}
}

// yes takes a yes/no word out of the values.
func (s *story) yes(t *thing, v map[string]any, key string) bool {
	value, ok := v[key]
	delete(v, key)
	yes, isBool := value.(bool)
	if ok && !isBool && value != nil {
		s.reader.Report(t.at(key, false), zh.Text("%q should be true or false", key), say.Text{})
	}
	return yes
}

// region gathers where an incident is.
func (s *story) region(t *thing, v map[string]any, _ time.Time) {
	region := map[string]any{}
	for _, key := range []string{"province", "city"} {
		value, ok := v[key]
		switch {
		case !ok:
			continue
		case v["region"] != nil:
			s.reader.Report(t.at(key, true), zh.Text("region and %s say the same", key), zh.Text("keep one of them"))
		default:
			region[key] = value
			t.written["region."+key] = key
		}
		delete(v, key)
	}
	if len(region) > 0 {
		v["region"] = region
	}
}

// orderOfParcel fills in the order of a parcel that an earlier line has named.
func (s *story) orderOfParcel(_ *thing, v map[string]any, _ time.Time) {
	id := v["id"]
	if id == nil {
		id = fmt.Sprintf("%v/%v", v["carrier"], v["number"])
	}
	key := fmt.Sprint(s.line.Customer.Value, " ", id)
	if order := s.line.Things[aboutOrder].values["id"]; v["order_id"] == nil && order != nil {
		v["order_id"] = order
	}
	switch {
	case v["order_id"] != nil:
		s.parcels[key] = v["order_id"]
	case s.parcels[key] != nil:
		v["order_id"] = s.parcels[key]
	}
}

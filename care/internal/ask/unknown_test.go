package ask

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// What is not known is neither yes nor no: an order that nobody has paid was paid
// neither before nor after noon, and a promise that looks at it forbids.
func TestWhatCannotBeWorkedOutIsNotTrue(t *testing.T) {
	v := &View{Has: ThingsOf(ThingOrder, ThingReview, ThingSurvey)}
	v.Facts.Hour = HourIn(time.UTC)
	v.Facts.Order = OrderFacts{Message: "十个", CreatedAt: time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC), Titles: []string{"羽绒服"}, Amount: 199, Attr: map[string]string{"箱": "inf", "袋": "NaN"}}
	v.Facts.Review = ReviewFacts{Rating: "bad", Stars: math.NaN()}
	v.Facts.Survey = SurveyFacts{Score: 9}
	v.Clocks[Unpaid] = Reading{Phase: Runs, End: Forever}
	for condition, want := range map[string]string{
		"order.paid_at > order.created_at":                                 "unknown",
		"not (order.paid_at > order.created_at)":                           "unknown",
		"hour(order.paid_at) < 12":                                         "unknown",
		"order.shipped_at == order.signed_at":                              "unknown",
		"order.created_at == order.created_at":                             "yes",
		"int(order.message) >= 80":                                         "unknown",
		"order.titles[3] == '围巾'":                                          "unknown",
		"order.titles[0] == '羽绒服'":                                         "yes",
		"order.quantity % order.items == 0":                                "unknown",
		"order.amount / order.quantity > 100":                              "unknown",
		"order.amount / order.quantity < 100":                              "unknown",
		"order.amount / order.quantity != 5":                               "unknown",
		"not (order.amount / order.quantity > 100)":                        "unknown",
		"order.quantity / order.items == 1":                                "unknown", // 0 ÷ 0
		"-order.amount / order.quantity in [1.5, 2.5]":                     "unknown",
		"1 / (order.amount / order.quantity) < 1":                          "unknown", // not 1 ÷ infinity, which is 0
		"max(order.amount / order.quantity, 1) > 0":                        "unknown",
		"min(order.amount / order.quantity, 1) > 0":                        "unknown",
		"round(order.amount / order.quantity) == 1 || order.cod":           "unknown",
		"any(order.titles, {len(#) / order.quantity > 1})":                 "unknown",
		"order.amount / order.quantity > 100 || order.amount > 100":        "yes",
		"order.amount / order.quantity > 100 && order.cod":                 "no",
		"order.amount / order.quantity > 100 ? true : true":                "unknown",
		"(order.cod ? order.amount / order.quantity : order.amount) > 100": "yes",
		"1 / 0 > 5":                                                        "unknown",
		"order.quantity ** -1 > 5":                                         "unknown",
		"(-order.amount) ** 0.5 > 5":                                       "unknown",
		"order.amount * 1e308 > 5":                                         "unknown",
		"float(order.attr['箱']) > 5":                                       "unknown",
		"float(order.attr['袋']) < 5":                                       "unknown",
		"order.amount / order.quantity * 0 == 0":                           "unknown",
		"order.amount / 2 > 99":                                            "yes",
		"order.amount / 2 > 100":                                           "no",
		"review.stars > 3":                                                 "unknown",
		"review.stars != 3":                                                "unknown",
		"not (review.stars <= 3)":                                          "unknown",
		"review.stars in 1..2":                                             "unknown",
		"survey.score in 9..10":                                            "yes",
		"survey.score in 0..6":                                             "no",
		"survey.answers['原因'] == ''":                                       "yes",
		"refund.amount > 10":                                               "unknown", // no refund was brought
		"refund.full":                                                      "unknown",
		"chat.ordered":                                                     "unknown",
		"chat.score < 3 && order.cod":                                      "no",
		"chat.score < 3 || order.amount > 100":                             "yes",
		"chat.score < 3 || order.cod":                                      "unknown",
		"chat.ordered ? order.cod : order.gift":                            "unknown", // though both are no
		"order.cod ? chat.ordered : order.amount > 100":                    "yes",
		"order.cod == false ? chat.ordered : true":                         "unknown",
		"segment.rated":                                                    "unknown",
		"not segment.rated":                                                "unknown",
		"segment.rated && order.cod":                                       "no",
		"minutes_unpaid > chat.score":                                      "unknown",
		"minutes_unpaid > (chat.ordered ? 5 : 10)":                         "unknown",
		"minutes_unpaid > (order.cod ? chat.score : 0)":                    "yes",
		"minutes_unpaid > order.amount / order.quantity":                   "unknown",
		"not (minutes_unpaid > order.amount / order.quantity)":             "unknown",
		"minutes_unpaid > 1 / (order.amount / order.quantity)":             "unknown",
		"minutes_unpaid * order.amount / order.quantity > 1":               "unknown",
		"minutes_unpaid > max(order.amount / order.quantity, 1)":           "unknown",
		"minutes_unpaid > 1 / (order.amount * 1e308)":                      "unknown",
		"minutes_unpaid > order.items % order.quantity":                    "unknown",
		"bought('奶粉', order.amount / order.quantity)":                      "unknown",
		"bought('奶粉', 1 / (order.amount / order.quantity))":                "unknown",
		"bought(order.titles[3], 30)":                                      "unknown",
		"not bought('奶粉', 30)":                                             "yes",
		"bought('奶粉', chat.score)":                                         "unknown",
		"hours_since_confirmed > 1":                                        "no", // it does not run
		"hour(order.paid ? order.paid_at : order.created_at) == 10":        "yes",
		"(order.cod ? refund.amount : order.amount) > 100":                 "yes",
		"(order.amount > 100 ? refund.amount : order.amount) > 100":        "unknown",
		"(chat.ordered ? order.amount : order.amount) > 100":               "unknown",
		"any(order.titles, {# == '羽绒服' && order.paid_at > order.paid_at})": "unknown",
	} {
		c := NewCompiler()
		c.segment("rated", compiled(t, c, "chat.score >= 4 || order.titles[9] == 'x'", Scope{Segment: true}))
		condition, source := compiled(t, c, condition, Scope{Segment: true}), condition
		v.Reset()
		at := At(20 * 60_000)
		answer := condition.Ask(v)
		got := "no"
		switch part := condition.Unknown(v, at); {
		case answer.At(at):
			got = "yes"
			assert.Empty(t, part, source)
		case part != "":
			got = "unknown"
			assert.Error(t, v.Err(), source)
		}
		assert.Equal(t, want, got, source)
		assert.Equal(t, want != "no", condition.Forbids(v, at), "a promise: %s", source)
	}
}

// What parcels tell of an order is known without the rest of it, and the whole order
// with all of that.
func TestPartsOfAnOrder(t *testing.T) {
	answers := func(has Things) (all []string) {
		v := &View{Has: has}
		v.Facts.Order = OrderFacts{Shipped: true, Signed: true, Parcels: 2, SignedAt: time.UnixMilli(5)}
		for _, source := range []string{"order.shipped", "order.signed && order.signed_at < order.signed_at", "order.parcels > 2", "order.parcels > 2 || order.shipped", "minutes_since_order < order.parcels", "order.paid"} {
			c := compiled(t, NewCompiler(), source, Scope{Kind: Order})
			v.Reset()
			v.Clocks[SinceOrder] = Reading{Phase: Runs, End: Forever}
			answer := "no"
			if yes := c.Ask(v); yes.At(At(0)) {
				answer = "yes"
			} else if c.Unknown(v, At(0)) != "" {
				answer = "unknown"
				assert.ErrorContains(t, v.Err(), "no order is known")
			}
			all = append(all, answer)
		}
		return all
	}
	assert.Equal(t, []string{"yes", "no", "no", "yes", "yes", "no"}, answers(ThingsOf(ThingOrder)))
	assert.Equal(t, []string{"yes", "unknown", "unknown", "yes", "unknown"}, answers(ThingsOf(PartShipped))[:5])
	assert.Equal(t, []string{"unknown", "no", "unknown", "unknown", "unknown"}, answers(ThingsOf(PartSigned))[:5])
	assert.Equal(t, []string{"unknown", "unknown", "no", "unknown", "yes"}, answers(ThingsOf(PartParcels))[:5])
	v := &View{Has: ThingsOf(PartShipped)}
	seen := compiled(t, NewCompiler(), "order.shipped && order.parcels > 2 && order.amount > 2", Scope{Kind: Order}).Seen(v, At(0))
	assert.Equal(t, []string{"order.shipped = false"}, seen[0].Values)
	assert.Equal(t, []string{"order.parcels = unknown"}, seen[1].Values)
	assert.Equal(t, []string{"order.amount = unknown"}, seen[2].Values)
	assert.Empty(t, slices.Collect(ThingsOf(PartShipped).All()), "a part is no thing")
}

// A fault in the choice of a ?: is one fault.
func TestAFaultInAChoiceIsSaidOnce(t *testing.T) {
	_, faults := NewCompiler().Compile("(order.id > 5 ? order.amount : 2) > order.quantity", Scope{Kind: Order})
	require.Len(t, faults, 1)
	assert.Equal(t, 1, faults[0].From)
}

// The first part that leaves the condition unknown is named as it is written.
func TestUnknownNamesThePart(t *testing.T) {
	v := &View{Has: ThingsOf(ThingOrder)}
	for condition, want := range map[string]string{
		"order.cod || order.titles[3] == 'x' || order.titles[4] == 'x'":    "order.titles[3] == 'x'",
		"(order.cod && order.titles[3] == 'x') || order.titles[4] == 'x'":  "order.titles[4] == 'x'",
		"not (order.titles[3] == 'x') ? order.gift : order.cod":            "order.titles[3] == 'x'",
		"order.cod ? order.titles[3] == 'x' : not segment.far":             "order.titles[5] == 'x'",
		"minutes_unpaid < 5 ? order.titles[3] == 'x' : chat.topic == 'x'":  "chat.topic == 'x'",
		"(minutes_unpaid > 5 && order.titles[3] == 'x') || chat.ordered":   "chat.ordered",
		"order.titles[3] == 'x' && order.cod":                              "",
		"order.cod ? order.titles[3] == 'x' : minutes_unpaid > chat.score": "",
		"order.cod || not (order.amount / order.items > 5)":                "order.amount / order.items > 5",
	} {
		c := NewCompiler()
		c.segment("far", compiled(t, c, "order.cod || order.titles[5] == 'x'", Scope{Segment: true}))
		condition, source := compiled(t, c, condition, Scope{Segment: true}), condition
		v.Reset()
		condition.Ask(v)
		assert.Equal(t, want, condition.Unknown(v, At(0)), source)
	}
	assert.Empty(t, (*Condition)(nil).Unknown(v, 0), "no condition is always true")
	assert.True(t, (*Condition)(nil).Forbids(v, 0))
}

// Explanations say unknown, of the part and of the word.
func TestSeenSaysUnknown(t *testing.T) {
	v := &View{Has: ThingsOf(ThingOrder, ThingReview)}
	v.Facts.Review = ReviewFacts{Stars: math.NaN(), Text: "衣服太小了"}
	c := compiled(t, NewCompiler(), "review.stars < 3 && review.text != '' && chat.topic == 'size' && not (order.paid_at > order.created_at)", Scope{Segment: true})
	var lines []string
	for _, s := range c.Seen(v, At(0)) {
		lines = append(lines, fmt.Sprint(s.Answer(), " ", s.Text, " ", s.Values))
	}
	assert.Equal(t, []string{
		"unknown review.stars < 3 [review.stars = unknown]",
		"yes review.text != '' [review.text = (text, 5 characters)]",
		"unknown chat.topic == 'size' [chat.topic = unknown]",
		"unknown order.paid_at > order.created_at [order.paid_at = unknown order.created_at = unknown]",
	}, lines)
	written, err := c.Seen(v, At(0))[0].MarshalJSON()
	require.NoError(t, err)
	assert.JSONEq(t, `{"text": "review.stars < 3", "yes": false, "unknown": true, "values": ["review.stars = unknown"]}`, string(written))
}

// A parcel is overdue from its usual arrival on, by time alone.
func TestAClockThatStartsByItself(t *testing.T) {
	const arrival = 100 * 86_400_000
	v := &View{Has: ThingsOf(ThingOrder, ThingParcel)}
	v.Clocks[Overdue] = Reading{Phase: Runs, Origin: arrival, Start: At(arrival), End: Forever}
	ask := func(source string, where Scope) Times {
		v.Reset()
		return compiled(t, NewCompiler(), source, where).Ask(v)
	}
	about := Scope{Kind: Parcel}
	assert.Equal(t, from(After(arrival+86_400_000)), ask("days_overdue > 1", about))
	assert.Equal(t, from(At(arrival)).And(until(At(arrival+86_400_000))), ask("days_overdue < 1", about), "not before it starts")
	assert.Equal(t, from(At(arrival)), ask("days_overdue >= 0", about))
	assert.Equal(t, from(At(arrival)), ask("days_overdue > -5", about))
	assert.Equal(t, until(At(arrival)), ask("not (days_overdue > -5)", about), "a clock that does not run compares with nothing")
	v.Clocks[Overdue].End = At(arrival + 3_600_000)
	assert.Equal(t, from(At(arrival)).And(until(At(arrival+3_600_000))), ask("days_overdue < 1", Scope{Segment: true}))
	c := compiled(t, NewCompiler(), "days_overdue < 1", about)
	assert.Equal(t, []string{"days_overdue has not started"}, c.Seen(v, At(arrival-1))[0].Values)
	assert.Equal(t, At(arrival), c.Seen(v, At(arrival-1))[0].Turns)
	assert.Equal(t, []string{"days_overdue = 0.5"}, c.Seen(v, At(arrival+43_200_000))[0].Values)
}

// Three values computed by hand, for random conditions over random facts.
type triple int8

const (
	isNo triple = iota
	isUnknown
	isYes
)

// A kleene is a random condition with what each of its parts is at an instant.
type kleene struct {
	source string
	value  func(at Instant) triple
}

func randomKleene(r *rand.Rand, depth int) kleene {
	leaf := func(source string, value triple) kleene { return kleene{source, func(Instant) triple { return value }} }
	if depth == 0 || r.IntN(6) == 0 {
		switch r.IntN(9) {
		case 0:
			return leaf("order.cod", isYes)
		case 1:
			return leaf("order.gift", isNo)
		case 2:
			return leaf("order.titles[7] == 'x'", isUnknown)
		case 3:
			return leaf("chat.ordered", isUnknown)
		case 4:
			return leaf("minutes_unpaid > chat.score", isUnknown)
		case 5:
			return leaf("bought(order.titles[2], 4)", isUnknown)
		case 6:
			return kleene{"segment.mixed", func(at Instant) triple { // order.titles[7] == 'x' && minutes_unpaid > 10 || minutes_unpaid > 15
				switch m := at.Millis(); {
				case m > 15*60_000 || m == 15*60_000 && at == After(m):
					return isYes
				case m > 10*60_000 || m == 10*60_000 && at == After(m):
					return isUnknown
				default:
					return isNo
				}
			}}
		default:
			minutes := int64(r.IntN(20))
			return kleene{fmt.Sprintf("minutes_unpaid >= %d", minutes), func(at Instant) triple {
				if at >= At(minutes*60_000) {
					return isYes
				}
				return isNo
			}}
		}
	}
	a, b := randomKleene(r, depth-1), randomKleene(r, depth-1)
	switch r.IntN(4) {
	case 0:
		return kleene{"not (" + a.source + ")", func(at Instant) triple { return isYes - a.value(at) }}
	case 1:
		return kleene{"(" + a.source + " && " + b.source + ")", func(at Instant) triple { return min(a.value(at), b.value(at)) }}
	case 2:
		return kleene{"(" + a.source + " || " + b.source + ")", func(at Instant) triple { return max(a.value(at), b.value(at)) }}
	default:
		c := randomKleene(r, depth-1)
		return kleene{"(" + a.source + " ? " + b.source + " : " + c.source + ")", func(at Instant) triple {
			switch a.value(at) {
			case isYes:
				return b.value(at)
			case isNo:
				return c.value(at)
			default:
				return isUnknown
			}
		}}
	}
}

func TestThreeValuesAgainstBruteForce(t *testing.T) {
	unknown := 0
	for seed := range uint64(tried) {
		k := randomKleene(rand.New(rand.NewPCG(seed, 3)), 4)
		c := NewCompiler()
		c.segment("mixed", compiled(t, c, "order.titles[7] == 'x' && minutes_unpaid > 10 || minutes_unpaid > 15", Scope{Segment: true}))
		condition := compiled(t, c, k.source, Scope{Kind: Chat})
		v := &View{Has: ThingsOf(ThingOrder)}
		v.Facts.Order.COD = true
		v.Clocks[Unpaid] = Reading{Phase: Runs, End: Forever}
		if seed%2 == 0 { // in whatever order it is asked
			condition.Forbids(v, 0)
		}
		answer := condition.Ask(v)
		for half := range int64(44) {
			at := At(half*30_000) + Instant(half%2)
			want := k.value(at)
			require.Equal(t, want == isYes, answer.At(at), "seed %d at %v: %s", seed, at, k.source)
			require.Equal(t, want != isNo, condition.Forbids(v, at), "seed %d at %v: %s", seed, at, k.source)
			part := condition.Unknown(v, at)
			require.Equal(t, want == isUnknown, part != "", "seed %d at %v: %s", seed, at, k.source)
			if want == isUnknown {
				unknown++
				require.Contains(t, []string{"order.titles[7] == 'x'", "chat.ordered", "minutes_unpaid > chat.score", "bought(order.titles[2], 4)"}, part)
			}
			for _, s := range condition.Seen(v, at) {
				require.False(t, s.Yes && s.Unknown)
			}
		}
	}
	assert.Greater(t, unknown, tried, "hardly anything is unknown: the test would prove nothing")
}

// A rule sees its subject, what that belongs to, and what all its events bring.
func TestWhichThingsARuleSees(t *testing.T) {
	words := map[Thing]string{
		ThingOrder: "order.cod", ThingParcel: "parcel.remote", ThingChat: "chat.ordered", ThingReview: "review.append", ThingSurvey: "survey.form == 'nps'",
		ThingRefund: "refund.full", ThingTask: "task.outcome == 'reached'", ThingMessage: "message.text == 'x'", ThingProduct: "product.price > 3",
		ThingIncident: "incident.kind == 'storm'",
	}
	sees := func(where Scope) Things {
		var seen Things
		for thing, condition := range words {
			c, faults := NewCompiler().Compile(condition, where)
			assert.Equal(t, c == nil, len(faults) == 1, "one fault is one problem: %s", condition)
			inSegment := NewCompiler()
			inSegment.segment("s", compiled(t, inSegment, condition, Scope{Segment: true}))
			again, faults := inSegment.Compile("segment.s", where)
			assert.Equal(t, c == nil, again == nil, "in a segment it is the same: %s %v", condition, faults)
			if c != nil {
				seen = seen.With(thing)
				assert.Equal(t, ThingsOf(thing), c.Things, condition)
				assert.Equal(t, ThingsOf(thing), again.Things, condition)
			}
		}
		return seen
	}
	assert.Equal(t, ThingsOf(ThingOrder), sees(Scope{Kind: Order}))
	assert.Equal(t, ThingsOf(ThingOrder, ThingParcel), sees(Scope{Kind: Parcel}))
	assert.Equal(t, ThingsOf(ThingOrder, ThingChat), sees(Scope{Kind: Chat}))
	assert.Equal(t, Things(0), sees(Scope{Kind: Customer}))
	assert.Equal(t, ThingsOf(ThingOrder, ThingParcel, ThingChat), sees(Scope{Promise: true}), "a promise sees whatever the message is about")
	for _, e := range tiexin.EventTypes() {
		assert.Equal(t, BroughtBy(e), sees(Scope{Kind: Customer, When: []tiexin.EventType{e}}), e)
		assert.Equal(t, Things(0), sees(Scope{Kind: Customer, When: []tiexin.EventType{e, tiexin.EventCustomerJoined}}), e)
	}
	assert.Equal(t, ThingsOf(ThingOrder, ThingRefund), sees(Scope{Kind: Order, When: []tiexin.EventType{tiexin.EventOrderRefunded, tiexin.EventOrderRefundOpened}}))
	assert.Equal(t, Brought, sees(Scope{Kind: Customer, WhenLost: true}), "what cannot be read may bring anything")
	assert.Equal(t, []Thing{ThingOrder, ThingTask}, slices.Collect(ThingsOf(ThingTask, ThingOrder).All()))
}

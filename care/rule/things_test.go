package rule

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

func parcelsAndChats(t *testing.T) *Set {
	t.Helper()
	data, err := good.ReadFile("testdata/good/parcels-and-chats.yaml")
	require.NoError(t, err)
	return load(t, File{"parcels-and-chats.yaml", data})
}

func paths(rules []*Rule) []string {
	var all []string
	for _, r := range rules {
		all = append(all, r.Path())
	}
	return all
}

// What an event brought is kept for the rules that look at it, in conditions, steps,
// segments and texts.
func TestWhatARuleNeedsOfItsEvent(t *testing.T) {
	s := parcelsAndChats(t)
	for path, want := range map[string]ask.Things{
		"review/bad":     ask.ThingsOf(ask.ThingReview), // by its segment and its text
		"review/thanks":  ask.ThingsOf(ask.ThingReview),
		"survey/low":     ask.ThingsOf(ask.ThingSurvey),
		"refund/full":    ask.ThingsOf(ask.ThingRefund),
		"refund/called":  ask.ThingsOf(ask.ThingTask),
		"refund/replied": ask.ThingsOf(ask.ThingMessage),
		"carted/dear":    ask.ThingsOf(ask.ThingProduct),
		"transit/late":   0,
		"signed/locker":  0,
		"rated/sorry":    0,
	} {
		r, ok := s.Rule(path)
		require.True(t, ok, path)
		assert.Equal(t, want, r.Brought, path)
	}
	text := load(t, File{"rule.yaml", []byte(`version: 1
flows:
  f: {title: 评价, about: customer, when: review.created, purpose: service, via: sms, choose: all, rules: [{name: says, send: rated}, {name: silent, send: [plain, {text: plain, if: review.append}]}]}
  g: {title: 别的, about: order, when: order.paid, purpose: service, via: sms, rules: [{name: fallback, send: maybe}]}
texts: {rated: "您给了#评价结果|评价#", plain: 谢谢, maybe: "您给了#评价结果|评价#"}
`)})
	for path, want := range map[string]ask.Things{"f/says": ask.ThingsOf(ask.ThingReview), "f/silent": ask.ThingsOf(ask.ThingReview), "g/fallback": 0} {
		r, _ := text.Rule(path)
		assert.Equal(t, want, r.Brought, path)
	}
}

func TestRulesAreNumberedWithoutGaps(t *testing.T) {
	s := parcelsAndChats(t)
	seen := map[int]string{}
	for _, f := range s.Flows {
		for _, r := range f.Rules {
			assert.Empty(t, seen[r.Number], r.Path())
			seen[r.Number] = r.Path()
			assert.True(t, r.Number >= 0 && r.Number < s.Size(), r.Path())
		}
	}
	assert.Len(t, seen, s.Size())
}

// Rules are found by kind and event, whatever they are about.
func TestRulesAreFoundByKindAndEvent(t *testing.T) {
	s := parcelsAndChats(t)
	names := func(flows []*Flow) []string {
		var all []string
		for _, f := range flows {
			all = append(all, f.Name)
		}
		return all
	}
	assert.Equal(t, []string{"transit", "signed"}, names(s.FlowsAbout(ask.Parcel)))
	assert.Equal(t, []string{"silence", "rated"}, names(s.FlowsAbout(ask.Chat)))
	assert.Equal(t, []string{"review", "survey", "refund"}, names(s.FlowsAbout(ask.Order)))
	assert.Equal(t, []string{"carted"}, names(s.FlowsAbout(ask.Customer)))
	assert.Empty(t, s.FlowsAbout(ask.Child))
	assert.Equal(t, []string{"signed/locker", "signed/ask"}, paths(s.BegunBy(tiexin.EventParcelSigned, ask.Parcel)))
	assert.Empty(t, s.BegunBy(tiexin.EventParcelSigned, ask.Order))
	assert.Equal(t, []string{"rated/sorry"}, paths(s.BegunBy(tiexin.EventChatRated, ask.Chat)))
	assert.Equal(t, []string{"refund/called"}, paths(s.BegunBy(tiexin.EventTaskDone, ask.Order)))
	assert.Equal(t, []string{"refund/full"}, paths(s.BegunBy(tiexin.EventOrderRefunded, ask.Order)))
	assert.Equal(t, []string{"carted/dear"}, paths(s.BegunBy(tiexin.EventCustomerCollected, ask.Customer)))
	late, _ := s.Rule("transit/late")
	assert.Equal(t, ask.InTransit, late.While)
	assert.Equal(t, ask.Stemset(0).With(ask.InTransit), late.Clocks, "that of the segment may stand still")
	unpaid, _ := s.Rule("silence/unpaid")
	assert.Equal(t, ask.Stemset(0).With(ask.Silent).With(ask.Unpaid), unpaid.Clocks, "the clock of the order that the chat names")
}

// The events that a flow hears of, by what it is about.
func TestWhichEventsStartAFiring(t *testing.T) {
	takes := func(about, event string) bool {
		_, problems := Load(File{"rule.yaml", []byte("version: 1\nflows:\n  f: {title: 试, about: " + about + ", when: " + event + ", purpose: service, via: sms, rules: [{name: r, send: hi}]}\ntexts: {hi: 您好}\n")})
		return problems.Err() == nil
	}
	for _, e := range tiexin.EventTypes() {
		thing, event := e.Thing(), string(e)
		one := map[string]bool{"review": true, "survey": true}[thing]
		assert.Equal(t, one || thing == "order" || thing == "parcel" || thing == "chat" || thing == "task" || thing == "message" || thing == "incident", takes("order", event), e)
		assert.Equal(t, thing == "order" || thing == "parcel", takes("parcel", event), e)
		assert.Equal(t, thing == "chat" || thing == "task" || event == "message.replied", takes("chat", event), e)
		assert.True(t, takes("customer", event), e)
	}
}

func TestTheShopsAgentsAndItsParcels(t *testing.T) {
	shop := &parcelsAndChats(t).Shop
	assert.Equal(t, "小禾", shop.Agent)
	assert.Equal(t, "4001234567", shop.Phone)
	for _, tt := range []struct {
		code, name, province string
		want                 time.Duration
	}{
		{"shunfeng", "顺丰速运", "浙江", 24 * time.Hour},
		{"shunfeng", "", "新疆", 4 * 24 * time.Hour}, // as regions are written in parcels
		{"sf", "顺丰", "广东", 36 * time.Hour},
		{"shunfeng", "顺丰", "广东", 36 * time.Hour},
		{"shunfeng", "顺丰", "西藏", 0},
		{"zhongtong", "", "浙江", 0},
		{"", "", "", 0},
	} {
		got, ok := shop.OnTheWay(tt.code, tt.name, tt.province)
		assert.Equal(t, tt.want, got, "%v", tt)
		assert.Equal(t, tt.want > 0, ok, "%v", tt)
	}
}

func TestTheLongestWindow(t *testing.T) {
	const day = 24 * time.Hour
	window := func(limits string) time.Duration {
		return load(t, oneRule("order.cod"), File{"limits.yaml", []byte("version: 1\nlimits:\n" + limits)}).LongestWindow()
	}
	assert.Equal(t, 30*day, window("  quiet: {none: {hours: \"04:00-04:01\"}}\n"), "that of the default limits")
	assert.Equal(t, 1100*day, window("  caps: {gift: {at_most: 1, within: 1100d}}\n"))
	assert.Equal(t, 40*day, window("  budgets: {sms: {at_most: 5, within: 40d}}\n"))
	assert.Equal(t, 31*day, window("  caps: {all: {at_most: 1, per: day}}\n  budgets: {sms: {at_most: 5, per: month}}\n"))
	assert.Equal(t, 7*day, window("  caps: {all: {at_most: 1, per: week}}\n"))
	assert.Equal(t, day, window("  caps: {all: {at_most: 1, per: day}}\n"))
}

// One fault is one problem: what follows from a faulty when: is not said.
func TestAMisspeltEventIsOneProblem(t *testing.T) {
	_, problems := Load(File{"rule.yaml", []byte(`version: 1
flows:
  f: {title: 评价, about: order, when: review.craeted, purpose: service, via: sms, rules: [{name: r, if: review.rating == 'bad', send: hi}]}
texts: {hi: "谢谢您的#评价结果#"}
`)})
	require.Len(t, problems, 1, problems.Error())
	assert.Contains(t, problems[0].Message.English, "review.craeted")
}

// The table of words for people says where a word is known and when it is not.
func TestWordsSayWhereTheyAreKnown(t *testing.T) {
	words := map[string]Word{}
	for _, w := range Words() {
		words[w.Name] = w
	}
	assert.Equal(t, []string{"order", "parcel", "chat"}, words["order.amount"].About)
	assert.Equal(t, []string{"parcel"}, words["days_in_transit"].About)
	assert.Equal(t, []string{"chat"}, words["minutes_silent"].About)
	assert.Empty(t, words["customer.points"].About)
	assert.Equal(t, []string{"review.created"}, words["review.rating"].When)
	assert.Empty(t, words["order.amount"].When)
	assert.Equal(t, "before payment", words["order.paid_at"].Unknown)
	assert.True(t, words["order.quantity"].Whole && words["survey.score"].Whole && words["customer.points"].Whole)
	assert.False(t, words["order.amount"].Whole || words["customer.spent"].Whole || words["shop.usual_minutes_to_pay"].Whole)
	assert.Equal(t, []string{"child"}, words["child.months"].About)
}

package ask

import (
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

// Whatever a condition is, there is no panic, at load and when it is asked, and
// it says the same twice.
func FuzzCondition(f *testing.F) {
	for _, seed := range []string{
		"order.source == 'juhuasuan' && minutes_unpaid > 15", "segment.vip ? minutes_unpaid > 60 : hours_to_close < 2", "bought('奶粉', 30) || has_tag('黑名单')",
		"any(order.titles, {# contains '羽绒'}) and order.titles[7] == 'x'", "order.message matches '^[0-9]+$'", "order.message matches order.source",
		"minutes_unpaid * (order.quantity % order.items) / 0.0 > -1e308 * 10", "order.quantity * 9223372036854775807 > 0", "let x = order.amount; x > 2",
		"customer.attr['a']?.b ?? 'c' == 'd'", "order.created_at > order.paid_at", "hour(order.created_at) in 9..21", "(((((((((1)))))))))", "-(-(-minutes_unpaid)) >= 1/3",
		"order.titles[1:3] == order.titles[-1:]", "'a' + 'b' == \"ab\"", "if order.cod {true} else {false}", "not not not order.cod", "order.amount ** 400 > 2 ^ 0.5",
		"len(filter(order.titles, # != '')) > 0", "sum(map(order.titles, len(#))) > 3", "segment.late == segment.late", "{'a': 1}.a == 1", "[1, 2][order.items] == 1",
		"review.stars in 1..2 && review.rating == 'bad'", "chat.score > 3 ? order.paid_at > order.created_at : minutes_silent > chat.score", "not (product.price > 3)",
		"days_overdue >= 1 || parcel.status != 'lost'", "(chat.ordered ? order.amount : task.note == '' ? 1 : 2) > 1", "order.amount in 1..2", "order.cod == nil", "order.id in ['a', 1]",
		"in_festival('七夕') && not is_workday()", "(is_workday() ? in_festival('年货节') : days_to_birthday < 7)", "in_festival('') || days_to_birthday * 2 > 14 - order.amount",
		"first(order.titles) == 5", "order.id[1:2] == 'x'", "max(order.titles) == 'a'", "(order.cod ? 'a' : 1) == 'a'", "survey.answers['a'] ?? 'b' == 'c'",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		c := NewCompiler()
		vip, _ := c.Compile("customer.spent > 100", Scope{Segment: true})
		late, _ := c.Compile("hours_unpaid > 2", Scope{Segment: true})
		c.segment("vip", vip)
		c.segment("late", late)
		for _, where := range []Scope{
			{Kind: Order},
			{Kind: Customer, When: []tiexin.EventType{tiexin.EventCustomerCarted}},
			{Kind: Parcel},
			{Kind: Chat, When: []tiexin.EventType{tiexin.EventTaskDone}},
			{Kind: Order, When: []tiexin.EventType{tiexin.EventReviewCreated}},
			{Promise: true},
			{Segment: true},
		} {
			condition, faults := c.Compile(source, where)
			assert.Equal(t, condition == nil, len(faults) > 0)
			for _, fault := range faults {
				assert.NotEmpty(t, fault.Message.English)
				assert.LessOrEqual(t, fault.From, utf8.RuneCountInString(source))
				assert.Positive(t, max(fault.Width, 1))
			}
			if condition != nil {
				NewCompiler().Possible(nil, condition)
				askTwice(t, condition)
				askUnknown(t, condition)
			}
		}
	})
}

func askTwice(t *testing.T, c *Condition) {
	t.Helper()
	v := View{Has: ThingsOf(ThingOrder), Moving: Moving{LastBought: func(string) (int64, bool) { return 5, true }}}
	v.Facts.Hour = func(at time.Time) (int, error) { return at.Hour(), nil }
	v.Facts.Order.Titles = []string{"羽绒服"}
	for s := range Stems() {
		v.Clocks[s] = Reading{Phase: Runs, Origin: int64(s) * 100_000, End: At(1_000_000)}
	}
	first := c.Ask(&v)
	assert.True(t, slices.IsSorted(first.turns()))
	for _, turn := range first.turns() {
		assert.NotEqual(t, first.At(turn-1), first.At(turn))
	}
	assert.NotEmpty(t, c.Seen(&v, At(500_000)))
	v.Reset()
	assert.Equal(t, first, c.Ask(&v))
}

// askUnknown asks while some things are unknown. What is certain is possible; what is
// possible and not certain has a part that could not be worked out, and the more is
// known, the less is unknown.
func askUnknown(t *testing.T, c *Condition) {
	t.Helper()
	v := everything()
	v.Facts.Order.Titles, v.Facts.Order.CreatedAt = []string{"羽绒服"}, time.UnixMilli(5)
	v.Clocks[Unpaid] = Reading{Phase: Runs, End: Forever}
	v.Clocks[Overdue] = Reading{Phase: Runs, Start: At(100_000), End: Forever}
	for _, has := range []Things{0, ThingsOf(ThingOrder), wholeThings.With(ThingOrder)} {
		v.Has = has
		v.Reset()
		certain := c.Ask(v)
		for _, at := range []Instant{0, After(100_000), At(10_000_000), At(1_000_000_000)} {
			forbids, part := c.Forbids(v, at), c.Unknown(v, at)
			assert.True(t, forbids || !certain.At(at), "what is certain is possible")
			assert.Equal(t, forbids && !certain.At(at), part != "")
			assert.Equal(t, v.Err() == nil, v.met == 0)
			for _, s := range c.Seen(v, at) {
				assert.False(t, s.Yes && s.Unknown)
			}
		}
		assert.Equal(t, certain, c.Ask(v), "asked again, whatever was asked between")
	}
}

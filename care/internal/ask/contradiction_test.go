package ask

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func TestWhatCanNeverBecomeTrue(t *testing.T) {
	closes := Closes{"juhuasuan": 30 * time.Minute, "live": 48 * time.Hour, "presale": Unlimited, "default": 24 * time.Hour}
	for condition, want := range map[string]bool{
		"true":  true,
		"false": false,
		"order.source == 'live' && order.source == 'app'":                 false,
		"order.source == 'live' && order.source != 'live'":                false,
		"order.source == 'live' && not (order.source in ['app', 'live'])": false,
		"order.source != 'live' && order.source != 'app'":                 true,
		"order.source in ['live', 'app'] && order.source != 'live'":       true,
		"order.source in []":                                                         false,
		"order.amount > 20 && order.amount < 10":                                     false,
		"order.amount > 20 && order.amount <= 20":                                    false,
		"order.amount >= 20 && order.amount <= 20":                                   true,
		"order.amount > 20 && order.amount < 20.01":                                  true,
		"order.amount < 0":                                                           false,
		"order.amount <= 0":                                                          true,
		"customer.points < 0":                                                        true,
		"order.quantity > 1 && order.quantity < 2":                                   false,
		"order.quantity > 1.5 && order.quantity < 2.5":                               true,
		"order.cod && not order.cod":                                                 false,
		"not (order.cod || order.gift) && order.cod":                                 false,
		"order.cod ? false : order.gift":                                             true,
		"not (order.cod ? order.cod : true)":                                         false,
		"hours_unpaid > 30 && order.kind == 'normal' && order.source != 'juhuasuan'": true, // it may come from live
		"order.cod ? not order.cod : order.cod":                                      false,
		"has_tag('a') && not has_tag('a')":                                           false,
		"has_tag('a') && not has_tag('b')":                                           true,
		"len(order.titles) > 1 && not (len(order.titles) > 1)":                       false,
		"bought('奶粉', 30) && not bought('奶粉', 30)":                                   false,
		"bought('奶粉', 30) && not bought('奶粉', 20)":                                   true,
		"minutes_unpaid > 30 && minutes_unpaid < 20":                                 false,
		"minutes_unpaid > 30 && hours_unpaid < 1":                                    true,
		"minutes_unpaid < 0":                                                         false,
		"minutes_unpaid < 100000":                                                    true,
		"minutes_unpaid > order.amount && not (minutes_unpaid > order.amount)":       false,
		"minutes_unpaid < 100000 && order.source == 'juhuasuan'":                     true,
		"hours_to_ship < 0":                                                          true,
		"minutes_to_close <= 0":                                                      false,
		"hours_unpaid > 47 && order.source == 'live'":                                true,
		"hours_unpaid >= 48 && order.source == 'live'":                               false,
		"minutes_unpaid > 29 && order.source == 'juhuasuan'":                         true,
		"minutes_unpaid > 30 && order.source == 'juhuasuan'":                         false,
		"minutes_to_close > 30 && order.source == 'juhuasuan'":                       false,
		"minutes_to_close >= 30 && order.source == 'juhuasuan'":                      true,
		"hours_unpaid > 30 && order.source == 'app' && order.kind == 'normal'":       false,
		"hours_unpaid > 30 && order.source == 'app'":                                 true, // it may be a presale
		"hours_unpaid > 30 && order.kind == 'normal'":                                true, // it may come from live
		"hours_unpaid > 30 && order.source != 'juhuasuan'":                           true,
		"days_since_order > 100":                                                     true,
		"order.amount > 1 && order.quantity > 2 && order.items > 3 && customer.points > 4 && customer.spent > 5 && customer.paid_orders > 6 && customer.average_order > 7 && minutes_unpaid > 8 && order.source == 'a' && order.kind == 'b' && order.status == 'c' && order.city == 'd' && order.remote && order.gift && has_tag('e') && has_tag('f')": true,
		"segment.stopped": true,
		// What is known of an order in the part of its life in which a clock runs.
		"order.paid && minutes_unpaid > 3":                            false,
		"order.paid || minutes_unpaid > 3":                            true,
		"order.cod && minutes_to_close < 30":                          false,
		"order.status in ['paid', 'shipped'] && minutes_unpaid > 3":   false,
		"order.status != 'paid' && minutes_unpaid > 3":                true,
		"order.status in ['deposit', 'unpaid'] && minutes_unpaid > 3": true,
		"not order.paid && hours_unshipped > 3":                       false,
		"order.refunding && hours_to_ship < 3":                        false,
		"order.shipped && days_since_confirmed > 3":                   true,
		"order.paid && segment.stopped":                               true,
	} {
		c := NewCompiler()
		stopped, faults := c.Compile("not (minutes_unpaid > 5) && not (minutes_unpaid <= 5)", Scope{Segment: true})
		require.Empty(t, faults)
		c.segment("stopped", stopped)
		compiled, faults := c.Compile(condition, Scope{Kind: Order})
		require.Empty(t, faults, condition)
		assert.Equal(t, want, NewCompiler().Possible(closes, compiled), condition)
	}
	assert.True(t, NewCompiler().Possible(closes, nil))
	assert.Equal(t, Unlimited, closes.After("app", tiexin.COD))
}

// While a parcel travels it is neither signed nor lost; while it was signed for, no
// refund is open.
func TestWhatCanNeverBecomeTrueOfParcelsAndChats(t *testing.T) {
	for condition, want := range map[string]bool{
		"days_in_transit > 3 && parcel.status == 'signed'":                       false,
		"days_overdue > 1 && parcel.status in ['returning', 'lost', 'rejected']": false,
		"hours_since_scan > 48 && parcel.status in ['lost', 'failed']":           true,
		"days_in_transit > 3 || parcel.status == 'signed'":                       true,
		"days_in_transit > 3 && parcel.signed_by != ''":                          true, // some parcels are signed for before the news arrives
		"days_overdue < 0":                                           false,
		"days_overdue > 3 && days_overdue <= 3":                      false,
		"days_since_signed > 1 && order.refunding":                   false,
		"days_since_signed > 1 && parcel.status != 'signed'":         true,
		"parcel.index > 2 && parcel.index < 3":                       false,
		"parcel.index >= 3 && parcel.count <= 2":                     true, // words are not compared with each other
		"minutes_in_transit > 5 && minutes_unpaid > 5 && order.paid": false,
	} {
		assert.Equal(t, want, NewCompiler().Possible(nil, compiled(t, NewCompiler(), condition, Scope{Kind: Parcel})), condition)
	}
	for condition, want := range map[string]bool{
		"minutes_silent > 10 && minutes_silent < 5":  false,
		"minutes_silent > 10 && minutes_unpaid > 20": true,
		"chat.score > 4 && chat.score < 5":           false, // it counts wholes
		"chat.score > 4 && chat.score <= 5":          true,
		"chat.score < 0":                             false,
		"chat.ordered && not chat.ordered":           false,
	} {
		assert.Equal(t, want, NewCompiler().Possible(nil, compiled(t, NewCompiler(), condition, Scope{Kind: Chat})), condition)
	}
}

// Which clocks never run together is the same from both sides, and no clock stands in
// its own way.
func TestClocksThatNeverRunTogether(t *testing.T) {
	var pairs []string
	for a := range Stems() {
		for b := range Stems() {
			_, _, clash := Stemset(0).With(a).With(b).Clash()
			_, _, again := Stemset(0).With(b).With(a).Clash()
			require.Equal(t, clash, again)
			require.False(t, clash && a == b, a)
			if clash && a < b {
				pairs = append(pairs, a.String()+" "+b.String())
			}
		}
	}
	assert.Equal(t, []string{
		"unpaid unshipped", "unpaid to_ship", "unpaid since_confirmed", "to_close unshipped", "to_close to_ship", "to_close since_confirmed",
		"unshipped in_transit", "unshipped overdue", "unshipped since_scan", "unshipped since_signed", "unshipped since_confirmed",
		"to_ship in_transit", "to_ship overdue", "to_ship since_scan", "to_ship since_signed", "to_ship since_confirmed",
		"in_transit since_signed", "overdue since_signed", "since_scan since_signed",
	}, pairs)
}

// What is said to be impossible is false for whatever facts, at any time.
func TestImpossibleIsNeverTrue(t *testing.T) {
	impossible := 0
	for seed := range uint64(tried * 2) {
		b := &brute{Rand: rand.New(rand.NewPCG(seed, 9)), segments: map[string]any{}, last: map[string]int64{}}
		if b.answer = b.narrow(t); NewCompiler().Possible(nil, b.answer) {
			continue
		}
		impossible++
		for range 40 {
			b.situation()
			b.view.Clocks[Unpaid].Phase = Runs // a rule that names it is not asked otherwise
			if b.answer.Stems.Has(Unpaid) {
				b.view.Facts.Order.COD = false // such an order does not wait for payment
			}
			answer := b.answer.Ask(b.view)
			_, ever := answer.Next(At(b.view.Clocks[Unpaid].Origin))
			require.False(t, ever, "seed %d: %s", seed, b.answer.Source)
		}
	}
	assert.Greater(t, impossible, tried/20, "hardly any condition is impossible: the test would prove nothing")
}

// narrow makes up a condition of which a good part is impossible.
func (b *brute) narrow(t *testing.T) *Condition {
	part := func() string {
		return b.one(
			b.of("order.source %s '%s'", b.sign("== !="), b.one("live", "app")), b.of("order.quantity %s %d", b.sign("< <= > >= =="), b.IntN(3)),
			b.of("order.amount %s %d", b.sign("< > =="), b.IntN(3)), b.of("%s_unpaid %s %d", b.one("minutes", "hours"), b.sign("< <= > >="), b.IntN(3)),
			b.one("order.cod", "has_tag('新客')", "bought('奶粉', 1)"),
		)
	}
	source := part()
	for range 2 + b.IntN(3) {
		source = b.of("%s(%s) %s (%s)", b.one("", "not "), source, b.one("&&", "&&", "||"), part())
	}
	c, faults := NewCompiler().Compile(source, Scope{Kind: Order})
	require.Empty(t, faults, source)
	return c
}

// The search for all the conditions of a file together is bounded, too. Behind the bound
// a condition counts as possible: nothing that could be is refused.
func TestTheSearchForWhatIsImpossibleEnds(t *testing.T) {
	compiler := NewCompiler()
	impossible := compiled(t, compiler, "order.city == 'a' && order.city == 'b'", Scope{Kind: Order})
	hard := compiled(t, compiler, "(order.amount > 1 || customer.points < 3 && order.quantity > 2 || customer.spent > 3 || order.items > 4 || customer.paid_orders > 2) && order.city == 'a' && order.city == 'b'", Scope{Kind: Order})
	assert.False(t, compiler.Possible(nil, impossible))
	for compiler.looked < allLooks {
		before := compiler.looked
		compiler.Possible(nil, hard)
		require.Greater(t, compiler.looked, before)
		require.LessOrEqual(t, compiler.looked-before, mostLooks+100)
	}
	assert.True(t, compiler.Possible(nil, impossible))
}

func TestAConditionWithManyFaultsHasAHundred(t *testing.T) {
	_, faults := NewCompiler().Compile(strings.Repeat("segment.nope && ", 1_000)+"true", Scope{Kind: Order})
	assert.Len(t, faults, maxFaults)
}

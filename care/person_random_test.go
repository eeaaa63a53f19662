package care

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// toldUnder simulates a story for two days, and says what is known of a customer then and
// what was said. The identity of a message names the id under which it began.
func toldUnder(t *testing.T, rules *Rules, id string, events []tiexin.Event) (known, []string) {
	t.Helper()
	store := NewMemoryOf(4)
	var said []string
	options := SimOptions{Store: store, Until: morning.Add(48 * time.Hour), Fault: func(err error) { require.NoError(t, err) }}
	for o := range Simulate(rules, events, options) {
		if o.Goes() {
			said = append(said, fmt.Sprintf("%s %s %s %s +%s %s", clock(o.At), o.Path(), o.Subject, o.Said.Via, strings.Join(o.Said.Merged, "+"), o.Said.Text))
		}
	}
	key := Key{Customer: id}
	for _, p := range store.parts {
		if r := p.records.get(key); r != nil {
			mem, err := remember.Decode(r.state)
			require.NoError(t, err)
			k := whatIsKnown(map[Key]*remember.Customer{key: opened(t, mem)})[key]
			k.Customer.IDs = nil
			return k, said
		}
	}
	require.Fail(t, "nothing is remembered")
	return known{}, nil
}

// concernsEverybody are two incidents, the approval of what is said about them, and an
// arrival. They come in the third minute, when the person is known.
func concernsEverybody(rules *Rules, r *rand.Rand) (all []tiexin.Event) {
	at := func(e tiexin.Event) {
		e.At = morning.Add(3*time.Minute + time.Duration(len(all))*time.Second)
		all = append(all, e)
	}
	for _, id := range []string{"rain", "flood"}[:r.IntN(3)] {
		at(incident(id, "", ""))
		for _, path := range []string{"storm/care", "storm/all"} {
			one, _ := rules.Rule(path)
			at(tiexin.Event{ID: path + id, Type: tiexin.EventMessageApproved, Message: &tiexin.MessageReport{ID: decide.SharedID("", one, id)}})
		}
	}
	at(arrives("风衣", "coat"))
	return all
}

// Whichever id an event comes under, and whenever the shop learns that both are one
// person: as long as nothing was said before, what is known and what is said is as if
// there had been one id from the start.
func TestE2_一个人两个号_怎么分怎么合_和一个号一样(t *testing.T) {
	rules := rulesFrom(t, unhurried)
	spoke, refused, flows := 0, 0, map[string]int{}
	for seed := range stories(uint64(250)) {
		events := firstMinute(seed)
		for i := range events { // totals are those of an id: two of them are added
			events[i].Customer.PaidOrders, events[i].Customer.Spent = 0, 0
		}
		r := rand.New(rand.NewPCG(seed, 7))
		for range 3 {
			into, other := "c0", "guest"
			if r.IntN(2) == 0 {
				into, other = other, into
			}
			two := append(disturbed(r, events), concernsEverybody(rules, r)...)
			for i := range two {
				if two[i].Customer.ID != "" {
					two[i].Customer.ID = []string{into, other}[r.IntN(2)]
				}
			}
			arrives := morning.Add(time.Duration(r.IntN(120_000)) * time.Millisecond)
			merges := func(other string) tiexin.Event {
				e := mergedInto(into, other)
				e.ID, e.At = "merged", arrives
				return e
			}
			one := slices.Clone(two)
			for i := range one {
				if one[i].Customer.ID != "" {
					one[i].Customer.ID = into
				}
			}
			one, two = append(one, merges("nobody")), append(two, merges(other))
			if r.IntN(2) == 0 {
				two = append(two, func() tiexin.Event {
					e := merges(into)
					e.Customer.ID, e.Received = other, arrives.Add(time.Second)
					return e
				}())
			}
			wants, says := toldUnder(t, rules, into, one)
			knows, said := toldUnder(t, rules, into, two)
			story := &imagine.Shop{Events: two}
			require.Equal(t, wants, knows, "memory, seed %d: %s", seed, story)
			require.Equal(t, says, said, "messages, seed %d: %s", seed, story)
			spoke += len(said)
			for _, line := range said {
				flows[regexp.MustCompile(`[a-z]+/[a-z]+`).FindString(line)]++
			}
			refused += len(knows.Consents)
		}
	}
	require.Greater(t, spoke, stories(200))
	require.Greater(t, refused, stories(100))
	for _, path := range []string{"days/vip", "days/wedding", "kids/month", "kids/big", "storm/care", "fresh/taste"} {
		require.Positive(t, flows[path], "%s says something: %v", path, flows)
	}
}

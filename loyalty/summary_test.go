package loyalty_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

func TestASummaryIsSixtyFourBytes(t *testing.T) {
	assert.LessOrEqual(t, unsafe.Sizeof(loyalty.Summary{}), uintptr(64))
}

// numbers is all that a summary says.
type numbers struct {
	Bought, Settled   bool
	First, Last       loyalty.Day
	Days, Orders      int
	Spend, FirstSpend tiexin.Money
}

func numbersOf(s loyalty.Summary) numbers {
	return numbers{s.Bought(), s.Settled(), s.First(), s.Last(), s.Days(), s.Orders(), s.Spend(), s.FirstSpend()}
}

// A change is one row of a stream: an order (1), a part of one paid back (0), a whole
// one undone (-1).
type change struct {
	kind int
	day  loyalty.Day
	fen  tiexin.Money
}

func (c change) apply(s *loyalty.Summary) error {
	switch c.kind {
	case 1:
		return s.Add(c.day, c.fen)
	case 0:
		return s.Reduce(c.day, c.fen)
	}
	return s.Remove(c.day, c.fen)
}

// slow counts from all the changes again.
func slow(changes []change) numbers {
	orders := map[loyalty.Day]int{}
	spend := map[loyalty.Day]tiexin.Money{}
	for _, c := range changes {
		orders[c.day] += c.kind
		if c.kind == 1 {
			spend[c.day] += c.fen
		} else {
			spend[c.day] -= c.fen
		}
	}
	n := numbers{Settled: true}
	for day, k := range orders {
		n.Spend += spend[day]
		n.Orders += k
		if k <= 0 {
			n.Settled = n.Settled && k == 0 && spend[day] == 0
			continue
		}
		if !n.Bought || day < n.First {
			n.First, n.FirstSpend = day, spend[day]
		}
		n.Bought, n.Last = true, max(n.Last, day)
		n.Days++
	}
	return n
}

// story is a random life of a customer, in the order of time: orders, of which some
// are later refunded in part, some as a whole.
func story(r *rand.Rand, orders, span int, refunds bool) []change {
	type due struct {
		at int
		change
	}
	var all []due
	for range orders {
		day := r.IntN(span)
		paid := tiexin.Money(r.IntN(5) * 100)
		c := change{1, loyalty.Day(9000 + day), paid}
		all = append(all, due{2 * day, c})
		if !refunds {
			continue
		}
		later := 2*day + 1 + 2*r.IntN(9)
		switch r.IntN(4) {
		case 0:
			part := paid / 2
			all = append(all, due{later, change{0, c.day, part}})
			paid -= part
			if r.IntN(2) == 0 {
				all = append(all, due{later + 2, change{-1, c.day, paid}})
			}
		case 1:
			all = append(all, due{later, change{-1, c.day, paid}})
		}
	}
	slices.SortStableFunc(all, func(a, b due) int { return a.at - b.at })
	changes := make([]change, len(all))
	for i, d := range all {
		changes[i] = d.change
	}
	return changes
}

func TestStreamedInOrderItEqualsTheLog(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	forgot, exact := 0, 0
	for range 4000 {
		changes := story(r, 1+r.IntN(14), 1+r.IntN(20), true)
		var s loyalty.Summary
		done := changes[:0:0]
		for _, c := range changes {
			before := s
			if err := c.apply(&s); err != nil {
				require.ErrorIs(t, err, loyalty.ErrForgotten)
				require.Equal(t, before, s, "a refused change leaves no trace")
				require.NotZero(t, c.kind, "a part of an order that is known can always be paid back")
				forgot++
				break
			}
			done = append(done, c)
			require.Equal(t, slow(done), numbersOf(s), "%v", done)
		}
		exact++
	}
	t.Logf("%d lives, %d of them with something forgotten", exact, forgot)
	assert.NotZero(t, forgot)
	assert.Less(t, forgot, exact/2)
}

func TestUpToFiveDaysAnyOrderIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		changes := story(r, 1+r.IntN(10), 5, true)
		want := loyalty.Summary{}
		for _, c := range changes {
			require.NoError(t, c.apply(&want))
		}
		r.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
		var s loyalty.Summary
		for i, c := range changes {
			require.NoError(t, c.apply(&s))
			require.Equal(t, slow(changes[:i+1]), numbersOf(s), "%v", changes[:i+1])
		}
		require.Equal(t, want, s, "the very same bytes")
	}
}

func TestInAnyOrderItIsExactOrSaysThatItForgot(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	forgot, whole := 0, 0
	for range 5000 {
		refunds := r.IntN(2) == 0
		changes := story(r, 1+r.IntN(16), 1+r.IntN(30), refunds)
		var inOrder loyalty.Summary
		known := true
		for _, c := range changes {
			known = known && c.apply(&inOrder) == nil
		}
		// Late by a little, as logs are: neighbours change places.
		for i := range changes {
			j := min(i+r.IntN(4), len(changes)-1)
			changes[i], changes[j] = changes[j], changes[i]
		}
		var s loyalty.Summary
		lost := false
		for i, c := range changes {
			before := s
			if err := c.apply(&s); err != nil {
				require.ErrorIs(t, err, loyalty.ErrForgotten)
				require.Equal(t, before, s)
				lost = true
				forgot++
				break
			}
			got := numbersOf(s)
			if want := slow(changes[:i+1]); want.Settled && got.Settled {
				require.Equal(t, want, got, "%v", changes[:i+1])
			}
		}
		if !lost {
			require.Equal(t, slow(changes), numbersOf(s), "%v", changes)
			if !refunds && known {
				require.Equal(t, inOrder, s, "the very same bytes")
				whole++
			}
		}
	}
	t.Logf("forgot %d, same bytes %d", forgot, whole)
	assert.NotZero(t, whole)
}

func TestEveryDivisionOfALogGivesTheBatchSummary(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	start := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	for range 200 {
		var log loyalty.Log
		stream := map[string]loyalty.Summary{}
		update := func(customer string, f func(*loyalty.Summary) error) {
			s := stream[customer]
			require.NoError(t, f(&s))
			stream[customer] = s
		}
		refunded := false
		for i := range 1 + r.IntN(60) {
			p := loyalty.Purchase{
				Customer: fmt.Sprint("c", r.IntN(6)), Order: fmt.Sprint("o", i),
				At: start.Add(time.Duration(i) * 7 * time.Hour), Amount: tiexin.Money(r.IntN(900)),
			}
			day := loyalty.DayOf(p.At, nil)
			log.Purchases = append(log.Purchases, p)
			update(p.Customer, func(s *loyalty.Summary) error { return s.Add(day, p.Amount) })
			back := loyalty.Refund{Order: p.Order, At: p.At.Add(time.Hour), Amount: p.Amount / 3}
			switch {
			case r.IntN(5) == 0 && back.Amount > 0:
				update(p.Customer, func(s *loyalty.Summary) error { return s.Reduce(day, back.Amount) })
			case r.IntN(5) == 0:
				// Undone at once, the day is still remembered, unless it was the only one left.
				s := stream[p.Customer]
				if s.Remove(day, p.Amount) != nil {
					continue
				}
				stream[p.Customer] = s
				back.Whole = true
				refunded = true
			default:
				continue
			}
			log.Refunds = append(log.Refunds, back)
		}
		r.Shuffle(len(log.Purchases), func(i, j int) {
			log.Purchases[i], log.Purchases[j] = log.Purchases[j], log.Purchases[i]
		})
		batch, err := loyalty.Summarise(log, loyalty.View{})
		require.NoError(t, err)
		for customer, s := range stream {
			require.Equal(t, numbersOf(batch[customer]), numbersOf(s))
			if !refunded {
				require.Equal(t, batch[customer], s)
			}
		}
	}
}

func TestWhatASummaryCannotHoldIsRefused(t *testing.T) {
	day := dayAt(2026, time.May, 1)
	var s loyalty.Summary
	require.NoError(t, s.Add(day, 100))
	before := s
	for name, err := range map[string]error{
		"the day of an empty column": s.Add(0, 100),
		"before 1970":                s.Add(-3, 100),
		"seconds for days":           s.Add(1_700_000_000, 100),
		"negative order":             s.Add(day, -1),
		"negative refund":            s.Reduce(day, -1),
		"negative undone":            s.Remove(day, -1),
		"a slip of units":            s.Add(day, 1<<50),
		"the smallest number":        s.Add(day, -1<<63),
		"refund of it":               s.Reduce(day, -1<<63),
	} {
		assert.ErrorIs(t, err, loyalty.ErrRange, name)
	}
	assert.Equal(t, before, s)
	for range 1<<15 - 2 {
		require.NoError(t, s.Add(day, 0))
	}
	assert.ErrorIs(t, s.Add(day, 0), loyalty.ErrRange, "more orders in a day than a summary counts")
	var none loyalty.Summary
	assert.Equal(t, numbers{Settled: true}, numbersOf(none))
	_, ok := none.RepeatSpend()
	assert.False(t, ok)
	assert.Zero(t, none.Age(day))
	assert.Zero(t, none.Since(day))
}

func TestTheLastOrderOfTheFirstDayCannotBeUndoneAfterTheSecondIsForgotten(t *testing.T) {
	var s loyalty.Summary
	for day := range loyalty.Day(6) {
		require.NoError(t, s.Add(100+day, 1000))
	}
	require.ErrorIs(t, s.Remove(100, 1000), loyalty.ErrForgotten)
	require.ErrorIs(t, s.Remove(101, 1000), loyalty.ErrForgotten, "the forgotten day")
	require.ErrorIs(t, s.Add(101, 1000), loyalty.ErrForgotten, "is it a new day?")
	require.ErrorIs(t, s.Remove(90, 1000), loyalty.ErrForgotten, "an order before the first was never seen")
	require.ErrorIs(t, s.Reduce(90, 10), loyalty.ErrForgotten)
	require.NoError(t, s.Reduce(101, 300))
	require.NoError(t, s.Reduce(100, 200))
	require.NoError(t, s.Add(100, 500))
	require.NoError(t, s.Remove(100, 800))
	require.NoError(t, s.Add(90, 5))
	assert.Equal(t, numbers{
		Bought: true, Settled: true, First: 90, Last: 105, Days: 7, Orders: 7, Spend: 6000 - 300 - 200 + 500 - 800 + 5, FirstSpend: 5,
	}, numbersOf(s))
	for _, day := range []loyalty.Day{105, 104, 103} {
		require.NoError(t, s.Remove(day, 1000))
	}
	require.ErrorIs(t, s.Remove(102, 1000), loyalty.ErrForgotten, "the last day before it is not known any more")
}

func FuzzSummaryAgainstTheLog(f *testing.F) {
	f.Add([]byte{0x11, 0x25, 0x39, 0x4d, 0x61, 0x02, 0x75})
	f.Fuzz(func(t *testing.T, data []byte) {
		var s loyalty.Summary
		var done []change
		open := map[loyalty.Day][]tiexin.Money{} // orders that stand
		for _, b := range data {
			day := loyalty.Day(1000 + int(b>>2)%16)
			c := change{1, day, tiexin.Money(b)}
			if n := len(open[day]); n > 0 && b&3 == 2 {
				c = change{-1, day, open[day][n-1]}
			} else if n > 0 && b&3 == 3 {
				c = change{0, day, open[day][n-1] / 2}
			}
			before := s
			if err := c.apply(&s); err != nil {
				if s != before {
					t.Fatal("a refused change left a trace")
				}
				if c.kind == 0 {
					t.Fatal("a part of a known order was not paid back")
				}
				continue
			}
			n := len(open[day])
			switch c.kind {
			case 1:
				open[day] = append(open[day], c.fen)
			case 0:
				open[day][n-1] -= c.fen
			default:
				open[day] = open[day][:n-1]
			}
			done = append(done, c)
			if want, got := slow(done), numbersOf(s); want != got {
				t.Fatalf("%v\nwant %+v\ngot  %+v", done, want, got)
			}
		}
	})
}

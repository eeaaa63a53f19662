package kinds

import (
	"cmp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/loyalty"
)

// restock is the clock of what runs out first.
func (s *Scene) restock() ask.Reading {
	if !s.Shop.AsksRestock {
		return ask.Reading{}
	}
	_, first := s.runsOutFirst()
	if first == ask.Forever {
		return ask.Reading{}
	}
	return ask.Reading{Phase: ask.Runs, Origin: first.Millis(), End: first}
}

// runsOutFirst is the category that runs out next, and the start of the day on which it
// is used up, by shop.lasts or by the customer's own rhythm; Forever: nobody knows.
func (s *Scene) runsOutFirst() (category string, first ask.Instant) {
	first = ask.Forever
	for goods := s.Memory.Tally.Bought(nil); len(goods) > 0; {
		n := slices.IndexFunc(goods, func(p remember.Purchase) bool { return p.Category() != goods[0].Category() })
		if n < 0 {
			n = len(goods)
		}
		if end := s.runsOut(goods[:n]); end > s.Now && end < first {
			category, first = goods[0].Category(), end
		}
		goods = goods[n:]
	}
	return category, first
}

// runsOut is when the goods of one category are used up; 0: nobody knows.
func (s *Scene) runsOut(goods []remember.Purchase) ask.Instant {
	slices.SortFunc(goods, func(a, b remember.Purchase) int { return cmp.Compare(a.At(), b.At()) })
	var u restock.Usage
	for i := range goods {
		day := loyalty.DayOf(time.UnixMilli(goods[i].At()), s.Shop.Zone)
		_ = u.Buy(day, goods[i].Pieces()) // what it cannot count is no order of a person's
	}
	lasts := s.Shop.Lasts[goods[0].Category()].Hours() / 24
	due := restock.Policy{Zone: s.Shop.Zone}.Due(u, restock.Rhythm{}, lasts, s.Clock())
	if due.Source == restock.NoSource {
		return 0
	}
	year, month, day := due.Wanted.Time().Date()
	return ask.InstantOf(time.Date(year, month, day, 0, 0, 0, 0, s.Shop.Zone))
}

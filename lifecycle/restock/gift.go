package restock

import (
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A MonthGift is the one-month gift (满月礼): a discount about a month after the first
// purchase, for a customer who has not yet bought again.
type MonthGift struct {
	Phase Phase       `json:"phase"`
	First loyalty.Day `json:"first"` // day of the first purchase
	From  loyalty.Day `json:"from"`  // first day of the gift: the same day of the next month, or its last
	Over  loyalty.Day `json:"over"`  // first day after it
	Next  Change      `json:"next"`  // by time alone; its At is zero if there is none
}

// MonthGift is the one-month gift of a customer. It is due from the day a month after the
// first purchase, for Policy.GiftDays days, as long as there is no second purchase.
func (r Policy) MonthGift(s loyalty.Summary, now time.Time) MonthGift {
	r = r.filled()
	if !s.Bought() {
		return MonthGift{Phase: Unknown}
	}
	first := s.First()
	m := MonthGift{First: first, From: monthLater(first)}
	m.Over = m.From + loyalty.Day(r.GiftDays)
	today := base.ShopDay(now, r.Zone)
	m.Phase = m.phase(&s, today)
	for _, day := range []loyalty.Day{s.Last(), m.From, m.Over} {
		if day > today && m.phase(&s, day) != m.Phase {
			m.Next = Change{At: base.DayStart(day, r.Zone), To: m.phase(&s, day)}
			break
		}
	}
	return m
}

func (m *MonthGift) phase(s *loyalty.Summary, on loyalty.Day) Phase {
	switch {
	case on < s.Last():
		return Unknown
	case s.Days() > 1:
		return MonthGiftCameBack
	case on < m.From:
		return MonthGiftNotYet
	case on < m.Over:
		return MonthGiftDue
	}
	return MonthGiftOver
}

func monthLater(d loyalty.Day) loyalty.Day {
	return loyalty.DayOf(base.DateOf(d).AddMonths(1).Start(time.UTC), time.UTC)
}

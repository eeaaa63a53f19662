package stage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Care (关怀) is an action of the shop that reached a customer: a message, a call, a gift, by
// the host's name for it.
type Care struct {
	Customer string
	Name     string // "win-back/coupon"
	On       loyalty.Day
}

// A CreditedMove counts the customers who moved to a stage after a care.
type CreditedMove struct {
	Care  string `json:"care"` // empty: without a care before
	From  Stage  `json:"from"` // the stage at the time of the care; without a care, the previous stage
	To    Stage  `json:"to"`
	Moves int    `json:"moves"`
	// Share is the number of moves divided by the number of times that the care reached
	// customers at the stage From, with Wilson's interval. Without a care it is unknown.
	Share loyalty.Measure `json:"share"`
}

// CreditedMoves attribute customers' moves to cares (关怀带来的阶段变化). They are the moves
// after one day up to another, each once.
//
// Credit is not cause: some customers would have moved anyway, as others did without any care.
// Only a control group without the care shows its effect.
type CreditedMoves struct {
	From, To  loyalty.Day
	Moves     []CreditedMove // by care, moves without a care first, then From and To
	BySilence int            // moves by time alone
	ByAccount int            // moves of closed or blocked accounts
}

// CreditMoves credits customers' moves by a purchase or a contact after one day, up to another. Each
// is credited to the last care that reached the customer on the day of the move or within
// so many days before it (0: 14). For several cares of one day it is the last in the list. A care is
// credited with one move, the first. Moves by silence or a closed account are credited to no care.
// Leave out cares that a purchase itself triggers, such as thanks and notices of a parcel. A care
// late in the period counts as a full one although its days are not over. So the shares of a young
// period are too low.
//
// The error is [ErrPeriod], or [loyalty.Problems]: cares without customer, name or day, and
// customers with two trails. A customer without a trail is Unknown throughout.
func CreditMoves(trails []Trail, cares []Care, from, to loyalty.Day, days int) (CreditedMoves, error) {
	days = cmp.Or(days, 14)
	if days < 1 || days > base.LongestDays {
		return CreditedMoves{}, fmt.Errorf("lifecycle: a care is credited for %d days; it is a number from 1 to %d", days, base.LongestDays)
	}
	if from >= to {
		return CreditedMoves{}, periodError(from, to, "no day lies between them")
	}
	reached, err := caresByCustomer(trails, cares)
	if err != nil {
		return CreditedMoves{}, err
	}
	all := CreditedMoves{From: from, To: to}
	found := credits{from: from, to: to, days: loyalty.Day(days), moves: map[creditKey]int{}, touches: map[creditKey]int{}}
	for _, t := range trails {
		own := found.cares(t, reached[t.Customer])
		delete(reached, t.Customer)
		for i, m := range t.Moves {
			switch {
			case m.On <= from || m.On > to:
			case m.By == BySilence:
				all.BySilence++
			case m.By == ByAccount:
				all.ByAccount++
			case own[i]:
				found.moves[creditKey{"", m.From, m.To}]++
			}
		}
	}
	for _, cares := range reached {
		found.cares(Trail{}, cares)
	}
	all.Moves = found.rows()
	return all, nil
}

// caresByCustomer are the cares of each customer, in the order of their days.
func caresByCustomer(trails []Trail, cares []Care) (map[string][]Care, error) {
	var faults loyalty.Problems
	reached := make(map[string][]Care)
	for row, c := range cares {
		problem := ""
		switch {
		case c.Customer == "":
			problem = "has no customer"
		case c.Name == "":
			problem = "has no name; say which care it was"
		case c.On < 1 || c.On > base.LastPurchaseDay:
			problem = fmt.Sprintf("is of day %d (%s); days run from 1970-01-02 to 2149-06-06", int32(c.On), c.On)
		default:
			reached[c.Customer] = append(reached[c.Customer], c)
			continue
		}
		faults = append(faults, loyalty.Problem{Table: "cares", Row: row, Subject: c.Customer, Message: problem})
	}
	rows := make(map[string]int, len(trails))
	for row, t := range trails {
		if first, twice := rows[t.Customer]; twice {
			faults = append(faults, loyalty.Problem{Table: "trails", Row: row, Subject: t.Customer, Message: fmt.Sprintf("is the same customer as row %d", first)})
		}
		rows[t.Customer] = row
	}
	for _, mine := range reached {
		slices.SortStableFunc(mine, func(a, b Care) int { return cmp.Compare(a.On, b.On) })
	}
	return reached, faults.Err()
}

// credits are what the cares did in a period.
type credits struct {
	from, to, days loyalty.Day
	moves, touches map[creditKey]int
}

// A creditKey is a care, where it reached somebody, and where they went; Unknown where
// they did not.
type creditKey struct {
	care     string
	from, to Stage
}

// cares credits the moves of one customer to the cares that reached them, and tells
// which of the moves are left as their own.
func (c *credits) cares(t Trail, cares []Care) (own []bool) {
	own = make([]bool, len(t.Moves))
	for i := range own {
		own[i] = true
	}
	for i, care := range cares {
		end := care.On + c.days
		if i+1 < len(cares) {
			end = min(end, cares[i+1].On-1) // from then on it is the next one's
		}
		first := slices.IndexFunc(t.Moves, func(m Move) bool {
			return m.On >= care.On && m.On <= end && (m.By == ByPurchase || m.By == ByContact)
		})
		at := t.morning(care.On)
		switch {
		case first >= 0 && t.Moves[first].On <= c.from, care.On > c.to, care.On+c.days <= c.from:
			continue // of another period
		case first >= 0 && t.Moves[first].On <= c.to:
			own[first] = false
			c.moves[creditKey{care.Name, at, t.Moves[first].To}]++
		}
		c.touches[creditKey{care: care.Name, from: at}]++
	}
	return own
}

func (c *credits) rows() []CreditedMove {
	const method = "share of the times the care reached somebody at the stage, Wilson interval"
	rows := make([]CreditedMove, 0, len(c.moves))
	for key, n := range c.moves {
		share := loyalty.Unknown(loyalty.ZeroBase, 0, method)
		if key.care != "" {
			share = loyalty.Proportion(n, c.touches[creditKey{care: key.care, from: key.from}], loyalty.Level)
			share.Method = method
		}
		rows = append(rows, CreditedMove{Care: key.care, From: key.from, To: key.to, Moves: n, Share: share})
	}
	slices.SortFunc(rows, func(a, b CreditedMove) int {
		return cmp.Or(strings.Compare(a.Care, b.Care), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return rows
}

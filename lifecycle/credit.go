package lifecycle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Care (关怀) is something that the shop did for a customer and that reached them: a
// message, a call, a gift, by the name that the host gives it.
type Care struct {
	Customer string
	Name     string // "win-back/coupon"
	On       loyalty.Day
}

// CreditOptions say which care a move is credited to. The zero CreditOptions do.
type CreditOptions struct {
	// Days is for how many days after its own a care is credited. Default: 14.
	Days int
}

// A CreditedMove is how many moved to a stage after a care.
type CreditedMove struct {
	Care  string `json:"care"` // empty: of their own accord, without a care before
	From  Stage  `json:"from"` // where the care reached them; of own accord, where they came from
	To    Stage  `json:"to"`
	Moves int    `json:"moves"`
	// Share is that of those whom the care reached at the stage From, with Wilson's
	// interval. Its base is the times it reached them there; of own accord it is unknown.
	Share loyalty.Measure `json:"share"`
}

// CreditedMoves say which care moved customers (关怀带来的阶段变化). They are the moves
// after one day up to another, each once.
//
// Credit is not cause: some would have moved anyway, as those did whom no care had
// reached. What a care brings about is known only where customers like them are left
// without it.
type CreditedMoves struct {
	From, To  loyalty.Day
	Moves     []CreditedMove // by care, own accord first, then From and To
	BySilence int            // moves that time made
	ByAccount int            // moves of accounts that were closed or blocked
}

// CreditMoves credits the moves that customers made by a purchase or a contact after
// one day, up to another: each to the care that reached the customer last, on the day
// of the move or within CreditOptions.Days before it; of one day, the last in the list.
// A care is credited with one move, the first. What silence or a closed account did is
// no care's. Leave out what follows a purchase by itself, such as thanks and notices of
// a parcel. A care that came too late in the period for all of its days counts among
// those that reached somebody, so the shares of a young period are too low.
//
// The error is a [PeriodError], or [loyalty.Faults]: cares without customer, name or
// day, and customers with two trails. A customer without a trail is Unknown throughout.
func CreditMoves(trails []Trail, cares []Care, from, to loyalty.Day, o CreditOptions) (CreditedMoves, error) {
	setDefault(&o.Days, 14)
	if o.Days < 1 || o.Days > maxPolicyDays {
		return CreditedMoves{}, fmt.Errorf("lifecycle: a care is credited for %d days; it is a number from 1 to %d", o.Days, maxPolicyDays)
	}
	if from >= to {
		return CreditedMoves{}, &PeriodError{From: from, To: to, Problem: "no day lies between them"}
	}
	reached, err := caresByCustomer(trails, cares)
	if err != nil {
		return CreditedMoves{}, err
	}
	all := CreditedMoves{From: from, To: to}
	found := credits{from: from, to: to, days: loyalty.Day(o.Days), moves: map[creditKey]int{}, touches: map[creditKey]int{}}
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
	var faults loyalty.Faults
	reached := make(map[string][]Care)
	for row, c := range cares {
		problem := ""
		switch {
		case c.Customer == "":
			problem = "has no customer"
		case c.Name == "":
			problem = "has no name; say which care it was"
		case c.On < 1 || c.On > lastPurchaseDay:
			problem = fmt.Sprintf("is of day %d (%s); days run from 1970-01-02 to 2149-06-06", int32(c.On), c.On)
		default:
			reached[c.Customer] = append(reached[c.Customer], c)
			continue
		}
		faults = append(faults, loyalty.Fault{Table: "cares", Row: row, Subject: c.Customer, Problem: problem})
	}
	rows := make(map[string]int, len(trails))
	for row, t := range trails {
		if first, twice := rows[t.Customer]; twice {
			faults = append(faults, loyalty.Fault{Table: "trails", Row: row, Subject: t.Customer, Problem: fmt.Sprintf("is the same customer as row %d", first)})
		}
		rows[t.Customer] = row
	}
	for _, mine := range reached {
		slices.SortStableFunc(mine, func(a, b Care) int { return cmp.Compare(a.On, b.On) })
	}
	return reached, faults.Err()
}

// Credits are what the cares did in a period.
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
		first := slices.IndexFunc(t.Moves, func(m StageMove) bool {
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

package stage

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Past (客户经历) is the history of one customer with the shop, day by day, as far as
// stages depend on it. It gives the stage on each day. The days of a list may come in any
// order, and twice. The zero Past is an unknown customer.
type Past struct {
	Customer string
	Bought   []loyalty.Day // valid purchases, as in loyalty.History
	Contacts []Contact     // interest without a purchase
	Answered []loyalty.Day // messages of the shop that the customer answered or followed
	WinBacks []loyalty.Day // win-back messages that were sent
	Closed   loyalty.Day   // day on which the account was closed; 0: it is open
	Blocked  loyalty.Day   // day on which the shop blocked the customer; 0: not blocked
}

// A Contact is interest shown on a day.
type Contact struct {
	Interest Interest
	On       loyalty.Day
}

// A Trail (阶段轨迹) is every move of one customer from stage to stage, in order.
// Before the first the stage was Unknown.
type Trail struct {
	Customer string
	Moves    []Move
}

// A Move is one customer's move from one stage to another.
type Move struct {
	On   loyalty.Day `json:"on"`
	From Stage       `json:"from"`
	To   Stage       `json:"to"`
	By   MoveCause   `json:"by"`
}

// A MoveCause is the cause of a move.
type MoveCause string

// The causes. All events of one day are one cause, the first of these that applies.
const (
	ByAccount  MoveCause = "account"  // closed or blocked
	ByPurchase MoveCause = "purchase" //
	ByContact  MoveCause = "contact"  // interest, or an answer
	BySilence  MoveCause = "silence"  // no event; time alone
)

// On is the stage at the end of a day.
func (t Trail) On(d loyalty.Day) Stage {
	return t.after(sort.Search(len(t.Moves), func(i int) bool { return t.Moves[i].On > d }))
}

// morning is the stage on a day before anything happened on it.
func (t Trail) morning(d loyalty.Day) Stage {
	return t.after(sort.Search(len(t.Moves), func(i int) bool {
		m := t.Moves[i]
		return m.On > d || m.On == d && m.By != BySilence
	}))
}

// after is the stage after so many moves.
func (t Trail) after(n int) Stage {
	if n == 0 {
		return Unknown
	}
	return t.Moves[n-1].To
}

// Trail follows a customer with [Policy.Advance] from the first known event to a time, as
// if the policy had always been in force. Later days are left out.
//
// The error is [loyalty.Problems], also for days before 1970-01-02 or after
// 2149-06-06 and for contacts with NoInterest.
func (p Policy) Trail(past Past, until time.Time) (Trail, error) {
	if err := p.Validate(); err != nil {
		return Trail{}, err
	}
	p.ready()
	if err := past.faults().Err(); err != nil {
		return Trail{}, err
	}
	t := Trail{Customer: past.Customer}
	today := base.ShopDay(until, p.Zone)
	r := replay{policy: &p}
	var by MoveCause
	r.moved = func(from Stage, to Standing) {
		t.Moves = append(t.Moves, Move{On: to.Since, From: from, To: to.Stage, By: by})
	}
	facts := past.facts()
	for len(facts) > 0 && facts[0].on <= today {
		on := facts[0].on
		by = BySilence
		r.at(on)
		by = facts[0].cause() // the facts of a day are in the order of the causes
		for len(facts) > 0 && facts[0].on == on {
			facts[0].join(&r.history)
			facts = facts[1:]
		}
		r.at(on)
	}
	by = BySilence
	r.at(today)
	return t, nil
}

// A pastFact is one thing that happened on a day.
type pastFact struct {
	on       loyalty.Day
	kind     pastKind
	interest Interest
}

type pastKind uint8

// The kinds, in the order of the causes.
const (
	closedAccount pastKind = iota
	blockedAccount
	boughtGoods
	showedInterest
	gaveAnswer
	sentWinBack
)

func (f pastFact) cause() MoveCause {
	switch f.kind {
	case closedAccount, blockedAccount:
		return ByAccount
	case boughtGoods:
		return ByPurchase
	case showedInterest, gaveAnswer:
		return ByContact
	}
	return BySilence // a message moves nobody by itself
}

func (f pastFact) join(h *History) {
	switch f.kind {
	case closedAccount:
		h.Closed = f.on
	case blockedAccount:
		h.Blocked = f.on
	case boughtGoods:
		_ = h.Add(f.on, 0) // the day was checked
	case showedInterest:
		h.Show(f.interest, f.on)
	case gaveAnswer:
		h.Answer(f.on)
	case sentWinBack:
		h.Write(f.on)
	}
}

// facts are all of the past, in their order; purchases of one day are one.
func (past *Past) facts() []pastFact {
	var all []pastFact
	add := func(kind pastKind, days ...loyalty.Day) {
		for _, d := range days {
			all = append(all, pastFact{on: d, kind: kind})
		}
	}
	if past.Closed != 0 {
		add(closedAccount, past.Closed)
	}
	if past.Blocked != 0 {
		add(blockedAccount, past.Blocked)
	}
	add(boughtGoods, past.Bought...)
	for _, c := range past.Contacts {
		all = append(all, pastFact{c.On, showedInterest, c.Interest})
	}
	add(gaveAnswer, past.Answered...)
	add(sentWinBack, past.WinBacks...)
	slices.SortFunc(all, func(a, b pastFact) int {
		return cmp.Or(cmp.Compare(a.on, b.on), cmp.Compare(a.kind, b.kind), cmp.Compare(a.interest, b.interest))
	})
	return slices.Compact(all)
}

var pastWords = [...]string{closedAccount: "closed", blockedAccount: "blocked", boughtGoods: "a purchase", showedInterest: "a contact", gaveAnswer: "an answer", sentWinBack: "a win-back message"}

func (past *Past) faults() loyalty.Problems {
	var faults loyalty.Problems
	report := func(format string, a ...any) {
		faults = append(faults, loyalty.Problem{Subject: past.Customer, Message: fmt.Sprintf(format, a...)})
	}
	for _, f := range past.facts() {
		if f.on < 1 || f.on > base.LastPurchaseDay {
			report("%s on day %d (%s); days run from 1970-01-02 to 2149-06-06: check the unit of the time", pastWords[f.kind], int32(f.on), f.on)
		}
		if f.kind == showedInterest && (f.interest == NoInterest || int(f.interest) >= len(interestWords)) {
			report("a contact on %s of %s; say which interest it showed", f.on, f.interest)
		}
	}
	return faults
}

// CountMoves returns the tables of moves of customers with trails, from each of the days to
// the next one. The trails must reach to the last day. The error is [ErrPeriod] unless
// there are at least two days, each later than the one before.
func CountMoves(trails []Trail, days ...loyalty.Day) ([]Moves, error) {
	tables, err := newMoves(days)
	if err != nil {
		return nil, err
	}
	for _, t := range trails {
		from := t.On(days[0])
		for i := range tables {
			to := t.On(days[i+1])
			tables[i].Add(from, to)
			from = to
		}
	}
	return tables, nil
}

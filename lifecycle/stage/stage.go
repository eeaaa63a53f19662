package stage

import (
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Stage is a customer's stage in the life cycle (生命周期阶段).
type Stage uint8

// The stages, in the order in which they are usually passed.
const (
	Unknown        Stage = iota // 未知: nothing is known, or not any more; see the reason
	Interested                  // 兴趣客户, L0: showed interest lately and never bought
	New                         // 新客, L1: has bought once, and may well return
	SecondPurchase              // 复购, L2: has returned, on two days or more, and does not buy often
	Active                      // 活跃, L3: buys often, but on two days only, or mostly elsewhere
	Loyal                       // 忠诚, L3: buys often, on three days or more, and not mostly elsewhere as far as is known
	Lapsing                     // 预流失, L4: silent for longer than their rhythm explains
	Lost                        // 流失, L4: very few of them return
	Dead                        // 长期沉睡, L5: lost and silent, or the account is closed

	Stages = int(Dead) + 1 // the number of stages
)

var stageWords = [Stages]struct{ english, chinese string }{
	{"unknown", "未知"},
	{"interested", "兴趣客户"},
	{"new", "新客"},
	{"second-purchase", "复购客户"},
	{"active", "活跃客户"},
	{"loyal", "忠诚客户"},
	{"lapsing", "预流失客户"},
	{"lost", "已流失客户"},
	{"dead", "长期沉睡客户"},
}

// String is the word of the stage: "second-purchase".
func (s Stage) String() string {
	if int(s) < Stages {
		return stageWords[s].english
	}
	return fmt.Sprintf("stage %d", uint8(s))
}

// Chinese is the stage in Chinese: "复购客户".
func (s Stage) Chinese() string {
	if int(s) < Stages {
		return stageWords[s].chinese
	}
	return stageWords[Unknown].chinese
}

// Parse reads the word of a stage, in either language.
func Parse(word string) (Stage, error) {
	i := slices.IndexFunc(stageWords[:], func(w struct{ english, chinese string }) bool {
		return w.english == word || w.chinese == word
	})
	if i < 0 {
		return Unknown, fmt.Errorf("lifecycle: unknown stage %q; possible: unknown, interested, new, second-purchase, active, loyal, lapsing, lost, dead", word)
	}
	return Stage(i), nil
}

// MarshalText writes the word.
func (s Stage) MarshalText() ([]byte, error) {
	if int(s) >= Stages {
		return nil, fmt.Errorf("lifecycle: unknown %s", s)
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads the word.
func (s *Stage) UnmarshalText(text []byte) error {
	read, err := Parse(string(text))
	if err == nil {
		*s = read
	}
	return err
}

// A Reason is the deciding fact of a stage.
type Reason string

// The reasons.
const (
	NothingKnown    Reason = "nothing-known"    // unknown: no purchase and no contact
	ClockBehind     Reason = "clock-behind"     // unknown: the history has something later than now
	FaultyPolicy    Reason = "faulty-policy"    // unknown: see Policy.Validate
	InterestFaded   Reason = "interest-faded"   // unknown: the last contact is long ago
	RecentContact   Reason = "recent-contact"   // interested
	OnePurchase     Reason = "one-purchase"     // new
	CameBack        Reason = "came-back"        // second purchase
	BuysOften       Reason = "buys-often"       // active
	BuysMostlyHere  Reason = "buys-mostly-here" // loyal, by what is bought elsewhere
	ManyPurchases   Reason = "many-purchases"   // loyal, without knowing what is bought elsewhere
	TooSilent       Reason = "too-silent"       // lapsing, lost, dead
	NothingAnswered Reason = "nothing-answered" // dead: lost, and win-back was not answered
	AccountClosed   Reason = "account-closed"   // dead
	IsBlocked       Reason = "blocked"          // dead
)

// A Change is the next change of a stage by time alone.
type Change struct {
	At time.Time `json:"at"` // the start of a day in the shop's zone
	To Stage     `json:"to"`
}

// Stage is the stage of a customer as of now, regardless of the stage before;
// [Policy.Advance] takes that into account. The order of checks is:
//
//   - the account is closed or blocked: dead;
//   - never bought: interested for Policy.InterestDays from the last contact, then unknown;
//   - dead, lost or lapsing, the worst that applies, by the days of silence since the last
//     purchase and the rung of the policy: see [Rung];
//   - bought on one day: new;
//   - buys often, on Policy.ActiveOrders days or more (two): active, and loyal from
//     Policy.LoyalOrders days on (three), unless most purchases are known to be elsewhere;
//   - otherwise: second purchase, on any number of days.
//
// Purchases of one day count once. It is Unknown if the history has something later than
// now, and if the policy has faults.
func (p Policy) Stage(h History, now time.Time) Stage {
	if !p.ready() {
		return Unknown
	}
	v := p.judge(&h, base.ShopDay(now, p.Zone))
	return v.stage
}

// NextChange is the next change of [Policy.Stage] by time alone. It is false if there is
// none before the year 10000.
func (p Policy) NextChange(h History, now time.Time) (Change, bool) {
	var room [1]Change
	_, next := p.course(room[:0], &h, now)
	if len(next) == 0 {
		return Change{}, false
	}
	return next[0], true
}

// Course is [Policy.Stage] with all later changes by time alone, in order. It appends them
// to a list as far as its capacity allows; a customer never has more than [Stages].
func (p Policy) Course(to []Change, h History, now time.Time) (Stage, []Change) {
	return p.course(to, &h, now)
}

func (p *Policy) course(to []Change, h *History, now time.Time) (Stage, []Change) {
	if !p.ready() {
		return Unknown, to
	}
	var b buyer
	if h.Bought() {
		b = p.buyer(h)
	}
	judge := func(d loyalty.Day) verdict {
		if v, ok := p.judgeWithout(h, d); ok {
			return v
		}
		return b.judge(d)
	}
	day := base.ShopDay(now, p.Zone)
	is := judge(day)
	first := is.stage
	for v := is; len(to) < cap(to); {
		next, ok := b.nextVerdict(p, h, day, v.degree)
		if !ok {
			break
		}
		if v = judge(next); v.stage != is.stage {
			to = append(to, Change{At: base.DayStart(next, p.Zone), To: v.stage})
			is = v
		}
		day = next
	}
	return first, to
}

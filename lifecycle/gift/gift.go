package gift

import (
	"fmt"
	"io"
	"slices"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Rank is a person's role for the shop. One person may have several: a top member
// who is also an opinion leader.
type Rank string

// The ranks.
const (
	JuniorMember  Rank = "junior-member"  // 初级会员
	SeniorMember  Rank = "senior-member"  // 高级会员
	TopMember     Rank = "top-member"     // 顶级会员
	BigCustomer   Rank = "big-customer"   // 大客户
	OpinionLeader Rank = "opinion-leader" // 意见领袖
	Fan           Rank = "fan"            // 粉丝
	KeySupplier   Rank = "key-supplier"   // 核心供应商
)

// Ranks are the ranks.
func Ranks() []Rank {
	return []Rank{JuniorMember, SeniorMember, TopMember, BigCustomer, OpinionLeader, Fan, KeySupplier}
}

// A Form is a form of care on a special day (关怀形式).
type Form string

// The forms, cheapest first.
const (
	Greeting       Form = "greeting"        // 祝福
	Virtual        Form = "virtual-gift"    // 虚拟礼品: a coupon (优惠券), a voucher (代金券), points (积分), a right to a discount (折扣权益)
	Card           Form = "card"            // 贺卡
	Physical       Form = "physical-gift"   // 实物礼品
	OfflineMeeting Form = "offline-meeting" // 线下见面会
	Visit          Form = "visit"           // 上门拜访
)

// Forms are the forms, the cheapest first.
func Forms() []Form {
	return []Form{Greeting, Virtual, Card, Physical, OfflineMeeting, Visit}
}

// ByPerson reports whether people do it, so that it is a task and not a message.
func (f Form) ByPerson() bool {
	return f == Card || f == Physical || f == OfflineMeeting || f == Visit
}

// NeedsAddress reports whether it needs the person's address.
func (f Form) NeedsAddress() bool {
	return f == Card || f == Physical || f == Visit
}

// Text is the name of the form; empty if unknown.
func (f Form) Text() loyalty.Text {
	switch f {
	case Greeting:
		return loyalty.Text{English: "greeting", Chinese: "祝福"}
	case Virtual:
		return loyalty.Text{English: "virtual gift", Chinese: "虚拟礼品"}
	case Card:
		return loyalty.Text{English: "card", Chinese: "贺卡"}
	case Physical:
		return loyalty.Text{English: "physical gift", Chinese: "实物礼品"}
	case OfflineMeeting:
		return loyalty.Text{English: "offline meeting", Chinese: "线下见面会"}
	case Visit:
		return loyalty.Text{English: "visit", Chinese: "上门拜访"}
	}
	return loyalty.Text{}
}

// A Rule lists the forms of care for a rank.
type Rule struct {
	Rank Rank `json:"rank"`
	// Premium restricts the rule to shops of premium brands, where it replaces the rank's
	// other rule.
	Premium bool         `json:"premium,omitempty"`
	Forms   []Form       `json:"forms"`
	Why     loyalty.Text `json:"why"`
}

// A Table is a shop's rules. It is data: a shop can replace it with its own.
type Table []Rule

// DefaultTable is the textbook's.
func DefaultTable() Table {
	words := loyalty.Text{English: "A word and something to use: many are reached, at next to no cost.", Chinese: "一句祝福加一份用得上的小礼：覆盖面广，成本低。"}
	hands := loyalty.Text{English: "Something in the hand is kept and shown; few deserve it, and they notice.", Chinese: "拿在手里的礼物会被珍藏、被展示；给少数值得的人，他们会记得。"}
	meeting := loyalty.Text{English: "They speak for the brand; meeting people makes friends of admirers.", Chinese: "他们为品牌发声；见面让喜爱变成情谊。"}
	return Table{
		{JuniorMember, false, []Form{Greeting, Virtual}, words},
		{SeniorMember, false, []Form{Greeting, Virtual}, words},
		{SeniorMember, true, []Form{Greeting, Card, Physical}, hands},
		{TopMember, false, []Form{Greeting, Card, Physical}, hands},
		{BigCustomer, false, []Form{Greeting, Card, Physical, OfflineMeeting, Visit}, loyalty.Text{
			English: "The shop lives on them: the most expensive form of care is still cheap.", Chinese: "店铺靠他们支撑：再贵的关怀也值得。",
		}},
		{OpinionLeader, false, []Form{OfflineMeeting}, meeting},
		{Fan, false, []Form{OfflineMeeting}, meeting},
		{KeySupplier, false, []Form{Visit}, loyalty.Text{
			English: "Goods in need and terms in trouble are a matter of personal trust.", Chinese: "缺货时能不能拿到货、困难时条件能不能谈，靠的是彼此的信任。",
		}},
	}
}

// A Gift is a form of care for a person, with the reasons.
type Gift struct {
	Form  Form           `json:"form"`
	Ranks []Rank         `json:"ranks"` // all ranks with this form, in the order of the table
	Why   []loyalty.Text `json:"why"`   // the reasons of these rules, each once
}

// For returns the forms of care for a person of some ranks, the cheapest first. premium
// is true for a shop of premium brands. A person of several ranks gets the forms of each,
// once; a physical gift replaces a virtual one. A rank without a rule gets nothing.
func (t Table) For(premium bool, ranks ...Rank) []Gift {
	var gifts []Gift
	for _, form := range Forms() {
		g := Gift{Form: form}
		for i, rule := range t {
			if !slices.Contains(ranks, rule.Rank) || !t.stands(i, premium) || !slices.Contains(rule.Forms, form) {
				continue
			}
			g.Ranks = append(g.Ranks, rule.Rank)
			if !slices.Contains(g.Why, rule.Why) {
				g.Why = append(g.Why, rule.Why)
			}
		}
		if len(g.Ranks) > 0 {
			gifts = append(gifts, g)
		}
	}
	if slices.ContainsFunc(gifts, func(g Gift) bool { return g.Form == Physical }) {
		gifts = slices.DeleteFunc(gifts, func(g Gift) bool { return g.Form == Virtual })
	}
	return gifts
}

// stands says whether a rule holds in a shop.
func (t Table) stands(i int, premium bool) bool {
	if t[i].Premium || !premium {
		return t[i].Premium == premium
	}
	return !slices.ContainsFunc(t, func(other Rule) bool { return other.Premium && other.Rank == t[i].Rank })
}

// Validate returns an error that names faulty rules. These have no rank, come twice, have
// no, unknown or repeated forms, or no reason in both languages. A rank may be without a
// rule.
func (t Table) Validate() error {
	var faults loyalty.Problems
	type key struct {
		rank    Rank
		premium bool
	}
	first := map[key]int{}
	for i, rule := range t {
		report := func(format string, args ...any) {
			faults = append(faults, loyalty.Problem{Row: i, Subject: string(rule.Rank), Message: fmt.Sprintf(format, args...)})
		}
		if !slices.Contains(Ranks(), rule.Rank) {
			report("names no rank; possible: %q", Ranks())
		}
		if row, twice := first[key{rule.Rank, rule.Premium}]; twice {
			report("is given twice, first in row %d", row)
		} else {
			first[key{rule.Rank, rule.Premium}] = i
		}
		if len(rule.Forms) == 0 {
			report("has no form of care")
		}
		for j, form := range rule.Forms {
			if !slices.Contains(Forms(), form) {
				report("has the unknown form %q; possible: %q", form, Forms())
			}
			if slices.Contains(rule.Forms[:j], form) {
				report("has the form %q twice", form)
			}
		}
		if rule.Why.English == "" || rule.Why.Chinese == "" {
			report("has no reason in both languages")
		}
	}
	return faults.Err()
}

// ReadTable reads a table from JSON, a list of rules, and validates it. Unknown
// fields are errors. The error has all faults, by the place of the rule in the list.
func ReadTable(r io.Reader) (Table, error) {
	return base.ReadTable[Rule, Table](r, "gift table")
}

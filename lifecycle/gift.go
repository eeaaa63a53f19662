package lifecycle

import (
	"fmt"
	"io"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A GiftRank is a person's role for the shop. One person may have several: a top member
// who is also an opinion leader.
type GiftRank string

// The ranks.
const (
	JuniorMember  GiftRank = "junior-member"  // 初级会员
	SeniorMember  GiftRank = "senior-member"  // 高级会员
	TopMember     GiftRank = "top-member"     // 顶级会员
	BigCustomer   GiftRank = "big-customer"   // 大客户
	OpinionLeader GiftRank = "opinion-leader" // 意见领袖
	Fan           GiftRank = "fan"            // 粉丝
	KeySupplier   GiftRank = "key-supplier"   // 核心供应商
)

// GiftRanks are the ranks.
func GiftRanks() []GiftRank {
	return []GiftRank{JuniorMember, SeniorMember, TopMember, BigCustomer, OpinionLeader, Fan, KeySupplier}
}

// A GiftForm is a form of care on a special day (关怀形式).
type GiftForm string

// The forms, cheapest first.
const (
	GreetingGift GiftForm = "greeting"        // 祝福
	VirtualGift  GiftForm = "virtual-gift"    // 虚拟礼品: see VirtualGifts
	CardGift     GiftForm = "card"            // 贺卡
	PhysicalGift GiftForm = "physical-gift"   // 实物礼品
	OfflineMeet  GiftForm = "offline-meeting" // 线下见面会
	PersonsVisit GiftForm = "visit"           // 上门拜访
)

// GiftForms are the forms, the cheapest first.
func GiftForms() []GiftForm {
	return []GiftForm{GreetingGift, VirtualGift, CardGift, PhysicalGift, OfflineMeet, PersonsVisit}
}

// ByPerson reports whether people do it, so that it is a task and not a message.
func (f GiftForm) ByPerson() bool {
	return f == CardGift || f == PhysicalGift || f == OfflineMeet || f == PersonsVisit
}

// NeedsAddress reports whether it needs the person's address.
func (f GiftForm) NeedsAddress() bool {
	return f == CardGift || f == PhysicalGift || f == PersonsVisit
}

// Text is the name of the form; empty if unknown.
func (f GiftForm) Text() loyalty.Text {
	switch f {
	case GreetingGift:
		return loyalty.Text{English: "greeting", Chinese: "祝福"}
	case VirtualGift:
		return loyalty.Text{English: "virtual gift", Chinese: "虚拟礼品"}
	case CardGift:
		return loyalty.Text{English: "card", Chinese: "贺卡"}
	case PhysicalGift:
		return loyalty.Text{English: "physical gift", Chinese: "实物礼品"}
	case OfflineMeet:
		return loyalty.Text{English: "offline meeting", Chinese: "线下见面会"}
	case PersonsVisit:
		return loyalty.Text{English: "visit", Chinese: "上门拜访"}
	}
	return loyalty.Text{}
}

// VirtualGifts are examples of virtual gifts.
func VirtualGifts() []loyalty.Text {
	return []loyalty.Text{
		{English: "coupon", Chinese: "优惠券"},
		{English: "voucher", Chinese: "代金券"},
		{English: "points", Chinese: "积分"},
		{English: "right to a discount", Chinese: "折扣权益"},
	}
}

// A GiftRule lists the forms of care for a rank.
type GiftRule struct {
	Rank GiftRank `json:"rank"`
	// Premium restricts the rule to shops of premium brands, where it replaces the rank's
	// other rule.
	Premium bool         `json:"premium,omitempty"`
	Forms   []GiftForm   `json:"forms"`
	Why     loyalty.Text `json:"why"`
}

// A GiftTable is a shop's rules. It is data: a shop can replace it with its own.
type GiftTable []GiftRule

// DefaultGiftTable is the textbook's.
func DefaultGiftTable() GiftTable {
	words := loyalty.Text{English: "A word and something to use: many are reached, at next to no cost.", Chinese: "一句祝福加一份用得上的小礼：覆盖面广，成本低。"}
	hands := loyalty.Text{English: "Something in the hand is kept and shown; few deserve it, and they notice.", Chinese: "拿在手里的礼物会被珍藏、被展示；给少数值得的人，他们会记得。"}
	meeting := loyalty.Text{English: "They speak for the brand; meeting people makes friends of admirers.", Chinese: "他们为品牌发声；见面让喜爱变成情谊。"}
	return GiftTable{
		{JuniorMember, false, []GiftForm{GreetingGift, VirtualGift}, words},
		{SeniorMember, false, []GiftForm{GreetingGift, VirtualGift}, words},
		{SeniorMember, true, []GiftForm{GreetingGift, CardGift, PhysicalGift}, hands},
		{TopMember, false, []GiftForm{GreetingGift, CardGift, PhysicalGift}, hands},
		{BigCustomer, false, []GiftForm{GreetingGift, CardGift, PhysicalGift, OfflineMeet, PersonsVisit}, loyalty.Text{
			English: "The shop lives on them: the most expensive form of care is still cheap.", Chinese: "店铺靠他们支撑：再贵的关怀也值得。",
		}},
		{OpinionLeader, false, []GiftForm{OfflineMeet}, meeting},
		{Fan, false, []GiftForm{OfflineMeet}, meeting},
		{KeySupplier, false, []GiftForm{PersonsVisit}, loyalty.Text{
			English: "Goods in need and terms in trouble are a matter of personal trust.", Chinese: "缺货时能不能拿到货、困难时条件能不能谈，靠的是彼此的信任。",
		}},
	}
}

// A Gift is a form of care for a person, with the reasons.
type Gift struct {
	Form  GiftForm       `json:"form"`
	Ranks []GiftRank     `json:"ranks"` // all ranks with this form, in the order of the table
	Why   []loyalty.Text `json:"why"`   // the reasons of these rules, each once
}

// For returns the forms of care for a person of some ranks, the cheapest first. premium
// is true for a shop of premium brands. A person of several ranks gets the forms of each,
// once; a physical gift replaces a virtual one. A rank without a rule gets nothing.
func (t GiftTable) For(premium bool, ranks ...GiftRank) []Gift {
	var gifts []Gift
	for _, form := range GiftForms() {
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
	if slices.ContainsFunc(gifts, func(g Gift) bool { return g.Form == PhysicalGift }) {
		gifts = slices.DeleteFunc(gifts, func(g Gift) bool { return g.Form == VirtualGift })
	}
	return gifts
}

// stands says whether a rule holds in a shop.
func (t GiftTable) stands(i int, premium bool) bool {
	if t[i].Premium || !premium {
		return t[i].Premium == premium
	}
	return !slices.ContainsFunc(t, func(other GiftRule) bool { return other.Premium && other.Rank == t[i].Rank })
}

// Validate returns an error that names faulty rules. These have no rank, come twice, have
// no, unknown or repeated forms, or no reason in both languages. A rank may be without a
// rule.
func (t GiftTable) Validate() error {
	var faults loyalty.Problems
	type key struct {
		rank    GiftRank
		premium bool
	}
	first := map[key]int{}
	for i, rule := range t {
		report := func(format string, args ...any) {
			faults = append(faults, loyalty.Problem{Row: i, Subject: string(rule.Rank), Message: fmt.Sprintf(format, args...)})
		}
		if !slices.Contains(GiftRanks(), rule.Rank) {
			report("names no rank; possible: %q", GiftRanks())
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
			if !slices.Contains(GiftForms(), form) {
				report("has the unknown form %q; possible: %q", form, GiftForms())
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

// ReadGiftTable reads a table from JSON, a list of rules, and validates it. Unknown
// fields are errors. The error has all faults, by the place of the rule in the list.
func ReadGiftTable(r io.Reader) (GiftTable, error) {
	return readTable[GiftRule, GiftTable](r, "gift table")
}

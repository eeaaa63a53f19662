package winback

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Cause is the reason why a customer left (流失原因): pushed away, pulled away,
// bought away or moved away. Source: Stauss & Friege 1999, Journal of Service Research
// 1(4).
type Cause string

// The causes.
const (
	BadProduct   Cause = "bad-product"   // 产品不好
	BadService   Cause = "bad-service"   // 服务不好: agents, parcels, after sale
	Outgrown     Cause = "outgrown"      // 过了产品的年龄段: the child is too old for the product
	Fatigue      Cause = "fatigue"       // 审美疲劳: nothing new
	TooExpensive Cause = "too-dear"      // 价格
	StockOut     Cause = "stock-out"     // 缺货
	MovedAway    Cause = "moved-away"    // 搬到送不到的地方
	WentToRival  Cause = "rival"         // 被竞品吸引
	UnknownCause Cause = "unknown-cause" // no signal points to any
)

// Causes are all causes, UnknownCause last.
func Causes() []Cause {
	return []Cause{BadProduct, BadService, Outgrown, Fatigue, TooExpensive, StockOut, MovedAway, WentToRival, UnknownCause}
}

// Signals are observable signs of why a customer left. An unknown one stays the
// zero Signal, which is not a value of zero.
type Signals struct {
	ProductRating    loyalty.Signal // their last rating of a product, 1 to 5
	DefectReturns    loyalty.Signal // share of their last orders returned for quality, 0 to 1
	ServiceRating    loyalty.Signal // their last rating of service or delivery, 1 to 5
	Complaints       loyalty.Signal // complaints about service or delivery in their last half year
	LateParcels      loyalty.Signal // share of their last parcels that were overdue, 0 to 1
	Age              loyalty.Signal // age in months of the child who uses the product
	FitsUntil        loyalty.Signal // largest age in months that their product fits
	SameAgain        loyalty.Signal // share of the pieces in their last orders that they had bought before, 0 to 1
	LookingLess      loyalty.Signal // share by which their visits fell in the two months before they left, 0 to 1
	PriceRise        loyalty.Signal // price today of what they bought ÷ what they paid; 1: the same
	SaysTooExpensive loyalty.Signal // times they said so in conversation
	OnlyDiscounted   loyalty.Signal // share of their orders at a discount, less the shop's share, -1 to 1
	SoldOut          loyalty.Signal // share of their last visits with a sold-out product, 0 to 1
	Undeliverable    loyalty.Signal // share of their addresses outside the shop's delivery area, 0 to 1
	NumberDead       loyalty.Signal // 1: their number does not exist any more, 0: it does
	SaysRival        loyalty.Signal // times they named another shop in conversation
}

// A Finding is the evidence for one cause.
type Finding struct {
	Of Cause `json:"of"`
	// Known is false if the signals are not enough; then there is no score.
	Known bool `json:"known"`
	// Score is from 0, no evidence, to 1, full evidence. It is a degree, not a
	// probability, and scores do not add up to 1: several causes can apply at once.
	Score    float64        `json:"score"`
	Evidence []loyalty.Text `json:"evidence,omitempty"` // observations with their numbers, the strongest first
	Missing  []string       `json:"missing,omitempty"`  // signals that are unknown and could raise the score
}

// A leavingClue turns a signal into evidence for a cause: the score rises in a
// straight line from 0 where the signal is at none to 1 where it is at all.
type leavingClue struct {
	of        Cause
	field     string
	signal    func(*Signals) loyalty.Signal
	none, all float64
	text      loyalty.Text // %v takes the signal
	show      func(float64) string
}

var leavingClues = []leavingClue{
	{BadProduct, "ProductRating", func(s *Signals) loyalty.Signal { return s.ProductRating }, 4, 2, loyalty.Text{English: "their last rating of a product was %v of 5", Chinese: "最近一次商品评分%v分（满分5分）"}, asNumber},
	{BadProduct, "DefectReturns", func(s *Signals) loyalty.Signal { return s.DefectReturns }, 0, .5, loyalty.Text{English: "%v of their last orders went back for the quality", Chinese: "最近的订单有%v因质量退货"}, asShare},
	{BadService, "ServiceRating", func(s *Signals) loyalty.Signal { return s.ServiceRating }, 4, 2, loyalty.Text{English: "their last rating of the service was %v of 5", Chinese: "最近一次服务评分%v分（满分5分）"}, asNumber},
	{BadService, "Complaints", func(s *Signals) loyalty.Signal { return s.Complaints }, 0, 2, loyalty.Text{English: "complaints in their last half year: %v", Chinese: "离开前半年内投诉%v次"}, asNumber},
	{BadService, "LateParcels", func(s *Signals) loyalty.Signal { return s.LateParcels }, .1, .6, loyalty.Text{English: "%v of their last parcels were overdue", Chinese: "最近的包裹有%v超时"}, asShare},
	{Outgrown, "Age and FitsUntil", (*Signals).monthsBeyond, -1, 3, loyalty.Text{English: "months beyond the age that their products fit: %v", Chinese: "超出商品适用年龄%v个月"}, asNumber},
	{Fatigue, "SameAgain", func(s *Signals) loyalty.Signal { return s.SameAgain }, .5, 1, loyalty.Text{English: "%v of what they bought last they had bought before", Chinese: "最近买的有%v是以前买过的"}, asShare},
	{Fatigue, "LookingLess", func(s *Signals) loyalty.Signal { return s.LookingLess }, .3, .9, loyalty.Text{English: "their visits fell by %v before they left", Chinese: "离开前访问减少了%v"}, asShare},
	{TooExpensive, "PriceRise", func(s *Signals) loyalty.Signal { return s.PriceRise }, 1, 1.3, loyalty.Text{English: "%v more expensive today than when they bought", Chinese: "现在比顾客买时贵%v"}, asRise},
	{TooExpensive, "SaysTooExpensive", func(s *Signals) loyalty.Signal { return s.SaysTooExpensive }, 0, 2, loyalty.Text{English: "times they said it is too expensive: %v", Chinese: "说过%v次太贵"}, asNumber},
	{TooExpensive, "OnlyDiscounted", func(s *Signals) loyalty.Signal { return s.OnlyDiscounted }, .1, .6, loyalty.Text{English: "discounted orders above the shop's share by %v", Chinese: "折扣订单占比高出全店%v"}, asShare},
	{StockOut, "SoldOut", func(s *Signals) loyalty.Signal { return s.SoldOut }, 0, .5, loyalty.Text{English: "what they looked at was sold out in %v of their last visits", Chinese: "最近访问有%v遇到缺货"}, asShare},
	{MovedAway, "Undeliverable", func(s *Signals) loyalty.Signal { return s.Undeliverable }, 0, 1, loyalty.Text{English: "%v of their addresses are not delivered to", Chinese: "有%v的地址送不到"}, asShare},
	{MovedAway, "NumberDead", func(s *Signals) loyalty.Signal { return s.NumberDead }, 0, 2, loyalty.Text{English: "their number is out of service", Chinese: "手机号已停用"}, asNumber},
	{WentToRival, "SaysRival", func(s *Signals) loyalty.Signal { return s.SaysRival }, 0, 2, loyalty.Text{English: "times they named another shop: %v", Chinese: "提到过%v次别家"}, asNumber},
}

func asNumber(x float64) string { return fmt.Sprintf("%.4g", x) }

func asShare(x float64) string { return fmt.Sprintf("%.0f%%", x*100) }

// asRise is by how much a ratio is above 1.
func asRise(x float64) string { return asShare(x - 1) }

func (s *Signals) monthsBeyond() loyalty.Signal {
	if !s.Age.Known || !s.FitsUntil.Known {
		return loyalty.Signal{}
	}
	return loyalty.Seen(s.Age.Value - s.FitsUntil.Value)
}

// problems are signals that cannot be.
func (s *Signals) problems() []string {
	var all []string
	for _, one := range [...]struct {
		field       string
		signal      loyalty.Signal
		least, most float64
	}{
		{"ProductRating", s.ProductRating, 1, 5},
		{"DefectReturns", s.DefectReturns, 0, 1},
		{"ServiceRating", s.ServiceRating, 1, 5},
		{"Complaints", s.Complaints, 0, 1e6},
		{"LateParcels", s.LateParcels, 0, 1},
		{"Age", s.Age, -10, 1800},
		{"FitsUntil", s.FitsUntil, 0, 1800},
		{"SameAgain", s.SameAgain, 0, 1},
		{"LookingLess", s.LookingLess, -1e6, 1},
		{"PriceRise", s.PriceRise, 0, 1e6},
		{"SaysTooExpensive", s.SaysTooExpensive, 0, 1e6},
		{"OnlyDiscounted", s.OnlyDiscounted, -1, 1},
		{"SoldOut", s.SoldOut, 0, 1},
		{"Undeliverable", s.Undeliverable, 0, 1},
		{"NumberDead", s.NumberDead, 0, 1},
		{"SaysRival", s.SaysRival, 0, 1e6},
	} {
		if one.signal.Known && !(one.signal.Value >= one.least && one.signal.Value <= one.most) {
			all = append(all, fmt.Sprintf("has %s of %v; it is a number from %v to %v", one.field, one.signal.Value, one.least, one.most))
		}
	}
	return all
}

// Causes returns all causes with their evidence. A cause has the score of its strongest
// clue, since one is enough. If no clue is positive and some are unknown, the cause is
// unknown. The highest score comes first, equal ones in the order of [Causes],
// unknown ones last. Impossible signals count as unknown.
func (s Signals) Causes() []Finding {
	var all []Finding
	for _, cause := range Causes() {
		if cause == UnknownCause {
			continue
		}
		all = append(all, s.finding(cause))
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		if a.Known != b.Known {
			if a.Known {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Score, a.Score)
	})
	return all
}

func (s *Signals) finding(cause Cause) Finding {
	f := Finding{Of: cause, Known: true}
	type piece struct {
		score float64
		text  loyalty.Text
	}
	var pieces []piece
	for _, clue := range leavingClues {
		if clue.of != cause {
			continue
		}
		signal := clue.signal(s)
		if !signal.Known || math.IsNaN(signal.Value) || math.IsInf(signal.Value, 0) {
			f.Missing = append(f.Missing, clue.field)
			continue
		}
		score := min(max((signal.Value-clue.none)/(clue.all-clue.none), 0), 1)
		f.Score = max(f.Score, score)
		if score > 0 {
			shown := strings.NewReplacer("%v", clue.show(signal.Value))
			pieces = append(pieces, piece{score, loyalty.Text{
				English: shown.Replace(clue.text.English), Chinese: shown.Replace(clue.text.Chinese),
			}})
		}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(b.score, a.score) })
	for _, p := range pieces {
		f.Evidence = append(f.Evidence, p.text)
	}
	f.Known = f.Score > 0 || len(f.Missing) == 0
	return f
}

package survey

import (
	"fmt"
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Wallet is the share of wallet (钱包份额) from people's own statements. Shares are
// from 0 to 1, and all of them are flagged [loyalty.Estimated], since the other shops'
// orders are unknown.
type Wallet struct {
	// Pooled is the sum of all spend here, divided by the sum of all spend; unknown if
	// only ranks are known. The interval is that of the ratio estimator over people.
	Pooled loyalty.Measure
	// Mean is the mean of the persons' shares, with Student's interval.
	Mean loyalty.Measure
	// Majority is the share of people whose own share is a half or more, with Wilson's
	// interval.
	Majority loyalty.Measure
}

// Spending is one person's spend in a period, in any unit of money.
type Spending struct {
	Own      float64 // in this shop
	Category float64 // in all shops, this one included
}

// WalletBySpend is the share of wallet from stated amounts. People without spend in the
// category have no share and are left out, which is flagged [loyalty.MissingAnswers]. Level 0 is
// 0.95. Amounts below zero and more spend here than in all shops are [loyalty.Problems],
// by position.
//
// Source: Cooil, Keiningham, Aksoy & Hsu 2007, Journal of Marketing 71(1).
func WalletBySpend(spending []Spending, level float64) (Wallet, error) {
	level, err := levelOr(level)
	if err != nil {
		return Wallet{}, err
	}
	var faults loyalty.Problems
	var shares []float64
	var told []Spending
	for row, s := range spending {
		if problem := s.refused(); problem != "" {
			faults = append(faults, loyalty.Problem{Row: row, Message: problem})
		} else if s.Category > 0 {
			told = append(told, s)
			shares = append(shares, min(s.Own/s.Category, 1))
		}
	}
	if err := faults.Err(); err != nil {
		return Wallet{}, err
	}
	w := walletOf(shares, level, "spend as told")
	w.Pooled = pooled(told, level)
	w.Pooled = w.Pooled.With(loyalty.Estimated)
	if len(shares) < len(spending) {
		w.Pooled, w.Mean, w.Majority = w.Pooled.With(loyalty.MissingAnswers), w.Mean.With(loyalty.MissingAnswers), w.Majority.With(loyalty.MissingAnswers)
	}
	return w, nil
}

// pooled is Σown/Σcategory.
func pooled(told []Spending, level float64) loyalty.Measure {
	own, all := make([]float64, len(told)), make([]float64, len(told))
	for i, s := range told {
		own[i], all[i] = s.Own, s.Category
	}
	const method = "pooled share of spend as told"
	return unlessAlike(loyalty.RatioOf(own, all, level, method), method).Within(0, 1)
}

func (s Spending) refused() string {
	within := func(v float64) bool { return v >= 0 && v <= furthest }
	switch {
	case !within(s.Own) || !within(s.Category):
		return fmt.Sprintf("%v of %v spent cannot be; amounts are from 0 to %v", s.Own, s.Category, furthest)
	case s.Own > s.Category*(1+tiny):
		return fmt.Sprintf("%v spent here is more than the %v spent in all shops; the category includes this shop", s.Own, s.Category)
	}
	return ""
}

// Ranked is the shop's rank among the shops that a person uses. Shops with the same rank
// have the mean of their ranks: 1.5 for two first ones.
type Ranked struct {
	Rank   float64 // 1 is first
	Brands int     // number of shops used
}

// WalletByRank is the share of wallet from ranks alone, by the wallet allocation rule
// ([loyalty.WalletAllocation]). Level 0 is 0.95. Ranks beyond the number of brands are
// [loyalty.Problems], by position.
func WalletByRank(ranked []Ranked, level float64) (Wallet, error) {
	level, err := levelOr(level)
	if err != nil {
		return Wallet{}, err
	}
	var faults loyalty.Problems
	var shares []float64
	for row, r := range ranked {
		if problem := r.refused(); problem != "" {
			faults = append(faults, loyalty.Problem{Row: row, Message: problem})
			continue
		}
		shares = append(shares, loyalty.WalletAllocation(r.Rank, r.Brands).Value)
	}
	if err := faults.Err(); err != nil {
		return Wallet{}, err
	}
	w := walletOf(shares, level, "wallet allocation rule")
	w.Pooled = loyalty.Unknown(loyalty.NoCategoryData, len(shares), "pooled share; ranks say nothing about amounts").With(loyalty.Estimated)
	return w, nil
}

func (r Ranked) refused() string {
	if r.Brands >= 1 && r.Brands <= mostPoints && r.Rank >= 1 && r.Rank <= float64(r.Brands) && r.Rank*2 == math.Trunc(r.Rank*2) {
		return ""
	}
	return fmt.Sprintf("rank %v among %d brands cannot be; ranks are from 1 to the number of brands", r.Rank, r.Brands)
}

func walletOf(shares []float64, level float64, how string) Wallet {
	most := 0
	for _, s := range shares {
		if s >= 0.5-tiny {
			most++
		}
	}
	return Wallet{
		Mean:     meanOf(shares, level, "mean of persons' shares, "+how, 0, 1).With(loyalty.Estimated),
		Majority: share(most, len(shares), level, "persons with a share of a half or more, "+how).With(loyalty.Estimated),
	}
}

package loyalty

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin"
)

// A Share is one brand's part of a customer's purchases in a category, in purchases and in money. It is the basis
// of the share of category requirements (SCR, 重复购买率 in the textbook) and of the share of wallet (钱包份额).
type Share struct {
	Customer string
	Own      int // purchases of the brand
	// Category is the purchases in the category, the brand's included. 0, if Own is not: they are unknown, and
	// every share is unknown with NoCategoryData.
	Category      int
	OwnSpend      tiexin.Money
	CategorySpend tiexin.Money
}

// minShareBase is how many purchases in the category a customer's own share takes.
const minShareBase = 3

// Shares are the shares of a brand for every customer with a purchase in a category, by customer id. They are zero
// for customers who never bought the brand. The empty category is everything.
//
// The purchases must include other brands'. If there are none, only the shop's own orders are known, and every
// share would be 100 percent. known is then false, and the shares have no category.
func Shares(purchases []Purchase, category, brand string) (shares []Share, known bool) {
	at := make(map[string]int)
	for i := range purchases {
		p := &purchases[i]
		if category != "" && p.Category != category {
			continue
		}
		n, seen := at[p.Customer]
		if !seen {
			n = len(shares)
			at[p.Customer] = n
			shares = append(shares, Share{Customer: p.Customer})
		}
		s := &shares[n]
		s.Category++
		s.CategorySpend += p.Spend()
		if p.Brand == brand {
			s.Own++
			s.OwnSpend += p.Spend()
		} else if p.Brand != "" {
			known = true
		}
	}
	slices.SortFunc(shares, func(a, b Share) int { return cmp.Compare(a.Customer, b.Customer) })
	for i := range shares {
		if !known {
			shares[i].Category, shares[i].CategorySpend = 0, 0
		}
	}
	return shares, known
}

// ownOnly tells that nothing is known of the customer's purchases elsewhere.
func (s Share) ownOnly() bool { return s.Category == 0 && s.Own > 0 }

// buyersOf are the brand's buyers whose purchases in the category are known, and why
// there may be none.
func buyersOf(shares []Share) (buyers []Share, why Flag) {
	why = ZeroBase
	for _, s := range shares {
		switch {
		case s.ownOnly():
			why = NoCategoryData
		case s.Own > 0:
			buyers = append(buyers, s)
		}
	}
	return buyers, why
}

// Requirement is the customer's share of category requirements, own purchases divided by purchases in the category
// (Cunningham 1956, Harvard Business Review 34(1)), with Wilson's interval. The base is the purchases in the
// category. Below three the value is flagged BelowMinBase, and [SharePrior.Shrunk] is better.
func (s Share) Requirement() Measure {
	const method = "share of category requirements, Wilson interval"
	if s.ownOnly() {
		return Unknown(NoCategoryData, s.Own, method)
	}
	m := Proportion(s.Own, s.Category, Level)
	m.Method = method
	if s.Category > 0 && s.Category < minShareBase {
		return m.With(BelowMinBase)
	}
	return m
}

// Wallet is the customer's share of wallet, own spend divided by spend in the category (Cooil et al. 2007, Journal
// of Marketing 71(1)). It is exact, so it has no interval; the base is the purchases in the category.
func (s Share) Wallet() Measure {
	const method = "share of wallet"
	switch {
	case s.ownOnly():
		return Unknown(NoCategoryData, s.Own, method)
	case s.OwnSpend < 0 || s.CategorySpend < 0 || s.OwnSpend > s.CategorySpend:
		return Unknown(NegativeSpend, s.Category, method)
	case s.CategorySpend == 0:
		return Unknown(ZeroBase, s.Category, method)
	}
	return Measure{OK: true, Value: float64(s.OwnSpend) / float64(s.CategorySpend), Base: s.Category, Method: method}
}

// Requirements is the share of category requirements of all buyers of the brand together: their purchases of it
// divided by their purchases in the category. Its interval is that of a ratio over buyers, since a buyer's
// purchases are not independent. If all buyers have one share, it is Wilson's over buyers. The base is the
// purchases in the category. Big buyers weigh more here than in [MeanRequirement].
func Requirements(shares []Share) Measure {
	const method = "share of category requirements, pooled over buyers"
	buyers, why := buyersOf(shares)
	if len(buyers) == 0 {
		return Unknown(why, 0, method)
	}
	own, all := purchasesOf(buyers)
	return byPurchases(shareOver(own, all, method), buyers)
}

// purchasesOf are each customer's purchases of the brand and in the category.
func purchasesOf(shares []Share) (own, all []float64) {
	for _, s := range shares {
		own, all = append(own, float64(s.Own)), append(all, float64(s.Category))
	}
	return own, all
}

// byPurchases is a measure whose base is the purchases in the category.
func byPurchases(m Measure, shares []Share) Measure {
	m.Base = 0
	for _, s := range shares {
		m.Base += s.Category
	}
	return m
}

// shareOver is Σown/Σall over customers, from 0 to 1, with the interval of a ratio.
func shareOver(own, all []float64, method string) Measure {
	return RatioOf(own, all, Level, method).Within(0, 1).openFor(len(own), method)
}

// openFor is a share with the interval of Wilson over so many customers, where they
// are all alike or there is one: their spread says nothing of the next one.
func (m Measure) openFor(customers int, method string) Measure {
	if m.OK && m.Lo == m.Hi {
		m.Lo, m.Hi = wilson(m.Value, float64(customers), Level)
		m.Level, m.Method = Level, method+", Wilson interval over customers"
	}
	return m
}

// MeanRequirement is the mean of the buyers' own shares of category requirements, each counting once, with
// Student's interval, or Wilson's if all are alike. The base is buyers.
func MeanRequirement(shares []Share) Measure {
	const method = "share of category requirements, mean over buyers"
	buyers, why := buyersOf(shares)
	if len(buyers) == 0 {
		return Unknown(why, 0, method)
	}
	var each []float64
	for _, s := range buyers {
		each = append(each, float64(s.Own)/float64(s.Category))
	}
	return MeanOf(each, Level, method).Within(0, 1).openFor(len(each), method)
}

// ShareOfWallet is the share of wallet of all buyers of the brand together: their spend on it divided by their
// spend in the category. Its interval is that of a ratio over customers, or Wilson's if all are alike. The base is
// buyers with a possible spend; NegativeSpend means that some were left out.
func ShareOfWallet(shares []Share) Measure {
	const method = "share of wallet, pooled over buyers"
	buyers, why := buyersOf(shares)
	if len(buyers) == 0 {
		return Unknown(why, 0, method)
	}
	var own, all []float64
	left := false
	for _, s := range buyers {
		if s.Wallet().Why == NegativeSpend {
			left = true
			continue
		}
		own = append(own, s.OwnSpend.Yuan())
		all = append(all, s.CategorySpend.Yuan())
	}
	m := shareOver(own, all, method)
	if left {
		m = m.With(NegativeSpend)
	}
	return m
}

// MeanWallet is the mean of the buyers' own shares of wallet, with Student's interval, or Wilson's if all are
// alike. The base is the buyers with a share: buyers without spend have none.
func MeanWallet(shares []Share) Measure {
	const method = "share of wallet, mean over buyers"
	buyers, why := buyersOf(shares)
	if len(buyers) == 0 {
		return Unknown(why, 0, method)
	}
	var each []float64
	for _, s := range buyers {
		if w := s.Wallet(); w.OK {
			each = append(each, w.Value)
		}
	}
	return MeanOf(each, Level, method).Within(0, 1).openFor(len(each), method)
}

// WalletAllocation estimates a customer's share of wallet from a survey alone, by the Wallet Allocation Rule
//
//	(1 − rank/(N+1)) · 2/N
//
// (Keiningham et al. 2011, Harvard Business Review 89(10)). rank is the brand's rank among the N brands that the
// customer uses: 1 is best; a tie has the mean of its ranks. It is flagged Estimated. The base is 1, the customer.
func WalletAllocation(rank float64, brands int) Measure {
	const method = "Wallet Allocation Rule"
	if brands < 1 || !(rank >= 1 && rank <= float64(brands)) {
		return Unknown(Impossible, 1, method)
	}
	n := float64(brands)
	return Measure{OK: true, Value: (1 - rank/(n+1)) * 2 / n, Base: 1, Method: method, Flags: []Flag{Estimated}}
}

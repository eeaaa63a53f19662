package loyalty

// A BrandReport shows a brand among the customers of a category: how many buy it,
// how often, and how much of their need it fills. Purchases are the given rows; the
// names are those of Ehrenberg, Repeat-Buying (1988).
type BrandReport struct {
	Brand    string
	Category string
	From, To Day // first and last purchase in the category

	Households    int // customers who bought in the category
	Buyers        int // customers who bought the brand
	Purchases     int // of the brand
	SoleBuyers    int // buyers without any other purchase in the category
	RepeatBuyers  int // buyers with two purchases of the brand or more
	Majority      int // buyers with at least half of their purchases in the category
	MajorityValue int // buyers with at least half of their spend in the category
	ZeroSpend     int // buyers without spend in the category, so that their share of it is undefined

	Penetration          Measure // buyers among the customers of the category
	PurchaseRate         Measure // mean purchases of a buyer (平均购买次数)
	MarketSharePurchases Measure // purchases of the brand among those of the category
	MarketShareValue     Measure // the same in money
	Requirements         Measure // share of category requirements in purchases, pooled over buyers
	RequirementsValue    Measure // the same in money: share of wallet
	MeanRequirement      Measure // share of category requirements, mean over buyers
	MeanRequirementValue Measure // the same in money
	RepeatRate           Measure // repeat buyers among buyers
	SoleRate             Measure // sole buyers among buyers
	MajorityRate         Measure // buyers with at least half of their purchases, among buyers
}

// ReportBrand makes the report of a brand in a category; the empty category is
// everything. If the purchases contain no other brand, all comparisons with the
// category are unknown with NoCategoryData.
func ReportBrand(purchases []Purchase, category, brand string, v View) BrandReport {
	shares, known := Shares(purchases, category, brand)
	r := BrandReport{Brand: brand, Category: category, Households: len(shares)}
	r.From, r.To = span(purchases, category, v)
	count, own, spends := r.countBuyers(shares)
	bought, all := purchasesOf(shares)

	r.PurchaseRate = MeanOf(count, Level, "purchases of a buyer")
	r.RepeatRate = Proportion(r.RepeatBuyers, r.Buyers, Level)
	r.Penetration = Proportion(r.Buyers, r.Households, Level)
	r.MarketSharePurchases = byPurchases(shareOver(bought, all, "share of purchases"), shares)
	r.MarketShareValue = shareOver(own, spends, "share of spend")
	r.Requirements = Requirements(shares)
	r.RequirementsValue = ShareOfWallet(shares)
	r.MeanRequirement = MeanRequirement(shares)
	r.MeanRequirementValue = MeanWallet(shares)
	r.SoleRate = Proportion(r.SoleBuyers, r.Buyers, Level)
	r.MajorityRate = Proportion(r.Majority, r.Buyers, Level)
	if !known {
		r.withoutCategory()
	}
	return r
}

// countBuyers also answers the purchases of each buyer, and of all customers of the
// category the spend on the brand and the spend.
func (r *BrandReport) countBuyers(shares []Share) (count, own, spends []float64) {
	for _, s := range shares {
		own = append(own, s.OwnSpend.Yuan())
		spends = append(spends, s.CategorySpend.Yuan())
		if s.Own == 0 {
			continue
		}
		r.Buyers++
		r.Purchases += s.Own
		count = append(count, float64(s.Own))
		if s.Own == s.Category {
			r.SoleBuyers++
		}
		if s.Own >= 2 {
			r.RepeatBuyers++
		}
		if 2*s.Own >= s.Category {
			r.Majority++
		}
		switch {
		case s.CategorySpend == 0:
			r.ZeroSpend++
		case s.Wallet().OK && 2*s.OwnSpend >= s.CategorySpend:
			r.MajorityValue++
		}
	}
	return count, own, spends
}

// withoutCategory takes away what would need other brands' purchases.
func (r *BrandReport) withoutCategory() {
	r.SoleBuyers, r.Majority, r.MajorityValue, r.ZeroSpend = 0, 0, 0, 0
	for _, m := range []*Measure{
		&r.Penetration, &r.MarketSharePurchases, &r.MarketShareValue, &r.Requirements, &r.RequirementsValue,
		&r.MeanRequirement, &r.MeanRequirementValue, &r.SoleRate, &r.MajorityRate,
	} {
		*m = Unknown(NoCategoryData, r.Buyers, m.Method)
	}
}

func span(purchases []Purchase, category string, v View) (from, to Day) {
	seen := false
	for i := range purchases {
		if category != "" && purchases[i].Category != category {
			continue
		}
		d, ok := v.sees(purchases[i].At)
		if !ok {
			continue
		}
		if !seen {
			from, to, seen = d, d, true
		}
		from, to = min(from, d), max(to, d)
	}
	return from, to
}

package loyalty

// A Majority is the rule for behavioural loyalty (行为忠诚): at least half of a
// customer's purchases in the category are the brand's. With one purchase in the
// category that share is always 0 or 100 percent. So a customer needs more purchases,
// or a Prior from the shop's other customers.
type Majority struct {
	// MinBase is the number of purchases in the category from which a customer's own
	// share decides. Default: 3. With 1 every share decides.
	MinBase int `json:"min_base"`
	// Prior, if set, decides for all customers instead of the raw share. A customer is
	// loyal if their true share is above one half with at least Probability. Nil: the
	// raw share decides, and customers below MinBase are unknown.
	Prior *SharePrior `json:"prior,omitempty"`
	// Probability is the least probability with Prior. Default: 0.8.
	Probability float64 `json:"probability"`
}

const (
	majorityShare       = 0.5
	majorityProbability = 0.8
)

// Loyal reports whether the customer is behaviourally loyal. The Measure is 1 or 0, or
// the probability P(share > 0.5) if there is a prior. Its base is the customer's
// purchases in the category. It is unknown with BelowMinBase.
func (r Majority) Loyal(s Share) (loyal bool, m Measure) {
	if s.ownOnly() {
		return false, Unknown(NoCategoryData, s.Own, "at least half of the purchases in the category")
	}
	if r.Prior != nil {
		const method = "probability that the share is above one half, Beta posterior"
		p, ok := r.Prior.Above(s, majorityShare)
		if !ok {
			return false, Unknown(Impossible, s.Category, method)
		}
		return p >= r.probability(), Measure{OK: true, Value: p, Base: s.Category, Method: method, Flags: r.Prior.Flags}
	}
	const method = "at least half of the purchases in the category"
	switch {
	case s.Own < 0 || s.Own > s.Category:
		return false, Unknown(Impossible, s.Category, method)
	case s.Category == 0:
		return false, Unknown(ZeroBase, 0, method)
	case s.Category < r.minBase():
		return false, Unknown(BelowMinBase, s.Category, method)
	}
	loyal = 2*s.Own >= s.Category
	m = Measure{OK: true, Base: s.Category, Method: method}
	if loyal {
		m.Value = 1
	}
	return loyal, m
}

// Rate is the share of behaviourally loyal customers among the brand's buyers with a
// known result, with Wilson's interval. BelowMinBase means that some are left out. The
// base is the buyers with a known result.
func (r Majority) Rate(shares []Share) Measure {
	const method = "behaviourally loyal buyers, Wilson interval"
	buyers, why := buyersOf(shares)
	if len(buyers) == 0 {
		return Unknown(why, 0, method)
	}
	loyal, base, left := 0, 0, false
	for _, s := range buyers {
		yes, m := r.Loyal(s)
		if !m.OK {
			left = true
			continue
		}
		base++
		if yes {
			loyal++
		}
	}
	if base == 0 && left {
		return Unknown(BelowMinBase, 0, method)
	}
	m := Proportion(loyal, base, Level)
	m.Method = method
	if left {
		m = m.With(BelowMinBase)
	}
	return m
}

func (r Majority) minBase() int {
	if r.MinBase < 1 {
		return minShareBase
	}
	return r.MinBase
}

func (r Majority) probability() float64 {
	if !(r.Probability > 0 && r.Probability <= 1) {
		return majorityProbability
	}
	return r.Probability
}

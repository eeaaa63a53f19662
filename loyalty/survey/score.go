package survey

import (
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Options configure [Questionnaire.Score] and [Cronbach]. The zero value gives 95 % intervals and computes
// reliability from complete answers.
type Options struct {
	Level   float64 // 0.95 by default
	Missing Missing // for reliability; Listwise by default
}

// A Result is the result of a survey.
type Result struct {
	Questionnaire string
	Respondents   int // people with any answer
	Blocks        []BlockScore

	scoring *scoring
}

// A BlockScore is the result of a block, for the shop and for each person.
type BlockScore struct {
	Block   string
	Title   Words
	Measure BlockMeasure
	// Headline is the measure of the block. It is the mean on 0–100, the top box,
	// the NPS, the optimal price or the share of wallet. That is the pooled share,
	// or the mean share if only ranks are known. Its base is people.
	Headline loyalty.Measure
	// Dropped are the people who answered some of the block, but left out too much
	// of it to count.
	Dropped []string

	// Mean is the mean of the persons on 0–100. TopBox is the share (0 to 1) of
	// persons whose own mean reaches the lowest of the highest points. Both are
	// unknown for wallets and prices.
	Mean, TopBox loyalty.Measure
	// Reliability is the reliability of the block's items, with reversed ones
	// turned.
	Reliability Reliability
	Items       []ItemScore
	// Persons are the scores of the counted people, on 0–100, by respondent. Their
	// base is answers, and [loyalty.PersonMean] means that some were missing.
	Persons map[string]loyalty.Measure

	NPS    *NetPromoter        // for the measure nps
	Wallet *Wallet             // for the measures wallet-spend and wallet-rank
	Prices *loyalty.PriceMeter // for the measure prices
}

// An ItemScore is the shop's result of one item.
type ItemScore struct {
	Item string
	// Mean is in points of the item's scale. TopBox is the share (0 to 1) in the
	// highest points, or for a reversed item in the lowest.
	Mean, TopBox loyalty.Measure
}

// Block is the score of a block.
func (r *Result) Block(name string) (BlockScore, bool) {
	for _, b := range r.Blocks {
		if b.Block == name {
			return b, true
		}
	}
	return BlockScore{}, false
}

// Score evaluates the responses. Reversed items are turned. A person who left out
// more than MostMissing of a block does not count there; otherwise the answered
// items represent the rest. Wallets and prices need all their answers. The error is
// [loyalty.Problems] for impossible answers ([Questionnaire.ValidateResponses]). Without answers
// all measures are unknown, which is no error.
func (q *Questionnaire) Score(r Responses, o Options) (*Result, error) {
	level, err := levelOr(o.Level)
	if err != nil {
		return nil, err
	}
	if err := q.Validate(); err != nil {
		return nil, err
	}
	s := &scoring{q: q, responses: r, scales: q.scales(), level: level, missing: o.Missing}
	if err := q.checked(r, s.scales).Err(); err != nil {
		return nil, err
	}
	for _, id := range r.Respondents() {
		if len(r[id]) > 0 {
			s.persons = append(s.persons, id)
		}
	}
	result := &Result{Questionnaire: q.Name, Respondents: len(s.persons), scoring: s}
	for _, b := range q.Blocks {
		one, err := s.block(b)
		if err != nil {
			return nil, err
		}
		result.Blocks = append(result.Blocks, one)
	}
	return result, nil
}

// scoring is one survey on its way to a result.
type scoring struct {
	q         *Questionnaire
	responses Responses
	scales    map[string]Scale
	persons   []string // who answered anything, in order
	level     float64
	missing   Missing
}

func (s *scoring) block(b Block) (BlockScore, error) {
	one := BlockScore{Block: b.Name, Title: b.Title, Measure: b.Measure}
	items := s.q.itemsOf(b.Name)
	if b.Measure == "" {
		one.Measure = MeanScore
	}
	if !b.Measure.attitudinal() {
		return one, s.amounts(&one, items)
	}
	table := s.q.table(items, s.persons, s.responses, s.scales)
	var err error
	if one.Reliability, err = Cronbach(table, Options{Missing: s.missing, Level: s.level}); err != nil {
		return one, err
	}
	p := s.personMeans(items, table)
	one.Persons, one.Dropped = p.measures(), p.dropped
	one.Mean = p.noted(meanOf(p.values, s.level, "mean of persons on 0–100", 0, 100))
	one.TopBox = p.noted(s.topBox(items, p, b))
	for _, i := range items {
		one.Items = append(one.Items, s.item(i, b))
	}
	switch one.Measure {
	case NetPromote:
		if err := s.nps(&one, b, items[0]); err != nil {
			return one, err
		}
		one.Headline = one.NPS.Score
	case TopBoxShare:
		one.Headline = one.TopBox
	default:
		one.Headline = one.Mean
	}
	return one, nil
}

func (s *scoring) nps(one *BlockScore, b Block, item Item) error {
	var answers []float64
	for _, id := range s.persons {
		if a, ok := s.responses[id][item.Name]; ok {
			answers = append(answers, math.Round(a)) // whole points, apart from rounding
		}
	}
	nps, err := NPS(answers, b.npsOptions(s.scales[item.Name], s.level))
	one.NPS = &nps
	return err
}

func (s *scoring) item(i Item, b Block) ItemScore {
	var points, turned []float64
	scale := s.scales[i.Name]
	for _, id := range s.persons {
		if a, ok := s.responses[id][i.Name]; ok {
			points, turned = append(points, a), append(turned, scale.percent(a, i.Reverse))
		}
	}
	return ItemScore{
		Item:   i.Name,
		Mean:   meanOf(points, s.level, "mean of answers on "+scale.String(), scale.Min, scale.Max),
		TopBox: share(reaching(turned, topPercent(scale, b.top())), len(turned), s.level, topMethod(b.top(), scale)),
	}
}

// topBox is the share of persons whose mean reaches the top points, which must be
// the same for all items.
func (s *scoring) topBox(items []Item, p *personScores, b Block) loyalty.Measure {
	scale := s.scales[items[0].Name]
	from := topPercent(scale, b.top())
	for _, i := range items[1:] {
		if other := s.scales[i.Name]; other.points() != scale.points() {
			return loyalty.Unknown(loyalty.MixedScales, len(p.values), "top box")
		}
	}
	return share(reaching(p.values, from), len(p.values), s.level, topMethod(b.top(), scale))
}

func (b Block) top() int {
	if b.Top == 0 {
		return 2
	}
	return b.Top
}

// topPercent is where the highest points begin on 0–100.
func topPercent(scale Scale, top int) float64 {
	return 100 * (1 - float64(top-1)/float64(scale.points()-1))
}

func reaching(percents []float64, from float64) int {
	n := 0
	for _, p := range percents {
		if p >= from-100*tiny {
			n++
		}
	}
	return n
}

// amounts is for the blocks whose answers are no attitude: wallets and prices.
func (s *scoring) amounts(one *BlockScore, items []Item) error {
	by := map[Role]string{}
	for _, i := range items {
		by[i.Role] = i.Name
	}
	needed := roles[one.Measure]
	one.Mean, one.TopBox = loyalty.Unknown(loyalty.ZeroBase, 0, "mean of persons on 0–100"), loyalty.Unknown(loyalty.ZeroBase, 0, "top box")
	var rows [][]float64
	var ids []string
	for _, id := range s.persons {
		var row []float64
		for _, role := range needed {
			if a, ok := s.responses[id][by[role]]; ok {
				row = append(row, a)
			}
		}
		switch {
		case len(row) == len(needed):
			rows, ids = append(rows, row), append(ids, id)
		case len(row) > 0:
			one.Dropped = append(one.Dropped, id)
		}
	}
	err := one.fromAmounts(rows, s.level)
	if len(one.Dropped) > 0 {
		one.Headline = one.Headline.With(loyalty.MissingAnswers)
	}
	return named(err, ids, one.Block)
}

func (one *BlockScore) fromAmounts(rows [][]float64, level float64) error {
	switch one.Measure {
	case WalletSpend:
		var told []Spending
		for _, r := range rows {
			told = append(told, Spending{r[0], r[1]})
		}
		w, err := WalletBySpend(told, level)
		one.Wallet, one.Headline = &w, w.Pooled
		return err
	case WalletRank:
		var told []Ranked
		for _, r := range rows {
			told = append(told, Ranked{r[0], int(r[1])})
		}
		w, err := WalletByRank(told, level)
		one.Wallet, one.Headline = &w, w.Mean
		return err
	}
	one.Prices = &loyalty.PriceMeter{}
	one.Headline = loyalty.Unknown(loyalty.ZeroBase, 0, "Van Westendorp")
	if len(rows) == 0 {
		return nil
	}
	var told []loyalty.PriceAnswer
	for _, r := range rows {
		told = append(told, loyalty.PriceAnswer{TooCheap: r[0], Cheap: r[1], Expensive: r[2], TooExpensive: r[3]})
	}
	p, err := loyalty.MeterPrices(told)
	one.Prices, one.Headline = &p, p.Optimal
	return err
}

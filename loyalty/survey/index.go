package survey

import (
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/loyalty"
)

// An Index is a system of weighted indicators (指标体系) that makes one number from many.
// The shop decides on the indicators, their scales and their weights. [LoadIndex] reads one
// from YAML.
type Index struct {
	Name  string
	Title Words
	// Source is the author of the idea.
	Source string
	// Mode is the meaning of the weights inside a block; AsGiven by default.
	Mode Mode
	// ZeroIsMin counts a score from the lower end of its scale, so that the
	// lowest answer is 0 points. Otherwise it counts from zero, and a 1 of 5 is
	// 20 points.
	ZeroIsMin bool
	// Missing is the treatment of the weight of an indicator without a value; Reweight by
	// default.
	Missing MissingWeight
	// LeastCovered is the least percentage of the weight with values; below it there is no
	// index. 0: 50.
	LeastCovered float64
	// Scale is for indicators without their own.
	Scale  Scale
	Blocks []IndexBlock
}

// Mode is the meaning of the weights inside a block.
type Mode string

const (
	AsGiven    Mode = "as-given"   // as they are, for any sum
	Normalised Mode = "normalised" // divided by their sum in the block
)

// MissingWeight is the treatment of the weight of missing values.
type MissingWeight string

const (
	// Reweight gives it to the other indicators of the block, and the weight of
	// a block without any value to the other blocks.
	Reweight MissingWeight = "reweight"
	// Refuse gives no index at all.
	Refuse MissingWeight = "refuse"
)

// An IndexBlock is a group of indicators with its own weight.
type IndexBlock struct {
	Name       string
	Title      Words
	Weight     float64
	Indicators []Indicator
}

// An Indicator (指标) is one number in an index.
type Indicator struct {
	Name    string
	Title   Words
	Weight  float64
	Scale   *Scale // nil: the scale of the index
	Reverse bool   // a low value is a good one
}

// IndexScore is the index of one set of values.
type IndexScore struct {
	// Value is the index in points: Σ block weight · Σ weight · score · 100. A score is the
	// value divided by the highest one, or its place between lowest and highest with
	// ZeroIsMin. An index of the intention to recommend alone is the recommendation score
	// (推荐得分) of the textbook: answer · weight · 100 ÷ highest answer. Its base is
	// values. If the weights sum to more than one, as percentages do, it exceeds 100 and is
	// flagged [loyalty.Overweight].
	Value loyalty.Measure
	// Covered is the share of the weight, from 0 to 1, that has values.
	Covered float64
	Blocks  []BlockPoints
}

// BlockPoints is the result of a block as the whole index: the sum of its weighted scores
// times 100, before the weight of the block.
type BlockPoints struct {
	Block   string
	Value   loyalty.Measure
	Covered float64
}

// Score is the index of one person's answers, or of the means of a shop: values by the
// names of indicators. The index decides how a missing indicator is treated; a covered
// weight below LeastCovered gives no value ([loyalty.LowCoverage]). Values outside their scale and
// unknown names are [loyalty.Problems], with the place of the name in alphabetical order as
// the row.
func (x *Index) Score(values map[string]float64) (IndexScore, error) {
	if err := x.Validate(); err != nil {
		return IndexScore{}, err
	}
	if err := x.faults(values).Err(); err != nil {
		return IndexScore{}, err
	}
	return x.score(values), nil
}

// ScoreAll is the index of all answers: the mean of the persons' indices with Student's
// interval, and the index of each, by respondent. Answers to other questions are ignored.
// Faults name respondents in alphabetical order.
func (x *Index) ScoreAll(r Responses, level float64) (loyalty.Measure, map[string]IndexScore, error) {
	level, err := levelOr(level)
	if err != nil {
		return loyalty.Measure{}, nil, err
	}
	if err := x.Validate(); err != nil {
		return loyalty.Measure{}, nil, err
	}
	var faults loyalty.Problems
	persons, values := map[string]IndexScore{}, []float64{}
	reweighted, refused := false, false
	for row, id := range r.Respondents() {
		own := map[string]float64{}
		for _, b := range x.Blocks {
			for _, i := range b.Indicators {
				if v, ok := r[id][i.Name]; ok {
					own[i.Name] = v
				}
			}
		}
		if wrong := x.faults(own); len(wrong) > 0 {
			for _, f := range wrong {
				faults = append(faults, loyalty.Problem{Row: row, Subject: id, Message: f.Subject + ": " + f.Message})
			}
			continue
		}
		s := x.score(own)
		persons[id] = s
		refused = refused || !s.Value.OK
		if s.Value.OK {
			reweighted = reweighted || s.Value.Has(loyalty.Reweighted)
			values = append(values, s.Value.Value)
		}
	}
	if err := faults.Err(); err != nil {
		return loyalty.Measure{}, nil, err
	}
	method := "mean of persons' indices, " + x.how()
	m := unlessAlike(loyalty.MeanOf(values, level, method), method)
	if reweighted {
		m = m.With(loyalty.Reweighted)
	}
	if refused {
		m = m.With(loyalty.MissingAnswers)
	}
	if m.OK && x.most() > 1+tiny {
		m = m.With(loyalty.Overweight)
	}
	return m, persons, nil
}

func (x *Index) faults(values map[string]float64) loyalty.Problems {
	known := map[string]Scale{}
	var names []string
	for _, b := range x.Blocks {
		for _, i := range b.Indicators {
			known[i.Name] = x.scaleOf(i)
			names = append(names, i.Name)
		}
	}
	var faults loyalty.Problems
	for row, name := range sortedKeys(values) {
		scale, ok := known[name]
		switch {
		case !ok:
			faults = append(faults, fault(row, name, joined(zh.Text("the index has no such indicator"), source.Suggest(name, names))))
		case !scale.holds(values[name]): // means lie between points
			faults = append(faults, fault(row, name, zh.Text("the value %v is outside %s", values[name], scale.text())))
		}
	}
	return faults
}

func (x *Index) scaleOf(i Indicator) Scale {
	if i.Scale != nil {
		return *i.Scale
	}
	return x.Scale
}

func (x *Index) how() string {
	how := "weights as given"
	if x.Mode == Normalised {
		how = "weights normalised within blocks"
	}
	if x.ZeroIsMin {
		return how + ", zero is the lowest answer"
	}
	return how + ", share of the highest answer"
}

func (x *Index) least() float64 {
	if x.LeastCovered == 0 {
		return 0.5
	}
	return x.LeastCovered / 100
}

// score is for an index and values that are known to be good.
func (x *Index) score(values map[string]float64) IndexScore {
	s := IndexScore{}
	points, given, asked, answered := 0.0, 0.0, 0.0, 0
	for _, b := range x.Blocks {
		asked += b.Weight
		p, n := x.block(b, values)
		answered += n
		s.Covered += b.Weight * p.Covered
		if p.Covered > 0 {
			given += b.Weight
			points += b.Weight * x.blockPoints(b, values)
		}
		s.Blocks = append(s.Blocks, p)
	}
	s.Covered /= asked
	if s.Covered > 0 {
		points *= asked / given // 1 where every block has a value
	}
	s.Value = x.judged(points, s.Covered, answered)
	if s.Value.OK && x.most() > 1+tiny {
		s.Value = s.Value.With(loyalty.Overweight)
	}
	return s
}

// most is the index, as a share of 100 points, of whoever gives the best answer to
// everything.
func (x *Index) most() float64 {
	sum := 0.0
	for _, b := range x.Blocks {
		inside := 0.0
		for _, i := range b.Indicators {
			inside += i.Weight
		}
		if x.Mode == Normalised {
			inside = 1
		}
		sum += b.Weight * inside
	}
	return sum
}

func (x *Index) block(b IndexBlock, values map[string]float64) (BlockPoints, int) {
	covered, all, n := 0.0, 0.0, 0
	for _, i := range b.Indicators {
		all += i.Weight
		if _, ok := values[i.Name]; ok {
			covered += i.Weight
			n++
		}
	}
	p := BlockPoints{Block: b.Name, Covered: covered / all}
	points := 0.0
	if covered > 0 {
		points = x.blockPoints(b, values)
	}
	p.Value = x.judged(points, p.Covered, n)
	return p, n
}

// blockPoints is for a block of which something is covered.
func (x *Index) blockPoints(b IndexBlock, values map[string]float64) float64 {
	sum, covered, all := 0.0, 0.0, 0.0
	for _, i := range b.Indicators {
		all += i.Weight
		v, ok := values[i.Name]
		if !ok {
			continue
		}
		covered += i.Weight
		sum += i.Weight * x.share(i, v)
	}
	switch {
	case x.Mode == Normalised:
		sum /= covered
	case covered != all:
		sum *= all / covered
	}
	return 100 * sum
}

// share is a value as a share of the best one.
func (x *Index) share(i Indicator, v float64) float64 {
	s := x.scaleOf(i)
	v = min(max(v, s.Min), s.Max)
	if i.Reverse {
		v = s.Min + s.Max - v
	}
	if x.ZeroIsMin {
		return (v - s.Min) / (s.Max - s.Min)
	}
	return v / s.Max
}

func (x *Index) judged(points, covered float64, n int) loyalty.Measure {
	switch {
	case n == 0:
		return loyalty.Unknown(loyalty.ZeroBase, 0, x.how())
	case covered < x.least()-tiny, covered < 1-tiny && x.Missing == Refuse:
		return loyalty.Unknown(loyalty.LowCoverage, n, x.how())
	}
	m := loyalty.Measure{OK: true, Value: points, Base: n, Method: x.how()}
	if covered < 1-tiny {
		m = m.With(loyalty.Reweighted)
	}
	return m
}

// Validate returns all faults of an index built in Go. A loaded one is valid.
func (x *Index) Validate() error {
	return err(x.slips())
}

func (x *Index) slips() []slip {
	s := &slips{}
	if x.Mode != "" && x.Mode != AsGiven && x.Mode != Normalised {
		s.at("mode", say.Text{}, zh.Text("weights are read %s or %s, not %q", AsGiven, Normalised, string(x.Mode)))
	}
	if x.Missing != "" && x.Missing != Reweight && x.Missing != Refuse {
		s.at("missing", say.Text{}, zh.Text("the rule for what is missing is %s or %s, not %q", Reweight, Refuse, string(x.Missing)))
	}
	if !(x.LeastCovered >= 0 && x.LeastCovered <= 100) {
		s.at("least_covered", say.Text{}, zh.Text("%v is not a percentage", x.LeastCovered))
	}
	if len(x.Blocks) == 0 {
		s.add(fromParts, "blocks", say.Text{}, zh.Text("an index needs a block with indicators"))
	}
	seen, weights := map[string]string{}, 0.0
	var blocks []string
	for _, b := range x.Blocks {
		s.name(&blocks, "blocks", zh.Text("block"), b.Name)
		if !goodWeight(b.Weight) {
			s.at("blocks."+b.Name+".weight", weightsAre(), zh.Text("the weight of block %s is %v", b.Name, b.Weight))
		}
		weights += b.Weight
		x.indicatorSlips(s, b, seen)
	}
	if len(x.Blocks) > 0 && weights == 0 {
		s.add(fromParts, "blocks", say.Text{}, zh.Text("no block has any weight"))
	}
	return s.found
}

func weightsAre() say.Text { return zh.Text("a weight is 0, or from 0.000001 to 1000") }

// indicatorSlips looks at one block; seen are the indicators of those before it.
func (x *Index) indicatorSlips(s *slips, b IndexBlock, seen map[string]string) {
	path, inside := "blocks."+b.Name, 0.0
	for _, i := range b.Indicators {
		at := path + ".indicators." + i.Name
		if other, twice := seen[i.Name]; twice {
			s.at(at, zh.Text("call one of them otherwise"), zh.Text("the indicator %s stands in block %s and in block %s", i.Name, other, b.Name))
		}
		seen[i.Name] = b.Name
		if !goodWeight(i.Weight) {
			s.at(at+".weight", weightsAre(), zh.Text("the weight of indicator %s is %v", i.Name, i.Weight))
		}
		inside += i.Weight
		scale := x.scaleOf(i)
		err := scale.check()
		switch {
		case i.Scale == nil && x.Scale.Min == 0 && x.Scale.Max == 0:
			s.add(fromNames, at, zh.Text("give it one, or give the index one for all"), zh.Text("the indicator %s has no scale", i.Name))
		case err != nil && i.Scale != nil:
			s.at(at+".scale", say.Text{}, say.Of(err))
		case err != nil:
			s.at("scale", say.Text{}, say.Of(err))
		case !x.ZeroIsMin && (scale.Max <= 0 || scale.Min < 0):
			s.at(at, zh.Text("set zero_is_min: true"), zh.Text("on %s an answer is not a share of the highest", scale.text()))
		}
	}
	switch {
	case len(b.Indicators) == 0:
		s.add(fromParts, path, say.Text{}, zh.Text("block %s has no indicators", b.Name))
	case inside == 0:
		s.add(fromParts, path, say.Text{}, zh.Text("no indicator of block %s has any weight", b.Name))
	}
}

// goodWeight is no weight at all, or one that others can be compared with.
func goodWeight(w float64) bool { return w == 0 || w >= 1e-6 && w <= 1000 }

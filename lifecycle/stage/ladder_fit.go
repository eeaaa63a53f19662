package stage

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// A Ladder is a policy fitted to a shop's customers, with the evidence.
type Ladder struct {
	Policy    Policy
	On        loyalty.Day // the day of the fit
	Buyers    int         // customers who had bought by then
	Returning int         // of these, on two days or more
	Gaps      int         // completed gaps between days of purchase
	Tried     []Try       // the rungs from the highest down to the used one

	// Return and FirstReturn are the shares of customers who return, as far as the
	// curves go: after any purchase, and after the first. The base is purchases, and
	// buyers.
	Return, FirstReturn loyalty.Measure
	// Quantiles in days of the time to the next purchase, among returning customers,
	// after any purchase and after the first. The base is purchases, and buyers.
	Median, Q80, Q90, Q95, Q99   loyalty.Measure
	FirstQ80, FirstQ95, FirstQ99 loyalty.Measure

	Gap   loyalty.GapFit       // zero: not fitted
	Model btyd.Fit[btyd.Model] // zero: not fitted
	// Regular is a model of more regular purchases that fits better than Model. It is
	// the reason why the rung BuyProbability is not used; zero: there is none.
	Regular btyd.Fit[btyd.Model]
	Flags   []loyalty.Flag // Textbook on the lowest rung; Immature if the shop is too young to have seen long gaps end
}

// A Try is a rung of the ladder, with the reason why it is used or not.
type Try struct {
	Rung Rung
	Used bool
	Why  loyalty.Text
	Flag loyalty.Flag // why it is not used: BelowMinBase or loyalty.Misfit
}

// Fit finds the shop's own policy, on the highest rung that its customers allow, as of
// now: later purchases are not known yet. Fit fills in only zero fields. Thresholds that
// are set stay, and lapsing is not later than a given lost. Customers without a purchase
// do not count.
//
// H is max(30 days, the 90 % quantile of the gaps of returning customers). The curves
// are Kaplan and Meier's over all gaps, open ones included. A quantile p is the time at
// which the curve has gone the share p of the way from 1 to its final level. The final
// level is that of the last step with at least 10 at risk. So it describes customers who
// do return. A quantile of completed gaps alone would be too short, and one of all
// customers is never reached if half of them do not return.
//
// The error is [loyalty.Problems], also for customers whose days are not in
// order, or [loyalty.ErrNothing]. A base that is too small is no error: the answer is
// then the textbook's, flagged Textbook.
func (p Policy) Fit(histories []loyalty.History, now time.Time) (Ladder, error) {
	if err := p.Validate(); err != nil {
		return Ladder{}, err
	}
	if len(histories) == 0 {
		return Ladder{}, loyalty.ErrNothing
	}
	l := Ladder{Policy: p, On: base.ShopDay(now, p.Zone)}
	base, err := l.base(histories)
	if err != nil {
		return Ladder{}, err
	}
	l.fit(base)
	l.Policy.tables = newGapTables(l.Policy.Gaps)
	l.Policy = l.Policy.filled()
	return l, nil
}

// ladderBase is what the rungs are fitted on.
type ladderBase struct {
	first, all []loyalty.Spell // until the second purchase; until any next one
	rhythms    []loyalty.Rhythm
	customers  []btyd.Customer
	logGaps    float64 // Σ ln gap
}

func (l *Ladder) base(histories []loyalty.History) (*ladderBase, error) {
	base := &ladderBase{}
	var faults loyalty.Problems
	for row := range histories {
		h := &histories[row]
		if fault, ok := orderFault(row, *h); !ok {
			faults = append(faults, fault)
			continue
		}
		days := h.Days
		for len(days) > 0 && days[len(days)-1] > l.On {
			days = days[:len(days)-1]
		}
		if len(days) > 0 {
			l.count(base, h.Customer, days)
		}
	}
	return base, faults.Err()
}

func (l *Ladder) count(base *ladderBase, customer string, days []loyalty.Day) {
	n := len(days) - 1
	l.Buyers++
	l.Gaps += n
	rhythm := loyalty.Rhythm{Customer: customer}
	for i := range n {
		gap := float64(days[i+1] - days[i])
		base.all = append(base.all, loyalty.Spell{Time: gap, Ended: true})
		rhythm.Add(gap)
	}
	open := loyalty.Spell{Time: float64(l.On - days[n])}
	base.all = append(base.all, open)
	if n > 0 {
		l.Returning++
		base.rhythms = append(base.rhythms, rhythm)
		base.logGaps += rhythm.SumLog
		open = loyalty.Spell{Time: float64(days[1] - days[0]), Ended: true}
	}
	base.first = append(base.first, open)
	base.customers = append(base.customers, btyd.Customer{X: n, Tx: float64(days[n] - days[0]), T: float64(l.On - days[0])})
}

// fit climbs the ladder: the quantiles first, since the higher rungs use them, and
// then the highest rung that holds.
func (l *Ladder) fit(base *ladderBase) {
	quantiles := l.tryQuantiles(base)
	tries := []Try{quantiles}
	if quantiles.Flag == "" {
		tries = append(tries, l.tryGaps(base), l.tryModel(base))
	} else {
		for _, rung := range []Rung{GapQuantiles, BuyProbability} {
			tries = append(tries, Try{Rung: rung, Why: quantiles.Why, Flag: quantiles.Flag})
		}
	}
	for _, try := range slices.Backward(tries) {
		if try.Flag == "" {
			l.use(try)
			return
		}
		l.Tried = append(l.Tried, try)
	}
	l.Flags = append(l.Flags, loyalty.Textbook)
	l.use(Try{Rung: FixedDays, Why: loyalty.Text{
		English: "the textbook's days: the shop has too few purchases yet",
		Chinese: "先用通用天数：本店自己的购买记录还太少，看不出规律",
	}})
}

func (l *Ladder) use(try Try) {
	try.Used = true
	l.Tried = append(l.Tried, try)
	l.Policy.Rung = try.Rung
	if try.Rung != FixedDays {
		l.Policy.Base = l.Buyers
	}
}

func tooFew(rung Rung, have, want int, english, chinese string) Try {
	return Try{Rung: rung, Flag: loyalty.BelowMinBase, Why: loyalty.Text{
		English: fmt.Sprintf("%d %s; this takes %d", have, english, want),
		Chinese: fmt.Sprintf("%s只有%d位，至少需要%d位", chinese, have, want),
	}}
}

func (l *Ladder) tryQuantiles(buyers *ladderBase) Try {
	if l.Returning < quantileRepeaters {
		return tooFew(ShopQuantiles, l.Returning, quantileRepeaters, "customers have come back", "老顾客")
	}
	all, first := returnersOf(buyers.all), returnersOf(buyers.first)
	l.Return, l.FirstReturn = all.share(), first.share()
	l.Median, l.Q80, l.Q90, l.Q95, l.Q99 = all.quantile(.5), all.quantile(.8), all.quantile(.9), all.quantile(.95), all.quantile(.99)
	l.FirstQ80, l.FirstQ95, l.FirstQ99 = first.quantile(.8), first.quantile(.95), first.quantile(.99)
	for _, m := range []loyalty.Measure{l.Return, l.FirstReturn, l.Median, l.Q80, l.Q90, l.Q95, l.Q99, l.FirstQ80, l.FirstQ95, l.FirstQ99} {
		if !m.OK {
			return Try{Rung: ShopQuantiles, Flag: loyalty.Misfit, Why: loyalty.Text{
				English: fmt.Sprintf("the curve of returning customers does not determine how long they take (%s)", m.Why.Text().English),
				Chinese: fmt.Sprintf("复购曲线还看不出顾客多久回来（%s）", m.Why.Text().Chinese),
			}}
		}
	}
	if max(all.end, first.end) < 2*l.Q95.Value {
		l.Flags = append(l.Flags, loyalty.Immature)
	}
	d := &l.Policy.Days
	l.Policy.Horizon = cmp.Or(l.Policy.Horizon, max(30, l.Q90.Value))
	d.Often = cmp.Or(d.Often, l.Median.Value)
	d.NewLapsing = cmp.Or(d.NewLapsing, notBeyond(d.NewLost, l.FirstQ80.Value))
	d.NewLost = cmp.Or(d.NewLost, max(l.FirstQ95.Value, d.NewLapsing))
	d.Lapsing = cmp.Or(d.Lapsing, notBeyond(d.Lost, l.Q80.Value))
	d.Lost = cmp.Or(d.Lost, max(l.Q95.Value, d.Lapsing))
	d.Dead = cmp.Or(d.Dead, notBeyond(base.LongestDays, max(3*max(l.Q99.Value, l.FirstQ99.Value), d.Lost, d.NewLost)))
	return Try{Rung: ShopQuantiles, Why: loyalty.Text{
		English: fmt.Sprintf("%d customers have come back: of those who do, 80 %% are back within %.0f days and 95 %% within %.0f", l.Returning, d.Lapsing, d.Lost),
		Chinese: fmt.Sprintf("已有%d位老顾客：会回来的顾客中，80%%在%.0f天内、95%%在%.0f天内回来", l.Returning, d.Lapsing, d.Lost),
	}}
}

// notBeyond keeps a threshold that was found before one that was set by hand; 0: none
// was.
func notBeyond(set, found float64) float64 {
	if set > 0 {
		return min(set, found)
	}
	return found
}

func (l *Ladder) tryGaps(base *ladderBase) Try {
	if l.Returning < gapRepeaters {
		return tooFew(GapQuantiles, l.Returning, gapRepeaters, "customers have come back", "老顾客")
	}
	fit, err := loyalty.FitGaps(base.rhythms)
	if err != nil {
		return Try{Rung: GapQuantiles, Flag: loyalty.Misfit, Why: loyalty.Text{
			English: "the gaps determine no model: " + err.Error(), Chinese: "购买间隔不足以建立模型",
		}}
	}
	l.Gap = fit
	if l.Policy.Gaps.Validate() != nil {
		l.Policy.Gaps = fit.GapModel
	}
	return Try{Rung: GapQuantiles, Why: loyalty.Text{
		English: fmt.Sprintf("%d gaps of %d customers: everybody by their own rhythm, leaning on the shop's", fit.Gaps, fit.Customers),
		Chinese: fmt.Sprintf("%d位顾客的%d个购买间隔：按每位顾客自己的节奏判断，间隔少的参考全店", fit.Customers, fit.Gaps),
	}}
}

func (l *Ladder) tryModel(base *ladderBase) Try {
	switch {
	case l.Buyers < modelBuyers:
		return tooFew(BuyProbability, l.Buyers, modelBuyers, "customers have bought", "买过的顾客")
	case l.Returning < modelRepeaters:
		return tooFew(BuyProbability, l.Returning, modelRepeaters, "customers have come back", "老顾客")
	}
	fit, err := btyd.MBG.Fit(btyd.Summary{Customers: base.customers, Unit: btyd.Day}, btyd.Options{})
	if err != nil {
		return Try{Rung: BuyProbability, Flag: loyalty.Misfit, Why: loyalty.Text{
			English: "the model has no fit: " + err.Error(), Chinese: "模型无法拟合",
		}}
	}
	l.Model = fit
	if len(fit.Flags) > 0 {
		return Try{Rung: BuyProbability, Flag: loyalty.Misfit, Why: loyalty.Text{
			English: "the model is on the boundary of its range: " + loyalty.FlagsText(fit.Flags).English,
			Chinese: "数据还不够，模型算不准：" + loyalty.FlagsText(fit.Flags).Chinese,
		}}
	}
	if l.Regular = moreRegular(base, fit.LogLikelihood); l.Regular.Model.K > 1 {
		return Try{Rung: BuyProbability, Flag: loyalty.Misfit, Why: loyalty.Text{
			English: fmt.Sprintf("customers buy more regularly than the model allows (MBG/CNBD-%d fits better); the probability of a purchase then first rises with silence, and the customer's own rhythm is more reliable", l.Regular.Model.K),
			Chinese: fmt.Sprintf("本店顾客的购买比模型假设的更有规律（MBG/CNBD-%d拟合更好），看顾客自己的购买节奏更准", l.Regular.Model.K),
		}}
	}
	if l.Policy.Model.Validate() != nil {
		l.Policy.Model = fit.Model
	}
	l.setActive(base.customers)
	return Try{Rung: BuyProbability, Why: loyalty.Text{
		English: fmt.Sprintf("%d buyers, %d of them returning: everybody by the probability of a purchase within %.0f days", l.Buyers, l.Returning, l.Policy.Horizon),
		Chinese: fmt.Sprintf("%d位顾客买过，其中%d位老顾客：按每位顾客%.0f天内再次购买的概率判断", l.Buyers, l.Returning, l.Policy.Horizon),
	}}
}

// mostRegular is the highest k of MBG/CNBD-k that is tried.
const mostRegular = 4

// moreRegular is the MBG/CNBD-k, k from 2 to 4, that fits best and better than MBG; the
// zero fit where none does. The likelihood has one peak in k, so it climbs one by one.
func moreRegular(base *ladderBase, likelihood float64) btyd.Fit[btyd.Model] {
	var best btyd.Fit[btyd.Model]
	for k := 2; k <= mostRegular; k++ {
		fit, err := btyd.CNBD.Fit(btyd.Summary{Customers: base.customers, Unit: btyd.Day}, btyd.Options{K: k})
		if err != nil {
			break
		}
		fit.LogLikelihood += float64(k-1) * base.logGaps // which summaries do not know
		if fit.LogLikelihood <= likelihood {
			break
		}
		best, likelihood = fit, fit.LogLikelihood
	}
	return best
}

// setActive puts the border of the active at the shop's 60 % quantile of the
// probability of buying where that is below .5, but never into the band of the
// lapsing: also in a shop of rare purchases, the best are active.
func (l *Ladder) setActive(customers []btyd.Customer) {
	if l.Policy.Chances.Quiet != (Band{}) {
		return
	}
	filled := l.Policy.filled()
	chances := make([]float64, len(customers))
	for i, c := range customers {
		chances[i] = filled.Model.PBuy(c, filled.Horizon)
	}
	slices.Sort(chances)
	enter := min(.5, max(loyalty.QuantileOf(chances, .6).Value, filled.Chances.Lapsing.Leave))
	l.Policy.Chances.Quiet = Band{Enter: enter, Leave: max(min(enter+.05, (1+enter)/2), filled.Chances.Lapsing.Leave)}
}

// returners are a Kaplan-Meier curve as far as it can be relied on.
type returners struct {
	curve loyalty.Curve
	level float64 // share who had not come back where it ends
	end   float64 // the longest time in the data
}

// leastAtRisk is how many must still be waiting for a step of the curve to count.
const leastAtRisk = 10

func returnersOf(spells []loyalty.Spell) returners {
	curve, err := loyalty.KaplanMeier(spells)
	if err != nil || len(curve.Steps) == 0 {
		return returners{level: 1}
	}
	r := returners{curve: curve, end: curve.Steps[len(curve.Steps)-1].Time}
	n := len(curve.Steps)
	for n > 1 && curve.Steps[n-1].AtRisk < leastAtRisk {
		n--
	}
	r.curve.Steps = curve.Steps[:n]
	r.level = curve.Steps[n-1].Survival
	return r
}

func (r returners) share() loyalty.Measure {
	const method = "Kaplan-Meier, at the end of the curve"
	if r.curve.Total == 0 {
		return loyalty.Unknown(loyalty.ZeroBase, 0, method)
	}
	m := r.curve.Ended(r.curve.Steps[len(r.curve.Steps)-1].Time)
	m.Method = method
	return m
}

// quantile is the time within which a share p of those who come back have done so. Its
// interval takes the level at which the curve ends for known.
func (r returners) quantile(p float64) loyalty.Measure {
	const method = "Kaplan-Meier quantile of those who come back, log interval"
	if r.curve.Total == 0 || r.level >= 1 {
		return loyalty.Unknown(loyalty.ZeroBase, r.curve.Total, method)
	}
	m := r.curve.Quantile(math.Min(p*(1-r.level), math.Nextafter(1, 0)))
	m.Method = method
	return m
}

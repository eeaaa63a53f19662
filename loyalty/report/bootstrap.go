package report

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// A drawing is the base drawn anew, with replacement. Every worker has one, and fills
// it round by round.
type drawing struct {
	customers []btyd.Customer
	spends    []btyd.Spend
}

// A round is what the models of one drawing expect of the base.
type round struct {
	totals         [3]float64
	fitted, valued bool // what of the totals there is: the first two, and the third
}

// intervals draws the base anew, finds the models of those drawn, and values the base
// by these.
func (f *future) intervals(o Options, horizon float64) {
	options := btyd.Options{Start: *f.best.model}
	rounds := f.rounds(o, func(d *drawing) round {
		fit, err := btyd.MBG.Fit(btyd.Summary{Customers: d.customers, Unit: unit}, options)
		if err != nil {
			return round{}
		}
		var spend *btyd.GammaGamma
		if f.valuer != nil {
			_, spend = spendOf(d.spends)
		}
		totals, ok := totalsOf(fit.Model, spend, f.buyers, horizon, o)
		return round{totals, true, ok}
	})
	var seen [3][]float64
	for _, r := range rounds {
		for i, there := range []bool{r.fitted, r.fitted, r.valued} {
			if there {
				seen[i] = append(seen[i], r.totals[i])
			}
		}
	}
	for i, m := range []*loyalty.Measure{&f.NextYear.Buyers, &f.NextYear.Purchases, &f.NextYear.Value} {
		if m.OK {
			*m = between(*m, seen[i], o.Rounds)
		}
	}
}

// rounds asks about Options.Rounds drawings, on all cores. There is one stream of
// chance, and a worker that takes the next round draws for it before another may: the
// drawings are the same however many workers there are.
func (f *future) rounds(o Options, ask func(*drawing) round) []round {
	rounds := make([]round, o.Rounds)
	random := rand.New(rand.NewPCG(o.Seed, 0x7265706f7274))
	next := 0
	var turn sync.Mutex
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), o.Rounds) {
		all.Go(func() {
			d := drawing{make([]btyd.Customer, len(f.buyers)), make([]btyd.Spend, len(f.buyers))}
			for {
				turn.Lock()
				i := next
				if next++; i >= o.Rounds {
					turn.Unlock()
					return
				}
				d.draw(f.buyers, random)
				turn.Unlock()
				rounds[i] = ask(&d)
			}
		})
	}
	all.Wait()
	return rounds
}

func (d *drawing) draw(buyers []btyd.Buyer, random *rand.Rand) {
	for i := range buyers {
		b := &buyers[random.IntN(len(buyers))]
		d.customers[i], d.spends[i] = b.Customer, b.Spend
	}
}

// between gives a measure the middle of what was drawn as its interval. Where more
// than a tenth of the rounds say nothing there is none.
func between(m loyalty.Measure, seen []float64, rounds int) loyalty.Measure {
	m.Method += fmt.Sprintf(", bootstrap interval of %d rounds", len(seen))
	if 10*len(seen) < 9*rounds {
		m.Flags = append(m.Flags, loyalty.Estimated)
		return m
	}
	slices.Sort(seen)
	lo, hi := loyalty.QuantileOf(seen, (1-loyalty.Level)/2), loyalty.QuantileOf(seen, (1+loyalty.Level)/2)
	m.Lo, m.Hi, m.Level = min(lo.Value, m.Value), max(hi.Value, m.Value), loyalty.Level
	return m
}

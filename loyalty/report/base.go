package report

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A base is the shop's customers as of one day. The slices run side by side, by
// customer id.
type base struct {
	on        loyalty.Day
	view      loyalty.View
	all       []loyalty.Purchase // that stand, other brands' among them
	orders    []loyalty.Purchase // the shop's own, lines joined
	brand     string
	ids       []string
	summaries map[string]loyalty.Summary
	histories []loyalty.History

	rows     []loyalty.RFM
	scores   []loyalty.RFMScore
	cuts     loyalty.RFMCuts
	segments []string // their names
	tiering  loyalty.Tiering

	behaviour behaviour
	attitudes []loyalty.Measure
	typed     []loyalty.Typed
}

func baseOf(in Input, o Options, on loyalty.Day) (*base, error) {
	b := &base{on: on, view: loyalty.View{Until: on, Zone: o.Zone}, brand: in.Brand}
	var err error
	b.all, err = in.Log.Net(b.view)
	if err != nil && !errors.Is(err, loyalty.ErrNothing) {
		return nil, fmt.Errorf("report: the log: %w", err)
	}
	own := b.all
	if in.Brand != "" {
		own = slices.DeleteFunc(slices.Clone(b.all), func(p loyalty.Purchase) bool { return p.Brand != in.Brand })
	}
	b.orders = loyalty.Orders(own)
	loyalty.Log{Purchases: b.orders}.Sort() // so that sums come out the same to the last digit
	if len(b.orders) == 0 {
		b.summaries = map[string]loyalty.Summary{}
		return b, nil
	}
	if b.summaries, err = loyalty.Summarise(loyalty.Log{Purchases: b.orders}, b.view); err != nil {
		return nil, fmt.Errorf("report: the log: %w", err)
	}
	b.ids = slices.Sorted(maps.Keys(b.summaries))
	b.histories = loyalty.Histories(b.orders, b.view)
	return b, nil
}

// classify scores, names and types the customers.
func (b *base) classify(o Options, answers *scoredSurvey) error {
	if err := b.score(o); err != nil {
		return err
	}
	b.behave()
	return b.judge(o, answers)
}

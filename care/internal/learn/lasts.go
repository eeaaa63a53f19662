package learn

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/loyalty"
)

// lasts finds how long a piece of a category lasts: from one purchase of it to the next,
// by the pieces bought.
func (p *past) lasts() (Section, error) {
	s := Section{Key: "lasts"}
	if lack := p.missing(orderlog.Category, orderlog.Quantity); lack != "" {
		s.say("一件用多久：没有学到。%s。", lack)
		return s, nil
	}
	rhythms, err := restock.FitRhythms(p.net, loyalty.View{Until: p.day, Zone: calendar.China})
	switch {
	case errors.Is(err, loyalty.ErrNothing):
		s.say("一件用多久：没有学到，还没有人付款。")
		return s, nil
	case err != nil:
		return s, zh.Error("%s: %w", p.File, err)
	}
	s.say("一件用多久：同一位顾客从买一次到再买同一类目，隔的天数除以件数；写的是中位数。days_to_restock按它算。")
	s.say("再买过的顾客至少%d位的类目才写。一件用很多年的东西，请把它的一行删掉。", leastCustomers)
	bought := map[string]int{}
	for i := range p.net {
		if c := p.net[i].Category; c != "" {
			bought[c]++
		}
	}
	for _, category := range byCount(bought) {
		f := Finding{Name: category}
		r, own := rhythms.Categories[category]
		median := r.Model.Median(loyalty.GapState{})
		switch {
		case !own:
			f.Evidence = fmt.Sprintf("买过%d次，再买过的顾客不到%d位，或者看不出规律，没有写", bought[category], leastCustomers)
		case !r.PerUnit:
			f.Evidence = "买了几件写得太少，没有写"
		case !median.OK || median.Value > 3650:
			f.Evidence = "看不出规律，没有写"
		default:
			f.Value = rule.FormatDuration(time.Duration(max(1, math.Round(median.Value))) * 24 * time.Hour)
			f.Evidence = fmt.Sprintf("中位数%.1f天，八成在%.1f–%.1f天之间；%d位顾客，%d次间隔", median.Value, median.Lo, median.Hi, r.Customers, r.Gaps)
		}
		s.Found = append(s.Found, f)
	}
	return s, nil
}

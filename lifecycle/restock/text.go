package restock

import (
	"fmt"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Text describes the date and the reasons in plain words.
func (d Due) Text() loyalty.Text {
	switch d.Reason {
	case NeverBoughtIt:
		return loyalty.Text{English: "Never bought this category.", Chinese: "还没买过这个类目。"}
	case NoPeriod:
		return loyalty.Text{
			English: "Neither how long it lasts nor how often it is bought is known yet.",
			Chinese: "还不知道这种商品能用多久，也不知道多久买一次。",
		}
	case BoughtLater:
		return loyalty.Text{
			English: fmt.Sprintf("The clock says %s, but the last purchase was on %s.", d.On, d.Last),
			Chinese: fmt.Sprintf("现在是%s，可最近一次购买却是%s。", base.WholeDayChinese(d.On), base.WholeDayChinese(d.Last)),
		}
	}
	why := d.sourceText()
	state := restockWords[d.Phase]
	day := func(other loyalty.Day) string { return base.DayChinese(other, d.On) }
	return loyalty.Text{
		English: fmt.Sprintf("%s: last bought on %s%s; %s, so on about %s again. Reminder from %s, late from %s, win-back from %s.",
			state.English, d.Last, d.pieces("English"), why.English, d.Wanted, d.Remind, d.Late, d.HandOver),
		Chinese: fmt.Sprintf("%s：最近一次是%s买的%s，%s，预计%s前后再买。%s起可以提醒，%s还没买算晚了，%s还没买就进召回名单。",
			state.Chinese, day(d.Last), d.pieces("Chinese"), why.Chinese, day(d.Wanted), day(d.Remind), day(d.Late), day(d.HandOver)),
	}
}

var restockWords = map[Phase]loyalty.Text{
	Stocked:  {English: "Stocked", Chinese: "家里还够用"},
	Remind:   {English: "Reminder due", Chinese: "该复购了"},
	Late:     {English: "Late", Chinese: "晚了还没复购"},
	HandOver: {English: "For win-back", Chinese: "进召回名单"},
}

func (d Due) sourceText() loyalty.Text {
	n := d.ByRhythm.Base
	switch d.Source {
	case ByOwnRhythm:
		return loyalty.Text{
			English: fmt.Sprintf("by the customer's own rhythm (%d gaps) that is enough for %s", n, base.Days(wholeOf(d.ByRhythm.Value))),
			Chinese: fmt.Sprintf("按这位顾客自己的节奏（%d次间隔）够用%.0f天", n, wholeOf(d.ByRhythm.Value)),
		}
	case ByUsagePeriod:
		return loyalty.Text{
			English: fmt.Sprintf("by the usage period that is enough for %s", base.Days(wholeOf(d.ByUse.Value))),
			Chinese: fmt.Sprintf("按使用周期够用%.0f天", wholeOf(d.ByUse.Value)),
		}
	}
	return loyalty.Text{
		English: fmt.Sprintf("customers like this come back after %s", base.Days(wholeOf(d.ByRhythm.Value))),
		Chinese: fmt.Sprintf("同类顾客一般%.0f天后再来买", wholeOf(d.ByRhythm.Value)),
	}
}

func wholeOf(days float64) float64 { return float64(wholeDays(days)) }

func (d Due) pieces(language string) string {
	switch {
	case d.Pieces == 0:
		return ""
	case language == "Chinese":
		return fmt.Sprintf("（%d件）", d.Pieces)
	case d.Pieces == 1:
		return " (1 piece)"
	}
	return fmt.Sprintf(" (%d pieces)", d.Pieces)
}

package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// count is a whole number with commas.
func count(n int) string { return page.Count(float64(n)) }

func whole(v float64) string { return page.Count(v) }

func one(v float64) string { return fmt.Sprintf("%.1f", v) }

func percent(v float64) string { return one(100*v) + "%" }

// both is a text made in each language.
func both(make func(page.Language) string) loyalty.Text {
	return loyalty.Text{Chinese: make(page.Chinese), English: make(page.English)}
}

// say is a measure in the words of a unit, or why it is not known.
func say(l page.Language, m loyalty.Measure, unit func(float64) string) string {
	if !m.OK {
		return l.Pick("未知（"+l.Reason(m.Why)+"）", "unknown ("+l.Reason(m.Why)+")")
	}
	return unit(m.Value)
}

// sure is the same with its interval.
func sure(l page.Language, m loyalty.Measure, unit func(float64) string) string {
	if !m.OK || m.Level == 0 {
		return say(l, m, unit)
	}
	return fmt.Sprintf("%s [%s, %s]", unit(m.Value), unit(m.Lo), unit(m.Hi))
}

// short is a measure of a table: a dash where it is not known.
func short(m loyalty.Measure, unit func(float64) string) string {
	if !m.OK {
		return "–"
	}
	return unit(m.Value)
}

func (s *shop) yuan(v float64) string {
	if math.Round(v) < 0 {
		return "-" + s.log.Currency + page.Count(-v)
	}
	return s.log.Currency + page.Count(v)
}

// wait is a time of waiting as people say it.
func wait(l page.Language, d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < time.Minute:
		return fmt.Sprintf(l.Pick("%.0f秒", "%.0f s"), d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf(l.Pick("%.0f分钟", "%.0f min"), d.Minutes())
	case d < 48*time.Hour:
		d = d.Round(time.Minute)
		words := fmt.Sprintf(l.Pick("%d小时", "%d h"), d/time.Hour)
		if minutes := d % time.Hour / time.Minute; minutes > 0 {
			words += fmt.Sprintf(l.Pick("%d分钟", " %d min"), minutes)
		}
		return words
	}
	return page.Short(d.Hours()/24, 1) + l.Pick("天", " d")
}

func minutes(v float64) time.Duration { return time.Duration(v * float64(time.Minute)) }

// wait is a number of minutes in the words of the report.
func (s *shop) wait(v float64) string { return wait(s.Language, minutes(v)) }

func (s *shop) stage(stage stage.Stage) string { return s.Pick(stage.Chinese(), english(stage)) }

// english is a stage as a reader of English has it, without the dash of its code.
func english(stage stage.Stage) string { return strings.ReplaceAll(stage.String(), "-", " ") }

func stageText(stage stage.Stage) loyalty.Text { return tx(stage.Chinese(), english(stage)) }

var rungWords = map[stage.Rung]loyalty.Text{
	stage.FixedDays:      tx("通用天数", "the textbook's days"),
	stage.ShopQuantiles:  tx("本店分位数", "the shop's quantiles"),
	stage.GapQuantiles:   tx("个人购买节奏", "each customer's rhythm"),
	stage.BuyProbability: tx("复购概率", "the probability of buying"),
}

// bar draws a share of one with letters.
func bar(share float64) string {
	return strings.Repeat("█", int(math.Round(20*min(max(share, 0), 1))))
}

package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle"
	"github.com/tiexin-go/tiexin/loyalty"
)

// reasons are why a number is missing, or what to know of it, for people.
var reasons = map[loyalty.Flag]string{
	loyalty.ZeroBase:         "没有可算的对象 nobody to measure",
	loyalty.BelowMinBase:     "样本太少 too few",
	loyalty.NoCategoryData:   "没有品类数据 no data of the category",
	loyalty.Extrapolated:     "观察时间不够 not watched long enough",
	loyalty.Estimated:        "含假设成分 partly assumed",
	loyalty.Immature:         "相对购买间隔，观察时间还不够长 not watched for long enough, for such gaps",
	loyalty.NotReached:       "尚未达到 not reached yet",
	loyalty.OpenAbove:        "区间上端未知 interval open above",
	loyalty.NoSpread:         "顾客间没有差别 customers do not differ",
	loyalty.PerfectlyRegular: "间隔完全规律 perfectly regular",
	loyalty.InfiniteMean:     "均值不存在 no mean exists",
	loyalty.Impossible:       "数据不成立 impossible numbers",
	lifecycle.Default:        "教科书数值 the textbook's",
	lifecycle.Misfit:         "模型不适用 the model does not fit",
}

func reason(f loyalty.Flag) string {
	if words, ok := reasons[f]; ok {
		return words
	}
	return string(f)
}

func flagsOf(flags []loyalty.Flag) string {
	var words []string
	for _, f := range flags {
		words = append(words, reason(f))
	}
	return strings.Join(words, "; ")
}

// count is a whole number with commas.
func count(n int) string {
	digits := strconv.Itoa(max(n, -n))
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if n < 0 {
		return "-" + digits
	}
	return digits
}

func whole(v float64) string { return count(int(math.Round(v))) }

func one(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

func percent(v float64) string { return strconv.FormatFloat(100*v, 'f', 1, 64) + "%" }

// say is a measure in the words of a unit, or why it is not known.
func say(m loyalty.Measure, unit func(float64) string) string {
	if !m.OK {
		return "未知（" + reason(m.Why) + "）"
	}
	return unit(m.Value)
}

// sure is the same with its interval.
func sure(m loyalty.Measure, unit func(float64) string) string {
	if !m.OK || m.Level == 0 {
		return say(m, unit)
	}
	return fmt.Sprintf("%s [%s, %s]", unit(m.Value), unit(m.Lo), unit(m.Hi))
}

func (s *shop) yuan(v float64) string { return s.header.currency() + whole(v) }

// short is a measure of a table: a dash where it is not known.
func short(m loyalty.Measure, unit func(float64) string) string {
	if !m.OK {
		return "–"
	}
	return unit(m.Value)
}

// clock is a time of waiting as people say it.
func clock(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 48*time.Hour:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", d.Hours()), ".0") + " h"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", d.Hours()/24), ".0") + " d"
}

// waiting is the same in Chinese, for sentences.
func waiting(d time.Duration) string {
	return strings.NewReplacer(" s", "秒", " min", "分钟", " h", "小时", " d", "天").Replace(clock(d))
}

func duration(minutes float64) time.Duration { return time.Duration(minutes * float64(time.Minute)) }

func minutesOf(v float64) string { return clock(duration(v)) }

func stage(s lifecycle.Stage) string { return s.Chinese() + " " + s.String() }

var rungWords = map[lifecycle.Rung]loyalty.Text{
	lifecycle.FixedDays:      tx("通用天数", "the textbook's days"),
	lifecycle.ShopQuantiles:  tx("本店分位数", "the shop's quantiles"),
	lifecycle.GapQuantiles:   tx("个人购买节奏", "each customer's rhythm"),
	lifecycle.BuyProbability: tx("再购概率", "the probability of buying"),
}

// bar draws a share of one with letters.
func bar(share float64) string {
	return strings.Repeat("█", int(math.Round(20*min(max(share, 0), 1))))
}

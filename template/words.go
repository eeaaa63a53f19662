package template

import (
	"strconv"

	"github.com/tiexin-go/tiexin"
)

// RatingWord is a rating in the words of #评价结果#: 好评, 中评 or 差评; empty for any other.
func RatingWord(r tiexin.Rating) string {
	switch r {
	case tiexin.Good:
		return "好评"
	case tiexin.Neutral:
		return "中评"
	case tiexin.Bad:
		return "差评"
	}
	return ""
}

// BirthdayWords are a date in the words of #生日#, without the year: 11月8日, or of the Chinese
// calendar 农历八月十五 and 农历闰二月初一. They are empty for an unknown or impossible date.
func BirthdayWords(d tiexin.Date) string {
	if d.IsZero() || d.Validate() != nil {
		return ""
	}
	if !d.Lunar {
		return strconv.Itoa(d.Month) + "月" + strconv.Itoa(d.Day) + "日"
	}
	leap := ""
	if d.Leap {
		leap = "闰"
	}
	return "农历" + leap + lunarMonths[d.Month] + "月" + lunarDay(d.Day)
}

var (
	lunarMonths = [...]string{1: "正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊"}
	digitsZh    = [...]string{1: "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}
)

// lunarDay is a day from 初一 to 三十.
func lunarDay(day int) string {
	switch tens, ones := day/10, day%10; {
	case day <= 10:
		return "初" + digitsZh[day]
	case ones == 0:
		return digitsZh[tens] + "十"
	case tens == 1:
		return "十" + digitsZh[ones]
	default:
		return "廿" + digitsZh[ones]
	}
}

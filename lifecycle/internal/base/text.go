package base

import (
	"fmt"
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Tidy is a number without needless digits.
func Tidy(n float64) string {
	if n == math.Trunc(n) || n >= 10 {
		return fmt.Sprintf("%.0f", n)
	}
	return fmt.Sprintf("%.1f", n)
}

// Days is a number of days in English: "1 day", "12 days".
func Days(n float64) string {
	if s := Tidy(n); s != "1" {
		return s + " days"
	}
	return "1 day"
}

// DayChinese is a day as people say it on another: without the year, if it is the same.
func DayChinese(d, on loyalty.Day) string {
	if day := d.Time(); day.Year() == on.Time().Year() {
		return fmt.Sprintf("%d月%d日", day.Month(), day.Day())
	}
	return WholeDayChinese(d)
}

// WholeDayChinese is a day with its year.
func WholeDayChinese(d loyalty.Day) string {
	day := d.Time()
	return fmt.Sprintf("%d年%d月%d日", day.Year(), day.Month(), day.Day())
}

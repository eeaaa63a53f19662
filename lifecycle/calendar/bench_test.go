package calendar_test

import (
	"testing"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

var kept int

// A conversion of a day to the Chinese calendar.
func BenchmarkToLunar(b *testing.B) {
	var days []calendar.Date
	for d := calendar.YMD(1901, 1, 1); d.Year <= 2099; d = d.AddDays(37) {
		days = append(days, d)
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, d := range days {
			l, _ := d.Lunar()
			kept += l.Day
		}
		n += len(days)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "dates/s")
}

// And back.
func BenchmarkFromLunar(b *testing.B) {
	var days []calendar.Lunar
	for d := calendar.YMD(1901, 1, 1); d.Year <= 2099; d = d.AddDays(37) {
		l, _ := d.Lunar()
		days = append(days, l)
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, l := range days {
			d, _ := l.Date()
			kept += d.Day
		}
		n += len(days)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "dates/s")
}

func BenchmarkNextLunarBirthday(b *testing.B) {
	a := calendar.Anniversary{Year: 1990, Month: 8, Day: 15, Lunar: true}
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, calendar.China)
	b.ReportAllocs()
	for b.Loop() {
		d, _ := a.Next(at, nil, calendar.Customs{})
		kept += d.Day
	}
}

func BenchmarkNextSuppressionChange(b *testing.B) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, calendar.China)
	b.ReportAllocs()
	for b.Loop() {
		t, _ := calendar.Calendar{}.NextSuppressionChange(at, nil)
		kept += t.Day()
	}
}

func BenchmarkSuppressed(b *testing.B) {
	d := calendar.YMD(2026, 11, 22)
	b.ReportAllocs()
	for b.Loop() {
		if _, on, _ := (calendar.Calendar{}).Suppressed(d); on {
			kept++
		}
	}
}

func BenchmarkIsWorkday(b *testing.B) {
	d := calendar.YMD(2026, 11, 22)
	b.ReportAllocs()
	for b.Loop() {
		if on, _ := (calendar.Calendar{}).IsWorkday(d); on {
			kept++
		}
	}
}

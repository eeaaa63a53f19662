package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// daysAhead is how far the calendar is read out.
const daysAhead = 60

// silences say in Chinese why marketing is silent on a day.
var silences = map[string]string{
	"qingming": "扫墓祭祖", "wenchuan": "悼念汶川地震遇难者", "zhongyuan": "祭奠逝去的亲人", "mukden": "铭记九一八", "nanjing": "国家公祭", "mourning": "全国哀悼",
}

// days are the special days ahead, with those on which marketing is silent.
func (s *shop) days() (section, error) {
	a := section{id: "days", title: tx(fmt.Sprintf("未来%d天的特别日子", daysAhead), fmt.Sprintf("Special days of the next %d days", daysAhead))}
	var c calendar.Calendar
	type entry struct {
		day  calendar.SpecialDay
		span calendar.Span
	}
	first, last := dateOf(s.on).AddDays(1), dateOf(s.on).AddDays(daysAhead)
	var found []entry
	var missing, lacking []string
	for _, special := range c.Days() {
		for year := first.Year; year <= last.Year; year++ {
			spans, err := special.In(year)
			if lack := (*calendar.MissingYearError)(nil); errors.As(err, &lack) {
				missing = append(missing, fmt.Sprintf("%s %d", special.Name, year))
				lacking = append(lacking, fmt.Sprintf("%s %d", special.English, year))
				continue
			}
			if err != nil {
				return a, err
			}
			for _, span := range spans {
				if !span.Last.Before(first) && !span.First.After(last) {
					found = append(found, entry{special, span})
				}
			}
		}
	}
	slices.SortStableFunc(found, func(x, y entry) int {
		return cmp.Or(x.span.First.Compare(y.span.First), x.span.Main.Compare(y.span.Main))
	})
	t := table{
		title: tx(fmt.Sprintf("%s 至 %s", first, last), "days, and whether marketing may speak"),
		head:  []loyalty.Text{tx("日期", "date"), tx("农历", "lunar"), tx("日子", "day"), tx("营销", "marketing"), tx("说明", "note")},
	}
	silent := 0
	for _, e := range found {
		when := day(e.span.First)
		if e.span.Days() > 1 {
			when = e.span.String()
		}
		lunar := ""
		if l, err := e.span.Main.Lunar(); err == nil {
			lunar = l.Chinese()
		}
		speak, note := "可以 may", e.day.Note
		if e.day.Suppress != "" {
			silent++
			speak, note = "■ 静默 silent", strings.TrimSpace(silences[e.day.Key]+" "+e.day.Suppress)
		}
		t.rows = append(t.rows, []string{when, lunar, e.day.Name + " " + e.day.English, speak, note})
	}
	a.say(fmt.Sprintf("共%d个日子，其中%d个静默：那几天补货提醒和召回都不发。", len(found), silent), fmt.Sprintf("%d days, %d of them silent: neither reminders nor win-back go out then.", len(found), silent))
	if len(missing) > 0 {
		a.say("日期不在内置日历里，公布后写进自己的日历文件即可："+strings.Join(missing, "、")+"。", "Not in the built-in calendar; put them into your own when they are announced: "+strings.Join(lacking, ", ")+".")
	}
	a.tables = append(a.tables, t)
	return a, nil
}

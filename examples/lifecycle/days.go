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

// dayNotes are what to know of a day, and why marketing is silent on it.
var dayNotes = map[string]loyalty.Text{
	"laba":             tx("在农历年底：一个公历年里可能没有，也可能有两次", "at the end of a lunar year: a Gregorian year may have none or two"),
	"xiaonian_north":   tx("看收件省份：南方晚一天", "by the receiver's province: the south keeps it a day later"),
	"xiaonian_south":   tx("看收件省份：北方早一天", "by the receiver's province: the north keeps it a day earlier"),
	"spring_festival":  tx("前后各约一周快递停运", "parcels stop from about a week before to a week after"),
	"queens_day":       tx("大约提前一周开始选购", "shopping begins about a week before"),
	"consumer_day":     tx("不要强推", "no hard selling"),
	"april_fools":      tx("服务通知别写得像玩笑", "a service notice should not sound like a joke"),
	"618":              tx("主场日是6月18日；预售另有日期", "the main day is 18 June; the presale has its own dates"),
	"dragon_boat":      tx("很多人更爱听「安康」，少说「快乐」", "many prefer to be wished peace rather than joy"),
	"mid_autumn":       tx("有些年份落在国庆假期里", "falls into the National Day holiday in some years"),
	"double11":         tx("主场日是11月11日；预售另有日期", "the main day is 11 November; the presale has its own dates"),
	"double12":         tx("各平台不时改名", "platforms rename it now and then"),
	"nian_huo":         tx("每年另行公布，约在春节前三到五周", "announced each year, some three to five weeks before the Spring Festival"),
	"618_presale":      tx("每年另行公布，五月中下旬起", "announced each year, from the middle or end of May"),
	"double11_presale": tx("每年另行公布，十月中下旬起", "announced each year, from the middle or end of October"),
	"qingming":         tx("扫墓祭祖", "people sweep the graves of their family"),
	"wenchuan":         tx("悼念汶川地震遇难者", "the dead of the Wenchuan earthquake are remembered"),
	"zhongyuan":        tx("祭奠逝去的亲人", "people remember their dead"),
	"mukden":           tx("铭记九一八", "the invasion of 1931 is remembered"),
	"nanjing":          tx("国家公祭", "the nation mourns the dead of Nanjing"),
	"mourning":         tx("全国哀悼", "national mourning was declared"),
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
		title: tx(fmt.Sprintf("%s至%s", first, last), fmt.Sprintf("%s to %s", first, last)),
		head:  []loyalty.Text{tx("日期", "date"), tx("农历", "lunar"), tx("日子", "day"), tx("营销", "marketing"), tx("说明", "note")},
	}
	silent := 0
	for _, e := range found {
		when := s.day(e.span.First)
		if e.span.Days() > 1 {
			when = e.span.String()
		}
		lunar := ""
		if l, err := e.span.Main.Lunar(); err == nil {
			lunar = s.Pick(l.Chinese(), fmt.Sprintf("month %d, day %d", l.Month, l.Day))
		}
		speak := s.Pick("可以", "may be sent")
		if e.day.Suppress != "" {
			silent++
			speak = s.Pick("■ 静默日", "■ silent")
		}
		t.rows = append(t.rows, []string{when, lunar, s.Pick(e.day.Name, e.day.English), speak, s.Of(dayNotes[e.day.Key])})
	}
	a.say(fmt.Sprintf("共%d个日子，其中%d个静默日：那几天复购提醒和召回都不发。", len(found), silent), fmt.Sprintf("%d days, %d of them silent: neither reminders nor win-back go out then.", len(found), silent))
	if len(missing) > 0 {
		a.say("日期不在内置日历里，公布后写进自己的日历文件即可："+strings.Join(missing, "、")+"。", "Not in the built-in calendar; put them into your own when they are announced: "+strings.Join(lacking, ", ")+".")
	}
	a.tables = append(a.tables, t)
	return a, nil
}

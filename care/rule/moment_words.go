package rule

import (
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// A MomentWord is one way to write a moment under when, for the reference documentation.
type MomentWord struct {
	Word    string `json:"word"` // an example, or the key of a special day
	Meaning string `json:"meaning"`
}

// MomentWords are the ways to write a moment, followed by the special days of China by
// their keys.
func MomentWords() []MomentWord {
	all := []MomentWord{
		{"every day at 10:00", "each day; without at it is 10:00, in the shop's zone"},
		{"every week on mon at 10:00", "mon, tue, wed, thu, fri, sat or sun"},
		{"every month on 31 at 10:00", "the last day where the month is shorter"},
		{"birthday - 7d at 10:00", "the customer's, by either calendar; - 7d: so many days before, + 7d: after"},
		{"birthday month at 10:00", "the first day of the month of the birthday"},
		{"date wedding - 7d at 10:00", "the customer's dated note of this name; yearly if it has no year or its name has 生日, 纪念日, 周年, birthday or anniversary, else once"},
		{"qixi - 3d at 10:00", "a special day by its key, name or synonym; of a sale of many days its main day"},
		{"2026-12-12 at 20:00", "once"},
		{"child birthday - 7d at 10:00", "in a flow about child"},
		{"child month at 10:00", "in a flow about child: each month of age"},
	}
	var china calendar.Calendar
	for _, d := range china.Days() {
		all = append(all, MomentWord{d.Key, strings.Join(append([]string{d.Name, d.English}, d.Synonyms...), ", ")})
	}
	return all
}

// Chinese is the moment in Chinese: "七夕前 3 天 10:00".
func (m *Moment) Chinese() string {
	day := map[momentForm]string{
		everyDay: "每天", onBirthday: "顾客生日", onBirthdayMonth: "顾客生日所在月的1日", onNote: "顾客的纪念日" + m.note, onSpecialDay: m.special.Name, onceOnDate: m.word,
		onChildBirthday: "孩子生日", onChildMonth: "孩子每满一个月",
	}[m.form]
	switch m.form {
	case everyWeek:
		day = "每周" + string([]rune("日一二三四五六")[m.weekday])
	case everyMonth:
		day = fmt.Sprintf("每月%d日", m.day)
	}
	switch {
	case m.lead > 0:
		day += fmt.Sprintf("前 %d 天", m.lead)
	case m.lead < 0:
		day += fmt.Sprintf("后 %d 天", -m.lead)
	}
	return fmt.Sprintf("%s %02d:%02d", day, m.minute/60, m.minute%60)
}

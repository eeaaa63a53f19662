package rule

import (
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// MarketingNight is the quiet time that no file can lift: nothing commercial
// between ten in the evening and eight in the morning.
const MarketingNight = "marketing-night"

func isDefaultLimit(name string) bool {
	return name == MarketingNight || strings.HasPrefix(name, "default-")
}

// addDefaultLimits adds the limits that hold unless the file has its own: for
// each purpose the hours and the number of messages that customers bear. They
// are ordinary limits with names, so a rule can be exempt from them.
//
// A quiet time (a cap) of the file replaces the default of a purpose when it
// covers the purpose altogether: it names the purpose or none, and is not
// limited to channels, a flow or days.
func (s *Set) addDefaultLimits() {
	for _, q := range []*Quiet{
		{Name: "default-notice-hours", Title: "通知时段 08:00–21:00", Scope: Scope{Purposes: []tiexin.Purpose{tiexin.Notice}}, Hours: Hours{From: 21 * 60, To: 8 * 60}},
		{Name: "default-care-hours", Title: "关怀时段 09:00–20:00", Scope: Scope{Purposes: []tiexin.Purpose{tiexin.Care}}, Hours: Hours{From: 20 * 60, To: 9 * 60}},
		{Name: "default-marketing-hours", Title: "营销时段 09:00–20:00", Scope: Scope{Purposes: []tiexin.Purpose{tiexin.Marketing}}, Hours: Hours{From: 20 * 60, To: 9 * 60}},
		{Name: "default-survey-hours", Title: "调研时段 09:00–20:00", Scope: Scope{Purposes: []tiexin.Purpose{tiexin.SurveyAsk}}, Hours: Hours{From: 20 * 60, To: 9 * 60}},
	} {
		if !slices.ContainsFunc(s.Quiets, func(own *Quiet) bool { return len(own.Days) == 0 && own.replaces(q.Purposes[0]) }) {
			s.Quiets = append(s.Quiets, q)
		}
	}
	s.Quiets = append(s.Quiets, &Quiet{
		Name: MarketingNight, Title: "夜间不营销 22:00–08:00", Scope: Scope{Purposes: []tiexin.Purpose{tiexin.Marketing}}, Hours: Hours{From: 22 * 60, To: 8 * 60}, Fixed: true,
	})
	commercial := []tiexin.Purpose{tiexin.Care, tiexin.Marketing}
	for _, c := range []struct {
		of  []tiexin.Purpose
		cap Cap
	}{
		{[]tiexin.Purpose{tiexin.Notice}, Cap{Name: "default-notice-cap", Title: "每天最多三条通知", AtMost: 3, Window: Window{Per: Day}, Scope: Scope{Purposes: []tiexin.Purpose{tiexin.Notice}}}},
		{commercial, Cap{Name: "default-care-daily", Title: "每天最多一条关怀或营销", AtMost: 1, Window: Window{Per: Day}, Scope: Scope{Purposes: commercial}}},
		{commercial, Cap{Name: "default-care-weekly", Title: "每周最多两条关怀或营销", AtMost: 2, Window: Window{Per: Week}, Scope: Scope{Purposes: commercial}}},
		{[]tiexin.Purpose{tiexin.SurveyAsk}, Cap{Name: "default-survey-monthly", Title: "三十天最多一次调研", AtMost: 1, Window: Window{Within: 30 * 24 * time.Hour}, Scope: Scope{Purposes: []tiexin.Purpose{tiexin.SurveyAsk}}}},
	} {
		c.cap.Purposes = slices.DeleteFunc(slices.Clone(c.of), func(p tiexin.Purpose) bool {
			return slices.ContainsFunc(s.Caps, func(own *Cap) bool { return !isDefaultLimit(own.Name) && own.replaces(p) })
		})
		if len(c.cap.Purposes) > 0 {
			s.Caps = append(s.Caps, &c.cap)
		}
	}
}

// replaces says whether a limit of the file takes the place of the default of a
// purpose.
func (s *Scope) replaces(p tiexin.Purpose) bool {
	return len(s.Channels) == 0 && s.Flow == "" && (len(s.Purposes) == 0 || slices.Contains(s.Purposes, p))
}

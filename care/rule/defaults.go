package rule

import (
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// MarketingNight is the name of the quiet hours that a file cannot remove: no
// commercial message between 22:00 and 8:00.
const MarketingNight = "marketing-night"

func isDefaultLimit(name string) bool {
	return name == MarketingNight || strings.HasPrefix(name, "default-")
}

func defaultQuiets() []*Quiet {
	quiet := func(name, title string, p tiexin.Purpose, from, to int) *Quiet {
		return &Quiet{Name: name, Title: title, Scope: Scope{Purposes: []tiexin.Purpose{p}}, Hours: Hours{From: from * 60, To: to * 60}}
	}
	return []*Quiet{
		quiet("default-notice-hours", "通知免打扰 21:00–08:00", tiexin.Notice, 21, 8),
		quiet("default-care-hours", "关怀免打扰 20:00–09:00", tiexin.Care, 20, 9),
		quiet("default-marketing-hours", "营销免打扰 20:00–09:00", tiexin.Marketing, 20, 9),
		quiet("default-survey-hours", "调研免打扰 20:00–09:00", tiexin.SurveyAsk, 20, 9),
	}
}

func defaultCaps() []*Cap {
	limit := func(name, title string, most int, w Window, purposes ...tiexin.Purpose) *Cap {
		return &Cap{Name: name, Title: title, Scope: Scope{Purposes: purposes}, AtMost: most, Window: w}
	}
	return []*Cap{
		limit("default-notice-cap", "每天最多三条通知", 3, Window{Per: Day}, tiexin.Notice),
		limit("default-care-daily", "每天最多一条关怀或营销", 1, Window{Per: Day}, tiexin.Care, tiexin.Marketing),
		limit("default-care-weekly", "每周最多两条关怀或营销", 2, Window{Per: Week}, tiexin.Care, tiexin.Marketing),
		limit("default-survey-monthly", "三十天最多一次调研", 1, Window{Within: 30 * 24 * time.Hour}, tiexin.SurveyAsk),
	}
}

// defaultLimits are the names of the limits that hold unless a file has its own.
func defaultLimits() []string {
	var names []string
	for _, q := range defaultQuiets() {
		names = append(names, q.Name)
	}
	for _, c := range defaultCaps() {
		names = append(names, c.Name)
	}
	return names
}

// addDefaultLimits adds the limits that hold unless the file has its own: for
// each purpose the hours and the number of messages that customers bear. They
// are ordinary limits with names, so a rule can be exempt from them.
//
// A quiet time (a cap) of the file replaces the default of a purpose when it
// covers the purpose altogether: it names the purpose or none, and is not
// limited to channels, a flow or days. None replaces the silent days.
func (s *Set) addDefaultLimits() {
	ownQuiets, ownCaps := s.Quiets, s.Caps
	for _, q := range defaultQuiets() {
		if !slices.ContainsFunc(ownQuiets, func(own *Quiet) bool { return len(own.Days) == 0 && own.replaces(q.Purposes[0]) }) {
			s.Quiets = append(s.Quiets, q)
		}
	}
	s.Quiets = append(s.Quiets, &Quiet{
		Name: MarketingNight, Title: "夜间不营销 22:00–08:00", Scope: Scope{Purposes: []tiexin.Purpose{tiexin.Marketing}}, Hours: Hours{From: 22 * 60, To: 8 * 60}, Fixed: true,
	})
	s.Quiets = append(s.Quiets, silentDays(s.Shop.Calendar, s.Shop.Zone))
	for _, c := range defaultCaps() {
		c.Purposes = slices.DeleteFunc(c.Purposes, func(p tiexin.Purpose) bool {
			return slices.ContainsFunc(ownCaps, func(own *Cap) bool { return own.replaces(p) })
		})
		if len(c.Purposes) > 0 {
			s.Caps = append(s.Caps, c)
		}
	}
}

// replaces says whether a limit of the file takes the place of the default of a
// purpose.
func (s *Scope) replaces(p tiexin.Purpose) bool {
	return len(s.Channels) == 0 && s.Flow == "" && (len(s.Purposes) == 0 || slices.Contains(s.Purposes, p))
}

package ask

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// Slips in the signs and numbers of a condition that cannot be read, and what was meant.

// meantSigns are signs that people write for others, the longest first.
var meantSigns = []struct{ written, meant string }{
	{"!==", "!="},
	{"===", "=="},
	{"> =", ">="},
	{"< =", "<="},
	{"! =", "!="},
	{"= =", "=="},
	{"=>", ">="},
	{"=<", "<="},
	{"<>", "!="},
	{"=!", "!="},
	{"＆＆", "&&"},
	{"｜｜", "||"},
	{"＝＝", "=="},
	{"＞＝", ">="},
	{"＜＝", "<="},
	{"！＝", "!="},
	{"；", "&&"},
	{"￥", ""},
	{"¥", ""},
}

// signs reports a sign that was written for another, if one stands at the fault.
func (f *Fault) signs(src []rune) bool {
	for _, s := range meantSigns {
		n := len([]rune(s.written))
		for from := max(f.From-n+1, 0); from <= f.From && from+n <= len(src); from++ {
			if string(src[from:from+n]) != s.written {
				continue
			}
			f.From, f.Width = from, n
			f.Message = zh.Text("%q is not possible here", s.written)
			switch s.meant {
			case "":
				f.Hint = zh.Text("write the number alone: amounts are in yuan")
			case "&&":
				f.Hint = zh.Text("between two conditions write && (both) or || (one of them)")
			default:
				f.Hint = zh.Text("write %s", s.meant)
			}
			return true
		}
	}
	return false
}

var (
	grouped    = regexp.MustCompile(`[0-9]{1,3}(?:[,，][0-9]{3})+`)
	timeOfDay  = regexp.MustCompile(`[0-9]{1,2}:[0-9]{2}`)
	percent    = regexp.MustCompile(`[0-9][0-9.]*\s*%\s*$`)
	listSaid   = regexp.MustCompile(`\bin\s*\(([^()]*)\)`)
	clockSeen  = regexp.MustCompile(`\b(minutes|hours|days)_[a-z_]+`)
	unitNumber = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)(.+)$`)
)

// comma reports what stands between two numbers or conditions and does not belong there.
func (f *Fault) comma(src []rune) bool {
	sign, text := string(src[min(f.From, len(src)):min(f.From+1, len(src))]), string(src)
	before := string(src[:f.From])
	switch {
	case sign == ",", sign == "，":
	case sign == ":":
		if inside(timeOfDay, text, len(before)) == "" {
			return false
		}
		f.Message, f.Hint = zh.Text("a condition cannot hold a time of day"), wallClockHint
		return true
	case percent.MatchString(before):
		f.Message, f.Hint = zh.Text(`"%%" is not a unit`), zh.Text("write the number without it, or as a fraction: 0.5")
		f.From, f.Width = len([]rune(before[:strings.LastIndex(before, "%")])), 1
		return true
	default:
		return false
	}
	if number := inside(grouped, text, len(before)); number != "" {
		f.Message, f.Hint = zh.Text("a number has no commas"), zh.Text("write %s", strings.NewReplacer(",", "", "，", "").Replace(number))
		return true
	}
	if list := listSaid.FindStringSubmatchIndex(text); list != nil && list[0] < len(before) && len(before) < list[1] {
		f.Message, f.Hint = zh.Text("a list needs square brackets"), zh.Text("write in [%s]", text[list[2]:list[3]])
		return true
	}
	if strings.Count(before, "(")+strings.Count(before, "[") > strings.Count(before, ")")+strings.Count(before, "]") {
		return false
	}
	f.Message, f.Hint = zh.Text("%q is not possible here", sign), zh.Text("between two conditions write && (both) or || (one of them)")
	return true
}

// inside is the match of a pattern that covers a byte of the text; empty without one.
func inside(pattern *regexp.Regexp, text string, at int) string {
	for _, m := range pattern.FindAllStringIndex(text, -1) {
		if m[0] <= at && at < m[1] {
			return text[m[0]:m[1]]
		}
	}
	return ""
}

// saidUnits are units of time behind a number, in seconds.
var saidUnits = map[string]float64{
	"秒": 1, "s": 1, "分钟": 60, "分": 60, "m": 60, "min": 60, "mins": 60, "小时": 3600, "个小时": 3600, "h": 3600, "hour": 3600, "hours": 3600, "天": 86400, "日": 86400, "d": 86400, "day": 86400, "days": 86400, "周": 7 * 86400, "个月": 30 * 86400,
}

var saidFactors = map[string]float64{"元": 1, "块": 1, "块钱": 1, "件": 1, "个": 1, "次": 1, "单": 1, "笔": 1, "万": 10_000, "万元": 10_000, "千": 1000, "百": 100}

// unitsSaid are the units of clocks as people call them.
var unitsSaid = map[string]say.Text{"minutes": zh.Text("minutes"), "hours": zh.Text("hours"), "days": zh.Text("days")}

// number says of a number with a unit how to write it.
func (f *Fault) number(src []rune) {
	written := string(src[f.From:min(f.From+f.Width, len(src))])
	f.Message = zh.Text("%q is not a number", written)
	f.Hint = zh.Text("write the number alone; its unit is in the clock: minutes_, hours_, days_")
	found := unitNumber.FindStringSubmatch(written)
	if found == nil {
		return
	}
	n, _ := strconv.ParseFloat(found[1], 64)
	if factor, ok := saidFactors[found[2]]; ok {
		f.Hint = zh.Text("write the number alone: %s", strconv.FormatFloat(n*factor, 'f', -1, 64))
		return
	}
	seconds, isTime := saidUnits[strings.ToLower(found[2])]
	clocks := clockSeen.FindAllStringSubmatch(string(src[:f.From]), -1)
	if !isTime || len(clocks) == 0 {
		return
	}
	clock := clocks[len(clocks)-1]
	per := map[string]float64{"minutes": 60, "hours": 3600, "days": 86400}[clock[1]]
	f.Hint = zh.Text("%s counts %s: write %s", clock[0], unitsSaid[clock[1]], strconv.FormatFloat(n*seconds/per, 'f', -1, 64))
}

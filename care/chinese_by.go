package care

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
)

// byChinese are what decides besides events, rules and limits.
var byChinese = map[string]string{
	"closing time": "到了自动关闭的时间", "task": "有人在办", "region": "地区不符", string(stage.BySilence): "很久没动静",
	"the order does not wait for payment": "订单不在等付款",
}

// calledBy is what decided, as the shop calls it: an event, a rule of the flow, a limit, a
// moment. What has no name there stays as it is. Without rules there are no titles.
func calledBy(rules *Rules, flow, by string) string {
	if event, lead, ok := regretted(by); ok {
		if event.Thing() == "order" && event != tiexin.EventOrderUpdated {
			return "发出前" + lead + "已" + ask.EventNames[event]
		}
		return "发出前" + lead + ask.EventNames[event]
	}
	if span, ok := strings.CutPrefix(by, "fresh "); ok {
		return "超过" + spanChinese(span)
	}
	if via, ok := strings.CutPrefix(by, "no wording for "); ok {
		return "文案没写" + namedChinese(via)
	}
	return cmp.Or(ask.EventNames[tiexin.EventType(by)], byChinese[by], titleIn(rules, flow, by), momentIn(rules, by), purposesChinese[by], statusesChinese[by], by)
}

// regretted reads "order.paid 2m before".
func regretted(by string) (event tiexin.EventType, lead string, ok bool) {
	words := strings.Fields(by)
	if len(words) != 3 || words[2] != "before" || ask.EventNames[tiexin.EventType(words[0])] == "" {
		return "", "", false
	}
	return tiexin.EventType(words[0]), spanChinese(words[1]), true
}

// titleIn is what people call a rule of a flow, a limit or a flow; empty: there is none of
// that name.
func titleIn(rules *Rules, flow, name string) string {
	if rules == nil {
		return ""
	}
	for _, path := range []string{flow + "/" + name, name} {
		if r, ok := rules.Rule(path); ok {
			return r.Title
		}
	}
	for _, f := range rules.Flows {
		if f.Name == name {
			return f.Title
		}
	}
	return rules.LimitTitle(name)
}

// momentIn is a moment of the rules that is written so.
func momentIn(rules *Rules, text string) string {
	if rules == nil {
		return ""
	}
	for _, f := range rules.Flows {
		for _, r := range f.Rules {
			i := slices.IndexFunc(r.Moments, func(m *rule.Moment) bool { return m.String() == text })
			if i >= 0 {
				return r.Moments[i].Chinese()
			}
		}
	}
	return ""
}

// inCorners sets off a name in a sentence; of none it is empty.
func inCorners(name string) string {
	if name == "" {
		return ""
	}
	return "「" + name + "」"
}

// wayChinese is a closed channel and why.
func wayChinese(rules *Rules, w channel.Way) string {
	line := viaChinese(w.Kind) + "不能用：" + w.Closed.Chinese() + inCorners(calledBy(rules, "", w.By))
	if w.Why != "" {
		line += "（" + discreet.Hide(w.Why) + "）"
	}
	return line
}

// spanChinese is a span as rule files write it: "30m" is 30分钟.
func spanChinese(span string) string {
	d, err := rule.ParseDuration(span)
	if err != nil {
		return span
	}
	unit := span[len(span)-1:]
	word, ok := map[string]string{"s": "秒", "m": "分钟", "h": "小时", "d": "天", "w": "周"}[unit]
	if !ok || d <= 0 {
		return span
	}
	return strings.TrimSuffix(span, unit) + word
}

// timeChinese is an instant, without the year where that is the year of another.
func timeChinese(t, of time.Time) string {
	layout := "1月2日 15:04"
	if t.Year() != of.Year() {
		layout = "2006年" + layout
	}
	if t.Second() != 0 {
		layout += ":05"
	}
	return t.Format(layout)
}

// untilChinese is what comes after the Until of an outcome: a task is to be done before, and
// anything else is asked again.
func untilChinese(v Verdict) string {
	if v == Task {
		return "前做完"
	}
	return "再看"
}

// saidChinese is by which channel something is said, and what.
func saidChinese(s *Said) string {
	to := ""
	if s.Parcel {
		to = "（按运单号发给收件人）"
	}
	return viaChinese(s.Via) + to + "：" + s.Text
}

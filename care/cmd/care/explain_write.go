package main

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/plan"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// pastOf are decisions in the words in which care.Explanation says how things
// stand: an instant and what it was about, then each rule and what it saw.
func pastOf(rules *care.Rules, past []care.Outcome, l say.Language) string {
	var b strings.Builder
	line := func(text say.Text) { b.WriteString(source.OneLine(text.In(l)) + "\n") }
	for i := range past {
		o := &past[i]
		if i == 0 || !o.At.Equal(past[i-1].At) || o.Subject != past[i-1].Subject {
			b.WriteByte('\n')
			line(zh.Text("%s, %s", say.Text{English: o.At.Format(time.DateTime), Chinese: dayClock(o.At, time.Time{})}, subject(o)))
		}
		decided := zh.Text("  %s: %s %s", pathOf(o), bothOf(o.Verdict), bothOf(o.Reason))
		if o.By != "" {
			decided = zh.Text("%s (%s)", decided, say.Text{English: o.By, Chinese: calledBy(rules, o.Flow, o.By)})
		}
		if o.Unknown != "" {
			decided = zh.Text("%s, unknown: %s", decided, o.Unknown)
		}
		if !o.Until.IsZero() {
			until := say.Text{English: o.Until.Format(time.DateTime), Chinese: dayClock(o.Until, o.At)}
			if o.Verdict == care.Task {
				until.Chinese += "前做完"
			} else {
				until.Chinese += "再看"
			}
			decided = zh.Text("%s until %s", decided, until)
		}
		line(decided)
		for _, w := range o.Ways {
			line(zh.Text("    %s", wayOf(rules, &w)))
		}
		if o.Said != nil {
			via := viaOf(o.Said.Via)
			if o.Said.Via == channel.None {
				via = zh.Text("for shop staff")
			}
			line(zh.Text("    %s: %s", via, o.Said.Text))
		}
		for _, s := range o.Seen() {
			line(zh.Text("    %s", seenOf(s)))
		}
	}
	return b.String()
}

// dayClock is an instant as the shop writes it, without the year where that is the year of
// another.
func dayClock(at, of time.Time) string {
	layout := "1月2日 15:04"
	if at.Year() != of.Year() {
		layout = "2006年" + layout
	}
	if at.Second() != 0 {
		layout += ":05"
	}
	return at.Format(layout)
}

// pathOf is the rule, in Chinese after what the shop calls it.
func pathOf(o *care.Outcome) say.Text {
	path := say.Plain(o.Path())
	if r := o.Compiled(); r != nil && r.Title != r.Name {
		path.Chinese = beside(r.Title, o.Path())
	}
	return path
}

// bothOf is a word of a closed list in both languages.
func bothOf(w interface {
	fmt.Stringer
	Chinese() string
},
) say.Text {
	return say.Text{English: w.String(), Chinese: w.Chinese()}
}

func viaOf(k channel.Kind) say.Text { return say.Text{English: k.String(), Chinese: plan.Via(k)} }

// calledBy is what decided, as the shop calls it.
func calledBy(rules *care.Rules, flow, by string) string {
	if by == "" {
		return ""
	}
	title := rules.LimitTitle(by)
	if r, ok := rules.Rule(flow + "/" + by); ok {
		title = r.Title
	}
	return "「" + cmp.Or(title, ask.EventNames[tiexin.EventType(by)], by) + "」"
}

// wayOf is a channel, and why it is closed.
func wayOf(rules *care.Rules, w *channel.Way) say.Text {
	if w.Closed == channel.Open {
		return say.Text{English: w.String(), Chinese: plan.Via(w.Kind) + "可用"}
	}
	return say.Text{English: w.String(), Chinese: plan.Via(w.Kind) + "不能用：" + w.Closed.Chinese() + calledBy(rules, "", w.By)}
}

// seenOf is a part of a condition with what it saw.
func seenOf(s rule.Seen) say.Text {
	return say.Text{English: s.String(), Chinese: s.Chinese()}
}

// subjectsChinese are what an outcome may be about.
var subjectsChinese = map[string]string{"order": "订单", "parcel": "包裹", "chat": "聊天", "customer": "顾客", "child": "孩子", "subject": "对象"}

func subject(o *care.Outcome) say.Text {
	about := cmp.Or(o.About(), "subject")
	kind := say.Text{English: about, Chinese: subjectsChinese[about]}
	if o.Subject == "" {
		return zh.Text("the %s", kind)
	}
	return zh.Text("%s %s", kind, o.Subject)
}

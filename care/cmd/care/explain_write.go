package main

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/internal/plan"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// pastOf are decisions in the words in which care.Explanation says how things
// stand: an instant and what it was about, then each rule and what it saw.
func pastOf(past []care.Outcome, l say.Language) string {
	var b strings.Builder
	line := func(text say.Text) { b.WriteString(source.OneLine(text.In(l)) + "\n") }
	for i := range past {
		o := &past[i]
		if i == 0 || !o.At.Equal(past[i-1].At) || o.Subject != past[i-1].Subject {
			b.WriteByte('\n')
			line(zh.Text("%s, %s", o.At.Format(time.DateTime), subject(o)))
		}
		decided := zh.Text("  %s: %s %s", o.Path(), verdictOf(o.Verdict), say.Text{English: o.Reason.String(), Chinese: plan.Why(o.Reason)})
		if o.By != "" {
			decided = zh.Text("%s (%s)", decided, o.By)
		}
		if !o.Until.IsZero() {
			decided = zh.Text("%s until %s", decided, o.Until.Format(time.DateTime))
		}
		line(decided)
		for _, w := range o.Ways {
			line(zh.Text("    %s", wayOf(&w)))
		}
		if o.Said != nil {
			via := viaOf(o.Said.Via)
			if o.Said.Via == channel.None {
				via = zh.Text("for the shop's own people")
			}
			line(zh.Text("    %s: %s", via, o.Said.Text))
		}
		for _, s := range o.Seen() {
			line(zh.Text("    %s", bothOf(s)))
		}
	}
	return b.String()
}

// bothOf is what says itself, in Chinese too where it can.
func bothOf(s fmt.Stringer) say.Text {
	if c, ok := s.(interface{ Chinese() string }); ok {
		return say.Text{English: s.String(), Chinese: c.Chinese()}
	}
	return say.Plain(s.String())
}

var verdictsChinese = map[care.Verdict]string{
	care.Send: "发送", care.Task: "派任务", care.Wait: "等待", care.Skip: "不发", care.Regret: "误发", care.Moved: "阶段变化", care.Billed: "计费",
}

func verdictOf(v care.Verdict) say.Text {
	return say.Text{English: v.String(), Chinese: verdictsChinese[v]}
}

func viaOf(k channel.Kind) say.Text { return say.Text{English: k.String(), Chinese: plan.Via(k)} }

// closedChinese are why a channel is closed, where that is no reason of an outcome.
var closedChinese = map[channel.Closed]string{
	channel.NoSender: "店里没开通", channel.NoWording: "文案没写这个渠道", channel.NoAddress: "没有地址或号码", channel.Undeliverable: "没送到", channel.BadAddress: "地址或号码已失效",
}

// wayOf is a channel, and why it is closed.
func wayOf(w *channel.Way) say.Text {
	if w.Closed == channel.Open {
		return say.Text{English: w.String(), Chinese: plan.Via(w.Kind) + "可用"}
	}
	why := closedChinese[w.Closed]
	var reason care.Reason
	if why == "" && reason.UnmarshalText([]byte(w.Closed.String())) == nil {
		why = plan.Why(reason)
	}
	if w.By != "" {
		why += "（" + w.By + "）"
	}
	return say.Text{English: w.String(), Chinese: plan.Via(w.Kind) + "不能用：" + why}
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

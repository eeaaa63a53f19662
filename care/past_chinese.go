package care

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// pastChinese leaves out the year where that is the year of an instant.
type pastChinese struct{ of time.Time }

func (p pastChinese) at(t time.Time) string { return timeChinese(t, p.of) }

func (p pastChinese) opening(x *Past) string {
	if x.isDay() {
		day := []string{"日", "一", "二", "三", "四", "五", "六"}[x.From.Weekday()]
		return fmt.Sprintf("顾客 %s，%s（周%s）", x.Key.Customer, x.From.Format("2006年1月2日"), day)
	}
	return fmt.Sprintf("顾客 %s，%s到%s", x.Key.Customer, x.From.Format("2006年1月2日 15:04"), x.To.Format("2006年1月2日 15:04"))
}

func (p pastChinese) notes(x *Past) (notes []string) {
	if x.Asked != "" {
		notes = append(notes, x.Asked+" 和这个编号是同一个人")
	}
	if len(x.Also) > 0 {
		notes = append(notes, "同一个人的编号："+strings.Join(append([]string{x.Key.Customer}, x.Also...), "、"))
	}
	if !x.Forgotten.IsZero() {
		notes = append(notes, p.at(x.Forgotten)+"应要求删除了这位顾客的资料，那以前的日志也删了")
	}
	switch {
	case !x.Kept && x.Begins.IsZero():
		return append(notes, "没有记日志，那时候的事查不到；设置 care.Options.Journal，以后的就能查")
	case !x.Kept:
		notes = append(notes, "现在已经不记日志，下面是以前记的")
	case !x.Since.IsZero() && x.From.Before(x.Since):
		notes = append(notes, "日志只留到"+p.at(x.Since)+"，更早的已经清理")
	}
	switch {
	case x.Begins.IsZero():
		notes = append(notes, "这位顾客的日志是空的")
	case x.Begins.After(x.From):
		notes = append(notes, "这位顾客的日志从"+p.at(x.Begins)+"开始")
	}
	return notes
}

func (pastChinese) sum(s pastSum) string {
	var parts []string
	add := func(n int, format string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf(format, n))
		}
	}
	add(s.messages[goneNow], "发了 %d 条消息")
	add(s.messages[unknownNow], "%d 条消息不知道发没发出去")
	if len(parts) == 0 {
		parts = append(parts, "没有发消息")
	}
	add(s.messages[waitsNow], "%d 条消息还没发出去，等着发")
	add(s.tasks[goneNow], "交给人办 %d 件事")
	add(s.tasks[unknownNow], "%d 件事不知道交没交出去")
	add(s.tasks[waitsNow], "%d 件事还没交给人，等着交")
	if s.none() {
		return "什么也没有发"
	}
	return strings.Join(parts, "，")
}

func (p pastChinese) stopped(s Stopped) string {
	what := "派任务"
	if s.Channel != channel.None {
		what = s.Channel.Info().Chinese
	}
	if s.Wording != "" {
		what += "的文案「" + s.Wording + "」"
	}
	what += "停了，" + p.at(s.Until) + "再试"
	if why := theirWords(s.Why); why != "" {
		what += "（" + why + "）"
	}
	return what
}

func (pastChinese) waits(o *Outcome) string {
	if o.Verdict == Task {
		return "还没交给人，等着交"
	}
	return "还没发出去，等着发"
}

func (pastChinese) silence(x *Past) string {
	if !x.Kept && x.Begins.IsZero() {
		return "查不到"
	}
	return "这段时间日志里没有记录：没有规则要决定什么，或者条件不符"
}

func (pastChinese) before() string { return "在这之前定下的" }

func (p pastChinese) standing(x *Past, o *Outcome) string {
	return p.at(o.At) + " " + p.subject(o) + "：" + p.decision(x, o)
}

func (pastChinese) subject(o *Outcome) string {
	if o.Verdict == Moved {
		return "顾客本人"
	}
	kind := kindsChinese[o.About()]
	if o.Subject == "" {
		return cmp.Or(kind, "顾客本人")
	}
	return strings.TrimSpace(kind + " " + o.Subject)
}

func (p pastChinese) decision(x *Past, o *Outcome) string {
	if b := o.Bill; b != nil {
		return fmt.Sprintf("%s：%s实际计费%d条，%s", p.rule(o), b.Via.Info().Chinese, b.Parts, b.Cost)
	}
	if o.Move != nil {
		return fmt.Sprintf("阶段变化：%s → %s%s", o.Move.From.Chinese(), o.Move.To.Chinese(), p.by(x, o))
	}
	line := p.rule(o)
	if o.Step > 0 {
		line += fmt.Sprintf("第%d步", o.Step)
	}
	why := o.Reason.Chinese() + p.by(x, o)
	if o.Unknown != "" {
		why += "，算不出来：" + o.Unknown
	}
	switch o.Verdict {
	case Send:
		line += "：决定发" + p.via(o.Said) + p.by(x, o)
	case Task:
		line += "：交给人办（" + p.via(o.Said) + "）" + p.by(x, o)
	case Wait:
		line += "：先等等，" + why
	case Regret:
		line += "：误发，发出以后才知道不该发，" + why
	default:
		line += "：不发，" + why
	}
	if !o.Until.IsZero() {
		line += "，" + p.at(o.Until) + untilChinese(o.Verdict)
	}
	if x.wentPast(o) {
		line += "；那以后没有记录"
	}
	return line
}

func (pastChinese) rule(o *Outcome) string {
	if title := o.title(); title != "" {
		return title + "（" + o.Path() + "）"
	}
	return o.Path()
}

func (p pastChinese) ended(x *Past, all []*Outcome) string {
	rules := make([]string, len(all))
	for i, o := range all {
		rules[i] = p.rule(o)
	}
	return strings.Join(rules, "、") + "：不发，" + Ended.Chinese() + p.by(x, all[0])
}

// by is what decided, as the shop calls it.
func (p pastChinese) by(x *Past, o *Outcome) string {
	return inCorners(calledBy(x.rules, o.Flow, o.By))
}

func (pastChinese) via(s *Said) string {
	if s == nil {
		return viaChinese(channel.None)
	}
	return viaChinese(s.Via)
}

func (pastChinese) said(s *Said) string { return saidChinese(s) }

func (pastChinese) seen(s rule.Seen) string { return s.Chinese() }

func (pastChinese) way(x *Past, w channel.Way) string { return wayChinese(x.rules, w) }

func (p pastChinese) news(at time.Time, n *News) string { return p.at(at) + " " + p.fate(n) }

func (pastChinese) fate(n *News) string {
	line := n.Fate.Chinese()
	switch {
	case n.Via == channel.None:
	case n.Fate == WasAnswered:
		line = "顾客回复了" + n.Via.Info().Chinese
	default:
		line = n.Via.Info().Chinese + line
	}
	if n.Fate == WasFailed && !n.Final {
		line += "，还会再试"
	}
	if why := theirWords(n.Why); why != "" {
		line += "（" + why + "）"
	}
	return line
}

func (p pastChinese) newsOf(n *News, o *Outcome) string {
	what := n.ID
	if o != nil {
		what = p.at(o.At) + "的" + cmp.Or(o.title(), o.Path())
	}
	return what + "：" + p.fate(n)
}

func (pastChinese) unread(l *JournalLine) string {
	return "这一行是更新的版本写的：" + discreet.Hide(string(l.Body))
}

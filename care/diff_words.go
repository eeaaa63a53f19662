package care

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// whats are the kinds of a change.
func (c *Change) whats() say.Text {
	words := make([]say.Text, len(c.What))
	for i, k := range c.What {
		words[i] = k.text()
	}
	return say.Join(words, ", ", "、")
}

func (k ChangeKind) text() say.Text { return say.Text{English: string(k), Chinese: k.Chinese()} }

// becomes says what the message is by the one rules, and what it becomes by the others:
// with its time, or where that stands beside it already.
func (c *Change) becomes(timed bool) say.Text {
	if c.Old == nil || c.New == nil {
		return say.Join(c.now().place(timed, nil), " ", " ")
	}
	old, new := say.Join(c.Old.place(timed, nil), " ", " "), say.Join(c.New.place(timed, c.Old), " ", " ")
	if new.Empty() {
		return old
	}
	return zh.Text("%s → %s", old, new)
}

// place is when a message goes, by which channel and at what cost: all of it, or what is
// not so of another.
func (s *DiffSaid) place(timed bool, unlike *DiffSaid) (parts []say.Text) {
	all := unlike == nil
	if all {
		unlike = new(DiffSaid)
	}
	if timed && (all || !s.At.Equal(unlike.At)) {
		parts = append(parts, near(s.At, unlike.At))
	}
	if all || s.Via != unlike.Via {
		parts = append(parts, viaOrNone(s.Via))
	}
	if t := s.Task; t != nil && (unlike.Task == nil || t.Form != unlike.Task.Form || t.Owner != unlike.Task.Owner) {
		form := say.Text{English: string(t.Form), Chinese: t.Form.Chinese()}
		parts = append(parts, zh.Text("task %s", form))
		if t.Owner != "" {
			parts = append(parts, say.Plain(source.OneLine(t.Owner)))
		}
	}
	if s.Task == nil && unlike.Task != nil {
		parts = append(parts, zh.Text("message"))
	}
	if s.Cost != unlike.Cost {
		parts = append(parts, say.Text{English: exactly(s.Cost), Chinese: exactly(s.Cost) + "元"})
	}
	switch {
	case slices.Equal(s.Merged, unlike.Merged):
	case len(s.Merged) == 0:
		parts = append(parts, zh.Text("alone"))
	default:
		parts = append(parts, zh.Text("with %s", listed(s.Merged)))
	}
	return parts
}

// words are the text as the customer sees it, where that may be shown, or as the rule file
// has it.
func (s *DiffSaid) words() string { return source.OneLine(cmp.Or(s.Text, s.Words)) }

// reason is why a message comes, goes or is later, in a line.
func (d *Difference) reason(c *Change) say.Text {
	w := c.Why
	if w == nil {
		return say.Text{}
	}
	why := reasonText(w.Reason)
	switch {
	case w.Reason == 0:
		why = zh.Text("nothing triggers it")
	case w.Reason == RuleGone && c.Old == nil:
		why = zh.Text("the old rules do not have it")
	case w.Reason == RuleGone:
		why = zh.Text("the new rules do not have it")
	case w.By != "":
		why = zh.Text("%s by %s", why, d.called(c.now().Rule, w.By))
	}
	if i := w.Instead; i != nil {
		why = zh.Text("%s; instead %s", why, d.instead(c, i))
	}
	switch {
	case c.Old == nil:
		return zh.Text("not before: %s", why)
	case c.New != nil:
		return zh.Text("held: %s", why)
	}
	return zh.Text("not now: %s", why)
}

// instead is who has the place of a message: the rule, about what, and when.
func (d *Difference) instead(c *Change, i *DiffInstead) say.Text {
	parts := []say.Text{d.titled(i.Rule)}
	if i.Subject != c.Subject {
		parts = append(parts, say.Plain(i.Subject))
	}
	if !i.At.IsZero() {
		parts = append(parts, zh.Text("at %s", near(i.At, c.first())))
	}
	return say.Join(parts, " ", "，")
}

// titled is the path of a rule, in Chinese after what the shop calls it.
func (d *Difference) titled(path string) say.Text {
	for _, rules := range d.by {
		if rules == nil {
			continue
		}
		if r, ok := rules.Rule(path); ok {
			return titledPath(path, titleOf(r.Flow, r))
		}
	}
	return say.Plain(path)
}

// called is what decided about a rule: by its name, and in Chinese as the shop calls it.
func (d *Difference) called(path, by string) say.Text {
	flow, _, _ := strings.Cut(path, "/")
	name := by
	for _, rules := range d.by {
		if name = calledBy(rules, flow, by); name != by {
			break
		}
	}
	return say.Text{English: by, Chinese: inCorners(name)}
}

// wordChange are the words that come, go or become others, a line each; empty: they stay.
func (c *Change) wordChange() string {
	line := func(sign string, s *DiffSaid) string {
		if s == nil {
			return ""
		}
		return "    " + sign + " " + s.words() + "\n"
	}
	if c.Old != nil && c.New != nil && (!slices.Contains(c.What, Rewords) || c.Old.words() == c.New.words()) {
		return ""
	}
	return line("-", c.Old) + line("+", c.New)
}

// viaOrNone is a channel; "-" for the shop's own people.
func viaOrNone(k channel.Kind) say.Text {
	if k == channel.None {
		return say.Plain("-")
	}
	return viaText(k)
}

// exactly is a cost in yuan.
func exactly(c channel.Cost) string {
	text, _ := c.MarshalText() // it never fails
	return string(text)
}

// more is how much more something costs, with its sign; "-" for the same.
func more(c channel.Cost) string {
	switch {
	case c > 0:
		return "+" + exactly(c)
	case c == 0:
		return "-"
	}
	return exactly(c)
}

// countersChinese stand between a number and what is counted.
var countersChinese = map[string]string{"event": "件事", "message": "条消息", "task": "个任务", "customer": "位顾客", "time": "次"}

// several is a number of things.
func several(n int, thing string) say.Text {
	chinese := fmt.Sprintf("%d %s", n, countersChinese[thing])
	if n == 1 {
		return say.Text{English: "1 " + thing, Chinese: chinese}
	}
	return say.Text{English: fmt.Sprintf("%d %ss", n, thing), Chinese: chinese}
}

// lineWidth is how many cells of a terminal a line of a paragraph takes.
const lineWidth = 90

// writeWrapped writes a sentence, broken at blanks into lines that are not too long.
func writeWrapped(out *bufio.Writer, sentence string) {
	line := ""
	for word := range strings.SplitSeq(source.OneLine(sentence), " ") {
		if line != "" && source.DisplayWidth(line)+1+source.DisplayWidth(word) > lineWidth {
			fmt.Fprintln(out, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	fmt.Fprintln(out, line)
}

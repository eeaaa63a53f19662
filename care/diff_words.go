package care

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
)

// whats are the kinds of a change.
func (c *Change) whats() string {
	words := make([]string, len(c.What))
	for i, k := range c.What {
		words[i] = string(k)
	}
	return strings.Join(words, ", ")
}

// becomes says what the message is by the one rules, and what it becomes by the others:
// with its time, or where that stands beside it already.
func (c *Change) becomes(timed bool) string {
	if c.Old == nil || c.New == nil {
		return strings.Join(c.now().place(timed, nil), " ")
	}
	old, new := strings.Join(c.Old.place(timed, nil), " "), strings.Join(c.New.place(timed, c.Old), " ")
	if new == "" {
		return old
	}
	return old + " → " + new
}

// place is when a message goes, by which channel and at what cost: all of it, or what is
// not so of another.
func (s *DiffSaid) place(timed bool, unlike *DiffSaid) (parts []string) {
	all := unlike == nil
	if all {
		unlike = new(DiffSaid)
	}
	if timed && (all || !s.At.Equal(unlike.At)) {
		parts = append(parts, near(s.At, unlike.At))
	}
	if all || s.Via != unlike.Via {
		parts = append(parts, viaWord(s.Via))
	}
	if t := s.Task; t != nil && (unlike.Task == nil || t.Form != unlike.Task.Form || t.Owner != unlike.Task.Owner) {
		parts = append(parts, strings.TrimSpace("task "+string(t.Form)+" "+source.OneLine(t.Owner)))
	}
	if s.Task == nil && unlike.Task != nil {
		parts = append(parts, "message")
	}
	if s.Cost != unlike.Cost {
		parts = append(parts, exactly(s.Cost))
	}
	if !slices.Equal(s.Merged, unlike.Merged) {
		parts = append(parts, cmp.Or(strings.TrimSuffix("with "+strings.Join(s.Merged, ", "), "with "), "alone"))
	}
	return parts
}

// words are the text as the customer sees it, where that may be shown, or as the rule file
// has it.
func (s *DiffSaid) words() string { return source.OneLine(cmp.Or(s.Text, s.Words)) }

// reason is why a message comes, goes or is later, in a line.
func (c *Change) reason() string {
	w, by := c.Why, "the new rules"
	if w == nil {
		return ""
	}
	note := "not now: "
	switch {
	case c.Old == nil:
		note, by = "not before: ", "the old rules"
	case c.New != nil:
		note = "held: "
	}
	switch w.Reason {
	case RuleGone:
		return note + by + " do not have it"
	case 0:
		return note + "nothing asks for it"
	}
	if note += w.Reason.String(); w.By != "" {
		note += " by " + w.By
	}
	i := w.Instead
	if i == nil {
		return note
	}
	if note += "; instead " + i.Rule; i.Subject != c.Subject {
		note += " " + i.Subject
	}
	if !i.At.IsZero() {
		note += " at " + near(i.At, c.first())
	}
	return note
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

// viaWord is a channel's word; "-" for the shop's own people.
func viaWord(k channel.Kind) string {
	if k == channel.None {
		return "-"
	}
	return k.String()
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

// several is a number of things.
func several(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
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

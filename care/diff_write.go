package care

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// diffExamples is how many changes of a kind are told of each rule.
const diffExamples = 3

// Write prints the difference for a reviewer without access to the rules or the events, in
// English. It has a summary, tables by rule and by channel, and a few changes of each
// rule, with the words of the rule files. Costs are yuan. The error is the writer's.
func (d *Difference) Write(w io.Writer) error { return d.write(w, say.English) }

// WriteChinese is Write in Chinese.
func (d *Difference) WriteChinese(w io.Writer) error { return d.write(w, say.Chinese) }

func (d *Difference) write(w io.Writer, l say.Language) error {
	out := bufio.NewWriter(w)
	for _, sentence := range d.sentences() {
		writeWrapped(out, sentence.In(l))
	}
	if len(d.Rules) > 0 {
		if err := d.writeTables(out, l); err != nil {
			return err
		}
		examples := d.byRule()
		for i := range d.Rules {
			if err := d.writeExamples(out, &d.Rules[i], examples[d.Rules[i].Rule], l); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

// WriteTimeline prints every change in English, one line each, in order of time: time,
// customer, subject, rule, kind of change, new value, and reason. The error is the
// writer's.
func (d *Difference) WriteTimeline(w io.Writer) error { return d.writeTimeline(w, say.English) }

// WriteChineseTimeline is WriteTimeline in Chinese.
func (d *Difference) WriteChineseTimeline(w io.Writer) error { return d.writeTimeline(w, say.Chinese) }

func (d *Difference) writeTimeline(w io.Writer, l say.Language) error {
	out := bufio.NewWriter(w)
	t := table{out: out}
	titles := map[string]string{}
	for i := range d.Rules {
		titles[d.Rules[i].Rule], titles[d.Rules[i].Was] = d.Rules[i].Title, d.Rules[i].Title
	}
	for i := range d.Changes {
		c := &d.Changes[i]
		said := wordsIn(l, c.whats(), c.becomes(slices.Contains(c.What, Moves)), d.reason(c))
		t.add(c.first().Format(time.DateTime), c.label(), c.Subject, c.now().Rule, titles[c.now().Rule], said[0], said[1], said[2], c.now().words())
		if len(t.rows) >= screenful {
			if err := t.flush(); err != nil {
				return err
			}
		}
	}
	if err := t.flush(); err != nil {
		return err
	}
	return out.Flush()
}

// sentences are the paragraph that says what changes.
func (d *Difference) sentences() []say.Text {
	if d.Events == 0 {
		return []say.Text{zh.Text("No events, so neither set of rules sends anything.")}
	}
	all := []say.Text{zh.Text("%s from %s to %s, under the old rules and the new ones.", several(d.Events, "event"), minute(d.From), minute(d.To))}
	messages, tasks, cost := several(d.New.Messages, "message"), several(d.New.Tasks, "task"), exactly(d.New.Cost)
	switch {
	case len(d.Changes) == 0:
		return append(append(all, zh.Text("Nothing changes: both send %s and %s, for %s yuan.", messages, tasks, cost)), d.renames()...)
	case d.Cost() == 0:
		all = append(all, zh.Text("The new rules send %s and %s instead of %d and %d, for %s yuan, as before.", messages, tasks, d.Old.Messages, d.Old.Tasks, cost))
	default:
		all = append(all, zh.Text("The new rules send %s and %s instead of %d and %d, for %s yuan instead of %s (%s).",
			messages, tasks, d.Old.Messages, d.Old.Tasks, cost, exactly(d.Old.Cost), more(d.Cost())))
	}
	times := map[ChangeKind]int{}
	for _, c := range d.Changes {
		for _, k := range c.What {
			times[k]++
		}
	}
	var kinds []say.Text
	for _, k := range changeKinds {
		if n := times[k]; n > 0 {
			kinds = append(kinds, say.Text{English: fmt.Sprintf("%d %s", n, k.plain(n)), Chinese: fmt.Sprintf("%s %d", k.Chinese(), n)})
		}
	}
	all = append(all, zh.Text("Changes: %s; they concern %s.", say.Join(kinds, ", ", "，"), several(d.Customers, "customer")))
	for _, x := range d.Displaced {
		why := reasonText(x.Reason)
		if x.Cap != "" {
			why = zh.Text("%s %s", why, d.called(x.By, x.Cap))
		}
		all = append(all, zh.Text("%s gives way to %s %s (%s).", d.titled(x.Rule), d.titled(x.By), several(x.Times, "time"), why))
	}
	for _, r := range d.NeverNow() {
		if r.Only == "old" {
			all = append(all, zh.Text("%s sent messages before and sends none now: the new rules do not have it.", r.named()))
		} else {
			all = append(all, zh.Text("%s sent messages before and sends none now.", r.named()))
		}
	}
	for _, r := range d.NeverBefore() {
		if r.Only == "new" {
			all = append(all, zh.Text("%s sent no messages before and sends some now: the old rules did not have it.", r.named()))
		} else {
			all = append(all, zh.Text("%s sent no messages before and sends some now.", r.named()))
		}
	}
	return append(all, d.renames()...)
}

// minute is an instant to the minute.
func minute(t time.Time) say.Text {
	return say.Text{English: t.Format("2006-01-02 15:04"), Chinese: t.Format("2006年1月2日 15:04")}
}

func (d *Difference) renames() (all []say.Text) {
	for _, r := range d.Renamed() {
		all = append(all, zh.Text("%s is renamed to %s, with the same text and condition.", r.Was, r.Rule))
	}
	return all
}

// named is a rule with its title.
func (r *RuleDiff) named() say.Text {
	if r.Title == "" {
		return say.Plain(r.Rule)
	}
	title := source.OneLine(r.Title)
	return say.Text{English: fmt.Sprintf("%s (%s)", r.Rule, title), Chinese: fmt.Sprintf("%s（%s）", title, r.Rule)}
}

// plain is the kind as it follows a number of messages.
func (k ChangeKind) plain(n int) string {
	words := map[ChangeKind][2]string{
		Comes: {"comes", "come"}, Goes: {"goes", "go"}, Moves: {"moves to another time", "move to another time"},
		Rewords: {"has another text", "have another text"}, Reroutes: {"uses another channel", "use another channel"}, Hands: {"is another task", "are other tasks"},
		Merges: {"covers other subjects", "cover other subjects"}, Reprices: {"has another price", "have another price"},
	}[k]
	if n == 1 {
		return words[0]
	}
	return words[1]
}

// writeTables draws the sums by rule and by channel.
func (d *Difference) writeTables(out *bufio.Writer, l say.Language) error {
	var kinds []ChangeKind
	for _, k := range changeKinds {
		if slices.ContainsFunc(d.Rules, func(r RuleDiff) bool { return r.Times[k] > 0 }) {
			kinds = append(kinds, k)
		}
	}
	fmt.Fprintln(out)
	rules := table{out: out, right: []bool{false, false, true, true}}
	head := []say.Text{zh.Text("rule"), zh.Text("title"), zh.Text("old"), zh.Text("new")}
	for _, k := range kinds {
		head, rules.right = append(head, k.text()), append(rules.right, true)
	}
	rules.right = append(rules.right, true, true)
	rules.add(wordsIn(l, append(head, zh.Text("customers"), zh.Text("cost"))...)...)
	for i := range d.Rules {
		r := &d.Rules[i]
		cells := []string{r.Rule, r.Title, dash(r.Old.times()), dash(r.New.times())}
		for _, k := range kinds {
			cells = append(cells, dash(r.Times[k]))
		}
		rules.add(append(cells, dash(r.Customers), more(r.New.Cost-r.Old.Cost))...)
	}
	if err := rules.flush(); err != nil {
		return err
	}
	fmt.Fprintln(out)
	channels := table{out: out, right: []bool{false, true, true, true, true, true}}
	channels.add(wordsIn(l, zh.Text("channel"), zh.Text("old"), zh.Text("new"), zh.Text("old cost"), zh.Text("new cost"), zh.Text("change"))...)
	line := func(name say.Text, old, new Total) {
		channels.add(name.In(l), dash(old.times()), dash(new.times()), exactly(old.Cost), exactly(new.Cost), more(new.Cost-old.Cost))
	}
	for _, c := range d.Channels {
		line(viaOrNone(c.Via), c.Old, c.New)
	}
	line(zh.Text("all"), d.Old, d.New)
	return channels.flush()
}

// byRule are the changes of each rule.
func (d *Difference) byRule() map[string][]*Change {
	was := map[string]string{}
	for i := range d.Rules {
		if r := &d.Rules[i]; r.Was != "" {
			was[r.Was] = r.Rule
		}
	}
	all := map[string][]*Change{}
	for i := range d.Changes {
		c := &d.Changes[i]
		name := c.now().Rule
		if c.New == nil {
			name = cmp.Or(was[name], name)
		}
		all[name] = append(all[name], c)
	}
	return all
}

// writeExamples tells a few changes of a rule.
func (d *Difference) writeExamples(out *bufio.Writer, r *RuleDiff, changes []*Change, l say.Language) error {
	if len(changes) == 0 {
		return nil
	}
	fmt.Fprintf(out, "\n%s\n", r.named().In(l))
	told := map[string]int{}
	var order []string
	t := table{out: out}
	var words []string
	for _, c := range changes {
		what := c.whats().In(l)
		if told[what]++; told[what] == 1 {
			order = append(order, what)
		}
		if told[what] > diffExamples {
			continue
		}
		t.add("  "+what, c.label(), c.Subject, c.becomes(true).In(l), d.reason(c).In(l))
		if w := c.wordChange(); w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	if err := t.flush(); err != nil {
		return err
	}
	for _, what := range order {
		if n := told[what] - diffExamples; n > 0 {
			fmt.Fprintf(out, "  %s\n", zh.Text("… and %d more: %s", n, what).In(l))
		}
	}
	for _, w := range words {
		fmt.Fprint(out, w)
	}
	return nil
}

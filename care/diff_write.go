package care

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/source"
)

// diffExamples is how many changes of a kind are told of each rule.
const diffExamples = 3

// Write tells the difference to a reviewer who has neither the rules nor the events: what
// changes in a paragraph, then by rule and by channel, then a few changes of each rule,
// with the words as the rule files have them. Costs are yuan. The error is the writer's.
func (d *Difference) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, sentence := range d.sentences() {
		writeWrapped(out, sentence)
	}
	if len(d.Rules) > 0 {
		if err := d.writeTables(out); err != nil {
			return err
		}
		examples := d.byRule()
		for i := range d.Rules {
			if err := writeExamples(out, &d.Rules[i], examples[d.Rules[i].Rule]); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

// WriteTimeline draws every change, one line each, in the order of time: when, whom, about
// what, by which rule, what changes, to what, and why. The error is the writer's.
func (d *Difference) WriteTimeline(w io.Writer) error {
	out := bufio.NewWriter(w)
	t := table{out: out}
	titles := map[string]string{}
	for i := range d.Rules {
		titles[d.Rules[i].Rule], titles[d.Rules[i].Was] = d.Rules[i].Title, d.Rules[i].Title
	}
	for i := range d.Changes {
		c := &d.Changes[i]
		t.add(c.first().Format(time.DateTime), c.label(), c.Subject, c.now().Rule, titles[c.now().Rule], c.whats(), c.becomes(slices.Contains(c.What, Moves)), c.reason(), c.now().words())
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
func (d *Difference) sentences() []string {
	if d.Events == 0 {
		return []string{"There is no event, so nothing happens by either set of rules."}
	}
	history := fmt.Sprintf("%s from %s to %s, by the old rules and by the new ones.", several(d.Events, "event"), d.From.Format("2006-01-02 15:04"), d.To.Format("2006-01-02 15:04"))
	if len(d.Changes) == 0 {
		all := []string{history, fmt.Sprintf("Nothing changes: %s and %s go, for %s yuan.", several(d.New.Messages, "message"), several(d.New.Tasks, "task"), exactly(d.New.Cost))}
		return append(all, d.renames()...)
	}
	all := []string{
		history,
		fmt.Sprintf("By the new rules %s and %s go instead of %d and %d, for %s yuan%s.",
			several(d.New.Messages, "message"), several(d.New.Tasks, "task"), d.Old.Messages, d.Old.Tasks, exactly(d.New.Cost), d.insteadOfCost()),
	}
	times := map[ChangeKind]int{}
	for _, c := range d.Changes {
		for _, k := range c.What {
			times[k]++
		}
	}
	var kinds []string
	for _, k := range changeKinds {
		if n := times[k]; n > 0 {
			kinds = append(kinds, strconv.Itoa(n)+" "+k.plain(n))
		}
	}
	all = append(all, fmt.Sprintf("Changes: %s; they concern %s.", strings.Join(kinds, ", "), several(d.Customers, "customer")))
	for _, x := range d.Displaced {
		line := fmt.Sprintf("%s gives way to %s %s (%s", x.Rule, x.By, several(x.Times, "time"), x.Reason)
		if x.Cap != "" {
			line += " " + x.Cap
		}
		all = append(all, line+").")
	}
	for _, r := range d.NeverNow() {
		all = append(all, fmt.Sprintf("%s spoke before and never speaks now%s.", r.named(), onlyWord(r.Only)))
	}
	for _, r := range d.NeverBefore() {
		all = append(all, fmt.Sprintf("%s never spoke before and speaks now%s.", r.named(), onlyWord(r.Only)))
	}
	return append(all, d.renames()...)
}

func (d *Difference) insteadOfCost() string {
	if d.Cost() == 0 {
		return ", as before"
	}
	return fmt.Sprintf(" instead of %s (%s)", exactly(d.Old.Cost), more(d.Cost()))
}

func (d *Difference) renames() (all []string) {
	for _, r := range d.Renamed() {
		all = append(all, fmt.Sprintf("%s is renamed to %s; it says the same on the same condition.", r.Was, r.Rule))
	}
	return all
}

func onlyWord(side string) string {
	switch side {
	case "old":
		return ": the new rules do not have it"
	case "new":
		return ": the old rules did not have it"
	}
	return ""
}

// named is a rule with its title.
func (r *RuleDiff) named() string {
	if r.Title == "" {
		return r.Rule
	}
	return fmt.Sprintf("%s (%s)", r.Rule, source.OneLine(r.Title))
}

// plain is the kind as it follows a number of messages.
func (k ChangeKind) plain(n int) string {
	words := map[ChangeKind][2]string{
		Comes: {"comes", "come"}, Goes: {"goes", "go"}, Moves: {"moves to another time", "move to another time"},
		Rewords: {"has other words", "have other words"}, Reroutes: {"takes another channel", "take another channel"}, Hands: {"is another task", "are other tasks"},
		Merges: {"speaks for other subjects", "speak for other subjects"}, Reprices: {"has another price", "have another price"},
	}[k]
	if n == 1 {
		return words[0]
	}
	return words[1]
}

// writeTables draws the sums by rule and by channel.
func (d *Difference) writeTables(out *bufio.Writer) error {
	var kinds []ChangeKind
	for _, k := range changeKinds {
		if slices.ContainsFunc(d.Rules, func(r RuleDiff) bool { return r.Times[k] > 0 }) {
			kinds = append(kinds, k)
		}
	}
	fmt.Fprintln(out)
	rules := table{out: out, right: []bool{false, false, true, true}}
	head := []string{"rule", "title", "old", "new"}
	for _, k := range kinds {
		head, rules.right = append(head, string(k)), append(rules.right, true)
	}
	rules.right = append(rules.right, true, true)
	rules.add(append(head, "customers", "cost")...)
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
	channels.add("channel", "old", "new", "old cost", "new cost", "cost")
	line := func(name string, old, new Total) {
		channels.add(name, dash(old.times()), dash(new.times()), exactly(old.Cost), exactly(new.Cost), more(new.Cost-old.Cost))
	}
	for _, c := range d.Channels {
		line(viaWord(c.Via), c.Old, c.New)
	}
	line("all", d.Old, d.New)
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
func writeExamples(out *bufio.Writer, r *RuleDiff, changes []*Change) error {
	if len(changes) == 0 {
		return nil
	}
	fmt.Fprintf(out, "\n%s\n", r.named())
	told := map[string]int{}
	var order []string
	t := table{out: out}
	var words []string
	for _, c := range changes {
		what := c.whats()
		if told[what]++; told[what] == 1 {
			order = append(order, what)
		}
		if told[what] > diffExamples {
			continue
		}
		t.add("  "+what, c.label(), c.Subject, c.becomes(true), c.reason())
		if w := c.wordChange(); w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	if err := t.flush(); err != nil {
		return err
	}
	for _, what := range order {
		if n := told[what] - diffExamples; n > 0 {
			fmt.Fprintf(out, "  … and %d more: %s\n", n, what)
		}
	}
	for _, w := range words {
		fmt.Fprint(out, w)
	}
	return nil
}

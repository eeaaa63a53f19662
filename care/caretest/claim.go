package caretest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// A claim is what a test says of an outcome: under expect that it comes, under
// withheld that it is silent.
type claim struct {
	spot  form.Spot
	At    form.Located[span]
	Wants [columns]form.Word // in the words of the outcome; empty: not compared

	from, to time.Time // zero: whenever
}

// The columns of an outcome that a claim may name.
const (
	ruleColumn = iota
	customerColumn
	orderColumn
	parcelColumn
	chatColumn
	childColumn
	subjectColumn
	stepColumn
	reasonColumn
	byColumn
	taskColumn
	formColumn
	ownerColumn
	budgetColumn
	withinColumn
	viaColumn
	textColumn
	columns
)

// How a column may be claimed.
const (
	goes   = 1 << iota // of what goes
	silent             // of silence
	needed             // of silence, and must be
)

// A column is one thing that a claim may say.
type column struct {
	name string
	doc  say.Text
	of   int
	kind form.Kind[form.Word]
	got  func(o *care.Outcome) string
}

// table is the one place that lists the columns.
var table = [columns]column{
	ruleColumn:     {"rule", zh.Text("by which rule: flow/name"), goes | needed, word, (*care.Outcome).Path},
	customerColumn: {"customer", zh.Text("to whom"), goes | silent, word, func(o *care.Outcome) string { return o.Customer }},
	orderColumn:    subjectColumnOf("order", zh.Text("about which order")),
	parcelColumn:   subjectColumnOf("parcel", zh.Text("about which parcel")),
	chatColumn:     subjectColumnOf("chat", zh.Text("about which chat")),
	childColumn:    subjectColumnOf("child", zh.Text("about which child")),
	subjectColumn:  {"subject", zh.Text("about which order, parcel, chat or child"), goes | silent, word, func(o *care.Outcome) string { return o.Subject }},
	stepColumn: {
		"step", zh.Text("which step of the rule, from 1"), goes | silent,
		form.Map(form.Whole(1, 1000), func(n form.Located[int]) form.Word { return form.Word{Value: strconv.Itoa(n.Value), Spot: n.Spot} }),
		func(o *care.Outcome) string { return strconv.Itoa(max(int(o.Step), 1)) },
	},
	reasonColumn: {"reason", zh.Text("why"), needed, form.Choice(form.Options(care.Reasons()[care.NotYet-1:]...)...), func(o *care.Outcome) string { return o.Reason.String() }},
	byColumn:     {"by", zh.Text("what decided: a limit, another rule, an event, an order"), silent, word, func(o *care.Outcome) string { return o.By }},
	taskColumn: {
		"task", zh.Text("true: a person gets a task; false: it is a message"), goes,
		form.Map(form.Yes(), func(b bool) form.Word { return form.Word{Value: strconv.FormatBool(b)} }),
		func(o *care.Outcome) string { return strconv.FormatBool(o.Verdict == care.Task) },
	},
	formColumn:  {"form", zh.Text("what the task is"), goes, form.Choice(optionsOf(channel.Forms())...), ofTask(func(t *channel.Task) string { return string(t.Form) })},
	ownerColumn: {"owner", zh.Text("who is to do the task"), goes, word, ofTask(func(t *channel.Task) string { return t.Owner })},
	budgetColumn: {
		"budget", zh.Text("what the task may cost, in yuan"), goes,
		form.Map(yuanKind, func(m form.Located[tiexin.Money]) form.Word { return form.Word{Value: m.Value.Decimal(), Spot: m.Spot} }),
		ofTask(func(t *channel.Task) string { return t.Budget.Decimal() }),
	},
	withinColumn: {
		"within", zh.Text("how long the task stays open"), goes,
		form.Map(durationKind, func(d form.Located[time.Duration]) form.Word {
			return form.Word{Value: rule.FormatDuration(d.Value), Spot: d.Spot}
		}),
		ofTask(within),
	},
	viaColumn: {"via", zh.Text("by which channel"), goes, channelKind, func(o *care.Outcome) string { return o.Said.Via.String() }},
	textColumn: {
		"text", zh.Text("the whole text, as the customer sees it"), goes,
		form.Map(word, func(w form.Word) form.Word { return form.Word{Value: strings.TrimRight(w.Value, "\r\n"), Spot: w.Spot} }),
		func(o *care.Outcome) string { return strings.TrimRight(o.Said.Text, "\r\n") },
	},
}

// subjectColumnOf is the column of what an outcome is about, if it is of a kind.
func subjectColumnOf(kind string, doc say.Text) column {
	return column{kind, doc, goes | silent, word, func(o *care.Outcome) string {
		if o.About() != kind {
			return ""
		}
		return o.Subject
	}}
}

func ofTask(got func(*channel.Task) string) func(*care.Outcome) string {
	return func(o *care.Outcome) string {
		if o.Said.Task == nil {
			return ""
		}
		return got(o.Said.Task)
	}
}

// within is how long a task stays open; empty: for ever.
func within(t *channel.Task) string {
	if t.Deadline.IsZero() {
		return ""
	}
	return rule.FormatDuration(t.Deadline.Sub(t.NotBefore).Truncate(time.Second))
}

// shown is what an outcome has in a column, as it is told.
func shown(i int, o *care.Outcome) say.Text {
	switch got := table[i].got(o); {
	case got != "":
		return say.Plain(got)
	case i < formColumn || i > withinColumn:
		return say.Text{}
	case o.Said.Task == nil:
		return zh.Text("no task")
	case i == withinColumn:
		return zh.Text("no deadline")
	}
	return say.Text{}
}

// claimForm is how claims of one sort are written.
func claimForm(name say.Text, doc string, of int) *form.Form[claim] {
	at := form.Key("at", zh.Text("when, in whole seconds: a time, a time with a tolerance such as +15m ±1m, or a span such as +1h..+3h or 10:00..12:00"), spanKind, func(c *claim) *form.Located[span] { return &c.At })
	if of == goes {
		at = at.Require()
	}
	f := &form.Form[claim]{Name: name, Doc: doc, Fields: []form.Field[claim]{form.Self(func(c *claim) *form.Spot { return &c.spot }), at}}
	for i := range table {
		key := form.Key(table[i].name, table[i].doc, table[i].kind, func(c *claim) *form.Word { return &c.Wants[i] })
		switch {
		case of == silent && table[i].of&needed != 0:
			f.Fields = append(f.Fields, key.Require())
		case table[i].of&of != 0:
			f.Fields = append(f.Fields, key)
		}
	}
	return f
}

// compile finds the times of a claim and whom it names.
func (c *claim) compile(s *story) {
	s.known(c.Wants[customerColumn])
	if m := c.At; !m.Spot.IsZero() {
		c.from, c.to = m.Value.in(s.start, s.zone)
		switch {
		case c.to.Before(c.from):
			s.reader.Report(m.Spot, zh.Text("the span ends before it begins"), zh.Text("write the later time after the dots, with its day"))
		case m.Value.from.isClock && s.beforeStart(m.Spot, c.from.Add(m.Value.tolerance)):
		default:
			s.notAfterEnd(m.Spot, c.from)
		}
	}
	path := c.Wants[ruleColumn]
	if path.Value == "" || c.Wants[reasonColumn].Value == care.RuleGone.String() {
		return
	}
	r := s.findRule(path.Spot, path.Value)
	if r == nil {
		return
	}
	for i := orderColumn; i <= childColumn; i++ {
		if table[i].name != r.Flow.About.String() && c.Wants[i].Value != "" {
			s.isAbout(c.Wants[i].Spot, r)
		}
	}
	if n, _ := strconv.Atoi(c.Wants[stepColumn].Value); n > len(r.Steps) {
		s.reader.Report(c.Wants[stepColumn].Spot, stepsOf(path.Value, len(r.Steps)), say.Text{})
	}
	if c.Wants[taskColumn].Value == "false" {
		for i := formColumn; i <= withinColumn; i++ {
			if c.Wants[i].Value != "" {
				s.reader.Report(c.Wants[i].Spot, zh.Text("only a task has %s", table[i].name), zh.Text("write task: true, or leave it out"))
			}
		}
	}
}

// stepsOf says how many steps a rule has.
func stepsOf(path string, n int) say.Text {
	if n == 1 {
		return zh.Text("rule %s has 1 step", path)
	}
	return zh.Text("rule %s has %d steps", path, n)
}

// A difference is one thing about which claim and outcome disagree.
type difference struct {
	name, want string
	got        say.Text
}

// differences lists what is written in the claim and is not so.
func (c *claim) differences(o *care.Outcome, start time.Time) []difference {
	var all []difference
	if !c.holds(o.At) {
		all = append(all, difference{"at", offsets(c.from, c.to, start), say.Plain(offset(o.At.Truncate(time.Second), start))})
	}
	for i, want := range c.Wants {
		if want.Value == "" {
			continue
		}
		if table[i].got(o) != want.Value {
			all = append(all, difference{table[i].name, want.Value, shown(i, o)})
		}
	}
	return all
}

// holds says that an instant, in whole seconds, is one that the claim names.
func (c *claim) holds(t time.Time) bool {
	t = t.Truncate(time.Second)
	return c.from.IsZero() || !t.Before(c.from) && !t.After(c.to)
}

// met says that an outcome is the silence that is asked for.
func (c *claim) met(o *care.Outcome) bool {
	return (o.Verdict == care.Wait || o.Verdict == care.Skip) && len(c.differences(o, o.At)) == 0
}

// names says that a claim is about the rule, customer and subject of an outcome.
func (c *claim) names(o *care.Outcome) bool {
	for i := range stepColumn {
		if want := c.Wants[i].Value; want != "" && want != table[i].got(o) {
			return false
		}
	}
	return true
}

// String is the claim as it is written, without its time.
func (c *claim) String() string {
	var b strings.Builder
	for i, want := range c.Wants {
		if want.Value != "" {
			writeWant(&b, i, want.Value)
		}
	}
	return b.String()
}

// claimed is what a test may say of an outcome that goes, without its time.
func claimed(o *care.Outcome) string {
	var b strings.Builder
	for i := range table {
		got := ""
		switch {
		case table[i].of&goes == 0, i == subjectColumn, i == stepColumn && o.Step == 0, i == taskColumn && o.Verdict != care.Task:
		case i >= formColumn && i <= withinColumn && o.Said.Task == nil, i == budgetColumn && o.Said.Task.Budget == 0:
		case i == withinColumn && o.Said.Task.Deadline.IsZero(), i == viaColumn && o.Said.Via == channel.None:
		default:
			got = table[i].got(o)
		}
		if got != "" {
			writeWant(&b, i, got)
		}
	}
	return b.String()
}

func writeWant(b *strings.Builder, i int, value string) {
	if i == textColumn {
		value = strconv.Quote(value)
	}
	fmt.Fprintf(b, ", %s: %s", table[i].name, value)
}

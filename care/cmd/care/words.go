package main

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/template"
)

var wordsCommand = command{
	name: "words",
	args: say.Text{English: "[SECTION]", Chinese: "[一节]"},
	does: say.Text{English: "list the words of rules: keys, conditions, placeholders, events, channels, reasons", Chinese: "打印词表：键、条件、占位符、事件、时刻、渠道、原因"},
	help: say.Text{
		English: `
Prints every word of the rule language and its meaning. Sections: keys (of the rule
file, with their values and defaults), conditions, placeholders, events, moments,
channels, reasons. Default: all.`,
		Chinese: `
打印写规则用的每一个词和它的意思。有这几节：keys（规则文件的键，能写什么，不写怎样）、
conditions（条件）、placeholders（占位符）、events（事件）、moments（时刻）、channels
（渠道）、reasons（原因）；不写就全部打印。`,
	},
	run: (*tool).words,
}

// A vocabulary is everything that care words prints.
type vocabulary struct {
	Keys         []rule.Key    `json:"keys,omitempty"`
	Conditions   []condition   `json:"conditions,omitempty"`
	Placeholders []placeholder `json:"placeholders,omitempty"`
	Events       []event       `json:"events,omitempty"`
	Moments      []moment      `json:"moments,omitempty"`
	Channels     []way         `json:"channels,omitempty"`
	Reasons      []reason      `json:"reasons,omitempty"`
}

type condition struct {
	Name    string   `json:"word"`
	Type    string   `json:"type,omitempty"`
	Unit    string   `json:"unit,omitempty"`
	Whole   bool     `json:"whole,omitempty"` // a number that counts wholes
	Meaning string   `json:"meaning"`
	About   []string `json:"about,omitempty"`   // the flows that may use it; none: every flow
	When    []string `json:"when,omitempty"`    // the events that bring it; none: it needs no event
	Unknown string   `json:"unknown,omitempty"` // when it has no value; empty: always known
}

// where says in which flows and after which events the word has a value, as far as
// it is not always so.
func (c *condition) where() say.Text {
	var limits []say.Text
	if len(c.About) > 0 {
		limits = append(limits, zh.Text("in flows about %s", named(c.About)))
	}
	switch n := len(c.When); {
	case n > 4: // all that happens to the thing
		thing, _, _ := strings.Cut(c.When[0], ".")
		limits = append(limits, zh.Text("after %s", thing+".…"))
	case n > 0:
		limits = append(limits, zh.Text("after %s", named(c.When)))
	}
	return listed(limits...)
}

type placeholder struct {
	Word     string   `json:"word"`
	Key      string   `json:"key"`
	Meaning  string   `json:"meaning"`
	Synonyms []string `json:"synonyms,omitempty"`
}

// alsoWritten are the other names that the placeholder goes by.
func (n *placeholder) alsoWritten() say.Text {
	var names []string
	for _, s := range n.Synonyms {
		if s != n.Key {
			names = append(names, s)
		}
	}
	if len(names) == 0 {
		return say.Text{}
	}
	return zh.Text(" (also %s)", named(names))
}

type way struct {
	Word     string `json:"word"`
	Chinese  string `json:"chinese"`
	Address  string `json:"address"`
	RightFor string `json:"right_for"`
	// Together are the channels that are refused with it.
	Together string `json:"refused_together_with,omitempty"`
}

// meaning is what one should know about the channel, in a line.
func (w *way) meaning() say.Text {
	s := zh.Text("needs %s; right for %s", w.Address, w.RightFor)
	if w.Together != "" {
		s = zh.Text("%s; refused together with %s", s, w.Together)
	}
	return s
}

// A moment of the calendar, as it stands under when.
type moment = rule.MomentWord

type reason struct {
	Word     string `json:"word"`
	Verdicts string `json:"verdicts"`
	Meaning  string `json:"meaning"`
}

// reasons says what each reason means, in the order of care.Reasons.
var reasons = []reason{
	{"due", "send, task", "nothing prevents it"},
	{"not-yet", "wait", "only time is missing, or the step before is not done"},
	{"in-conversation", "wait", "a payment problem or a complaint is open, until chat.closed"},
	{"capped", "wait", "a cap or budget with then: wait is reached"},
	{"quiet-hours", "wait, skip", "quiet hours"},
	{"needs-review", "wait", "a person must approve first"},
	{"condition-off", "skip", "the condition is not true, or could not be evaluated: by names the part"},
	{"earlier-rule", "skip", "an earlier rule of the flow applies, or will apply"},
	{"already-said", "skip", "the message about this subject is decided or sent, or another rule of the flow has sent one"},
	{"ended", "skip, regret", "the subject has ended for this flow"},
	{"too-late", "skip", "later than fresh, or the deadline would pass"},
	{"blocked", "skip", "the shop's own black list"},
	{"refused", "skip, regret", "the customer opted out"},
	{"no-consent", "skip", "the customer has not consented"},
	{"no-guardian-consent", "skip", "a child's data without the guardian's consent"},
	{"forbidden", "skip", "a promise under limits.never forbids it"},
	{"held-out", "skip", "the customer belongs to the flow's holdout"},
	{"merged-into", "skip", "the message about another subject covers it"},
	{"no-way", "skip", "every channel is closed: ways gives the reasons"},
	{"nothing-to-say", "skip", "a placeholder without value and fallback"},
	{"enough-already", "skip", "a cap with then: drop is reached"},
	{"over-budget", "skip", "the budget is spent"},
	{"rule-gone", "skip", "the rule is no longer in the rule files"},
	{"declined", "skip", "a person declined it"},
}

var sections = []string{"keys", "conditions", "placeholders", "events", "moments", "channels", "reasons"}

func (t *tool) words(c *call) int {
	if code, ok := t.parse(c); !ok {
		return code
	}
	for _, s := range c.args {
		if !slices.Contains(sections, s) {
			h := source.Suggest(s, sections)
			if h.Empty() {
				h = zh.Text("there are %s", named(sections))
			}
			return t.misused(c, zh.Text("unknown section %q; %s", s, h))
		}
	}
	v := wholeVocabulary(t.lang)
	v.keep(c.args)
	var err error
	if *c.json {
		err = encode(t.stdout, v)
	} else {
		err = v.write(t.stdout, t.lang)
	}
	if err != nil {
		return t.failed(err)
	}
	return well
}

// wholeVocabulary is everything, with what it means in a language.
func wholeVocabulary(l say.Language) *vocabulary {
	keys, words := rule.Keys, rule.Words
	if l == say.Chinese {
		keys, words = rule.KeysChinese, rule.WordsChinese
	}
	v := &vocabulary{Keys: keys(), Moments: momentsIn(l)}
	for _, w := range words() {
		v.Conditions = append(v.Conditions, condition(w))
	}
	for _, n := range template.Names() {
		info := n.Info()
		v.Placeholders = append(v.Placeholders, placeholder{"#" + info.Word + "#", info.Key, meant(info.Meaning, meaningsChinese).In(l), info.Synonyms})
	}
	for i, e := range tiexin.EventTypes() {
		v.Events = append(v.Events, event{string(e), e.Needs(), happenings[i].with, meant(happenings[i].meaning, meaningsChinese).In(l)})
	}
	for _, k := range channel.Kinds() {
		info, together := k.Info(), ""
		if info.Together != 0 {
			together = info.Together.String()
		}
		v.Channels = append(v.Channels, way{k.String(), info.Chinese, meant(info.Address, meaningsChinese).In(l), meant(info.RightFor, meaningsChinese).In(l), together})
	}
	for _, r := range reasons {
		r.Meaning = meant(r.Meaning, meaningsChinese).In(l)
		v.Reasons = append(v.Reasons, r)
	}
	return v
}

// momentsIn are the moments, and the special days with their names: in Chinese without the
// English ones.
func momentsIn(l say.Language) []moment {
	all := rule.MomentWords()
	if l != say.Chinese {
		return all
	}
	var china calendar.Calendar
	names := map[string]string{}
	for _, d := range china.Days() {
		synonyms := slices.DeleteFunc(slices.Clone(d.Synonyms), func(s string) bool { return strings.Contains(s, " ") })
		names[d.Key] = strings.Join(append([]string{d.Name}, synonyms...), "、")
	}
	for i, m := range all {
		if all[i].Meaning = names[m.Word]; all[i].Meaning == "" {
			all[i].Meaning = meant(m.Meaning, meaningsChinese).Chinese
		}
	}
	return all
}

// keep leaves only the sections named; none: all.
func (v *vocabulary) keep(names []string) {
	without := func(name string) bool { return len(names) > 0 && !slices.Contains(names, name) }
	if without("keys") {
		v.Keys = nil
	}
	if without("conditions") {
		v.Conditions = nil
	}
	if without("placeholders") {
		v.Placeholders = nil
	}
	if without("events") {
		v.Events = nil
	}
	if without("moments") {
		v.Moments = nil
	}
	if without("channels") {
		v.Channels = nil
	}
	if without("reasons") {
		v.Reasons = nil
	}
}

func (v *vocabulary) write(w io.Writer, l say.Language) error {
	p := page{lang: l, out: bufio.NewWriter(w)}
	p.keys(v.Keys)
	p.conditions(v.Conditions)
	p.section(zh.Text("placeholders"), len(v.Placeholders))
	for _, n := range v.Placeholders {
		p.row(n.Word, n.Key, n.Meaning+n.alsoWritten().In(l))
	}
	p.section(zh.Text("events: required keys besides id, event, at and customer"), len(v.Events))
	for _, e := range v.Events {
		p.row(e.Word, e.carries().In(l), e.Meaning)
	}
	p.section(zh.Text("moments of the calendar: under when, in flows about customer and child"), len(v.Moments))
	for _, m := range v.Moments {
		p.row(m.Word, m.Meaning)
	}
	p.section(zh.Text("channels"), len(v.Channels))
	for _, k := range v.Channels {
		p.row(k.Word, k.Chinese, k.meaning().In(l))
	}
	p.section(zh.Text("reasons"), len(v.Reasons))
	for _, r := range v.Reasons {
		p.row(r.Word, r.Verdicts, r.Meaning)
	}
	p.section(say.Text{}, 1)
	return p.out.Flush()
}

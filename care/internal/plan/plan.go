package plan

import (
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/template"
)

// A Plan is a shop's rules as one table (关怀计划表).
type Plan struct {
	Shop     string    `json:"shop,omitempty"` // its name
	Flows    []Flow    `json:"flows"`
	Segments []Segment `json:"segments,omitempty"`
	Nevers   []string  `json:"nevers,omitempty"` // who is never told anything
}

// A Segment is a group of customers or orders that rules name, and who belongs to it.
type Segment struct {
	Name  string `json:"segment"`
	Title string `json:"title"`
	Means string `json:"means"`
}

// A Flow is a family of rules, and what they have in common.
type Flow struct {
	Name  string   `json:"flow"`
	Title string   `json:"title"`
	Notes []string `json:"notes"`
	Rows  []Row    `json:"rows"`
}

// A Row is a rule, or one of its steps. Each list is one cell, a line for each of its
// elements.
type Row struct {
	Rule  string   `json:"rule"`           // its path
	Title string   `json:"title"`          // of the rule
	Step  int      `json:"step,omitempty"` // from 1; zero where the rule has only one
	Named string   `json:"step_title,omitempty"`
	Who   []string `json:"who"`
	When  []string `json:"when"`
	What  []string `json:"what"`
	Via   []string `json:"via"` // in order of preference
	Held  []string `json:"limits"`
	Cost  []string `json:"cost"` // of one message
	By    string   `json:"by"`
}

// Of is the plan of a rule set, in the order of the files.
func Of(rules *rule.Set) *Plan {
	p := &planner{rules, newReader(rules)}
	all := &Plan{Shop: rules.Shop.Name, Flows: make([]Flow, 0, len(rules.Flows))}
	for _, n := range rules.Nevers {
		all.Nevers = append(all.Nevers, titled(n.Title, n.Name)+"："+p.reader.words(n.If.Source))
	}
	for _, s := range rules.Segments {
		all.Segments = append(all.Segments, Segment{s.Name, s.Title, p.reader.words(s.If.Source)})
	}
	for _, f := range rules.Flows {
		flow := Flow{Name: f.Name, Title: f.Title, Notes: p.notes(f)}
		for _, r := range f.Rules {
			for i, s := range r.Steps {
				flow.Rows = append(flow.Rows, p.row(r, s, i))
			}
		}
		all.Flows = append(all.Flows, flow)
	}
	return all
}

type planner struct {
	*rule.Set
	reader *reader
}

// notes are what all rules of a flow have in common.
func (p *planner) notes(f *rule.Flow) []string {
	notes := []string{"目的：" + purposes[f.Purpose]}
	switch {
	case len(f.Rules) < 2:
	case f.All:
		notes = append(notes, kinds[f.About]+"，适用的规则各管各的")
	default:
		first := kinds[f.About] + "从上往下看，只用第一条适用的规则"
		if momentsDiffer(f) {
			first += "；不同的时刻各算各的"
		}
		notes = append(notes, first)
	}
	if f.Merge > 0 {
		notes = append(notes, "同一位顾客 "+spanOf(f.Merge)+"内的几件事合成一条")
	}
	if f.Spread > 0 {
		notes = append(notes, "同一时刻的顾客分散在 "+spanOf(f.Spread)+"内")
	}
	if f.Holdout > 0 {
		notes = append(notes, "留出 "+number(f.Holdout)+"% 的顾客作对照，只记不发")
	}
	return notes
}

// momentsDiffer says that the rules of a flow begin at different moments: on each of them
// the flow chooses anew.
func momentsDiffer(f *rule.Flow) bool {
	texts := func(r *rule.Rule) (all []string) {
		for _, m := range r.Moments {
			all = append(all, m.String())
		}
		return all
	}
	return slices.ContainsFunc(f.Rules, func(r *rule.Rule) bool { return !slices.Equal(texts(r), texts(f.Rules[0])) })
}

func (p *planner) row(r *rule.Rule, s *rule.Step, i int) Row {
	row := Row{Rule: r.Path(), Title: r.Title, Named: s.Title, Via: ways(s), What: p.what(s), Held: p.held(r, s), Cost: p.cost(r, s), By: by(r, s)}
	if len(r.Steps) > 1 {
		row.Step = i + 1
	}
	who, clocks := p.reader.read(r.If)
	stepWho, stepClocks := p.reader.read(s.If)
	row.Who = append([]string{kinds[r.Flow.About]}, append(who, stepWho...)...)
	if i == 0 {
		row.When = append(begins(r, len(clocks) > 0), clocks...)
	} else {
		row.When = []string{"上一步做完后"}
	}
	switch {
	case s.After > 0 && i == 0:
		row.When = append(row.When, "再过 "+spanOf(s.After))
	case s.After > 0:
		row.When[0] = "上一步做完后再过 " + spanOf(s.After)
	}
	row.When = append(row.When, stepClocks...)
	row.When = append(row.When, ends(r, s)...)
	return row
}

// begins is what a rule waits for; clocked says that its condition tells it too.
func begins(r *rule.Rule, clocked bool) []string {
	var when []string
	switch {
	case r.Waits():
		when = append(when, starts(r)...)
	case r.While != ask.NoClock || clocked:
	case r.If != nil && r.If.Moves:
		when = append(when, "到条件成立的那天")
	default:
		when = append(when, "一有动静就看")
	}
	if r.While != ask.NoClock && !tells(r) {
		when = append(when, "只在"+clocks[r.While].during+"时")
	}
	return when
}

// starts are the events and moments that begin a rule.
func starts(r *rule.Rule) (when []string) {
	after := ""
	if r.After > 0 {
		after = " " + spanOf(r.After)
	}
	if len(r.When) > 0 {
		when = append(when, anyOf(r.When)+"后"+after)
	}
	for _, m := range r.Moments {
		moment := m.Chinese()
		if after != "" {
			moment += " 再过" + after
		}
		when = append(when, moment)
	}
	return when
}

// tells says that a clock of the condition runs during the same time as the rule's while.
func tells(r *rule.Rule) bool {
	if r.If == nil {
		return false
	}
	for stem := range r.If.Stems.All() {
		if clocks[stem].during == clocks[r.While].during {
			return true
		}
	}
	return false
}

// ends is until when a step is worth doing, and how often.
func ends(r *rule.Rule, s *rule.Step) []string {
	var when []string
	if s.Within > 0 {
		when = append(when, spanOf(s.Within)+"内做完")
	}
	if len(r.Until) > 0 {
		when = append(when, anyOf(r.Until)+"就停")
	}
	switch {
	case len(r.Moments) > 0:
		when = append(when, "晚了 "+spanOf(r.MomentFresh())+"就不发")
	case r.Fresh != rule.Unlimited:
		when = append(when, "晚了 "+spanOf(r.Fresh)+"就不发")
	}
	if r.Again > 0 {
		when = append(when, "隔 "+spanOf(r.Again)+"可以再来")
	}
	return when
}

func ways(s *rule.Step) []string {
	if len(s.Via) == 0 {
		return []string{via(channel.None)}
	}
	all := make([]string, len(s.Via))
	for i, k := range s.Via {
		all[i] = via(k)
	}
	return all
}

// what are the words as they are written, each with the channels that it is for.
func (p *planner) what(s *rule.Step) []string {
	var lines []string
	if s.Task {
		lines = append(lines, "任务："+taskOf(s))
	}
	if len(s.Via) == 0 {
		return append(lines, s.Text.For(channel.None).String())
	}
	var said []string
	for _, k := range s.Via {
		words := s.Text.For(k).String()
		if i := slices.Index(said, words); i >= 0 {
			continue
		}
		said = append(said, words)
		var names []string
		for _, other := range s.Via {
			if s.Text.For(other).String() == words {
				names = append(names, via(other))
			}
		}
		if len(names) < len(s.Via) {
			words = strings.Join(names, "、") + "：" + words
		}
		lines = append(lines, words)
	}
	return lines
}

func taskOf(s *rule.Step) string {
	var names []string
	for _, k := range append([]channel.Kind{channel.None}, s.Via...) {
		if k == channel.None && len(s.Via) > 0 {
			continue
		}
		if name := s.FormBy(k).Chinese(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, "或")
}

// cost is what one message costs, by channel: of an SMS the most it may be.
func (p *planner) cost(r *rule.Rule, s *rule.Step) []string {
	var lines []string
	if s.Budget > 0 {
		lines = append(lines, "预算 "+s.Budget.String())
	}
	for _, k := range s.Via {
		switch parts, cost := p.price(r, s, k); {
		case s.Task:
			continue
		case k == channel.SMS:
			lines = append(lines, via(k)+most(s.Text.For(k))+" "+cost.String()+"（"+number(float64(parts))+" 段）")
		case cost > 0:
			lines = append(lines, via(k)+" "+cost.String())
		case k.Info().CostsPerMessage:
			lines = append(lines, via(k)+"没填单价")
		default:
			lines = append(lines, via(k)+"免费")
		}
	}
	if len(lines) == 0 {
		return []string{"人工"}
	}
	return lines
}

// most says that nothing may cost more, where values are bounded; of nicks and links, say,
// only the usual lengths are known.
func most(words *template.Template) string {
	if words.Bounded() {
		return "最多"
	}
	return "通常最多"
}

// price is what a message of the longest usual values costs.
func (p *planner) price(r *rule.Rule, s *rule.Step, k channel.Kind) (parts int, cost channel.Cost) {
	if k != channel.SMS {
		return p.Tariff.Cost(k, "字", tiexin.Phone{})
	}
	units := 0
	if b := s.Text.Bound(k); b != nil && !s.Task { // it has its opt-out
		signature, _ := channel.Signature(p.CountedSignature)
		units = b.Binding.MaxUnits + channel.Units(signature)
	} else if around, err := channel.Compose(p.CountedSignature, "字", r.Flow.Purpose, p.OptOut); err == nil {
		units = s.Text.For(k).MaxUnits() + channel.Units(around) - 1
	}
	return p.Tariff.Cost(k, strings.Repeat("字", units), tiexin.Phone{})
}

func by(r *rule.Rule, s *rule.Step) string {
	who := "自动"
	switch {
	case s.Owner != "":
		who = source.OneLine(s.Owner)
	case s.Task:
		who = "空闲的客服"
	}
	if r.Review {
		who += "，先由人审核"
	}
	return who
}

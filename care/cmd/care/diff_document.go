package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/internal/plan"
	"github.com/tiexin-go/tiexin/channel"
)

// mostDiffRows is how many changes a page has.
const mostDiffRows = 500

// A diffKind is a kind of change as the page says it.
type diffKind struct {
	kind care.ChangeKind
	word string
}

var diffKinds = []diffKind{
	{care.Comes, "新增"},
	{care.Goes, "不再发"},
	{care.Moves, "换时间"},
	{care.Rewords, "换文字"},
	{care.Reroutes, "换渠道"},
	{care.Hands, "换任务"},
	{care.Merges, "换合并"},
	{care.Reprices, "换价钱"},
}

// A diffPage makes a document of a comparison.
type diffPage struct {
	*care.Difference
	old, new *care.Rules
}

func diffDocument(d *care.Difference, old, new *care.Rules) *document {
	p := &diffPage{d, old, new}
	return &document{
		Title: titleOf("规则变更对照", new.Shop.Name), Notes: p.notes(), Tables: p.tables(), flat: p.flat(),
		ids: []string{"shop", "customer", "subject", "instead_subject"},
	}
}

// notes are the paragraph that says what changes.
func (p *diffPage) notes() []string {
	if p.Events == 0 {
		return []string{"没有事件，新旧规则都不会发什么"}
	}
	all := []string{
		fmt.Sprintf("同一段历史（%s到%s，%d 件事）分别用旧规则和新规则演算，没有发出任何消息", chineseDay(p.From), chineseDay(p.To), p.Events),
		fmt.Sprintf("旧规则：消息 %d 条，任务 %d 个，费用 %s。新规则：消息 %d 条，任务 %d 个，费用 %s（%s）", p.Old.Messages, p.Old.Tasks, p.Old.Cost, p.New.Messages, p.New.Tasks, p.New.Cost, costMore(p.Cost())),
	}
	if len(p.Changes) == 0 {
		return append(all, "顾客收到的没有任何不同")
	}
	times := map[care.ChangeKind]int{}
	for _, c := range p.Changes {
		for _, k := range c.What {
			times[k]++
		}
	}
	var kinds []string
	for _, k := range diffKinds {
		if n := times[k.kind]; n > 0 {
			kinds = append(kinds, fmt.Sprintf("%s %d", k.word, n))
		}
	}
	all = append(all, fmt.Sprintf("%s；涉及 %d 位顾客", strings.Join(kinds, "，"), p.Customers))
	for _, r := range p.NeverNow() {
		all = append(all, "以前发，现在一条也不发："+beside(r.Title, r.Rule))
	}
	for _, r := range p.NeverBefore() {
		all = append(all, "以前一条也不发，现在发："+beside(r.Title, r.Rule))
	}
	return all
}

func chineseDay(at time.Time) string { return at.Format("2006年1月2日 15:04") }

func costMore(c channel.Cost) string {
	switch {
	case c > 0:
		return "多 " + c.String()
	case c < 0:
		return "少 " + (-c).String()
	}
	return "一样"
}

func (p *diffPage) tables() (all []sheet) {
	kinds := slices.DeleteFunc(slices.Clone(diffKinds), func(k diffKind) bool {
		return !slices.ContainsFunc(p.Rules, func(r care.RuleDiff) bool { return r.Times[k.kind] > 0 })
	})
	rules := sheet{Title: "按规则", Head: []column{{"规则", 30, false}, {"旧", 6, true}, {"新", 6, true}}}
	for _, k := range kinds {
		rules.Head = append(rules.Head, column{k.word, 6, true})
	}
	rules.Head = append(rules.Head, column{"顾客", 6, true}, column{"费用", 12, true}, column{"说明", 24, false})
	for _, r := range p.Rules {
		row := []string{beside(r.Title, r.Rule), number(r.Old.Messages + r.Old.Tasks), number(r.New.Messages + r.New.Tasks)}
		for _, k := range kinds {
			row = append(row, number(r.Times[k.kind]))
		}
		rules.Rows = append(rules.Rows, append(row, number(r.Customers), costMore(r.New.Cost-r.Old.Cost), remarkOn(&r)))
	}
	channels := sheet{Title: "按渠道", Head: []column{{"渠道", 16, false}, {"旧", 8, true}, {"新", 8, true}, {"旧费用", 12, true}, {"新费用", 12, true}, {"费用", 12, true}}}
	for _, c := range append(slices.Clone(p.Channels), care.ChannelDiff{Old: p.Old, New: p.New}) {
		name := plan.Via(c.Via)
		if len(channels.Rows) == len(p.Channels) {
			name = "合计"
		}
		channels.Rows = append(channels.Rows, []string{name, number(c.Old.Messages + c.Old.Tasks), number(c.New.Messages + c.New.Tasks), c.Old.Cost.String(), c.New.Cost.String(), costMore(c.New.Cost - c.Old.Cost)})
	}
	displaced := sheet{Title: "谁让给了谁", Head: []column{{"不再发的", 30, false}, {"占了位置的", 30, false}, {"为什么", 30, false}, {"次数", 8, true}, {"顾客", 8, true}}}
	for _, x := range p.Displaced {
		why := x.Reason.Chinese()
		if x.Cap != "" {
			why += "：" + cmp.Or(p.new.LimitTitle(x.Cap), x.Cap)
		}
		displaced.Rows = append(displaced.Rows, []string{p.titled(x.Rule), p.titled(x.By), why, number(x.Times), number(x.Customers)})
	}
	changes := sheet{Title: "每一条", Head: []column{{"顾客", 20, false}, {"规则", 24, false}, {"变化", 16, false}, {"旧", 40, false}, {"新", 40, false}, {"为什么", 24, false}}}
	for i := range p.Changes {
		if i == mostDiffRows {
			changes.Notes = []string{fmt.Sprintf("这里是前 %d 条，另外 %d 条在 --format csv 里", mostDiffRows, len(p.Changes)-mostDiffRows)}
			break
		}
		changes.Rows = append(changes.Rows, p.row(&p.Changes[i]))
	}
	for _, s := range []sheet{rules, channels, displaced, changes} {
		if len(s.Rows) > 0 && len(p.Rules) > 0 {
			all = append(all, s)
		}
	}
	return all
}

func remarkOn(r *care.RuleDiff) string {
	switch {
	case r.Was != "":
		return "原来叫 " + r.Was
	case r.Only == "old":
		return "新规则里没有"
	case r.Only == "new":
		return "旧规则里没有"
	}
	return ""
}

// titled is a rule by its title.
func (p *diffPage) titled(path string) string {
	for _, rules := range []*care.Rules{p.new, p.old} {
		if r, ok := rules.Rule(path); ok {
			return beside(cmp.Or(r.Title, r.Name), path)
		}
	}
	return path
}

// row is a change as the page shows it.
func (p *diffPage) row(c *care.Change) []string {
	said := cmp.Or(c.New, c.Old)
	var kinds []string
	for _, k := range diffKinds {
		if slices.Contains(c.What, k.kind) {
			kinds = append(kinds, k.word)
		}
	}
	who := strings.TrimPrefix(c.Key.String(), "/")
	if c.Subject != "" {
		who += "\n" + c.Subject
	}
	return []string{who, p.titled(said.Rule), strings.Join(kinds, "、"), p.place(c.Old), p.place(c.New), p.why(c)}
}

func (p *diffPage) place(s *care.DiffSaid) string {
	if s == nil {
		return ""
	}
	at := s.At.Format("1月2日 15:04:05")
	if s.At.Year() != p.From.Year() {
		at = s.At.Format("2006年") + at
	}
	head := at + " " + plan.Via(s.Via)
	if s.Task != nil {
		head += " 任务 " + s.Task.Owner
	}
	if s.Cost != 0 {
		head += " " + s.Cost.String()
	}
	if len(s.Merged) > 0 {
		head += "，合并 " + strings.Join(s.Merged, "、")
	}
	return strings.TrimSpace(head) + "\n" + cmp.Or(s.Text, s.Words)
}

// why says why a message does not go, or goes later.
func (p *diffPage) why(c *care.Change) string {
	w := c.Why
	if w == nil {
		return ""
	}
	side, rules := "新规则下", p.new
	if c.Old == nil || c.New != nil && c.New.At.Before(c.Old.At) {
		side, rules = "旧规则下", p.old
	}
	switch {
	case w.Reason == care.RuleGone:
		return strings.TrimSuffix(side, "下") + "里没有这条规则"
	case w.Reason == 0:
		return side + "没有事件问到它"
	}
	text := side + "：" + w.Reason.Chinese()
	if title := rules.LimitTitle(w.By); title != "" {
		text += "（" + title + "）"
	}
	if w.Instead != nil {
		text += "\n位置给了 " + p.titled(w.Instead.Rule)
		if w.Instead.Subject != "" && w.Instead.Subject != c.Subject {
			text += " " + w.Instead.Subject
		}
	}
	return text
}

// flat is a row for each change, in the words of the JSON.
func (p *diffPage) flat() sheet {
	s := sheet{Head: columnsOf("shop", "customer", "subject", "change", "old_rule", "new_rule", "step", "old_at", "new_at", "old_via", "new_via",
		"old_cost", "new_cost", "old_words", "new_words", "old_text", "new_text", "reason", "by", "instead_rule", "instead_subject", "instead_at")}
	for i := range p.Changes {
		c := &p.Changes[i]
		var kinds []string
		for _, k := range c.What {
			kinds = append(kinds, string(k))
		}
		old, new := cellsOf(c.Old), cellsOf(c.New)
		row := []string{c.Shop, c.Customer, c.Subject, strings.Join(kinds, "; "), old[0], new[0], strconv.Itoa(int(max(cmp.Or(c.New, c.Old).Step, 1)))}
		for i := 1; i < len(old); i++ {
			row = append(row, old[i], new[i])
		}
		s.Rows = append(s.Rows, append(row, whyCells(c.Why)...))
	}
	return s
}

// cellsOf are rule, time, channel, cost, words and text.
func cellsOf(s *care.DiffSaid) [6]string {
	if s == nil {
		return [6]string{}
	}
	cost, _ := s.Cost.MarshalText() // it never fails
	via := ""
	if s.Via != channel.None {
		via = s.Via.String()
	}
	return [6]string{s.Rule, s.At.Format(time.DateTime), via, string(cost), s.Words, s.Text}
}

func whyCells(w *care.DiffWhy) []string {
	cells := make([]string, 5)
	if w == nil {
		return cells
	}
	if cells[1] = w.By; w.Reason != 0 {
		cells[0] = w.Reason.String()
	}
	if i := w.Instead; i != nil {
		if cells[2], cells[3] = i.Rule, i.Subject; !i.At.IsZero() {
			cells[4] = i.At.Format(time.DateTime)
		}
	}
	return cells
}

package care

import (
	"bufio"
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
)

// A Summary (小结) sums up outcomes. It has messages and tasks by rule and channel with their
// cost, waiting and withheld ones by reason, and customers' changes of stage. The zero Summary
// is empty and ready to use. It contains rules and never customers, so its size does not grow
// with the number of outcomes.
type Summary struct {
	outcomes int
	said     map[saidBy]*Volume
	why      map[why]int
	moved    map[movedBy]int
}

// A Volume is the number of one rule's messages or tasks on one channel.
type Volume struct {
	Rule    string       `json:"rule,omitempty"` // its path; empty in a sum over all rules
	Via     channel.Kind `json:"via"`
	Times   int          `json:"times"`           // messages, or tasks
	Parts   int          `json:"parts,omitempty"` // billed segments of SMS
	Cost    channel.Cost `json:"cost,omitempty"`
	Merged  int          `json:"merged,omitempty"` // other subjects they covered
	verdict Verdict
}

// A Count is the number of outcomes with one reason. A rule that is evaluated again counts
// again.
type Count struct {
	Reason Reason `json:"reason"`
	Times  int    `json:"times"`
}

// A MoveCount is the number of changes from one stage to another. A customer who moves again
// counts again.
type MoveCount struct {
	Move
	Rule  string `json:"rule,omitempty"` // path of the credited rule; empty: none
	Times int    `json:"times"`
}

type movedBy struct {
	move Move
	rule string
}

type saidBy struct {
	verdict Verdict
	rule    string
	via     channel.Kind
}

type why struct {
	verdict Verdict
	reason  Reason
}

// Add counts one outcome.
func (s *Summary) Add(o *Outcome) {
	if s.said == nil {
		s.said, s.why, s.moved = map[saidBy]*Volume{}, map[why]int{}, map[movedBy]int{}
	}
	o = o.whole()
	s.outcomes++
	s.why[why{o.Verdict, o.Reason}]++
	if o.Move != nil {
		s.moved[movedBy{*o.Move, o.Path()}]++
	}
	switch {
	case (o.Goes() || o.Verdict == Unknown) && o.Said != nil:
		s.volume(saidBy{o.Verdict, o.Path(), o.Said.Via}).add(Volume{Times: 1, Parts: o.Said.Parts, Cost: o.Said.Cost, Merged: len(o.Said.Merged)})
	case o.Bill != nil:
		s.volume(saidBy{Send, o.Path(), o.Bill.Via}).add(Volume{Parts: o.Bill.MoreParts, Cost: o.Bill.MoreCost})
	}
}

func (s *Summary) volume(key saidBy) *Volume {
	v := s.said[key]
	if v == nil {
		v = &Volume{Rule: key.rule, Via: key.via, verdict: key.verdict}
		s.said[key] = v
	}
	return v
}

func (v *Volume) add(more Volume) {
	v.Times += more.Times
	v.Parts += more.Parts
	v.Cost += more.Cost
	v.Merged += more.Merged
}

// Outcomes is the total number of outcomes.
func (s *Summary) Outcomes() int { return s.outcomes }

// Sent is the messages that were decided, by rule and channel, in the order of their names.
// It includes Unknown ones.
func (s *Summary) Sent() []Volume { return s.volumes(Send) }

// Tasks is the tasks for people, by rule and channel.
func (s *Summary) Tasks() []Volume { return s.volumes(Task) }

// Unknown is the messages and tasks that may have been sent, by rule and channel: the sender
// or the desk got no answer. Later reports change nothing here.
func (s *Summary) Unknown() []Volume { return s.volumes(Unknown) }

func (s *Summary) volumes(of Verdict) []Volume {
	var all []Volume
	for _, v := range s.said {
		if v.verdict == of {
			all = append(all, *v)
		}
	}
	slices.SortFunc(all, func(a, b Volume) int { return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Via, b.Via)) })
	return all
}

// ByChannel is Sent, summed over all rules.
func (s *Summary) ByChannel() []Volume {
	sums := map[channel.Kind]*Volume{}
	for _, v := range s.Sent() {
		if sums[v.Via] == nil {
			sums[v.Via] = &Volume{Via: v.Via}
		}
		sums[v.Via].add(v)
	}
	var all []Volume
	for _, k := range slices.Sorted(maps.Keys(sums)) {
		all = append(all, *sums[k])
	}
	return all
}

// A Total (合计) is all messages and tasks, over all rules and channels.
type Total struct {
	Messages int          `json:"messages"`
	Tasks    int          `json:"tasks"`
	Parts    int          `json:"parts"` // billed segments
	Cost     channel.Cost `json:"cost"`
}

// Total sums up all messages and tasks.
func (s *Summary) Total() Total {
	sent, tasks := s.sum(Send), s.sum(Task)
	return Total{Messages: sent.Times, Tasks: tasks.Times, Parts: sent.Parts + tasks.Parts, Cost: sent.Cost + tasks.Cost}
}

func (s *Summary) sum(of Verdict) Volume {
	var all Volume
	for _, v := range s.volumes(of) {
		all.add(v)
	}
	return all
}

// Waited counts waiting outcomes by reason, the most frequent first.
func (s *Summary) Waited() []Count { return s.counts(Wait) }

// Withheld counts withheld messages by reason, the most frequent first.
func (s *Summary) Withheld() []Count { return s.counts(Skip) }

// Regretted counts messages that were sent before a later event showed that they should not
// have been.
func (s *Summary) Regretted() []Count { return s.counts(Regret) }

// Moves counts changes of stage, in the order of the stages and of the credited rules.
func (s *Summary) Moves() []MoveCount {
	var all []MoveCount
	for m, n := range s.moved {
		all = append(all, MoveCount{m.move, m.rule, n})
	}
	slices.SortFunc(all, func(a, b MoveCount) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Rule, b.Rule))
	})
	return all
}

func (s *Summary) counts(of Verdict) []Count {
	var all []Count
	for w, n := range s.why {
		if w.verdict == of {
			all = append(all, Count{w.reason, n})
		}
	}
	slices.SortFunc(all, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Reason, b.Reason)) })
	return all
}

// MarshalJSON writes the results of all methods.
func (s Summary) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Outcomes  int         `json:"outcomes"`
		Sent      []Volume    `json:"sent"`
		ByChannel []Volume    `json:"by_channel"`
		Tasks     []Volume    `json:"tasks"`
		Unknown   []Volume    `json:"unknown,omitempty"`
		Total     Total       `json:"total"`
		Waited    []Count     `json:"waited"`
		Withheld  []Count     `json:"withheld"`
		Regretted []Count     `json:"regretted"`
		Moves     []MoveCount `json:"moves,omitempty"`
	}{s.outcomes, some(s.Sent()), some(s.ByChannel()), some(s.Tasks()), s.Unknown(), s.Total(), some(s.Waited()), some(s.Withheld()), some(s.Regretted()), s.Moves()})
}

// some is a list that is written as [] when it is empty.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Write prints the summary as a table. Every line begins with what it counts, and no cell
// contains a blank, so that people and awk can read it. A missing amount is "-"; costs are
// yuan. In a change of stage, via names the credited rule. The last lines say "all": the
// messages, and the tasks if there are any.
func (s *Summary) Write(w io.Writer) error { return s.write(w, say.English) }

// WriteChinese is Write in Chinese; as there, no cell holds a blank.
func (s *Summary) WriteChinese(w io.Writer) error { return s.write(w, say.Chinese) }

func (s *Summary) write(w io.Writer, l say.Language) error {
	t := table{out: bufio.NewWriter(w), right: []bool{false, false, false, true, true, true}}
	add := func(what, rule, via say.Text, times, parts, cost string) {
		t.add(what.In(l), rule.In(l), via.In(l), times, parts, cost)
	}
	none := say.Plain("-")
	t.add(wordsIn(l, zh.Text("what"), zh.Text("rule"), zh.Text("via"), zh.Text("times"), zh.Text("parts"), zh.Text("cost"))...)
	volume := func(what say.Text, v Volume) {
		via := viaText(v.Via)
		if v.Via == channel.None { // for the shop's own people
			via = none
		}
		add(what, say.Plain(cmp.Or(v.Rule, "*")), via, strconv.Itoa(v.Times), dash(v.Parts), costOf(v))
	}
	for _, v := range s.Sent() {
		volume(zh.Text("sent"), v)
	}
	for _, v := range s.ByChannel() {
		volume(zh.Text("total"), v)
	}
	for _, v := range s.Tasks() {
		volume(zh.Text("task"), v)
	}
	for _, v := range s.Unknown() {
		volume(zh.Text("unknown"), v)
	}
	for _, group := range []struct {
		what   say.Text
		counts []Count
	}{{zh.Text("waits"), s.Waited()}, {zh.Text("withheld"), s.Withheld()}, {zh.Text("regret"), s.Regretted()}} {
		for _, c := range group.counts {
			add(group.what, reasonText(c.Reason), none, strconv.Itoa(c.Times), "-", "-")
		}
	}
	for _, m := range s.Moves() {
		move := say.Text{English: m.From.String() + "→" + m.To.String(), Chinese: m.From.Chinese() + "→" + m.To.Chinese()}
		add(zh.Text("moved"), move, say.Plain(cmp.Or(m.Rule, "-")), strconv.Itoa(m.Times), "-", "-")
	}
	all := func(what say.Text, v Volume) {
		add(zh.Text("all"), what, say.Plain("*"), strconv.Itoa(v.Times), dash(v.Parts), costOf(v))
	}
	if s.outcomes > 0 {
		all(zh.Text("messages"), s.sum(Send))
	}
	if tasks := s.sum(Task); tasks.Times > 0 {
		all(zh.Text("tasks"), tasks)
	}
	if err := t.flush(); err != nil {
		return err
	}
	return t.out.Flush()
}

// wordsIn are texts in a language.
func wordsIn(l say.Language, texts ...say.Text) []string {
	said := make([]string, len(texts))
	for i, t := range texts {
		said[i] = t.In(l)
	}
	return said
}

func dash(n int) string {
	if n == 0 {
		return "-"
	}
	return strconv.Itoa(n)
}

func costOf(v Volume) string {
	if v.Cost == 0 {
		return "-"
	}
	text, err := v.Cost.MarshalText()
	if err != nil {
		return "-"
	}
	return string(text)
}

package care

import (
	"cmp"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// DiffOptions configure the comparison of two sets of rules. Until, Senders, Unreachable and
// Identify are as in [SimOptions], and apply to both.
type DiffOptions struct {
	Until       time.Time
	Senders     channel.Set
	Unreachable func(customer string, k channel.Kind) bool
	Identify    []tiexin.IdentifierKind
	// Personal puts texts as the customer sees them in DiffSaid.Text, for people who may see
	// them. Default: false, and only the words of the rule file are shown.
	Personal bool
	// Progress is called with the number of events that both sides have processed, about every
	// thousand. Default: none.
	Progress func(events int)
	// Fault is called once for each event that is refused. Default: none; the comparison
	// continues without them.
	Fault func(error)
}

// A Difference (规则变更对照) compares one history under old and new rules: messages and tasks
// that come, go or change, and the cost. It contains rules, ids and the words of the rule
// files. For equal rules it is empty except for the totals.
type Difference struct {
	Events    int       `json:"events"`        // number of events compared
	From      time.Time `json:"from,omitzero"` // arrival of the first event, in the shop's zone
	To        time.Time `json:"to,omitzero"`   // arrival of the last event
	Old       Total     `json:"old"`
	New       Total     `json:"new"`
	Customers int       `json:"customers"` // customers with a change
	// Rules are the rules with a change, and the renamed ones, in the order of their paths.
	Rules     []RuleDiff     `json:"rules"`
	Channels  []ChannelDiff  `json:"channels"`  // channels that the old or new rules use
	Displaced []Displacement `json:"displaced"` // the most frequent first
	Changes   []Change       `json:"changes"`   // in order of time

	by [2]*Rules // the new and the old ones, for what they call things; nil: unknown
}

// Cost is the cost of the new rules minus that of the old ones.
func (d *Difference) Cost() channel.Cost { return d.New.Cost - d.Old.Cost }

// NeverNow are the rules that send under the old rules and never under the new ones: they are
// removed, or silent.
func (d *Difference) NeverNow() []RuleDiff {
	return d.rules(func(r *RuleDiff) bool { return r.Old.times() > 0 && r.New.times() == 0 })
}

// NeverBefore are the rules that send under the new rules and never under the old ones.
func (d *Difference) NeverBefore() []RuleDiff {
	return d.rules(func(r *RuleDiff) bool { return r.Old.times() == 0 && r.New.times() > 0 })
}

// Renamed are the rules with another name, the same text and the same condition.
func (d *Difference) Renamed() []RuleDiff {
	return d.rules(func(r *RuleDiff) bool { return r.Was != "" })
}

func (d *Difference) rules(which func(*RuleDiff) bool) (some []RuleDiff) {
	for i := range d.Rules {
		if which(&d.Rules[i]) {
			some = append(some, d.Rules[i])
		}
	}
	return some
}

// times is how many messages and tasks there are.
func (t Total) times() int { return t.Messages + t.Tasks }

// A RuleDiff sums up the changes of one rule.
type RuleDiff struct {
	Rule  string `json:"rule"`            // its path; the old path if the new rules do not have it
	Title string `json:"title,omitempty"` // its title
	Was   string `json:"was,omitempty"`   // its old path, if it is renamed
	Only  string `json:"only,omitempty"`  // "old" or "new", if only those rules have it
	Old   Total  `json:"old"`
	New   Total  `json:"new"`
	// Times is the number of changes by kind. One message may have several kinds of change.
	Times     map[ChangeKind]int `json:"times"`
	Customers int                `json:"customers"` // customers with a change
}

// A ChannelDiff sums up the messages of one channel.
type ChannelDiff struct {
	Via channel.Kind `json:"via"`
	Old Total        `json:"old"`
	New Total        `json:"new"`
}

// first is when it goes, by whichever rules send it first.
func (c *Change) first() time.Time {
	if c.New == nil || c.Old == nil || c.New.At.Before(c.Old.At) {
		return c.now().At
	}
	return c.Old.At
}

// now is the message by the new rules, or by the old ones where the new ones do not send it.
func (c *Change) now() *DiffSaid {
	return cmp.Or(c.New, c.Old, new(DiffSaid))
}

// A Displacement counts messages of one rule that give way to another's.
type Displacement struct {
	Rule      string `json:"rule"`          // the rule that sends under the old rules
	By        string `json:"by"`            // the rule that takes its place under the new rules
	Reason    Reason `json:"reason"`        // earlier-rule, already-said, merged-into, capped or enough-already
	Cap       string `json:"cap,omitempty"` // name of the frequency cap, if a cap allows only one of the two
	Times     int    `json:"times"`
	Customers int    `json:"customers"`
}

// A ChangeKind is the kind of change of a message or task.
type ChangeKind string

// The kinds of changes.
const (
	Comes    ChangeKind = "comes"    // only the new rules send it
	Goes     ChangeKind = "goes"     // only the old rules send it
	Moves    ChangeKind = "moves"    // another time
	Rewords  ChangeKind = "rewords"  // other words in the rule file or, at the same time, other values in the text
	Reroutes ChangeKind = "reroutes" // another channel
	Hands    ChangeKind = "hands"    // a message becomes a task or the other way round, or the task has another form, owner, budget or deadline
	Merges   ChangeKind = "merges"   // it covers other subjects
	Reprices ChangeKind = "reprices" // the same message has another cost
)

// changeKinds are all kinds of changes, in the order in which they are told.
var changeKinds = []ChangeKind{Comes, Goes, Moves, Rewords, Reroutes, Hands, Merges, Reprices}

// A Change is the difference in one message or task.
type Change struct {
	Key
	Subject string       `json:"subject,omitempty"` // the id of the order, parcel, chat or child; empty: the customer
	What    []ChangeKind `json:"what"`
	Old     *DiffSaid    `json:"old,omitempty"` // nil: it comes
	New     *DiffSaid    `json:"new,omitempty"` // nil: it goes
	// Why is the reason why the other rules do not send a message that comes or goes. For a
	// message that moves it is the limit that holds it until the later time. Nil: time and
	// condition alone move it.
	Why *DiffWhy `json:"why,omitempty"`
}

// DiffSaid is a message or task under one of the two sets of rules.
type DiffSaid struct {
	At     time.Time    `json:"at"`
	Rule   string       `json:"rule"`           // its path in those rules
	Step   uint8        `json:"step,omitempty"` // from 1; 0 if the rule has only one
	Via    channel.Kind `json:"via"`
	Words  string       `json:"words"`          // as in the rule file
	Text   string       `json:"text,omitempty"` // as the customer sees it, with DiffOptions.Personal
	Parts  int          `json:"parts,omitempty"`
	Cost   channel.Cost `json:"cost,omitempty"`
	Merged []string     `json:"merged,omitempty"` // other subjects it covers
	Task   *DiffTask    `json:"task,omitempty"`   // nil for a message
}

// DiffTask is the content of a task, except its script.
type DiffTask struct {
	Form     channel.Form `json:"form"`
	Owner    string       `json:"owner,omitempty"`
	Budget   tiexin.Money `json:"budget,omitempty"`
	Deadline time.Time    `json:"deadline,omitzero"`
}

// DiffWhy is the reason why a message is not sent, or not before its time.
type DiffWhy struct {
	// Reason is the state of the rule under the other rules at the time of the message. For a
	// rule that waits then, it is the later outcome. RuleGone: the other rules do not have it.
	// AlreadySaid by the rule itself: it has sent its last message. Zero: the rule is not
	// evaluated, because its event did not come or its condition excludes customers like this
	// one.
	Reason Reason `json:"reason,omitempty"`
	By     string `json:"by,omitempty"` // what decided: a limit, a rule, an event, a subject
	// Instead is the message that takes its place. Nil: none.
	Instead *DiffInstead `json:"instead,omitempty"`
}

// DiffInstead is a message in another's place: the flow chose it first, a frequency cap allowed
// only one, or it covers both subjects.
type DiffInstead struct {
	Rule    string    `json:"rule"`
	Subject string    `json:"subject,omitempty"`
	At      time.Time `json:"at,omitzero"` // zero: the rule comes first, and did not send either
}

var errTwoRules = zh.Error("care: a comparison needs old and new rules; care.Load reads them")

// Diff runs one history twice, under old and new rules, as [Simulate] does, and returns the
// differences. It shows which messages and tasks come, go, move, or change text or channel. It
// includes customers, costs, and the messages that take the place of others. Nothing is sent.
// The same rules and events give the same result. With old and new exchanged the result is the
// mirror image, except for Displaced, which lists only messages that go.
//
// Two messages are the same if rule, subject, step and time are equal. Of the rest, the first
// messages of a rule about a subject are paired in order. A rule that only one side has may be
// renamed. It is if exactly one rule of its flow, or of a renamed flow, has the same text and
// condition.
//
// Customers are compared in parts on all of the processor's cores, and most customers' outcomes
// are discarded at once. If a budget, a customer.merged or DiffOptions.Identify links
// customers, there is one part, and all outcomes are kept until the end. The error is about the
// rules; refused events go to DiffOptions.Fault.
func Diff(old, new *Rules, events []tiexin.Event, o DiffOptions) (*Difference, error) {
	if !loaded(old) || !loaded(new) {
		return nil, errTwoRules
	}
	d := newDiffer(old, new, events, o)
	return d.compare()
}

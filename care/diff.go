package care

import (
	"cmp"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// DiffOptions say how two sets of rules are compared. Until, Senders, Unreachable and
// Identify are as in [SimOptions], and hold for both.
type DiffOptions struct {
	Until       time.Time
	Senders     channel.Set
	Unreachable func(customer string, k channel.Kind) bool
	Identify    []tiexin.IdentifierKind
	// Personal keeps texts as the customer sees them, in DiffSaid.Text, for people who may
	// see them. Default: false, and there are only the words of the rule file.
	Personal bool
	// Progress is told how many events were taken in by both, about every thousand.
	// Default: nobody.
	Progress func(events int)
	// Fault is told about events that could not be taken in, each once. Default: nobody;
	// the comparison goes on without them.
	Fault func(error)
}

// A Difference (规则变更对照) is what one history would have been by new rules instead of
// old ones: messages and tasks that come, go or change, and what that costs. It names
// rules, ids and the words of the rule files; of equal rules it is empty but for the sums.
type Difference struct {
	Events    int       `json:"events"`        // how many were compared
	From      time.Time `json:"from,omitzero"` // when the first of them arrived, in the shop's zone
	To        time.Time `json:"to,omitzero"`   // and the last
	Old       Total     `json:"old"`
	New       Total     `json:"new"`
	Customers int       `json:"customers"` // whom a change concerns
	// Rules are those of which something changes, and those that are renamed, in the order
	// of their paths.
	Rules     []RuleDiff     `json:"rules"`
	Channels  []ChannelDiff  `json:"channels"`  // by which something went, by old or new rules
	Displaced []Displacement `json:"displaced"` // the most frequent first
	Changes   []Change       `json:"changes"`   // in the order of time

	by [2]*Rules // the new and the old ones, for what they call things; nil: unknown
}

// Cost is what the new rules cost more; negative: less.
func (d *Difference) Cost() channel.Cost { return d.New.Cost - d.Old.Cost }

// NeverNow are the rules that spoke by the old rules and never speak by the new ones: they
// are gone, or silent.
func (d *Difference) NeverNow() []RuleDiff {
	return d.rules(func(r *RuleDiff) bool { return r.Old.times() > 0 && r.New.times() == 0 })
}

// NeverBefore are the rules that speak by the new rules and never spoke by the old ones.
func (d *Difference) NeverBefore() []RuleDiff {
	return d.rules(func(r *RuleDiff) bool { return r.Old.times() == 0 && r.New.times() > 0 })
}

// Renamed are the rules that go by another name, and say the same on the same condition.
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

// A RuleDiff adds up what changes of one rule.
type RuleDiff struct {
	Rule  string `json:"rule"`            // its path; by the old rules where the new ones have none
	Title string `json:"title,omitempty"` // the name that people read
	Was   string `json:"was,omitempty"`   // its path by the old rules, where it is renamed
	Only  string `json:"only,omitempty"`  // "old" or "new", where only those rules have it
	Old   Total  `json:"old"`
	New   Total  `json:"new"`
	// Times says how often something changes, by the kind of the change. One message may
	// change in several ways.
	Times     map[ChangeKind]int `json:"times"`
	Customers int                `json:"customers"` // whom a change concerns
}

// A ChannelDiff adds up what goes by one channel.
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

// A Displacement says how often messages of one rule give way to another's.
type Displacement struct {
	Rule      string `json:"rule"`          // that spoke by the old rules
	By        string `json:"by"`            // the rule that has its place by the new ones
	Reason    Reason `json:"reason"`        // how: earlier-rule, already-said, merged-into, capped, enough-already
	Cap       string `json:"cap,omitempty"` // the name of the frequency cap, where one has room for one of them
	Times     int    `json:"times"`
	Customers int    `json:"customers"`
}

// A ChangeKind is in what way a message or task changes.
type ChangeKind string

// The kinds of changes.
const (
	Comes    ChangeKind = "comes"    // only the new rules send it
	Goes     ChangeKind = "goes"     // only the old rules send it
	Moves    ChangeKind = "moves"    // another time
	Rewords  ChangeKind = "rewords"  // other words in the rule file or, at the same time, other values in them
	Reroutes ChangeKind = "reroutes" // another channel
	Hands    ChangeKind = "hands"    // a message becomes a task or the other way round, or the task has another form, owner, budget or deadline
	Merges   ChangeKind = "merges"   // it speaks for other subjects
	Reprices ChangeKind = "reprices" // the same costs something else
)

// changeKinds are all kinds of changes, in the order in which they are told.
var changeKinds = []ChangeKind{Comes, Goes, Moves, Rewords, Reroutes, Hands, Merges, Reprices}

// A Change is what becomes of one message or task.
type Change struct {
	Key
	Subject string       `json:"subject,omitempty"` // the id of the order, parcel, chat or child; empty: the customer
	What    []ChangeKind `json:"what"`
	Old     *DiffSaid    `json:"old,omitempty"` // nil: it comes
	New     *DiffSaid    `json:"new,omitempty"` // nil: it goes
	// Why is why the other rules do not send what comes or goes, or which limit holds what
	// moves until the later of the two times. Nil: time and condition alone move it.
	Why *DiffWhy `json:"why,omitempty"`
}

// DiffSaid is a message or task by one of the two sets of rules.
type DiffSaid struct {
	At     time.Time    `json:"at"`
	Rule   string       `json:"rule"`           // its path by those rules
	Step   uint8        `json:"step,omitempty"` // from 1; 0 where the rule has only one
	Via    channel.Kind `json:"via"`
	Words  string       `json:"words"`          // as the rule file has them
	Text   string       `json:"text,omitempty"` // as the customer sees it, with DiffOptions.Personal
	Parts  int          `json:"parts,omitempty"`
	Cost   channel.Cost `json:"cost,omitempty"`
	Merged []string     `json:"merged,omitempty"` // other subjects it speaks for
	Task   *DiffTask    `json:"task,omitempty"`   // nil of a message
}

// DiffTask is what a task asks of people, beside its script.
type DiffTask struct {
	Form     channel.Form `json:"form"`
	Owner    string       `json:"owner,omitempty"`
	Budget   tiexin.Money `json:"budget,omitempty"`
	Deadline time.Time    `json:"deadline,omitzero"`
}

// DiffWhy is why a message does not go, or not before its time.
type DiffWhy struct {
	// Reason is where the rule stands by the other rules at the time at which the message
	// goes; of what waits then, what it comes to. RuleGone: the other rules do not have
	// it. AlreadySaid by the rule itself: it says so often, or so much, and no more.
	// Zero: nothing asks it, because no event that the other rules wait for came, or
	// its condition holds of nobody like this customer.
	Reason Reason `json:"reason,omitempty"`
	By     string `json:"by,omitempty"` // what decided: a limit, a rule, an event, a subject
	// Instead is who has the place. Nil: nobody.
	Instead *DiffInstead `json:"instead,omitempty"`
}

// DiffInstead is a message that has another's place: the flow chose it first, a frequency
// cap had room for one only, or it speaks for both.
type DiffInstead struct {
	Rule    string    `json:"rule"`
	Subject string    `json:"subject,omitempty"`
	At      time.Time `json:"at,omitzero"` // zero: the rule comes first, and did not speak either
}

var errTwoRules = zh.Error("care: a comparison needs old and new rules; care.Load reads them")

// Diff lets one history happen twice, by old and by new rules, as [Simulate] does, and says
// what differs: which messages and tasks come, go, move, change their words or their
// channel, for whom, at what cost, and what has the place of what goes. Nothing is sent.
// The same rules and events yield the same answer, and turned round they yield its mirror
// image, but for Displaced, which tells of what goes only.
//
// A message is the same when its rule, subject, step and time are; of those left over, the
// first of a rule about a subject by the one is the first by the other. A rule that both
// do not have under the same name is renamed where a single one of its flow, or of a
// renamed flow, says the same on the same condition.
//
// Customers are compared share by share on all of the processor's cores, and of most of
// them nothing is kept. Where a budget, a customer.merged or DiffOptions.Identify binds
// them together there is one share, and all outcomes are kept until the end. The error is
// about the rules; events that cannot be taken in go to DiffOptions.Fault.
func Diff(old, new *Rules, events []tiexin.Event, o DiffOptions) (*Difference, error) {
	if old == nil || new == nil {
		return nil, errTwoRules
	}
	d := newDiffer(old, new, events, o)
	return d.compare()
}

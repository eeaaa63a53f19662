package rule

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/template"
)

// A Set is all rule files of one shop, compiled and checked. It never changes; many
// goroutines may read it.
type Set struct {
	Shop     Shop
	Segments []*Segment
	Quiets   []*Quiet
	Caps     []*Cap
	Budgets  []*Budget
	Nevers   []*Never
	Flows    []*Flow
	Texts    []*Text
	// Signature is the signature of SMS, without 【】, if the file has one; CountedSignature
	// is the one for lengths if it has none. OptOut is the opt-out of commercial SMS.
	Signature, CountedSignature, OptOut string
	Tariff                              channel.Tariff
	// Providers are the providers of channels whose texts need registered templates. A
	// channel without one sends texts as written.
	Providers map[channel.Kind]template.Provider
	// Parcels are the channels that reach a parcel's receiver by its number.
	Parcels channel.Set

	rules       map[string]*Rule // by path
	fingerprint uint64
	about       [ask.KindCount]index
}

// Fingerprint is a hash of the files' content, byte for byte: other files have another one.
func (s *Set) Fingerprint() uint64 { return s.fingerprint }

// An index is where the flows about a kind of subject are found.
type index struct {
	flows []*Flow
	begun map[tiexin.EventType][]*Rule
	ended map[tiexin.EventType][]*Flow
}

// Shop is the section about the shop itself.
type Shop struct {
	Name    string
	Zone    *time.Location
	Closes  ask.Closes                          // by source, kind, "default"; Unlimited: never
	ShipsIn time.Duration                       // promised time from payment to shipping; zero: no promise
	Remote  []string                            // remote provinces
	Agent   string                              // the name of the shop's agents; empty: none
	Phone   string                              // the shop's number for customers; empty: none
	Transit map[string]map[string]time.Duration // usual transit time: carrier → province
	Lasts   map[string]time.Duration
	Offers  []Offer
	Links   map[string]string
	Usual   map[string]float64 // usual minutes to payment, by source; "default": all others
	// AsksRestock is true if some rule uses to_restock.
	AsksRestock bool
	Lifecycle   Lifecycle
	Facts       ask.ShopFacts
	// Calendar has the festivals, the workdays and the silent days of marketing, of China
	// and of the shop.
	Calendar calendar.Calendar
	// HourOf is the hour of a time in the shop's zone; an error for an unknown time.
	HourOf func(time.Time) (int, error)
}

// An Offer (优惠) is an advantage for the customer, for texts and conditions.
type Offer struct {
	Name  string
	Text  string
	Until time.Time // zero: open
}

// ClosesAfter is the time for which an unpaid order of a source and kind stays open.
func (s *Shop) ClosesAfter(source string, kind tiexin.OrderKind) time.Duration {
	return s.Closes.After(source, kind)
}

// UsualMinutesToPay is the usual number of minutes to payment for a source.
func (s *Shop) UsualMinutesToPay(source string) float64 {
	if minutes, ok := s.Usual[source]; ok {
		return minutes
	}
	return s.Usual[byDefault]
}

// OnTheWay is the usual transit time of a carrier, by code or name, to a province; false if
// the shop has none.
func (s *Shop) OnTheWay(code, name, province string) (time.Duration, bool) {
	for _, carrier := range []string{code, name} {
		if d, ok := s.Transit[carrier][province]; ok {
			return d, true
		}
	}
	return 0, false
}

// A Flow (流程) is a group of rules about one kind of subject. Normally one of them sends.
type Flow struct {
	Name, Title string
	About       ask.Kind
	While       ask.Stem // ask.NoClock: the clocks of the rules decide, or else the order's own end
	Until       []tiexin.EventType
	When        []tiexin.EventType
	Moments     []*Moment // in its when, besides the events
	Spread      time.Duration
	Purpose     tiexin.Purpose
	All         bool // choose: all
	Merge       time.Duration
	Via         []channel.Kind
	Priority    int
	Holdout     float64 // percent
	Rules       []*Rule

	onlyWhen, hearsAll bool
}

// OnlyWhen reports whether every rule of the flow waits for an event or a moment: without
// one there is nothing to evaluate.
func (f *Flow) OnlyWhen() bool { return f.onlyWhen }

// HearsAll reports whether an event for all customers starts a rule of the flow: an incident
// or an arrival in the catalog.
func (f *Flow) HearsAll() bool { return f.hearsAll }

// A Rule (规则) says when a message is sent, and which.
type Rule struct {
	Flow        *Flow
	Name, Title string
	If          *ask.Condition // nil: always
	When        []tiexin.EventType
	Moments     []*Moment // in its when, besides the events
	Until       []tiexin.EventType
	While       ask.Stem
	Via         []channel.Kind
	Priority    int
	After       time.Duration // after the event or moment that starts it
	Steps       []*Step
	Again       time.Duration // zero: never again
	Fresh       time.Duration // Unlimited: the deadline
	Exempt      []string      // names of limits, sorted
	Review      bool
	// Ref is the rule's identity in outcomes.
	Ref Ref
	// Number is the rule's index in the set: 0 to Size - 1.
	Number int
	// Brought are the things from events that its conditions and texts use: they must be
	// kept until the firing is done.
	Brought ask.Things
	// Clocks are all clocks in the rule: those of its condition and its While. It is
	// evaluated only while all of them run.
	Clocks ask.Stemset
	// AsOfEvent says that the rule is evaluated as of the event that starts it, After included:
	// it names no clock, and its condition goes by the calendar, the customer's stage or what
	// was bought within some days.
	AsOfEvent bool
	path      string
}

// A Ref names a rule.
type Ref struct {
	Flow string `json:"flow"`
	Rule string `json:"rule"` // its name within the flow

	compiled *Rule
}

// Compiled is the named rule. It is nil if no rule file has it any more, for a Ref that was
// read from JSON, and for a nil Ref.
func (r *Ref) Compiled() *Rule {
	if r == nil {
		return nil
	}
	return r.compiled
}

// Path is the rule's identity: flow/name.
func (r *Rule) Path() string { return r.path }

// Waits reports whether the rule needs an event or a moment to start it.
func (r *Rule) Waits() bool { return len(r.When) > 0 || len(r.Moments) > 0 }

// MomentFresh is how late after its moment the rule may be evaluated.
func (r *Rule) MomentFresh() time.Duration {
	if r.Fresh == Unlimited {
		return DefaultMomentFresh
	}
	return r.Fresh
}

// Exempts reports whether a limit does not apply to the rule or the step.
func (r *Rule) Exempts(step *Step, limit string) bool {
	return slices.Contains(r.Exempt, limit) || slices.Contains(step.Exempt, limit)
}

// A Step is one message or task of a rule.
type Step struct {
	Title  string
	Text   *Text
	If     *ask.Condition
	After  time.Duration // since the previous step was done
	Via    []channel.Kind
	Exempt []string

	Task   bool
	Form   channel.Form  // empty: by the channel, see FormBy
	Within time.Duration // zero: until the deadline
	Owner  string
	Budget tiexin.Money
}

// FormBy is the form of a task for a channel.
func (s *Step) FormBy(k channel.Kind) channel.Form {
	switch {
	case s.Form != "":
		return s.Form
	case k == channel.Phone:
		return channel.FormCall
	case k == channel.Visit:
		return channel.FormVisit
	case k == channel.None:
		return channel.FormOther
	default:
		return channel.FormChat
	}
}

// A Text (文案) is the text of a message, with one wording for all channels or one for each.
type Text struct {
	Name string
	Any  *template.Template
	By   map[channel.Kind]*template.Template
	// AsksForPayment is true if the text makes sense only for an unpaid order.
	AsksForPayment bool
	// AboutChild is true if the text names a child, or its age.
	AboutChild bool

	sent   map[channel.Kind]*template.Template // wordings whose values may not have every sign or any length
	bound  map[channel.Kind]*Bound
	broken bool // a wording is missing because of a fault that is reported
}

// For is the wording for a channel; nil if there is none. For a template of fields it is the
// text that the customer reads: the fields in their places. For SMS and MMS it leaves out
// signs that providers refuse from the values. For SMS it cuts titles of goods to
// channels.sms.titles.
func (t *Text) For(k channel.Kind) *template.Template {
	if w, ok := t.sent[k]; ok {
		return w
	}
	return t.written(k)
}

// written is the wording for a channel as the file has it.
func (t *Text) written(k channel.Kind) *template.Template {
	if w, ok := t.By[k]; ok {
		return w
	}
	return t.Any
}

// A Scope selects the messages that a limit counts or holds.
type Scope struct {
	Purposes []tiexin.Purpose // empty: all
	Channels []channel.Kind   // empty: all
	Flow     string           // empty: all
}

// Covers reports whether a message falls under the limit.
func (s *Scope) Covers(f *Flow, k channel.Kind) bool {
	return s.coversFlow(f) && (len(s.Channels) == 0 || slices.Contains(s.Channels, k))
}

// Counts reports whether a message of the past counts for the limit.
func (s *Scope) Counts(p tiexin.Purpose, k channel.Kind, flow string) bool {
	return (len(s.Purposes) == 0 || slices.Contains(s.Purposes, p)) && (s.Flow == "" || s.Flow == flow) &&
		(len(s.Channels) == 0 || slices.Contains(s.Channels, k))
}

// coversFlow reports whether messages of the flow may fall under the limit.
func (s *Scope) coversFlow(f *Flow) bool {
	return (len(s.Purposes) == 0 || slices.Contains(s.Purposes, f.Purpose)) && (s.Flow == "" || s.Flow == f.Name)
}

// A Quiet (免打扰) is a time of day without messages, or, for [SilentDays], whole days.
type Quiet struct {
	Name, Title string
	Scope
	Hours Hours
	Days  []time.Weekday // days on which it begins; empty: every day
	Drop  bool           // then: drop
	// Fixed is true for a limit of the law: no rule is exempt.
	Fixed bool

	silent func() []stretch // of SilentDays, in order; else nil
}

// A Cap (频次上限) is the largest number of messages to one customer in a span.
type Cap struct {
	Name, Title string
	Scope
	AtMost int
	Window Window
	Wait   bool // then: wait
}

// A Budget (费用上限) is the largest spending of the shop in a span.
type Budget struct {
	Name, Title string
	Scope
	AtMost tiexin.Money
	Window Window
	Wait   bool
}

// A Never (禁发规则) is a condition under which nothing is sent.
type Never struct {
	Name, Title string
	If          *ask.Condition
}

// Rule finds a rule by its path.
func (s *Set) Rule(path string) (*Rule, bool) {
	r, ok := s.rules[path]
	return r, ok
}

// Size is the number of rules.
func (s *Set) Size() int { return len(s.rules) }

// LimitTitle is the title of a limit or never-rule; empty: the name is unknown.
func (s *Set) LimitTitle(name string) string {
	for _, q := range s.Quiets {
		if q.Name == name {
			return q.Title
		}
	}
	for _, l := range s.Caps {
		if l.Name == name {
			return l.Title
		}
	}
	for _, b := range s.Budgets {
		if b.Name == name {
			return b.Title
		}
	}
	for _, n := range s.Nevers {
		if n.Name == name {
			return n.Title
		}
	}
	return ""
}

// FlowsAbout returns the flows that are evaluated for a kind of subject. It, BegunBy and
// EndedBy are the only places where rules are looked up.
func (s *Set) FlowsAbout(a ask.Kind) []*Flow { return s.about[a].flows }

// BegunBy returns the rules about a kind of subject that an event starts, in the order of
// the file.
func (s *Set) BegunBy(e tiexin.EventType, a ask.Kind) []*Rule { return s.about[a].begun[e] }

// EndedBy returns the flows about a kind of subject with a rule that an event ends.
func (s *Set) EndedBy(e tiexin.EventType, a ask.Kind) []*Flow { return s.about[a].ended[e] }

// add makes a flow known to those who look for it.
func (i *index) add(f *Flow) {
	i.flows = append(i.flows, f)
	if i.begun == nil {
		i.begun, i.ended = map[tiexin.EventType][]*Rule{}, map[tiexin.EventType][]*Flow{}
	}
	for _, r := range f.Rules {
		for _, e := range r.When {
			i.begun[e] = append(i.begun[e], r)
		}
		for _, e := range r.Until {
			if flows := i.ended[e]; len(flows) == 0 || flows[len(flows)-1] != f {
				i.ended[e] = append(flows, f)
			}
		}
	}
}

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

// A Set is everything the rule files of one shop say, compiled and checked.
// It never changes; many goroutines may read it.
type Set struct {
	Shop     Shop
	Segments []*Segment
	Quiets   []*Quiet
	Caps     []*Cap
	Budgets  []*Budget
	Nevers   []*Never
	Flows    []*Flow
	Texts    []*Text
	// Signature is what SMS start with, without 【】, if the file says so;
	// CountedSignature is what is counted when it does not. OptOut is what
	// commercial SMS end with.
	Signature, CountedSignature, OptOut string
	Tariff                              channel.Tariff
	// Providers are those whose registered templates the texts of a channel go by; a channel
	// without one takes texts as they are written.
	Providers map[channel.Kind]template.Provider
	// Parcels are the channels by which whoever receives a parcel is reached by its number.
	Parcels channel.Set

	rules       map[string]*Rule // by path
	fingerprint uint64
	about       [ask.KindCount]index
}

// Fingerprint stands for what the files say, byte for byte: other files have another one.
func (s *Set) Fingerprint() uint64 { return s.fingerprint }

// An index is where the flows about a kind of subject are found.
type index struct {
	flows   []*Flow
	lasting []*Flow // without those that are OnlyWhen
	begun   map[tiexin.EventType][]*Rule
	ended   map[tiexin.EventType][]*Flow
}

// Shop is the section about the shop itself.
type Shop struct {
	Name    string
	Zone    *time.Location
	Closes  ask.Closes                          // by source, kind, "default"; Unlimited: never
	ShipsIn time.Duration                       // promised shipping after payment; zero: no promise
	Remote  []string                            // provinces far away
	Agent   string                              // the name that the shop's agents go by; empty: none
	Phone   string                              // the shop's number for customers; empty: none
	Transit map[string]map[string]time.Duration // usual time on the way: carrier → province
	Lasts   map[string]time.Duration
	Offers  []Offer
	Links   map[string]string
	Usual   map[string]float64 // minutes most payers take, by source; "default": all others
	// AsksRestock says that some rule looks at to_restock.
	AsksRestock bool
	Lifecycle   Lifecycle
	Facts       ask.ShopFacts
	// Calendar has the festivals, the workdays and the days on which marketing is
	// silent: those of China and the shop's own.
	Calendar calendar.Calendar
	// HourOf is the hour of a time in the shop's zone; an error for a time that is
	// not known yet.
	HourOf func(time.Time) (int, error)
}

// An Offer (优惠) is something in it for the customer, as texts and conditions
// name it.
type Offer struct {
	Name  string
	Text  string
	Until time.Time // zero: open
}

// ClosesAfter says how long an unpaid order of a source and kind stays open.
func (s *Shop) ClosesAfter(source string, kind tiexin.OrderKind) time.Duration {
	return s.Closes.After(source, kind)
}

// UsualMinutesToPay is how many minutes most payers of a source take.
func (s *Shop) UsualMinutesToPay(source string) float64 {
	if minutes, ok := s.Usual[source]; ok {
		return minutes
	}
	return s.Usual[byDefault]
}

// OnTheWay is how long parcels of a carrier, by code or name, usually take to a
// province; false when the shop does not say it.
func (s *Shop) OnTheWay(code, name, province string) (time.Duration, bool) {
	for _, carrier := range []string{code, name} {
		if d, ok := s.Transit[carrier][province]; ok {
			return d, true
		}
	}
	return 0, false
}

// A Flow (流程) is a family of rules about one kind of subject, of which, as a
// rule, one speaks.
type Flow struct {
	Name, Title string
	About       ask.Kind
	While       ask.Stem // ask.NoClock: the clocks of the rules tell, or else the order's own end
	Until       []tiexin.EventType
	When        []tiexin.EventType
	Moments     []*Moment // in its when, beside the events
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

// OnlyWhen says that every rule of the flow waits for an event or a moment: without
// one there is nothing to ask.
func (f *Flow) OnlyWhen() bool { return f.onlyWhen }

// HearsAll says that a rule of the flow begins with what concerns everybody: an incident
// or an arrival in the catalog.
func (f *Flow) HearsAll() bool { return f.hearsAll }

// A Rule (规则) says when something is said, and what.
type Rule struct {
	Flow        *Flow
	Name, Title string
	If          *ask.Condition // nil: always
	When        []tiexin.EventType
	Moments     []*Moment // in its when, beside the events
	Until       []tiexin.EventType
	While       ask.Stem
	Via         []channel.Kind
	Priority    int
	After       time.Duration // after the event or moment that begins it
	Steps       []*Step
	Again       time.Duration // zero: never again
	Fresh       time.Duration // Unlimited: the deadline
	Exempt      []string      // names of limits, sorted
	Review      bool
	// Ref is the rule's identity as outcomes carry it.
	Ref Ref
	// Number is the rule's place among those of the set: 0 to Size - 1.
	Number int
	// Brought are the things that events bring which its conditions and texts look at:
	// they must be kept until the firing is done.
	Brought ask.Things
	// Clocks are all clocks the rule names: those of its condition and its
	// While. It is asked only while all of them run.
	Clocks ask.Stemset
	path   string
}

// A Ref names a rule.
type Ref struct {
	Flow string `json:"flow"`
	Rule string `json:"rule"` // its name within the flow

	compiled *Rule
}

// Compiled is the rule that is named; nil when no rule file holds it any more, for a
// Ref that was read from JSON, and for a nil Ref.
func (r *Ref) Compiled() *Rule {
	if r == nil {
		return nil
	}
	return r.compiled
}

// Path is the rule's identity: flow/name.
func (r *Rule) Path() string { return r.path }

// Waits says that an event or a moment has to begin the rule.
func (r *Rule) Waits() bool { return len(r.When) > 0 || len(r.Moments) > 0 }

// MomentFresh is how late the rule may be asked after a moment that begins it.
func (r *Rule) MomentFresh() time.Duration {
	if r.Fresh == Unlimited {
		return DefaultMomentFresh
	}
	return r.Fresh
}

// Exempts says whether a limit does not apply to the rule or the step.
func (r *Rule) Exempts(step *Step, limit string) bool {
	return slices.Contains(r.Exempt, limit) || slices.Contains(step.Exempt, limit)
}

// A Step is one thing said or done by a rule.
type Step struct {
	Title  string
	Text   *Text
	If     *ask.Condition
	After  time.Duration // wait after the step before is done
	Via    []channel.Kind
	Exempt []string

	Task   bool
	Form   channel.Form  // empty: by the channel, see FormBy
	Within time.Duration // zero: until the deadline
	Owner  string
	Budget tiexin.Money
}

// FormBy is the form of a task that goes by a channel.
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

// A Text (文案) is what is said, worded for all channels or for each.
type Text struct {
	Name string
	Any  *template.Template
	By   map[channel.Kind]*template.Template
	// AsksForPayment says that the text makes sense only about an order that
	// waits for payment.
	AsksForPayment bool
	// AboutChild says that the text names a child, or its age.
	AboutChild bool

	sent   map[channel.Kind]*template.Template // wordings whose values may not have every sign or any length
	bound  map[channel.Kind]*Bound
	broken bool // a wording is missing because of a fault that is reported
}

// For is the wording for a channel; nil when there is none. By a template of fields it is
// what the customer reads: the fields in their places. By SMS and MMS, signs that
// providers refuse are left out of the values, and by SMS the titles of goods are as short
// as channels.sms.titles says.
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

// A Scope says which messages a limit counts or holds.
type Scope struct {
	Purposes []tiexin.Purpose // empty: all
	Channels []channel.Kind   // empty: all
	Flow     string           // empty: all
}

// Covers says whether a message falls under the limit.
func (s *Scope) Covers(f *Flow, k channel.Kind) bool {
	return s.CoversFlow(f) && (len(s.Channels) == 0 || slices.Contains(s.Channels, k))
}

// Counts says whether a message of the past counts for the limit.
func (s *Scope) Counts(p tiexin.Purpose, k channel.Kind, flow string) bool {
	return (len(s.Purposes) == 0 || slices.Contains(s.Purposes, p)) && (s.Flow == "" || s.Flow == flow) &&
		(len(s.Channels) == 0 || slices.Contains(s.Channels, k))
}

// CoversFlow says whether messages of the flow may fall under the limit.
func (s *Scope) CoversFlow(f *Flow) bool {
	return (len(s.Purposes) == 0 || slices.Contains(s.Purposes, f.Purpose)) && (s.Flow == "" || s.Flow == f.Name)
}

// A Quiet (免打扰) is a time of day at which nothing goes out, or, of [SilentDays], whole
// days.
type Quiet struct {
	Name, Title string
	Scope
	Hours Hours
	Days  []time.Weekday // the days on which it begins; empty: every day
	Drop  bool           // then: drop
	// Fixed is a limit of the law: no rule is exempt.
	Fixed bool

	silent func() []stretch // of SilentDays, in order; else nil
}

// A Cap (频次上限) is how much one customer can bear.
type Cap struct {
	Name, Title string
	Scope
	AtMost int
	Window Window
	Wait   bool // then: wait
}

// A Budget (费用上限) is what the shop spends.
type Budget struct {
	Name, Title string
	Scope
	AtMost tiexin.Money
	Window Window
	Wait   bool
}

// A Never (承诺) is a promise checked before anything goes out.
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

// LimitTitle is what people call a limit or promise of a name; empty: there is none.
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

// FlowsAbout yields the flows that a subject of a kind is asked by. It, Lasting,
// BegunBy and EndedBy are the one place where rules are looked up.
func (s *Set) FlowsAbout(a ask.Kind) []*Flow { return s.about[a].flows }

// Lasting yields those of the flows that a subject is asked by though no event
// began any of their rules.
func (s *Set) Lasting(a ask.Kind) []*Flow { return s.about[a].lasting }

// BegunBy yields the rules about a kind of subject that an event begins, in the
// order of the file.
func (s *Set) BegunBy(e tiexin.EventType, a ask.Kind) []*Rule { return s.about[a].begun[e] }

// EndedBy yields the flows about a kind of subject with a rule that an event ends.
func (s *Set) EndedBy(e tiexin.EventType, a ask.Kind) []*Flow { return s.about[a].ended[e] }

// add makes a flow known to those who look for it.
func (i *index) add(f *Flow) {
	i.flows = append(i.flows, f)
	if !f.onlyWhen {
		i.lasting = append(i.lasting, f)
	}
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

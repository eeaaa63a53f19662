package care

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/lifecycle"
)

// A Verdict is what became of asking a rule about a subject.
type Verdict uint8

// The verdicts.
const (
	Send    = Verdict(decide.Send)    // a message goes
	Task    = Verdict(decide.Task)    // a person gets something to do
	Wait    = Verdict(decide.Wait)    // asked again later
	Skip    = Verdict(decide.Skip)    // silence
	Regret  = Verdict(decide.Regret)  // a message had already gone when it was learnt that it should not have
	Moved   = Verdict(decide.Moved)   // no rule was asked: the customer's stage changed, without a reason; see Move
	Billed  = Verdict(decide.Billed)  // no rule was asked: the provider says that a message cost something else, without a reason; see Bill
	Unknown = Verdict(decide.Unknown) // no rule was asked: a sender or the desk got no answer, and what Said names may have gone, without a reason
)

var verdicts = []string{"", "send", "task", "wait", "skip", "regret", "moved", "billed", "unknown"}

// String is the verdict's word: "send".
func (v Verdict) String() string { return wordOf(verdicts, int(v)) }

// MarshalText writes the verdict's word.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (v *Verdict) UnmarshalText(text []byte) error {
	i := slices.Index(verdicts, string(text))
	if i < 0 {
		return zh.Error("care: unknown verdict %q; possible: %s", text, strings.Join(verdicts[1:], ", "))
	}
	*v = Verdict(i)
	return nil
}

// A Reason is why. Tests and statistics rely on its word, never on wording.
type Reason uint8

// The reasons, by verdict.
const (
	Due = Reason(remember.Due) // send, task

	NotYet         = Reason(remember.NotYet)         // time alone will make it true
	InConversation = Reason(remember.InConversation) // an open payment problem or complaint
	Capped         = Reason(remember.Capped)         // enough for now
	QuietHours     = Reason(remember.QuietHours)     // not at this hour
	NeedsReview    = Reason(remember.NeedsReview)    // a person approves first

	ConditionOff      = Reason(remember.ConditionOff)      // not true, and time alone will not make it true
	EarlierRule       = Reason(remember.EarlierRule)       // an earlier rule of the flow applies, or will apply
	AlreadySaid       = Reason(remember.AlreadySaid)       // said about this subject, or another rule of the flow spoke
	Ended             = Reason(remember.Ended)             // the subject has ended for this flow
	TooLate           = Reason(remember.TooLate)           // after fresh, or the deadline would pass
	Blocked           = Reason(remember.Blocked)           // the shop's own black list
	Refused           = Reason(remember.Refused)           // the customer opted out
	NoConsent         = Reason(remember.NoConsent)         // the customer has not consented
	NoGuardianConsent = Reason(remember.NoGuardianConsent) // a child's data without the guardian's consent
	Forbidden         = Reason(remember.Forbidden)         // a promise under limits.never
	HeldOut           = Reason(remember.HeldOut)           // the customer belongs to the flow's holdout
	MergedInto        = Reason(remember.MergedInto)        // went with the message about another subject
	NoWay             = Reason(remember.NoWay)             // every channel is closed, each for its own reason
	NothingToSay      = Reason(remember.NothingToSay)      // a placeholder without value and fallback
	EnoughAlready     = Reason(remember.EnoughAlready)     // a cap that drops
	OverBudget        = Reason(remember.OverBudget)        // the money is spent
	RuleGone          = Reason(remember.NoRule)            // the rules no longer hold the rule
	Declined          = Reason(remember.Declined)          // a person declined it
)

// String is the reason's word: "quiet-hours".
func (r Reason) String() string { return remember.Reason(r).String() }

// MarshalText writes the reason's word.
func (r Reason) MarshalText() ([]byte, error) { return remember.Reason(r).MarshalText() }

// UnmarshalText reads what MarshalText wrote.
func (r *Reason) UnmarshalText(text []byte) error { return (*remember.Reason)(r).UnmarshalText(text) }

// Final says whether the outcome uses up the firing: it is silence that nothing
// revives.
func (r Reason) Final() bool { return remember.Reason(r).Final() }

// Reasons lists the words of all reasons.
func Reasons() []string { return remember.Reasons() }

func wordOf(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return fmt.Sprintf("?%d", i)
}

// An Occasion is when, and about whom, rules were asked. The outcomes of one
// asking about one subject share it. It names ids and holds nothing else of what is
// remembered of the customer, so it may be kept, also after Forget.
type Occasion struct {
	At       time.Time `json:"at"` // in the shop's zone
	Shop     string    `json:"shop,omitempty"`
	Customer string    `json:"customer"`
	Subject  string    `json:"subject,omitempty"` // the id of the order, parcel, chat or child; empty: the customer, or the only chat or child

	seen map[*rule.Ref][]rule.Seen // what conditions read, where somebody wants to know
}

// An Outcome is what became of asking one rule about one subject, once, or a change of a
// customer's stage (Moved), what a message cost (Billed), or that nobody knows whether it
// went (Unknown). It is made for every rule asked, so it is small: what outcomes have in common they
// share. What an outcome points at is never nil, and not to be changed.
type Outcome struct {
	*Occasion
	*rule.Ref // Flow and Rule; of a change of the stage the care that is credited with it, or empty

	Step    uint8   `json:"step,omitempty"` // from 1; 0 where the rule has only one
	Verdict Verdict `json:"verdict"`
	Reason  Reason  `json:"reason"`

	*Detail
}

// A Detail is what an outcome says beyond its verdict and reason. Of plain
// silence there is nothing more to say.
type Detail struct {
	// By names what decided: a limit, another rule, an event, a subject; of what goes,
	// the moment of the calendar that began it.
	By string `json:"by,omitempty"`
	// Until is when it is asked again, at the latest. Zero: at the next event.
	Until time.Time `json:"until,omitzero"`

	// Said is the message or task: what goes, or what waits for review. Of an Unknown it has
	// no text. Nil in silence.
	Said *Said `json:"said,omitempty"`
	// Ways are the channels that were looked at, if any was closed.
	Ways []channel.Way `json:"ways,omitempty"`
	// Move is what changed, of a Moved. By names the event that changed it, or "silence" for
	// time alone; it is empty where new rules or another id of the customer did.
	Move *Move `json:"move,omitempty"`
	// Bill is what a message cost, of a Billed.
	Bill *Bill `json:"bill,omitempty"`
}

// A Bill (实际计费) is what a provider says that a message cost, where that is not what was
// reckoned when it was decided.
type Bill struct {
	ID        string       `json:"id"` // of the message
	Via       channel.Kind `json:"via"`
	Parts     int          `json:"parts,omitempty"`
	Cost      channel.Cost `json:"cost,omitempty"`
	MoreParts int          `json:"more_parts,omitempty"` // than was reckoned before; negative: fewer
	MoreCost  channel.Cost `json:"more_cost,omitempty"`  // likewise
}

// String is "sms, 3 parts, ¥0.15 (2 parts and ¥0.10 more)".
func (b Bill) String() string {
	return fmt.Sprintf("%s, %d parts, %s (%d parts and %s more)", b.Via, b.Parts, b.Cost, b.MoreParts, b.MoreCost)
}

// Chinese is "短信，3条，¥0.15（多2条，多¥0.10）".
func (b Bill) Chinese() string {
	return fmt.Sprintf("%s，%d条，%s（%s，%s）", viaChinese(b.Via), b.Parts, b.Cost, moreChinese(b.MoreParts, strconv.Itoa, "条"), moreChinese(b.MoreCost, channel.Cost.String, ""))
}

// moreChinese is how much more or less something is: "多2条".
func moreChinese[N int | channel.Cost](n N, text func(N) string, unit string) string {
	if n < 0 {
		return "少" + text(-n) + unit
	}
	return "多" + text(n) + unit
}

// A Move (阶段变化) is a customer's change from one stage to another, since the one that was
// last seen. The first stage that is seen of a customer is no change: an old customer may be
// new to the engine. Of somebody whose purchases are all paid back, and of whom no other date
// is known, the stage is unknown.
//
// A change by a purchase or a contact is credited to the rule whose message of care or
// marketing reached the customer last before it, on the same day or one of the fourteen
// before. It is the first change after that message, so it is credited once. Notices and
// services follow from what the customer did, and are credited with nothing; nor are tasks.
type Move struct {
	From lifecycle.Stage `json:"from"`
	To   lifecycle.Stage `json:"to"`
}

// String is "new → lapsing".
func (m Move) String() string { return m.From.String() + " → " + m.To.String() }

// Chinese is "新客户 → 预流失客户".
func (m Move) Chinese() string { return m.From.Chinese() + " → " + m.To.Chinese() }

// Said is what is said to a customer, or asked of a person.
type Said struct {
	ID     string       `json:"id"` // the same over every retry
	Via    channel.Kind `json:"via"`
	Text   string       `json:"text"`             // as the customer sees it; the script of a task
	Parts  int          `json:"parts,omitempty"`  // of an SMS
	Cost   channel.Cost `json:"cost,omitempty"`   //
	Merged []string     `json:"merged,omitempty"` // other subjects it speaks for
	// Parcel says that it goes to whoever receives the parcel: no number is known.
	Parcel bool `json:"parcel,omitempty"`

	Message *channel.Message `json:"-"` // as the sender gets it
	Task    *channel.Task    `json:"-"` // as the desk gets it
}

// Path is the identity of the rule: flow/name. Of a change of the stage that no care is
// credited with it is empty.
func (o *Outcome) Path() string {
	if o = o.whole(); o.Verdict == Moved && o.Flow == "" {
		return ""
	}
	return o.Flow + "/" + o.Rule
}

// Goes says whether something was decided to go: a message or a task.
func (o *Outcome) Goes() bool { return o.Verdict == Send || o.Verdict == Task }

// String is one line of a timeline: what, why, until when.
func (o *Outcome) String() string {
	var b strings.Builder
	o = o.whole()
	fmt.Fprintf(&b, "%s %s", o.At.Format("2006-01-02 15:04:05"), o.Customer)
	for _, what := range []string{o.Path(), o.Subject} {
		if what != "" {
			fmt.Fprintf(&b, " %s", what)
		}
	}
	if o.Move != nil {
		fmt.Fprintf(&b, ": %s %s", o.Verdict, o.Move)
	} else if o.Bill != nil {
		fmt.Fprintf(&b, ": %s %s", o.Verdict, o.Bill)
	} else {
		fmt.Fprintf(&b, ": %s %s", o.Verdict, o.Reason)
	}
	if o.By != "" {
		fmt.Fprintf(&b, " (%s)", o.By)
	}
	if !o.Until.IsZero() {
		fmt.Fprintf(&b, " until %s", o.Until.Format("2006-01-02 15:04:05"))
	}
	if o.Goes() && o.Said != nil {
		fmt.Fprintf(&b, " via %s", o.Said.Via)
	}
	return source.OneLine(b.String())
}

// Seen lists what the rule's condition looked at, part by part, with the values
// that it saw. It is empty unless Options.Seen or SimOptions.Seen asked for it: an
// outcome outlives what is remembered of the customer, so it holds these values or
// nothing. Of names, nicks, the customer's own words and numbers of parcels it tells the
// kind and length, "(name, 3 characters)"; of tags, words of the host's own (attr) and
// answers those that the part itself names; of all else what is left without numbers and
// addresses. Options.SeenPersonal has all of it kept in clear.
func (o *Outcome) Seen() []rule.Seen { return o.whole().seen[o.Ref] }

// published are the findings of a step as outcomes. Those that follow each other
// share what they have in common.
func published(key Key, s *decide.Step, found []decide.Finding, zone *time.Location) []Outcome {
	if len(found) == 0 {
		return nil
	}
	out := make([]Outcome, len(found))
	var few [4]*Occasion
	occasions := few[:]
	if len(s.Sights) > len(few) {
		occasions = make([]*Occasion, len(s.Sights))
	}
	var brief *Detail
	var briefAt ask.Instant
	for i := range found {
		f := &found[i]
		occasion := occasions[f.Sight]
		if occasion == nil {
			about := s.About(f)
			occasion = &Occasion{At: about.At.Time(zone), Shop: key.Shop, Customer: key.Customer, Subject: about.Subject, seen: about.Seen}
			occasions[f.Sight] = occasion
		}
		o := &out[i]
		o.Occasion, o.Ref, o.Detail = occasion, f.Ref, nothingMore
		o.Step, o.Verdict, o.Reason = f.Step, Verdict(f.Verdict), Reason(f.Reason)
		if f.Plain() {
			continue
		}
		more := s.More(f)
		by := more.By
		if f.Reason == remember.Blocked || f.Reason == remember.Declined { // whoever did, in the host's words
			by = discreet.Hide(by)
		}
		switch {
		case more.Move != nil:
			move := Move(*more.Move)
			o.Detail = &Detail{By: by, Move: &move}
		case more.Bill != nil:
			bill := Bill(*more.Bill)
			o.Detail = &Detail{Bill: &bill}
		case more.Said != nil || len(more.Ways) > 0:
			o.Detail = &Detail{By: by, Until: timeOf(more.Until, zone), Said: saidOf(more.Said), Ways: more.Ways}
		case by != "" || more.Until > 0:
			if brief == nil || brief.By != by || briefAt != more.Until {
				brief, briefAt = &Detail{By: by, Until: timeOf(more.Until, zone)}, more.Until
			}
			o.Detail = brief
		}
	}
	return out
}

// nothingMore is the detail of plain silence.
var nothingMore = &Detail{}

func timeOf(i ask.Instant, zone *time.Location) time.Time {
	if i >= ask.Forever || i <= 0 {
		return time.Time{}
	}
	return i.Time(zone)
}

func saidOf(s *decide.Said) *Said {
	if s == nil {
		return nil
	}
	said := Said(*s)
	return &said
}

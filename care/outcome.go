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
	"github.com/tiexin-go/tiexin/lifecycle/stage"
)

// A Verdict is the result of evaluating a rule for a subject.
type Verdict uint8

// The verdicts.
const (
	Send    = Verdict(decide.Send)    // a message is sent
	Task    = Verdict(decide.Task)    // a person gets a task
	Wait    = Verdict(decide.Wait)    // evaluated again later
	Skip    = Verdict(decide.Skip)    // nothing is sent
	Regret  = Verdict(decide.Regret)  // a message was sent before a later event showed that it should not have been
	Moved   = Verdict(decide.Moved)   // no rule was evaluated: the customer's stage changed, without a reason; see Move
	Billed  = Verdict(decide.Billed)  // no rule was evaluated: the provider reports another cost of a message, without a reason; see Bill
	Unknown = Verdict(decide.Unknown) // no rule was evaluated: a sender or the desk got no answer, and Said may have been sent, without a reason
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

// A Reason is the reason of a verdict. Tests and statistics rely on its word, never on wording.
type Reason uint8

// The reasons, by verdict.
const (
	Due = Reason(remember.Due) // send, task

	NotYet         = Reason(remember.NotYet)         // time alone will make it true
	InConversation = Reason(remember.InConversation) // an open payment problem or complaint
	Capped         = Reason(remember.Capped)         // a frequency cap is reached; it waits
	QuietHours     = Reason(remember.QuietHours)     // not at this hour
	NeedsReview    = Reason(remember.NeedsReview)    // a person approves first

	ConditionOff      = Reason(remember.ConditionOff)      // not true, and time alone will not change that
	EarlierRule       = Reason(remember.EarlierRule)       // an earlier rule of the flow applies, or will apply
	AlreadySaid       = Reason(remember.AlreadySaid)       // sent about this subject, or by another rule of the flow
	Ended             = Reason(remember.Ended)             // the subject is over for this flow
	TooLate           = Reason(remember.TooLate)           // after fresh, or the deadline would pass
	Blocked           = Reason(remember.Blocked)           // the shop's own blacklist
	Refused           = Reason(remember.Refused)           // the customer opted out
	NoConsent         = Reason(remember.NoConsent)         // the customer has not consented
	NoGuardianConsent = Reason(remember.NoGuardianConsent) // a child's data, without the guardian's consent
	Forbidden         = Reason(remember.Forbidden)         // a never-rule under limits.never
	HeldOut           = Reason(remember.HeldOut)           // the customer is in the flow's control group
	MergedInto        = Reason(remember.MergedInto)        // sent with the message about another subject
	NoWay             = Reason(remember.NoWay)             // every channel is closed, each for its own reason
	NothingToSay      = Reason(remember.NothingToSay)      // a placeholder without value and fallback
	EnoughAlready     = Reason(remember.EnoughAlready)     // a frequency cap is reached; it is dropped
	OverBudget        = Reason(remember.OverBudget)        // the budget is spent
	RuleGone          = Reason(remember.NoRule)            // the rules do not have the rule any more
	Declined          = Reason(remember.Declined)          // a person declined it at review
)

// String is the reason's word: "quiet-hours".
func (r Reason) String() string { return remember.Reason(r).String() }

// MarshalText writes the reason's word.
func (r Reason) MarshalText() ([]byte, error) { return remember.Reason(r).MarshalText() }

// UnmarshalText reads what MarshalText wrote.
func (r *Reason) UnmarshalText(text []byte) error { return (*remember.Reason)(r).UnmarshalText(text) }

// Final reports whether the outcome uses up the firing: nothing later sends it.
func (r Reason) Final() bool { return remember.Reason(r).Final() }

// Reasons lists the words of all reasons.
func Reasons() []string { return remember.Reasons() }

func wordOf(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return fmt.Sprintf("?%d", i)
}

// An Occasion is the time and subject of one evaluation. The outcomes of one evaluation of one
// subject share it. It contains only ids, so it may be kept, also after Forget.
type Occasion struct {
	At       time.Time `json:"at"` // in the shop's zone
	Shop     string    `json:"shop,omitempty"`
	Customer string    `json:"customer"`
	Subject  string    `json:"subject,omitempty"` // the id of the order, parcel, chat or child; empty: the customer, or the only chat or child

	seen map[*rule.Ref][]rule.Seen // what conditions read, where somebody wants to know
}

// An Outcome is the result of evaluating one rule for one subject once. It may also be a change of a
// customer's stage (Moved), the cost of a message (Billed), or a message with an unknown result
// (Unknown). Every evaluated rule has one, so it is small and shares common parts. Its pointers are
// never nil; do not change their targets.
type Outcome struct {
	*Occasion
	*rule.Ref // Flow and Rule; for a change of stage the care that is credited with it, or empty

	Step    uint8   `json:"step,omitempty"` // from 1; 0 if the rule has only one
	Verdict Verdict `json:"verdict"`
	Reason  Reason  `json:"reason"`

	*Detail
}

// A Detail is the rest of an outcome, beyond verdict and reason. Plain silence has none.
type Detail struct {
	// By names what decided: a limit, another rule, an event, a subject. For a message it is the day
	// of the calendar that started it.
	By string `json:"by,omitempty"`
	// Unknown is the part of the never-rule By that could not be evaluated, and so forbids. Empty: By
	// is true.
	Unknown string `json:"unknown,omitempty"`
	// Until is the next evaluation, at the latest. Zero: at the next event.
	Until time.Time `json:"until,omitzero"`

	// Said is the message or task that is sent or waits for review. For Unknown it has no text. Nil
	// if there is none.
	Said *Said `json:"said,omitempty"`
	// Ways are the channels that were checked, if any was closed.
	Ways []channel.Way `json:"ways,omitempty"`
	// Move is the change of a Moved. By names the event that caused it, or "silence" for time alone.
	// By is empty if new rules or another id of the customer caused it.
	Move *Move `json:"move,omitempty"`
	// Bill is the cost of a message, for a Billed.
	Bill *Bill `json:"bill,omitempty"`
}

// A Bill (实际计费) is the provider's cost of a message, if it differs from the estimate at the
// decision.
type Bill struct {
	ID        string       `json:"id"` // of the message
	Via       channel.Kind `json:"via"`
	Parts     int          `json:"parts,omitempty"`
	Cost      channel.Cost `json:"cost,omitempty"`
	MoreParts int          `json:"more_parts,omitempty"` // segments more than estimated; negative: fewer
	MoreCost  channel.Cost `json:"more_cost,omitempty"`  // likewise for the cost
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

// A Move (阶段变化) is a customer's change from one stage to another. The first known stage of a
// customer is no change: an old customer may be new to the engine. The stage is unknown for a
// customer whose purchases are all refunded and who has no other date.
//
// A change by a purchase or a contact is credited to one rule: that of the last care or marketing
// message before it. The message must have reached the customer on the same day or one of the
// fourteen days before. Only the first change after a message is credited. Notices and services
// follow from the customer's own actions and get no credit, and tasks get none either.
type Move struct {
	From stage.Stage `json:"from"`
	To   stage.Stage `json:"to"`
}

// String is "new → lapsing".
func (m Move) String() string { return m.From.String() + " → " + m.To.String() }

// Chinese is "新客户 → 预流失客户".
func (m Move) Chinese() string { return m.From.Chinese() + " → " + m.To.Chinese() }

// Said is a message to a customer, or a task for a person.
type Said struct {
	ID     string       `json:"id"` // the same in every retry
	Via    channel.Kind `json:"via"`
	Text   string       `json:"text"`             // as the customer sees it; the script of a task
	Parts  int          `json:"parts,omitempty"`  // segments of an SMS
	Cost   channel.Cost `json:"cost,omitempty"`   //
	Merged []string     `json:"merged,omitempty"` // other subjects it covers
	// Parcel is true if it is addressed to the parcel's receiver: no number is known.
	Parcel bool `json:"parcel,omitempty"`

	Message *channel.Message `json:"-"` // as passed to the sender
	Task    *channel.Task    `json:"-"` // as passed to the desk
}

// Path is the identity of the rule: flow/name. It is empty for a change of stage without a credited
// rule.
func (o *Outcome) Path() string {
	if o = o.whole(); o.Verdict == Moved && o.Flow == "" {
		return ""
	}
	return o.Flow + "/" + o.Rule
}

// Goes reports whether the decision is to send a message or a task.
func (o *Outcome) Goes() bool { return o.Verdict == Send || o.Verdict == Task }

// String is one line of a timeline: result, reason and next evaluation.
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

// Seen lists the parts of the rule's condition with their values. It is empty unless Options.Seen or
// SimOptions.Seen is set: an outcome may outlive the customer's record, so only the outcome can hold
// the values. For names, nicks, the customer's own words and numbers of parcels it shows kind and
// length, "(name, 3 characters)". For tags, words of the host's own (attr) and answers it shows only
// those that the part itself names. All other values are shown without numbers and addresses.
// Options.SeenPersonal shows everything in clear.
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
	var brief, spare *Detail
	var briefAt ask.Instant
	for i := range found {
		f := &found[i]
		occasion := occasions[f.Sight]
		if occasion == nil {
			about := s.About(f)
			if f.Plain() || spare != nil {
				occasion = new(Occasion)
			} else {
				both := new(detailed)
				occasion, spare = &both.Occasion, &both.Detail
			}
			*occasion = Occasion{At: about.At.Time(zone), Shop: key.Shop, Customer: key.Customer, Subject: about.Subject, seen: about.Seen}
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
		case more.Said != nil || len(more.Ways) > 0 || more.Unknown != "":
			o.Detail = withSaid(Detail{By: by, Unknown: more.Unknown, Until: timeOf(more.Until, zone), Ways: more.Ways}, more.Said)
		case by != "" || more.Until > 0:
			if brief == nil || brief.By != by || briefAt != more.Until {
				if brief, spare = spare, nil; brief == nil {
					brief = new(Detail)
				}
				*brief, briefAt = Detail{By: by, Until: timeOf(more.Until, zone)}, more.Until
			}
			o.Detail = brief
		}
	}
	return out
}

// detailed is an occasion with the detail of its first outcome, in one piece of memory: most
// events have one of each.
type detailed struct {
	Occasion
	Detail
}

// nothingMore is the detail of plain silence.
var nothingMore = &Detail{}

func timeOf(i ask.Instant, zone *time.Location) time.Time {
	if i >= ask.Forever || i <= 0 {
		return time.Time{}
	}
	return i.Time(zone)
}

// withSaid is a detail with what was said, in one piece of memory.
func withSaid(d Detail, s *decide.Said) *Detail {
	if s == nil {
		return &d
	}
	both := &struct {
		Detail
		Said
	}{d, Said(*s)}
	both.Detail.Said = &both.Said
	return &both.Detail
}

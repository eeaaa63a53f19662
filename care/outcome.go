package care

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A Verdict is what became of asking a rule about a subject.
type Verdict uint8

// The verdicts.
const (
	Send   Verdict = iota + 1 // a message goes
	Task                      // a person gets something to do
	Wait                      // asked again later
	Skip                      // silence
	Regret                    // a message had already gone when it was learnt that it should not have
)

var verdicts = []string{"", "send", "task", "wait", "skip", "regret"}

func (v Verdict) String() string { return wordOf(verdicts, int(v)) }

// MarshalText writes the verdict's word.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// A Reason is why. Tests and statistics rely on its word, never on wording.
type Reason uint8

// The reasons, by verdict.
const (
	Due Reason = iota + 1 // send, task

	NotYet         // time alone will make it true
	InConversation // an open payment problem or complaint
	Capped         // enough for now
	QuietHours     // not at this hour
	NeedsReview    // a person approves first

	ConditionOff      // not true, and time alone will not make it true
	EarlierRule       // a rule before it in the flow applies, or is going to
	AlreadySaid       // said about this subject, or another rule of the flow spoke
	Ended             // the subject no longer lives for this flow
	TooLate           // after fresh, or the deadline would pass
	Blocked           // the shop's own black list
	Refused           // the customer said no
	NoConsent         // the customer never said yes
	NoGuardianConsent // a child's data without the guardian's consent
	Forbidden         // a promise under limits.never
	HeldOut           // the customer belongs to the flow's holdout
	MergedInto        // went with the message about another subject
	NoWay             // every channel is closed, each for its own reason
	NothingToSay      // a placeholder without value and fallback
	EnoughAlready     // a cap that drops
	OverBudget        // the money is spent
	RuleGone          // the rules no longer hold the rule
	Declined          // a person said no at review

	reasonCount
)

var reasons = []string{
	"", "due", "not-yet", "in-conversation", "capped", "quiet-hours", "needs-review", "condition-off", "earlier-rule", "already-said", "ended",
	"too-late", "blocked", "refused", "no-consent", "no-guardian-consent", "forbidden", "held-out", "merged-into", "no-way", "nothing-to-say",
	"enough-already", "over-budget", "rule-gone", "declined",
}

func (r Reason) String() string { return wordOf(reasons, int(r)) }

// MarshalText writes the reason's word.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Reasons lists the words of all reasons.
func Reasons() []string { return slices.Clone(reasons[1:]) }

func wordOf(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return fmt.Sprintf("?%d", i)
}

// An Occasion is when, and about whom, rules were asked. The outcomes of one
// asking about one subject share it.
type Occasion struct {
	At       time.Time `json:"at"` // in the shop's zone
	Shop     string    `json:"shop,omitempty"`
	Customer string    `json:"customer"`
	Subject  string    `json:"subject,omitempty"` // the order's id; empty: the customer

	saw sight
}

// An Outcome is what became of asking one rule about one subject, once. It is
// made for every rule asked, so it is small: what outcomes have in common they
// share. What an outcome points at is never nil, and not to be changed.
type Outcome struct {
	*Occasion
	*rule.Ref // Flow and Rule

	Step    uint8   `json:"step,omitempty"` // from 1; 0 where the rule has only one
	Verdict Verdict `json:"verdict"`
	Reason  Reason  `json:"reason"`

	*Detail
}

// A Detail is what an outcome says beyond its verdict and reason. Of plain
// silence there is nothing more to say.
type Detail struct {
	// By names what decided: a limit, another rule, an event, a subject.
	By string `json:"by,omitempty"`
	// Until is when it is asked again, at the latest. Zero: at the next event.
	Until time.Time `json:"until,omitzero"`

	// Said is the message or task: what goes, or what waits for review. Nil in
	// silence.
	Said *Said `json:"said,omitempty"`
	// Ways are the channels that were looked at, if any was closed.
	Ways []channel.Way `json:"ways,omitempty"`
}

// Said is what is said to a customer, or asked of a person.
type Said struct {
	ID     string       `json:"id"` // the same over every retry
	Via    channel.Kind `json:"via"`
	Text   string       `json:"text"`             // as the customer sees it; the script of a task
	Parts  int          `json:"parts,omitempty"`  // of an SMS
	Cost   channel.Cost `json:"cost,omitempty"`   //
	Merged []string     `json:"merged,omitempty"` // other subjects it speaks for

	Message *channel.Message `json:"-"` // as the sender gets it
	Task    *channel.Task    `json:"-"` // as the desk gets it
}

// Path is the identity of the rule: flow/name.
func (o *Outcome) Path() string { return o.Flow + "/" + o.Rule }

// Goes says whether something was decided to go: a message or a task.
func (o *Outcome) Goes() bool { return o.Verdict == Send || o.Verdict == Task }

// Final says whether the outcome uses up the firing: it is silence that nothing
// revives.
func (r Reason) Final() bool {
	return r >= AlreadySaid
}

// String is one line of a timeline: what, why, until when.
func (o *Outcome) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s", o.At.Format("2006-01-02 15:04:05"), o.Customer, o.Path())
	if o.Subject != "" {
		fmt.Fprintf(&b, " %s", o.Subject)
	}
	fmt.Fprintf(&b, ": %s %s", o.Verdict, o.Reason)
	if o.By != "" {
		fmt.Fprintf(&b, " (%s)", o.By)
	}
	if !o.Until.IsZero() {
		fmt.Fprintf(&b, " until %s", o.Until.Format("2006-01-02 15:04:05"))
	}
	if o.Goes() {
		fmt.Fprintf(&b, " via %s", o.Said.Via)
	}
	return b.String()
}

// Seen lists what the rule's condition looked at, part by part, with the values
// it saw. It is worked out when asked for.
func (o *Outcome) Seen() []rule.Seen {
	if r := o.Compiled(); r != nil {
		return o.Occasion.seen(r.If)
	}
	return nil
}

package remember

import "fmt"

// A Reason is why something is said, waits, or is not said. Tests and statistics
// rely on its word, never on wording. Its number stands in blobs: a new reason comes
// last.
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
	EarlierRule       // an earlier rule of the flow applies, or will apply
	AlreadySaid       // said about this subject, or another rule of the flow spoke
	Ended             // the subject has ended for this flow
	TooLate           // after fresh, or the deadline would pass
	Blocked           // the shop's own black list
	Refused           // the customer opted out
	NoConsent         // the customer has not consented
	NoGuardianConsent // a child's data without the guardian's consent
	Forbidden         // a promise under limits.never
	HeldOut           // the customer belongs to the flow's holdout
	MergedInto        // went with the message about another subject
	NoWay             // every channel is closed, each for its own reason
	NothingToSay      // a placeholder without value and fallback
	EnoughAlready     // a cap that drops
	OverBudget        // the money is spent
	NoRule            // rule-gone: the rules no longer hold the rule
	Declined          // a person declined it
)

var reasons = []string{
	"", "due", "not-yet", "in-conversation", "capped", "quiet-hours", "needs-review", "condition-off", "earlier-rule", "already-said", "ended",
	"too-late", "blocked", "refused", "no-consent", "no-guardian-consent", "forbidden", "held-out", "merged-into", "no-way", "nothing-to-say",
	"enough-already", "over-budget", "rule-gone", "declined",
}

// Reasons lists the words of all reasons.
func Reasons() []string { return append([]string(nil), reasons[1:]...) }

// String is the reason's word: "quiet-hours".
func (r Reason) String() string {
	if int(r) < len(reasons) {
		return reasons[r]
	}
	return fmt.Sprintf("?%d", uint8(r))
}

// MarshalText writes the reason's word.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *Reason) UnmarshalText(text []byte) error {
	for i, word := range reasons {
		if word == string(text) {
			*r = Reason(i)
			return nil
		}
	}
	return fmt.Errorf("care: unknown reason %q", text)
}

// Final says that silence for this reason uses up the firing: nothing revives it.
func (r Reason) Final() bool { return r >= AlreadySaid }

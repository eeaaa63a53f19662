package care

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// whyEnglish are the reasons in sentences.
var whyEnglish = map[Reason]string{
	NotYet: "not due yet", InConversation: "a payment problem or a complaint is open", Capped: "a cap is reached for now",
	QuietHours: "quiet hours", NeedsReview: "a person must approve it first", ConditionOff: "the condition is not true",
	EarlierRule: "a rule before it in the flow applies", AlreadySaid: "already sent", Ended: "the subject has ended",
	TooLate: "too late to be sent", Blocked: "the shop has blocked the customer", Refused: "the customer opted out",
	NoConsent: "the customer has not consented", NoGuardianConsent: "the guardian has not consented", Forbidden: "a promise under limits.never forbids it",
	HeldOut: "the customer is in the control group of the flow", MergedInto: "the message about another one covers it",
	NoWay: "no channel to the customer is open", NothingToSay: "the text lacks a value", EnoughAlready: "a cap is reached, and the message is dropped",
	OverBudget: "the budget is spent", RuleGone: "the rules no longer contain the rule", Declined: "a person declined it",
}

var fatesEnglish = map[Fate]string{
	WasHandedOver: "handed over", WasUnknown: "unknown whether it was sent", WasDelivered: "delivered", WasFailed: "failed", WasTooLate: "dropped: not accepted in time",
	WasTakenBack: "taken back before it was done", WasAnswered: "the customer answered", WasApproved: "approved", WasDeclined: "declined",
	WasClaimed: "taken on by a person", WasGivenBack: "given back by the person who had taken it on",
	WasDone: "done", WasNotDone: "tried without success", WasRefused: "the customer refused",
}

type pastEnglish struct{}

func (pastEnglish) at(t time.Time) string { return t.Format(time.DateTime) }

func (p pastEnglish) opening(x *Past) string {
	if x.isDay() {
		return fmt.Sprintf("customer %s on %s", x.Key.Customer, x.From.Format("Monday, 2006-01-02"))
	}
	return fmt.Sprintf("customer %s from %s to %s", x.Key.Customer, p.at(x.From), p.at(x.To))
}

func (p pastEnglish) notes(x *Past) (notes []string) {
	if x.Asked != "" {
		notes = append(notes, x.Asked+" is the same person: it was put together with this id")
	}
	if len(x.Also) > 0 {
		notes = append(notes, "put together from "+strings.Join(append([]string{x.Key.Customer}, x.Also...), ", "))
	}
	if !x.Forgotten.IsZero() {
		notes = append(notes, "forgotten at "+p.at(x.Forgotten)+": earlier lines are gone")
	}
	switch {
	case !x.Kept && x.Begins.IsZero():
		notes = append(notes, "no journal is kept, so that time is unknown; set care.Options.Journal to keep one")
		return notes
	case !x.Kept:
		notes = append(notes, "the journal is no longer kept; the following is from when it was")
	case !x.Since.IsZero() && x.From.Before(x.Since):
		notes = append(notes, "lines from before "+p.at(x.Since)+" are not kept")
	}
	switch {
	case x.Begins.IsZero():
		notes = append(notes, "the journal of this customer is empty")
	case x.Begins.After(x.From):
		notes = append(notes, "the journal of this customer begins at "+p.at(x.Begins))
	}
	return notes
}

func (pastEnglish) sum(s pastSum) string {
	some := func(n int, one, many string) string {
		if n == 1 {
			return "1 " + one
		}
		return fmt.Sprintf("%d %s", n, many)
	}
	var parts []string
	add := func(n int, one, many string) {
		if n > 0 {
			parts = append(parts, some(n, one, many))
		}
	}
	add(s.messages[goneNow], "message was sent", "messages were sent")
	add(s.messages[unknownNow], "message may have been sent: no answer came", "messages may have been sent: no answer came")
	if len(parts) == 0 {
		parts = append(parts, "no message was sent")
	}
	add(s.messages[waitsNow], "message waits to be sent", "messages wait to be sent")
	if n := s.tasks[goneNow]; n > 0 {
		parts = append(parts, "people got "+some(n, "task", "tasks"))
	}
	add(s.tasks[unknownNow], "task may have been handed over: no answer came", "tasks may have been handed over: no answer came")
	add(s.tasks[waitsNow], "task waits to be handed over", "tasks wait to be handed over")
	if s.none() {
		return "nothing was sent"
	}
	return strings.Join(parts, "; ")
}

func (p pastEnglish) stopped(s Stopped) string {
	what := "the desk of tasks"
	if s.Channel != channel.None {
		what = s.Channel.String()
	}
	if s.Wording != "" {
		what = "the text " + s.Wording + " by " + what
	}
	what += " is stopped until " + p.at(s.Until)
	if why := theirWords(s.Why); why != "" {
		what += ": " + why
	}
	return what
}

func (pastEnglish) waits(*Outcome) string { return "waits to be handed over" }

func (pastEnglish) silence(x *Past) string {
	if !x.Kept && x.Begins.IsZero() {
		return "nothing is known"
	}
	return "nothing was written in that time: no rule was due, or its condition was not true"
}

func (pastEnglish) before() string { return "state before" }

func (p pastEnglish) standing(x *Past, o *Outcome) string {
	return p.at(o.At) + " " + p.subject(o) + ": " + p.decision(x, o)
}

func (pastEnglish) subject(o *Outcome) string {
	switch {
	case o.Verdict == Moved:
		return "the customer"
	case o.Subject != "":
		return cmp.Or(o.About(), "subject") + " " + o.Subject
	}
	return "the " + cmp.Or(o.About(), "customer")
}

func (p pastEnglish) decision(x *Past, o *Outcome) string {
	if o.Bill != nil {
		return p.rule(o) + ": the provider bills " + o.Bill.String()
	}
	if o.Move != nil {
		return "the stage changed: " + o.Move.String() + inBrackets(o.By)
	}
	line := p.rule(o)
	if o.Step > 0 {
		line += fmt.Sprintf(", step %d", o.Step)
	}
	line += ": " + o.Verdict.String()
	if o.Goes() {
		line += " by " + viaEnglish(o.Said)
	} else {
		line += " " + o.Reason.String()
	}
	line += inBrackets(o.By)
	if !o.Until.IsZero() {
		line += " until " + p.at(o.Until)
	}
	if why := whyEnglish[o.Reason]; why != "" && o.Verdict != Regret {
		line += ": " + why
	}
	if o.Unknown != "" {
		line += "; unknown: " + o.Unknown
	}
	if x.wentPast(o) {
		line += "; nothing was written after that"
	}
	return line
}

func (pastEnglish) rule(o *Outcome) string { return o.Path() + inBrackets(o.title()) }

func (p pastEnglish) ended(_ *Past, all []*Outcome) string {
	rules := make([]string, len(all))
	for i, o := range all {
		rules[i] = p.rule(o)
	}
	return strings.Join(rules, ", ") + ": " + Skip.String() + " " + Ended.String() + inBrackets(all[0].By) + ": " + whyEnglish[Ended]
}

func viaEnglish(s *Said) string {
	if s == nil || s.Via == channel.None {
		return "shop staff"
	}
	return s.Via.String()
}

func inBrackets(by string) string {
	if by == "" {
		return ""
	}
	return " (" + by + ")"
}

func (pastEnglish) said(s *Said) string { return viaEnglish(s) + s.toWhom() + ": " + s.Text }

func (pastEnglish) seen(s rule.Seen) string { return s.String() }

func (pastEnglish) way(_ *Past, w channel.Way) string { return w.String() }

func (p pastEnglish) news(at time.Time, n *News) string {
	line := p.at(at) + " " + fatesEnglish[n.Fate]
	if n.Via != channel.None {
		line += " by " + n.Via.String()
	}
	if n.Fate == WasFailed {
		if n.Final {
			line += " for good"
		} else {
			line += " for now"
		}
	}
	if why := theirWords(n.Why); why != "" {
		line += ": " + why
	}
	return line
}

func (p pastEnglish) newsOf(n *News, o *Outcome) string {
	what := n.ID
	if o != nil {
		what = o.Path() + " of " + p.at(o.At)
	}
	return what + ": " + strings.TrimPrefix(p.news(time.Time{}, n), p.at(time.Time{})+" ")
}

func (pastEnglish) unread(l *JournalLine) string {
	return "a line of a later version of this library: " + discreet.Hide(string(l.Body))
}

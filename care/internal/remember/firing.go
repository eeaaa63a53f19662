package remember

import (
	"strings"

	"github.com/tiexin-go/tiexin/channel"
)

// A Firing is what one rule did, does or will do about one subject.
type Firing struct {
	Subject *Subject
	Rule    string // path
	Number  int    // the rule's number when it was last looked up: a hint

	state        State
	Due          int64        // when it became due, in milliseconds; 0: not yet
	Times        int          // how often it spoke before: the occurrence
	Step         int          // the next step, from 0
	StepAt       int64        // when the step before was done
	Said         int64        // last message decided; 0: none
	Via          channel.Kind // of the message or task that is under way or went last
	Until        int64        // of a task under way: its deadline
	Closed       channel.Set  // channels that failed for good for this step
	ClosedBefore channel.Set  // likewise for the step before: what it was handed to may still be told to have failed
	Failures     []Failure    // why those channels are closed
	Reason       Reason       // of the skip that used it up
	By           string
	Brought      string // what the event brought that began it, as [Brought] writes it; empty: nothing that is kept
	Begun        string // the event or moment that began it; empty: none
	Occasion     int64  // when that moment came, in milliseconds; 0: no moment began it
	Announced    uint64 // of a firing that an announcement began, which one: see [Answer]; 0: none
	Merged       bool   // the last thing said went with another subject's message
	Apart        bool   // a message had no room for it: it speaks for itself
	Shown        uint64 // what a person was last shown to approve
	Approved     bool
	Asked        bool // it was due once, and in time
	Reviewing    bool
	Claim        *Claim // who has taken the task on; nil: nobody
	As           *Alias // the identity of its messages, where it is not the customer's own; nil: it is

	unknown string // fields
}

// An Alias is under which id of the customer a firing began, before two ids were put
// together: its messages keep their identity, so that reports about them find it.
type Alias struct {
	Customer string
	Times    int // that the customer had been forgotten

	unknown string // fields
}

// A Claim says who has taken a task on, and when.
type Claim struct {
	By string // empty: whoever had it has given it back
	At int64  // in milliseconds

	unknown string // fields
}

// A Failure says why a channel is closed for good, in the provider's words.
type Failure struct {
	Via  channel.Kind
	Late bool // it came too late
	Why  string

	unknown string // fields
}

// State is where a firing stands. Only [Firing.Move] changes it:
//
//	           Decided                Done, steps follow
//	Waiting ───────────► Handing ─────────────────────► Speaking ──► Handing, Tasking …
//	   │  ▲ Failed,         │ Done, the last step           │
//	   │  │ TakenBack       ▼                               │ AllSaid
//	   │  └───────────── Spoken ◄───────────────────────────┘
//	   │ Opened             ▲ Done, the last step; EndedByEvent, EndedByTime
//	   ├───────────► Tasking
//	   │ Silenced, EndedByEvent, EndedByTime, RuleGone, Expired
//	   └───────────► UsedUp ──► back (Revived, RuleBack)
//
// "Back" is Waiting before the first step and Speaking after it. Whatever leaves Handing
// or Tasking is cancelled: it leaves the outbox.
type State uint8

// The states.
const (
	Waiting  State = iota // asked or started, nothing said yet
	Speaking              // something was said, steps may follow
	Handing               // a message is decided and not yet handed over
	Tasking               // a task is open
	Spoken                // all steps done
	UsedUp                // skipped for good

	stateCount
)

// An Event is what befalls a firing.
type Event uint8

// The events.
const (
	Decided      Event = iota // a message is decided, and waits to be handed over
	Opened                    // a task is opened
	Done                      // the step is done: handed over, closed by a person, or said by another's message
	TimePassed                // the time of a task has passed, and the next step is looked at
	AllSaid                   // no step is left that may speak
	Silenced                  // a reason ends it in silence
	EndedByEvent              // the subject no longer lives, because of an event
	EndedByTime               // the subject no longer lives, because of time
	RuleGone                  // the rule is no longer in the rule files
	RuleBack                  // they hold it again
	Revived                   // the subject lives after all
	Failed                    // the channel failed for good
	TakenBack                 // what was decided may no longer go
	Withdrawn                 // the task that people have is not to be done
	Expired                   // nobody took it in time
	Released                  // the message that spoke for it did not go
	WentAnyway                // its message went although the rule is gone

	eventCount
)

// Effects are what has to be done besides, in this order.
type Effects uint8

// The effects.
const (
	Cancel   Effects = 1 << iota // take the message or task out of the outbox
	Withdraw                     // tell the desk that the task is pointless
	GiveBack                     // free the slot and the money
	Release                      // ask those again for whom the message spoke
	Unsay                        // what was said does not count: Firing.Unsay
)

// Has says whether an effect is among them.
func (e Effects) Has(one Effects) bool { return e&one != 0 }

const undone = GiveBack | Release | Unsay

// A transition is a cell of the machine.
type transition struct {
	to      State
	back    bool // to Waiting before the first step, to Speaking after it, instead
	on      bool // the step is done: to Spoken after the last, to Speaking before it, instead
	undo    bool // the step that was done before is undone first
	close   bool // the channel is closed for the step
	effects Effects
}

// machine holds every change of state that there is; an event that is not here
// changes nothing.
var machine = [stateCount][eventCount]*transition{
	Waiting: {
		Decided: {to: Handing}, Opened: {to: Tasking}, Done: {on: true}, AllSaid: {to: Spoken}, Silenced: {to: UsedUp}, EndedByEvent: {to: UsedUp},
		EndedByTime: {to: UsedUp}, RuleGone: {to: UsedUp}, WentAnyway: {to: Spoken},
	},
	Speaking: {
		Decided: {to: Handing}, Opened: {to: Tasking}, Done: {on: true}, AllSaid: {to: Spoken}, Silenced: {to: UsedUp}, RuleGone: {to: UsedUp},
		Failed: {back: true, undo: true, close: true, effects: undone}, Released: {back: true, undo: true, effects: Unsay}, WentAnyway: {to: Spoken},
	},
	Handing: {
		Done: {on: true}, EndedByEvent: {to: UsedUp, effects: undone}, EndedByTime: {to: UsedUp, effects: undone},
		RuleGone: {to: UsedUp, effects: undone}, Failed: {back: true, close: true, effects: undone}, TakenBack: {back: true, effects: undone},
		Expired: {to: UsedUp, effects: undone}, WentAnyway: {to: Spoken},
	},
	Tasking: {
		Done: {on: true}, TimePassed: {to: Speaking}, AllSaid: {to: Spoken}, Silenced: {to: UsedUp}, EndedByEvent: {to: Spoken, effects: Withdraw | Release},
		EndedByTime: {to: Spoken, effects: Withdraw}, RuleGone: {to: UsedUp, effects: Withdraw | Release | Unsay},
		Failed: {back: true, close: true, effects: undone}, TakenBack: {back: true, effects: undone}, Withdrawn: {back: true, effects: Withdraw | undone},
		Expired: {to: UsedUp, effects: undone}, WentAnyway: {to: Spoken},
	},
	Spoken: {
		Failed: {back: true, undo: true, close: true, effects: undone}, Released: {back: true, undo: true, effects: Unsay},
	},
	UsedUp: {
		RuleBack: {back: true, effects: Unsay}, Revived: {back: true}, WentAnyway: {to: Spoken},
	},
}

// State is where the firing stands.
func (f *Firing) State() State { return f.state }

// Decided says that a message or task of the firing is decided and under way: it may be
// in the outbox.
func (f *Firing) Decided() bool { return f.state == Handing || f.state == Tasking }

// Over says that the firing has come to its end.
func (f *Firing) Over() bool { return f.state == Spoken || f.state == UsedUp }

// Move lets an event befall the firing at a millisecond. Last says that no step
// follows the one that is under way. What it returns is for the caller to do; it is
// nothing where the event changes nothing.
func (f *Firing) Move(e Event, now int64, last bool) Effects {
	t := machine[f.state][e]
	if t == nil {
		return 0
	}
	effects := t.effects
	if f.Decided() {
		effects |= Cancel
	}
	if t.undo {
		f.Step--
		f.Closed = f.ClosedBefore
	}
	if t.close {
		f.Closed = f.Closed.With(f.Via)
	}
	switch {
	case t.on:
		f.stepOn(now)
		if f.state = Speaking; last {
			f.state = Spoken
		}
	case t.back:
		if f.state = Waiting; f.Step > 0 {
			f.state = Speaking
		}
		f.Reason, f.By = 0, ""
	default:
		if f.state = t.to; t.to != UsedUp {
			f.Reason, f.By = 0, ""
		}
	}
	if f.state != Tasking {
		f.Claim = nil
	}
	return effects
}

// ClaimedBy notes who has taken a task on that is open. The latest word counts, whenever
// it comes.
func (f *Firing) ClaimedBy(by string, at int64) {
	if f.state == Tasking && (f.Claim == nil || at >= f.Claim.At) {
		f.Claim = &Claim{By: by, At: at}
	}
}

// stepOn goes to the next step.
func (f *Firing) stepOn(now int64) {
	f.Step++
	f.StepAt, f.Approved, f.Reviewing = now, false, false
	f.Closed, f.ClosedBefore = 0, f.Closed
}

// Silence ends the firing for a reason.
func (f *Firing) Silence(e Event, reason Reason, by string, now int64) Effects {
	if machine[f.state][e] == nil {
		return 0
	}
	effects := f.Move(e, now, true)
	if f.state == UsedUp {
		f.Reason, f.By, f.StepAt = reason, by, now
	}
	return effects
}

// Unsay goes back to before the step that is under way was said.
func (f *Firing) Unsay() {
	f.Said = 0
	if f.Step > 0 {
		f.Said = f.StepAt
	}
}

// Again begins the firing anew; how often it spoke before is counted, because no
// two messages may have the same identity.
func (f *Firing) Again(due int64) {
	*f = Firing{Subject: f.Subject, Rule: f.Rule, Number: f.Number, Due: due, Times: f.Times + 1, As: f.As, unknown: f.unknown}
}

// Restart forgets how far the firing has come, but not how often it spoke, nor which
// moment it is done with.
func (f *Firing) Restart() {
	begun := f.Begun
	*f = Firing{Subject: f.Subject, Rule: f.Rule, Number: f.Number, Times: f.Times, Occasion: f.Occasion, As: f.As, unknown: f.unknown}
	if f.Occasion != 0 {
		f.Begun = begun
	}
}

// Flow is the name of the flow of the rule.
func (f *Firing) Flow() string {
	flow, _, _ := strings.Cut(f.Rule, "/")
	return flow
}

// BelongsTo says that the firing is one of a rule of the flow.
func (f *Firing) BelongsTo(flow string) bool {
	return len(f.Rule) > len(flow) && f.Rule[len(flow)] == '/' && strings.HasPrefix(f.Rule, flow)
}

// UnderWay says that the rule has begun about the subject and is not done.
func (f *Firing) UnderWay() bool { return f != nil && f.Due != 0 && !f.Over() }

// Follows says that the step of a subject is silent because of the message of
// another, the leader, that speaks for both.
func (f *Firing) Follows(leader *Firing) bool {
	return f.Merged && f != leader && leader.Said != 0 && f.Said == leader.Said && f.Step == leader.Step+1 && f.Flow() == leader.Flow()
}

// IsSilentAfter says that the step of a subject came up after the same step of another, the
// leader, had spoken, and was silent because another's had.
func (f *Firing) IsSilentAfter(leader *Firing) bool {
	return f.Merged && f != leader && leader.Said != 0 && f.Said > leader.Said && f.Step == leader.Step+1 && f.Flow() == leader.Flow()
}

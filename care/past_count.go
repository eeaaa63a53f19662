package care

import (
	"slices"

	"github.com/tiexin-go/tiexin/channel"
)

// A standingNow is what is known of something that was decided to go.
type standingNow uint8

const (
	waitsNow   standingNow = iota // in the outbox
	unknownNow                    // it may have gone
	goneNow
	endedNow // it did not go, or did not arrive
)

// A pastSum counts what was decided to go in a time, by how it stands.
type pastSum struct{ messages, tasks [endedNow + 1]int }

// none says that nothing went, may have gone or is to go.
func (s *pastSum) none() bool {
	return *s == pastSum{messages: [endedNow + 1]int{endedNow: s.messages[endedNow]}, tasks: [endedNow + 1]int{endedNow: s.tasks[endedNow]}}
}

// sum counts the messages and tasks of the time.
func (x *Past) sum() (s pastSum) {
	became, _ := x.became()
	for i := range x.Lines {
		switch o := x.Lines[i].Decided; {
		case o == nil || !o.Goes():
		case o.Verdict == Task:
			s.tasks[x.Lines[i].standingNow(became[i])]++
		default:
			s.messages[x.Lines[i].standingNow(became[i])]++
		}
	}
	return s
}

// standingNow is how something stands that was decided to go, by the news of it: what has
// arrived has arrived, and a later report settles an unknown outcome.
func (l *JournalLine) standingNow(news []JournalLine) standingNow {
	at, arrived := goneNow, false
	if l.Queued {
		at = waitsNow
	}
	for i := range news {
		switch n := news[i].News; n.Fate {
		case WasDelivered, WasAnswered, WasClaimed, WasDone, WasNotDone, WasRefused:
			at, arrived = goneNow, true
		case WasHandedOver:
			at = goneNow
		case WasUnknown:
			if !arrived {
				at = unknownNow
			}
		case WasTakenBack, WasTooLate:
			at = endedNow
		case WasFailed:
			if n.Final && !arrived {
				at = endedNow
			}
		}
	}
	return at
}

// stops are those of the stops by which something of the time waits.
func (x *Past) stops(all []Stopped) (some []Stopped) {
	became, _ := x.became()
	for i := range x.Lines {
		o := x.Lines[i].Decided
		if o == nil || !o.Goes() || x.Lines[i].standingNow(became[i]) != waitsNow {
			continue
		}
		for _, stopped := range stopsOf(all, laneOf(o), o.wording()) {
			if !slices.Contains(some, stopped) {
				some = append(some, stopped)
			}
		}
	}
	return some
}

// stopsOf are those of the stops that hold up a wording on a channel; None: the desk of
// tasks.
func stopsOf(all []Stopped, k channel.Kind, wording string) []Stopped {
	return slices.DeleteFunc(slices.Clone(all), func(s Stopped) bool {
		return s.Channel != k || s.Wording != "" && s.Wording != wording
	})
}

// laneOf is the channel whose sender takes what goes; None: the desk of tasks does.
func laneOf(o *Outcome) channel.Kind {
	if o.Verdict == Task || o.Said == nil {
		return channel.None
	}
	return o.Said.Via
}

// wording is the name of the text of what goes; empty: the rules do not say.
func (o *Outcome) wording() string {
	r, step := o.Compiled(), max(int(o.Step), 1)
	if r == nil || step > len(r.Steps) || r.Steps[step-1].Text == nil {
		return ""
	}
	return r.Steps[step-1].Text.Name
}

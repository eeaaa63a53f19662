package decide

import (
	"slices"

	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// ClosedWays are the channels that are closed as things stand for a rule that is silent
// about a subject for good.
func (s *Step) ClosedWays(about *remember.Subject, path string) []channel.Way {
	f := about.Firing(path)
	if f == nil {
		return nil
	}
	r, ok := s.rules.of(f)
	if !ok || f.Step >= len(r.Steps) {
		return nil
	}
	_, ways := s.waysOf(s.candidateOf(r, f, f.Step))
	return slices.DeleteFunc(ways, func(w channel.Way) bool { return w.Closed == channel.Open })
}

// UnknownPromise names the part of a promise that is unknown as things stand, and so keeps
// a rule silent about a subject; empty: none.
func (s *Step) UnknownPromise(about *remember.Subject, path, name string) string {
	f := about.Firing(path)
	if f == nil {
		return ""
	}
	r, ok := s.rules.of(f)
	if !ok || f.Step >= len(r.Steps) {
		return ""
	}
	c := s.candidateOf(r, f, f.Step)
	for _, n := range s.rules.Nevers {
		if n.Name != name {
			continue
		}
		for _, k := range append([]channel.Kind{channel.None}, c.what().Via...) {
			if (k != channel.None || !n.If.ChannelWord) && s.broken(n, c, k) {
				return c.unknown.part
			}
		}
	}
	return ""
}

// explainFailures says of the channels that failed for good why they did.
func explainFailures(ways []channel.Way, f *remember.Firing) {
	for i := range ways {
		for _, x := range f.Failures {
			if w := &ways[i]; x.Via == w.Kind && w.Closed == channel.Undeliverable {
				if w.Why = x.Why; x.Late {
					w.Closed = channel.TooLate
				}
			}
		}
	}
}

// whyClosed is the reason when every channel is closed: the one they share, if it
// says more than that there is no way.
func whyClosed(ways []channel.Way) (remember.Reason, string) {
	reason, ok := sharedReasons[ways[0].Closed]
	for _, w := range ways {
		if !ok || w.Closed != ways[0].Closed {
			return remember.NoWay, ""
		}
	}
	return reason, ways[0].By
}

var sharedReasons = map[channel.Closed]remember.Reason{
	channel.NothingToSay: remember.NothingToSay, channel.EnoughAlready: remember.EnoughAlready, channel.OverBudget: remember.OverBudget,
	channel.QuietHours: remember.QuietHours, channel.Forbidden: remember.Forbidden, channel.TooLate: remember.TooLate,
}

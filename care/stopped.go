package care

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// A Stopped is a stopped channel. Its sender answered [channel.ErrStopped], since there is
// no balance or an account or a signature is blocked, or too many of its messages failed.
// With a Wording only that text is stopped, because the sender answered
// [channel.ErrWording]. Its messages wait, and do not move to another channel.
type Stopped struct {
	Channel channel.Kind `json:"channel"`           // None, the empty word: the desk of tasks
	Wording string       `json:"wording,omitempty"` // the text's name in the rule file; empty: the whole channel
	Since   time.Time    `json:"since"`             // in the shop's zone, as Until
	Until   time.Time    `json:"until"`             // one message is tried then, or at once after Resume
	Why     string       `json:"why"`               // the provider's words, without any number or address
}

// How long a channel or a wording rests that was stopped: at first, and at most when it
// stops again and again.
const (
	shortestStop = 10 * time.Minute
	longestStop  = time.Hour
)

// A rest is how something does not go that was stopped. The zero rest is over.
type rest struct {
	stopped Stopped
	times   int  // that it was stopped without anything going between
	trying  bool // the rest is over, and one message is under way to see whether it goes
}

// begin has something rest from now on. It says false of what was on its way when it was
// stopped.
func (r *rest) begin(as Stopped, now time.Time) bool {
	if now.Before(r.stopped.Until) {
		return false
	}
	if as.Since = r.stopped.Since; as.Since.IsZero() {
		as.Since = now
	}
	as.Until = now.Add(r.next())
	r.stopped, r.trying = as, false
	r.times++
	return true
}

// next is how long the next rest lasts.
func (r *rest) next() time.Duration { return min(shortestStop<<min(r.times, 8), longestStop) }

// Stopped lists the stopped channels, in the order of their constants, and the stopped
// wordings, in the order of their names.
func (e *Engine) Stopped() []Stopped {
	var all []Stopped
	zone := e.rules.Load().Shop.Zone
	add := func(s Stopped) {
		s.Since, s.Until = s.Since.In(zone), s.Until.In(zone)
		all = append(all, s)
	}
	for _, l := range e.lanes {
		l.mu.Lock()
		if !l.rest.stopped.Since.IsZero() {
			add(l.rest.stopped)
		}
		for _, r := range l.wordings {
			add(r.stopped)
		}
		l.mu.Unlock()
	}
	slices.SortFunc(all, func(a, b Stopped) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Wording, b.Wording))
	})
	return all
}

// Resume restarts a stopped channel at once, with all its wordings: call it when the cause
// is fixed. None is the desk of tasks.
func (e *Engine) Resume(k channel.Kind) {
	if int(k) >= len(e.lanes) {
		return
	}
	l := e.lanes[k]
	l.mu.Lock()
	l.rest, l.wordings, l.recently, l.jumps = rest{}, nil, recently{}, 0
	l.mu.Unlock()
	l.nudges()
}

// stop has the lane rest, and says so.
func (l *lane) stop(now time.Time, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.rest.begin(Stopped{Channel: channel.Kind(laneNumber(l.name)), Why: why}, now) {
		l.engine.options.Logger.Error("care: a channel is stopped, and its messages stay queued; fix it, and call Resume to continue at once",
			"channel", l.name, "until", l.rest.stopped.Until, "error", why)
	}
}

// runs notes that something went.
func (l *lane) runs() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.rest.times > 0 {
		l.engine.options.Logger.Info("care: a stopped channel works again", "channel", l.name)
	}
	l.rest = rest{}
}

// rests says until when the lane is stopped; zero: it is not. It tries one posting when
// a rest is over: tries says so.
func (l *lane) rests(now time.Time) (until time.Time, tries bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Before(l.rest.stopped.Until) {
		return l.rest.stopped.Until, false
	}
	return time.Time{}, l.rest.times > 0
}

// isStop says that an error stands for the whole channel.
func isStop(err error) bool { return errors.Is(err, channel.ErrStopped) }

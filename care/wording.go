package care

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/channel"
)

// A wording that its provider does not let through rests as a channel does, and nothing
// else of the channel waits for it: its postings are put aside, so that they fill no page of
// what may go, and brought back when it goes again.

// isWording says that an error stands for what has the wording of a message.
func isWording(err error, body envelope) bool {
	return body.Message != nil && errors.Is(err, channel.ErrWording)
}

// stopWording has a wording rest, and says so the first time. It returns until when.
func (l *lane) stopWording(name string, now time.Time, why string) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.wordings[name]
	if r == nil {
		r = &rest{}
		if l.wordings == nil {
			l.wordings = map[string]*rest{}
		}
		l.wordings[name] = r
	}
	if r.begin(Stopped{Channel: channel.Kind(laneNumber(l.name)), Wording: name, Why: why}, now) && r.times == 1 {
		l.engine.options.Logger.Error("care: a wording is stopped, and its messages stay queued; fix it in the rule file or at the provider, and call Resume to continue at once",
			"channel", l.name, "wording", name, "until", r.stopped.Until, "error", why)
	}
	return r.stopped.Until
}

// saysAgain notes that a wording went, or that it was the message that failed.
func (l *lane) saysAgain(name string) {
	l.mu.Lock()
	_, stopped := l.wordings[name]
	delete(l.wordings, name)
	l.mu.Unlock()
	if stopped {
		l.engine.options.Logger.Info("care: a stopped wording works again", "channel", l.name, "wording", name)
		l.nudges()
	}
}

// admits says until when a message with a wording has to wait; zero: it may be tried. When
// a rest is over one is, and the others wait for what comes of it.
func (l *lane) admits(name string, now time.Time) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.wordings[name]
	switch {
	case r == nil:
		return time.Time{}
	case now.Before(r.stopped.Until):
		return r.stopped.Until
	case r.trying:
		return now.Add(r.next())
	}
	r.trying = true
	return time.Time{}
}

// tried notes that a posting is not under way any more: if its wording is still stopped, the
// next one may be tried.
func (l *lane) tried(p *Posting) {
	name, ok := l.wordingOf(p)
	if !ok {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if r := l.wordings[name]; r != nil {
		r.trying = false
	}
}

// wordingOf is the wording of a posting, where any wording is stopped.
func (l *lane) wordingOf(p *Posting) (name string, ok bool) {
	l.mu.Lock()
	none := len(l.wordings) == 0
	l.mu.Unlock()
	var body struct {
		Message *struct {
			Wording string `json:"wording"`
		} `json:"message"`
	}
	if none || json.Unmarshal(p.Body, &body) != nil || body.Message == nil {
		return "", false
	}
	return body.Message.Wording, true
}

// goes says that a wording is not stopped.
func (l *lane) goes(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.wordings[name] == nil
}

// reword lets those wordings go on of which the new rules say something else than the old.
func (e *Engine) reword(before, now *decide.Rules) {
	for _, l := range e.lanes {
		k := channel.Kind(laneNumber(l.name))
		l.mu.Lock()
		for name := range l.wordings {
			if before.Words(name, k) != now.Words(name, k) {
				delete(l.wordings, name)
			}
		}
		l.mu.Unlock()
		l.nudges()
	}
}

// An aside is what of a partition waits because its wording is stopped: by lane, the
// wordings by the ids of the postings. What a process has put aside before it ended comes
// by itself when its time is over.
type aside struct {
	mu    sync.Mutex
	lanes []map[string]string
}

func (a *aside) put(lane int, id, wording string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.lanes == nil {
		a.lanes = make([]map[string]string, laneCount)
	}
	if a.lanes[lane] == nil {
		a.lanes[lane] = map[string]string{}
	}
	a.lanes[lane][id] = wording
}

func (a *aside) drop(lane int, id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.lanes != nil {
		delete(a.lanes[lane], id)
	}
}

// take takes those out whose wording goes.
func (a *aside) take(lane int, goes func(wording string) bool) (ids []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.lanes == nil {
		return nil
	}
	for id, wording := range a.lanes[lane] {
		if goes(wording) {
			ids = append(ids, id)
			delete(a.lanes[lane], id)
		}
	}
	slices.Sort(ids)
	return ids
}

// waitsWithWording has a posting wait whose wording is stopped: it returns what is to be
// written into the outbox, and nil for one that may be tried.
func (s *shard) waitsWithWording(l *lane, p *Posting, now time.Time) *Resolution {
	name, ok := l.wordingOf(p)
	if !ok || p.NotAfter != 0 && now.UnixMilli() >= p.NotAfter {
		return nil
	}
	until := l.admits(name, now)
	if until.IsZero() {
		s.aside.drop(laneNumber(l.name), p.ID)
		return nil
	}
	return s.putAside(l, p, name, until, "its wording is stopped")
}

// putAside has a posting wait until a time, and no longer than it is worth sending.
func (s *shard) putAside(l *lane, p *Posting, wording string, until time.Time, why string) *Resolution {
	s.aside.put(laneNumber(l.name), p.ID, wording)
	at := until.UnixMilli()
	if p.NotAfter != 0 {
		at = min(at, p.NotAfter)
	}
	return &Resolution{ID: p.ID, RetryAt: at, Err: why}
}

// bringBack has those tried at once whose wording goes again.
func (s *shard) bringBack(ctx context.Context, l *lane, now time.Time) error {
	n := laneNumber(l.name)
	for some := range slices.Chunk(s.aside.take(n, l.goes), mostInputs) {
		back := make([]Resolution, len(some))
		for i, id := range some {
			back[i] = Resolution{ID: id, RetryAt: now.UnixMilli()}
		}
		s.posts[n].earlier(0)
		if err := s.resolve(ctx, back); err != nil {
			return err
		}
	}
	return nil
}

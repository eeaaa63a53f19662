package channel

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A Limit is one limit of a provider: at most N messages of a group in any span of
// length Per.
type Limit struct {
	N   int           // messages; zero or less: no message at all
	Per time.Duration // zero or less: no limit
	By  By            // what is counted together
	// Purposes are the purposes that count. Default, when empty: all.
	Purposes []tiexin.Purpose
}

// By is the group that a Limit counts.
type By uint8

// The groups.
const (
	BySender  By = iota // all messages of this Sender
	ByAddress           // one address
	ByContent           // one address and the same text
	ByWording           // one address, signature and template (Message.Wording)
)

// RateOptions are the provider's limits and the longest wait for them.
type RateOptions struct {
	Limits []Limit // Default, when empty: no limit
	// Longest is how long Send waits for a slot before it returns a RetryAfter.
	// Default: not at all
	Longest time.Duration

	Now   func() time.Time                           // Default: time.Now
	Sleep func(context.Context, time.Duration) error // waits, or returns the context's error. Default: a timer
}

// Rate holds a Sender to its provider's limits exactly. It remembers the last N
// messages of each group, so that no span of time ever has more. It sends nothing and
// returns an error
//
//   - RetryAfter, if a message has to wait longer than Longest;
//   - ErrTooLate, if NotAfter comes first;
//   - Final, if a limit of zero messages forbids it, since the channel works for
//     other messages.
//
// Put Retry around Rate, not inside, so that repetitions are counted too.
//
// A call takes its slots before it starts. If it fails, the slots of its address are
// given back, since a provider counts messages there. Those of the sender stay taken,
// since a provider counts calls there. After ErrUnknownOutcome all stay taken.
//
// The counts are in this process's memory. Limits that must survive a restart or hold
// over several machines have to be caps in the rule file. A group is removed when its
// span has passed.
func Rate(s Sender, o RateOptions) Sender {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	o.Limits = slices.DeleteFunc(slices.Clone(o.Limits), func(l Limit) bool { return l.Per <= 0 })
	return &rate{sender: s, RateOptions: o, seed: maphash.MakeSeed(), sent: map[group][]time.Time{}, sweepAt: 1024}
}

// AliyunLimits are Aliyun's limits for everything except verification codes: 50 a day
// for one number, signature and template.
func AliyunLimits() []Limit {
	return []Limit{{N: 50, Per: 24 * time.Hour, By: ByWording}}
}

// TencentLimits are Tencent's limits for a new account. One number gets the same text
// once in 30 seconds, and 10 messages a day. The shop may have set others in the
// console.
func TencentLimits() []Limit {
	return []Limit{
		{N: 1, Per: 30 * time.Second, By: ByContent},
		{N: 10, Per: 24 * time.Hour, By: ByAddress},
	}
}

// HuaweiLimits are Huawei's limits. One number gets 15 messages a minute and 50 a
// day, and 10 advertisements a day. It gets the same text twice in 59 seconds and 5
// times in 59 minutes.
func HuaweiLimits() []Limit {
	return []Limit{
		{N: 15, Per: time.Minute, By: ByAddress},
		{N: 50, Per: 24 * time.Hour, By: ByAddress},
		{N: 2, Per: 59 * time.Second, By: ByContent},
		{N: 5, Per: 59 * time.Minute, By: ByContent},
		{
			N: 10, Per: 24 * time.Hour, By: ByAddress,
			Purposes: []tiexin.Purpose{tiexin.Care, tiexin.Marketing, tiexin.SurveyAsk},
		},
	}
}

// BaiduLimits are Baidu's limits: 3 a minute, 10 an hour and 50 a day for one number.
func BaiduLimits() []Limit { return perAddress(3, 10, 50) }

// VoiceLimits are Aliyun's limits for calls by machine: 1 a minute, 5 an hour and 20
// a day for one number.
func VoiceLimits() []Limit { return perAddress(1, 5, 20) }

func perAddress(minute, hour, day int) []Limit {
	return []Limit{
		{N: minute, Per: time.Minute, By: ByAddress},
		{N: hour, Per: time.Hour, By: ByAddress},
		{N: day, Per: 24 * time.Hour, By: ByAddress},
	}
}

type rate struct {
	sender Sender
	RateOptions
	seed maphash.Seed

	mu      sync.Mutex
	sent    map[group][]time.Time // when the last N messages of each group went, oldest first
	sweepAt int                   // number of groups at which the idle ones are let go
}

// A group is one limit and what it counts together.
type group struct {
	limit int
	to    string
	what  uint64 // of the words, or of signature and template
}

func (r *rate) Send(ctx context.Context, m Message) (Receipt, error) {
	groups := r.groupsOf(m)
	for _, g := range groups {
		if l := r.Limits[g.limit]; l.N <= 0 {
			return Receipt{}, fmt.Errorf("channel: message %s: %w", m.ID, &Final{Reason: fmt.Sprintf("the provider's limit for it is %d in %s", l.N, l.Per)})
		}
	}
	at, err := r.take(ctx, m, groups)
	if err != nil {
		return Receipt{}, err
	}
	receipt, err := r.sender.Send(ctx, m)
	if err != nil && !errors.Is(err, ErrUnknownOutcome) {
		r.giveBack(groups, at)
	}
	return receipt, err
}

func (r *rate) groupsOf(m Message) []group {
	to := m.Address.Kind.String() + " " + m.Address.To + m.Address.Parcel.Number
	var groups []group
	for i, l := range r.Limits {
		if len(l.Purposes) > 0 && !slices.Contains(l.Purposes, m.Purpose) {
			continue
		}
		g := group{limit: i}
		switch l.By {
		case BySender:
		case ByContent:
			g.to, g.what = to, maphash.String(r.seed, m.Text)
		case ByWording:
			g.to, g.what = to, maphash.String(r.seed, m.Signature+"\x00"+m.Wording)
		default:
			g.to = to
		}
		groups = append(groups, g)
	}
	return groups
}

// take waits until every group has a slot and takes them all at one instant.
func (r *rate) take(ctx context.Context, m Message, groups []group) (time.Time, error) {
	patience := r.Now().Add(r.Longest)
	err := ctx.Err()
	for err == nil {
		at, wait := r.tryTake(groups)
		switch free := at.Add(wait); {
		case wait == 0:
			return at, nil
		case late(m, free):
			err = fmt.Errorf("%w: %w", ErrTooLate, errSlots)
		case free.After(patience):
			err = &RetryAfter{After: wait, Err: errSlots}
		default:
			err = cmp.Or(r.Sleep(ctx, wait), ctx.Err())
		}
	}
	return time.Time{}, fmt.Errorf("channel: message %s: %w", m.ID, err)
}

var errSlots = errors.New("the provider's limits leave no slot before then")

// tryTake takes a slot of each group now, or says how long to wait for all of
// them. The instant never lies before one already remembered, whatever the clock
// does.
func (r *rate) tryTake(groups []group) (at time.Time, wait time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at = r.Now()
	for _, g := range groups {
		if sent := r.sent[g]; len(sent) > 0 && sent[len(sent)-1].After(at) {
			at = sent[len(sent)-1]
		}
	}
	for _, g := range groups {
		limit, sent := r.Limits[g.limit], r.sent[g]
		if n := len(sent) - limit.N; n >= 0 {
			wait = max(wait, sent[n].Add(limit.Per).Sub(at))
		}
	}
	if wait > 0 {
		return at, wait
	}
	r.sweep(at)
	for _, g := range groups {
		sent := r.sent[g]
		if len(sent) == r.Limits[g.limit].N { // the oldest has left the span
			copy(sent, sent[1:])
			sent = sent[:len(sent)-1]
		}
		r.sent[g] = append(sent, at)
	}
	return at, 0
}

func (r *rate) giveBack(groups []group, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, g := range groups {
		if r.Limits[g.limit].By == BySender {
			continue
		}
		sent := r.sent[g]
		if i := slices.IndexFunc(sent, at.Equal); i >= 0 {
			r.sent[g] = slices.Delete(sent, i, i+1)
		}
	}
}

// sweep lets go of the groups whose span has passed, once there are twice as many
// as were left the last time.
func (r *rate) sweep(now time.Time) {
	if len(r.sent) < r.sweepAt {
		return
	}
	for g, sent := range r.sent {
		if len(sent) == 0 || !sent[len(sent)-1].Add(r.Limits[g.limit].Per).After(now) {
			delete(r.sent, g)
		}
	}
	r.sweepAt = max(1024, 2*len(r.sent))
}

package weixin

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// A Token is an access token (access_token) that lasts for some two hours. It is asked for by
// one caller of a process at a time, and kept on a shelf that all replicas share.
type Token struct {
	Key   string // under which it is kept
	Shelf channel.Shelf
	Now   func() time.Time
	// Fetch asks the provider for the token that is good, and how long it lasts. Several
	// replicas may do so at once: the token of one must not end that of another.
	Fetch func(ctx context.Context) (value string, lasts time.Duration, err error)

	mu     sync.Mutex
	value  string
	until  time.Time
	flight *flight
}

// A flight is one request for a token, and everybody waits for it.
type flight struct {
	done  chan struct{}
	value string
	err   error
}

// margin is how long before its end a token is replaced.
const margin = 2 * time.Minute

// fetchTime is how long a request for a token may take.
const fetchTime = 10 * time.Second

// Get gives a token that is good and not the one that was refused; empty: none was.
func (t *Token) Get(ctx context.Context, refused string) (string, error) {
	t.mu.Lock()
	if t.value != "" && t.value != refused && t.Now().Before(t.until) {
		defer t.mu.Unlock()
		return t.value, nil
	}
	f := t.flight
	if f == nil {
		f = &flight{done: make(chan struct{})}
		t.flight = f
		go t.fly(context.WithoutCancel(ctx), f, refused)
	}
	t.mu.Unlock()
	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// fly looks on the shelf, and asks the provider.
func (t *Token) fly(ctx context.Context, f *flight, refused string) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	var until time.Time
	f.value, until, f.err = t.find(ctx, refused)
	t.mu.Lock()
	if f.err == nil {
		t.value, t.until = f.value, until
	}
	t.flight = nil
	t.mu.Unlock()
	close(f.done)
}

func (t *Token) find(ctx context.Context, refused string) (value string, until time.Time, err error) {
	memos, err := t.Shelf.Get(ctx, t.Key)
	if err == nil && len(memos) > 0 && memos[0].Value != refused && t.Now().Before(memos[0].Until) {
		return memos[0].Value, memos[0].Until, nil
	}
	// A shelf that is out of order holds nobody up: the provider gives the same token again.
	value, lasts, err := t.Fetch(ctx)
	if err != nil {
		return "", until, err
	}
	if value == "" {
		return "", until, errors.New("the provider's answer holds no access token")
	}
	now := t.Now()
	until = now.Add(max(lasts-margin, lasts/2))
	_ = t.Shelf.Put(ctx, channel.Memo{Key: t.Key, Value: value, At: now, Until: until})
	return value, until, nil
}

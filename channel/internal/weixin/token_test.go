package weixin_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// A mint is a provider that gives tokens.
type mint struct {
	mu    sync.Mutex
	now   time.Time
	asked int
	again bool // gives the same token until it ends
	err   error
}

func (m *mint) clock() time.Time { return m.now }

func (m *mint) fetch(context.Context) (string, time.Duration, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	if m.err != nil {
		return "", 0, m.err
	}
	if m.again {
		return "token", 2 * time.Hour, nil
	}
	return fmt.Sprintf("token-%d", m.asked), 2 * time.Hour, nil
}

func (m *mint) token(shelf channel.Shelf) *weixin.Token {
	return &weixin.Token{Key: "k", Shelf: shelf, Now: m.clock, Fetch: m.fetch}
}

func newMint() (*mint, channel.Shelf) {
	m := &mint{now: time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)}
	return m, channel.NewShelf(m.clock)
}

func get(t *testing.T, token *weixin.Token, refused string) string {
	t.Helper()
	value, err := token.Get(t.Context(), refused)
	require.NoError(t, err)
	return value
}

func TestToken_ReplicasShareOne(t *testing.T) {
	m, shelf := newMint()
	one, other := m.token(shelf), m.token(shelf)
	assert.Equal(t, "token-1", get(t, one, ""))
	assert.Equal(t, "token-1", get(t, other, ""))
	assert.Equal(t, "token-1", get(t, one, ""))
	assert.Equal(t, 1, m.asked)

	m.now = m.now.Add(2*time.Hour - 2*time.Minute) // the margin before its end
	assert.Equal(t, "token-2", get(t, one, ""))
	assert.Equal(t, "token-2", get(t, other, ""))
}

func TestToken_OneThatIsRefusedIsReplacedOnce(t *testing.T) {
	m, shelf := newMint()
	one, other := m.token(shelf), m.token(shelf)
	get(t, one, "")
	get(t, other, "")
	assert.Equal(t, "token-2", get(t, one, "token-1"))
	assert.Equal(t, "token-2", get(t, other, "token-1"), "the other finds it on the shelf")
	assert.Equal(t, "token-2", get(t, one, "token-1"), "a late refusal of the old one")
	assert.Equal(t, 2, m.asked)
}

func TestToken_ManyCallersAskOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, shelf := newMint()
		token := m.token(shelf)
		token.Fetch = func(ctx context.Context) (string, time.Duration, error) {
			time.Sleep(time.Second)
			return m.fetch(ctx)
		}
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() { assert.Equal(t, "token-1", get(t, token, "")) })
		}
		wg.Wait()
		assert.Equal(t, 1, m.asked)

		m.err = errors.New("down")
		for range 20 {
			wg.Go(func() {
				_, err := token.Get(t.Context(), "token-1")
				assert.EqualError(t, err, "down")
			})
		}
		wg.Wait()
		assert.Equal(t, 2, m.asked, "all hear of the one failure")
	})
}

// Who asked first may leave; the others still get their token.
func TestToken_ACallerMayLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, shelf := newMint()
		token := m.token(shelf)
		token.Fetch = func(ctx context.Context) (string, time.Duration, error) {
			time.Sleep(time.Second)
			if ctx.Err() != nil {
				return "", 0, ctx.Err()
			}
			return m.fetch(ctx)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			_, err := token.Get(ctx, "")
			assert.ErrorIs(t, err, context.Canceled)
		})
		synctest.Wait()
		wg.Go(func() { assert.Equal(t, "token-1", get(t, token, "")) })
		synctest.Wait()
		cancel()
		wg.Wait()
	})
}

func TestToken_AShelfThatIsOutOfOrderHoldsNobodyUp(t *testing.T) {
	m, _ := newMint()
	assert.Equal(t, "token-1", get(t, m.token(brokenShelf{}), ""))
}

type brokenShelf struct{}

func (brokenShelf) Put(context.Context, channel.Memo) error { return errors.New("the shelf is broken") }

func (brokenShelf) Get(context.Context, string) ([]channel.Memo, error) {
	return nil, errors.New("the shelf is broken")
}

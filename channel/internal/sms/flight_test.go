package sms_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

// A message is on its way from its beginning until it is known what became of it, and no
// longer than a call takes.
func TestBook_Departing(t *testing.T) {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	b := sms.Book{Provider: "post", Shelf: channel.NewShelf(clock), Secret: "hush", Now: clock}
	departing := func(number string) bool {
		is, err := b.Departing(t.Context(), number)
		require.NoError(t, err)
		return is
	}
	require.NoError(t, b.Depart(t.Context(), "138", "m1"))
	assert.False(t, departing("138"), "it has not begun")
	require.NoError(t, b.Begin(t.Context(), "m1"))
	assert.True(t, departing("138"))
	assert.False(t, departing("139"))
	require.NoError(t, b.Take(t.Context(), "m1", "B1"))
	assert.False(t, departing("138"))
	require.NoError(t, b.Begin(t.Context(), "m1"))
	require.NoError(t, b.Leave(t.Context(), "m1"))
	assert.False(t, departing("138"))
	require.NoError(t, b.Begin(t.Context(), "m1"))
	now = now.Add(16 * time.Second)
	assert.False(t, departing("138"), "no answer came")
}

// Of the messages to a number those count of which it is not known whether the provider has
// them.
func TestBook_UnsettledAt(t *testing.T) {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	b := sms.Book{Provider: "post", Shelf: channel.NewShelf(clock), Secret: "hush", Now: clock}
	for i, m := range []struct{ id, number string }{{"m1", "138"}, {"m2", "138"}, {"m3", "139"}, {"m4", "138"}} {
		require.NoError(t, b.Begin(t.Context(), m.id))
		require.NoError(t, b.Wonder(t.Context(), sms.Unsettled{ID: m.id, Number: m.number, At: now.Add(-time.Duration(i) * time.Second), Next: now.Add(time.Hour)}))
	}
	require.NoError(t, b.Take(t.Context(), "m1", "B1"))
	var ids []string
	open, err := b.UnsettledAt(t.Context(), "138")
	require.NoError(t, err)
	for _, u := range open {
		ids = append(ids, u.ID)
	}
	assert.Equal(t, []string{"m4", "m2"}, ids)
}

package channel_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/channel"
)

func TestShelf_KeepsTheLatestUnderEachNameUntilItRunsOut(t *testing.T) {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	s := channel.NewShelf(func() time.Time { return now })
	put := func(name, value string, age, left time.Duration) {
		assert.NoError(t, s.Put(t.Context(), channel.Memo{Key: "k", Name: name, Value: value, At: now.Add(-age), Until: now.Add(left)}))
	}
	values := func() (all []string) {
		memos, err := s.Get(t.Context(), "k")
		assert.NoError(t, err)
		for _, m := range memos {
			all = append(all, m.Value)
		}
		return all
	}
	put("a", "first", 3*time.Hour, time.Hour)
	put("b", "second", 2*time.Hour, 2*time.Hour)
	put("a", "third", time.Hour, 3*time.Hour)
	assert.Equal(t, []string{"third", "second"}, values())
	now = now.Add(2 * time.Hour)
	assert.Equal(t, []string{"third"}, values())
	now = now.Add(time.Hour)
	assert.Empty(t, values())
	assert.Equal(t, "a memo until 2026-11-11T10:00:00Z", fmt.Sprintf("%+v", channel.Memo{Key: "k", Value: "token", Until: time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)}))
}

func TestShelf_LetsGoOfWhatRanOut(t *testing.T) {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	s := channel.NewShelf(func() time.Time { return now })
	for i := range 5000 {
		assert.NoError(t, s.Put(t.Context(), channel.Memo{Key: fmt.Sprint(i), Value: "v", At: now, Until: now.Add(time.Minute)}))
		now = now.Add(time.Second)
	}
	assert.Less(t, channel.ShelfSize(s), 2000)
}

func TestOwnerOf(t *testing.T) {
	for _, c := range []struct {
		id, shop, customer string
		ok                 bool
	}{
		{"v1:deer/xiaowang/payment/gentle/T1/0/1", "deer", "xiaowang", true},
		{"v1:/a%2Fb%25/payment/gentle/T1/0/1", "", "a/b%", true},
		{"v1:deer//payment/gentle/T1/0/1", "", "", false},
		{"v1:deer/xiaowang/payment/gentle/T1/0", "", "", false},
		{"care:run-9f2:step-1", "", "", false},
		{"", "", "", false},
	} {
		shop, customer, ok := channel.OwnerOf(c.id)
		assert.Equal(t, []any{c.shop, c.customer, c.ok}, []any{shop, customer, ok}, c.id)
	}
}

func TestShortID_IsShortAndTellsApart(t *testing.T) {
	a, b := channel.ShortID("v1:/x/f/r/T1/0/1"), channel.ShortID("v1:/x/f/r/T1/0/2")
	assert.Len(t, a, 32)
	assert.NotEqual(t, a, b)
	assert.Equal(t, a, channel.ShortID("v1:/x/f/r/T1/0/1"))
}

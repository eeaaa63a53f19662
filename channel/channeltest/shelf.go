package channeltest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// TestShelf checks a shelf against the contract of channel.Shelf. It expects the latest
// memo under each name until it expires, keys that are distinct to the last byte, and
// complete values. Open returns an empty shelf that uses the given clock.
func TestShelf(t *testing.T, open func(t *testing.T, now func() time.Time) channel.Shelf) {
	for _, part := range []struct {
		name string
		run  func(*shelfTest)
	}{
		{"an empty shelf gives nothing", (*shelfTest).empty},
		{"the latest comes first, each until it runs out", (*shelfTest).runsOut},
		{"a memo takes the place of the one before", (*shelfTest).replaces},
		{"keys and names are told apart to the last byte", (*shelfTest).apart},
		{"values come back as they were put", (*shelfTest).whole},
		{"what is good outlives what has run out", (*shelfTest).sweeps},
		{"many put at once", (*shelfTest).atOnce},
		{"with an ended context nothing happens", (*shelfTest).ended},
	} {
		t.Run(part.name, func(t *testing.T) {
			s := &shelfTest{T: t, now: time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)}
			s.shelf = open(t, func() time.Time { return s.now })
			part.run(s)
		})
	}
}

type shelfTest struct {
	*testing.T
	shelf channel.Shelf
	now   time.Time
}

func (t *shelfTest) put(key, name, value string, age, left time.Duration) {
	t.Helper()
	m := channel.Memo{Key: key, Name: name, Value: value, At: t.now.Add(-age), Until: t.now.Add(left)}
	if err := t.shelf.Put(t.Context(), m); err != nil {
		t.Fatalf("Put: %v", err)
	}
}

// has compares the values under a key.
func (t *shelfTest) has(key string, want ...string) {
	t.Helper()
	memos, err := t.shelf.Get(t.Context(), key)
	if err != nil {
		t.Fatalf("Get: %v", err)
	}
	got := make([]string, len(memos))
	for i, m := range memos {
		got[i] = m.Value
		if m.Key != key {
			t.Errorf("a memo under %q says that it is under %q", key, m.Key)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("under %.40q there is %.200q; want %.200q", key, got, want)
	}
}

func (t *shelfTest) empty() { t.has("k"); t.has("") }

func (t *shelfTest) runsOut() {
	t.put("k", "a", "first", 3*time.Hour, time.Hour)
	t.put("k", "b", "second", 2*time.Hour, 2*time.Hour)
	t.put("k", "c", "late", 4*time.Hour, 2*time.Hour)
	t.put("k", "d", "gone", 0, 0)
	t.has("k", "second", "first", "late")
	t.now = t.now.Add(time.Hour)
	t.has("k", "second", "late")
	t.now = t.now.Add(time.Hour)
	t.has("k")
}

func (t *shelfTest) replaces() {
	t.put("k", "a", "old", 0, time.Hour)
	t.put("k", "", "other", time.Minute, time.Hour)
	t.put("k", "a", "new", time.Hour, 2*time.Hour) // put later, though it says an earlier time
	t.has("k", "other", "new")
	t.put("k", "a", "taken back", 0, 0)
	t.has("k", "other")
	t.put("k", "a", "again", 0, time.Hour)
	t.has("k", "again", "other")
}

func (t *shelfTest) apart() {
	long := strings.Repeat("long", 60)
	keys := []string{"", "k", "K", "k ", " k", "k\x00", "ｋ", "k%", "k_", "é", "e\u0301", "\xff", "钥匙", long, long + "1", long + "2", strings.ToUpper(long)}
	for i, key := range keys {
		t.put(key, "n", fmt.Sprint(i), 0, time.Hour)
	}
	for i, key := range keys {
		t.has(key, fmt.Sprint(i))
	}
	for i, name := range keys {
		t.put("names", name, fmt.Sprint(i), time.Duration(i)*time.Minute, time.Hour)
	}
	memos, err := t.shelf.Get(t.Context(), "names")
	if err != nil || len(memos) != len(keys) {
		t.Fatalf("there are %d memos under one key (%v); want one for each of %d names", len(memos), err, len(keys))
	}
	for i, m := range memos {
		if m.Name != keys[i] && len(keys[i]) <= 200 {
			t.Errorf("a memo's name is %q; want %q", m.Name, keys[i])
		}
	}
}

func (t *shelfTest) whole() {
	for i, value := range []string{"", "v", " v\n", "\x00\xff'\"\\;--", "值", strings.Repeat("x", 64<<10)} {
		key := fmt.Sprint(i)
		t.put(key, "", value, 0, time.Hour)
		t.has(key, value)
	}
	at := time.Date(2026, 11, 11, 18, 0, 0, 123456000, time.FixedZone("", 8*3600))
	if err := t.shelf.Put(t.Context(), channel.Memo{Key: "times", At: at, Until: at.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	memos, err := t.shelf.Get(t.Context(), "times")
	if err != nil || len(memos) != 1 || !memos[0].At.Equal(at) || !memos[0].Until.Equal(at.Add(time.Hour)) {
		t.Errorf("the times are %v (%v); want those that were put", memos, err)
	}
	if err := t.shelf.Put(t.Context(), channel.Memo{Key: "no times", Until: t.now.Add(time.Hour)}); err != nil {
		t.Error(err)
	}
	if memos, err := t.shelf.Get(t.Context(), "no times"); err != nil || len(memos) != 1 || !memos[0].At.IsZero() {
		t.Errorf("a memo without a time is %v (%v)", memos, err)
	}
}

func (t *shelfTest) sweeps() {
	t.put("keep", "a", "kept", 0, 10*24*time.Hour)
	for day := range 5 {
		for i := range 300 {
			t.put(fmt.Sprint("short ", day, " ", i), "", "v", 0, time.Hour)
		}
		t.has(fmt.Sprint("short ", day, " 7"), "v")
		t.now = t.now.Add(24 * time.Hour)
		t.has(fmt.Sprint("short ", day, " 7"))
	}
	t.has("keep", "kept")
}

func (t *shelfTest) atOnce() {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 10 {
				m := channel.Memo{Key: "k", Name: fmt.Sprint((i + n) % 5), Value: "v", At: t.now, Until: t.now.Add(time.Hour)}
				if err := t.shelf.Put(t.Context(), m); err != nil {
					t.Errorf("Put: %v", err)
				}
				if _, err := t.shelf.Get(t.Context(), "k"); err != nil {
					t.Errorf("Get: %v", err)
				}
			}
		})
	}
	wg.Wait()
	t.has("k", "v", "v", "v", "v", "v")
}

func (t *shelfTest) ended() {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := t.shelf.Put(ctx, channel.Memo{Key: "k", Until: t.now.Add(time.Hour)}); !errors.Is(err, context.Canceled) {
		t.Errorf("Put says %v; want the context's error", err)
	}
	if _, err := t.shelf.Get(ctx, "k"); !errors.Is(err, context.Canceled) {
		t.Errorf("Get says %v; want the context's error", err)
	}
	t.has("k")
}

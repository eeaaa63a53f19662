package care

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// An engine is asked about a customer whose partition another process has.
func Test分区在别人手里_日志照样读得到(t *testing.T) {
	now := morning
	store := NewSharedMemory(4, func() time.Time { return now })
	open := func(owner string) *Engine {
		e, err := New(rulesFrom(t, unpaid), Options{Store: store, Owner: owner, Journal: &JournalOptions{}, Now: func() time.Time { return now }})
		require.NoError(t, err)
		return e
	}
	owner, other := open("a"), open("b")
	ctx := context.Background()
	for _, e := range []tiexin.Event{at("+0m", created("T1", by("guest"))), at("+1m", created("T2", by("member"))), at("+2m", mergedInto("member", "guest"))} {
		_, err := owner.Handle(ctx, e)
		require.NoError(t, err)
	}
	mine, err := owner.Journal(ctx, Key{Customer: "guest"}, time.Time{}, time.Time{})
	require.NoError(t, err)
	require.Len(t, mine, 4)
	theirs, err := other.Journal(ctx, Key{Customer: "guest"}, time.Time{}, time.Time{})
	require.NoError(t, err)
	assert.Equal(t, exported(t, mine), exported(t, theirs))
	x, err := other.ExplainAt(ctx, Key{Customer: "guest"}, morning, morning.Add(time.Hour))
	require.NoError(t, err)
	english, _ := aloud(t, x)
	assert.Contains(t, english, "guest is the same person")
}

// Many entries of one instant are read page by page, each once.
func Test日志很长_一页一页读_一行不多一行不少(t *testing.T) {
	for _, perInstant := range []int{1, 7, journalPage, journalPage + 1, 3 * journalPage} {
		s := opensJournal(t, unpaid)
		s.hears(created("T1"))
		p := s.store.parts[PartitionOf(xiaowangs, 4)]
		p.journals[xiaowangs] = nil
		const many = 3*journalPage + 1
		for i := range many {
			p.journals[xiaowangs] = append(p.journals[xiaowangs], Entry{At: int64(i / perInstant), Body: fmt.Appendf(nil, `{"n":%d}`, i)})
		}
		lines := s.linesOf("xiaowang")
		require.Len(t, lines, many, "%d of an instant", perInstant)
		for i, l := range lines {
			require.Equal(t, fmt.Sprintf(`{"n":%d}`, i), string(l.Body))
		}
	}
}

// Somebody whose memory cannot be read may still be asked about.
func Test顾客的记忆坏了_日志照样读(t *testing.T) {
	s := opensJournal(t, unpaid)
	s.hears(created("T1"))
	s.store.parts[PartitionOf(xiaowangs, 4)].find(xiaowangs).state = []byte("broken")
	assert.Len(t, s.journalOf("xiaowang"), 1)
}

func Test日志读不出来_说是谁的(t *testing.T) {
	s := opensJournal(t, unpaid)
	s.hears(created("T1"))
	s.store.Inject(func(f Fault) error {
		if f.Op == "journal" {
			return fmt.Errorf("no disk")
		}
		return nil
	})
	_, err := s.engine.Journal(context.Background(), xiaowangs, time.Time{}, time.Time{})
	require.EqualError(t, err, "care: the journal of customer xiaowang: no disk")
	_, err = s.engine.ExplainAt(context.Background(), xiaowangs, timeAt("+1h"), timeAt("+0m"))
	require.Error(t, err)
	s.store.Inject(nil)
	_, err = s.engine.ExplainAt(context.Background(), xiaowangs, timeAt("+1h"), timeAt("+0m"))
	require.ErrorContains(t, err, "from has to be before to")
}

// Every reason and every fate has its words in English; see chinese_test.go for Chinese.
func Test每个理由_每个去向_英文都会说(t *testing.T) {
	for _, word := range Reasons() {
		var r Reason
		require.NoError(t, r.UnmarshalText([]byte(word)))
		if r == Due {
			continue // what goes needs no reason
		}
		assert.NotEmpty(t, whyEnglish[r], word)
	}
	for _, f := range Fates() {
		assert.NotEmpty(t, fatesEnglish[f], f)
	}
	for _, e := range fates {
		assert.Contains(t, Fates(), e)
	}
	for _, e := range tiexin.EventTypes() {
		if thing := e.Thing(); thing == "message" || thing == "task" {
			assert.NotEmpty(t, fates[e], "what %s says has no word in the journal", e)
		}
	}
}

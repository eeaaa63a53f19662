package care

import (
	"context"
	"fmt"
	"math"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func Test没有上下文_处处都说要有(t *testing.T) {
	var none context.Context
	for name, store := range map[string]Store{"alone": NewMemoryOf(2), "shared": NewSharedMemory(2, nil)} {
		e, err := New(rulesFrom(t, unpaid), Options{Store: store})
		require.NoError(t, err)
		for method, err := range callsOf(e, none) {
			assert.ErrorIs(t, err, errNoContext, "%s, %s", method, name)
		}
		assert.ErrorIs(t, Watch(none, e, fstest.MapFS{}, WatchOptions{}), errNoContext)
		require.NoError(t, e.Close(t.Context()))
	}
}

func Test没有文件夹_没有引擎_说得出(t *testing.T) {
	_, err := Load(nil)
	assert.EqualError(t, err, `care: the folder of the rules is missing; give one, such as os.DirFS("rules")`)
	e, err := New(rulesFrom(t, unpaid), Options{})
	require.NoError(t, err)
	assert.EqualError(t, Watch(t.Context(), e, nil, WatchOptions{}), `care: the folder of the rules is missing; give one, such as os.DirFS("rules")`)
	assert.EqualError(t, Watch(t.Context(), nil, os.DirFS("."), WatchOptions{}), "care: the engine is missing; care.New makes one")
}

func Test分区数不对_不算出怪的分区(t *testing.T) {
	for _, n := range []int{0, -1, math.MinInt} {
		assert.Zero(t, PartitionOf(Key{Customer: "a"}, n))
		letters, err := LettersOf(n, at("+0m", created("T1")))
		assert.EqualError(t, err, fmt.Sprintf("care: a store has 1 or more partitions, and not %d; give its Partitions()", n))
		assert.Nil(t, letters)
	}
	for name, store := range map[string]Store{"Memory": &Memory{}, "SharedMemory": &SharedMemory{}} {
		_, err := New(rulesFrom(t, unpaid), Options{Store: store})
		assert.EqualError(t, err, "care: the store has no partitions; make it with its constructor, such as care.NewMemory()", name)
	}
	e, err := New(rulesFrom(t, unpaid), Options{Store: NewSharedMemory(4, nil)})
	require.NoError(t, err)
	_, err = e.Handle(t.Context(), tiexin.Event{ID: "e1", Type: tiexin.EventOrderCreated, At: time.Now(), Customer: tiexin.Customer{ID: "a"}, Order: &tiexin.Order{ID: "T1"}})
	require.NoError(t, err)
	require.NoError(t, e.Close(t.Context()))
}

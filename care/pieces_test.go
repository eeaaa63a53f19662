//go:build !race

package care_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// The memory that an event takes is what it leaves behind, and little else. The race
// detector takes memory of its own.
func TestHandle_一个事件不多于六块内存(t *testing.T) {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	engine, err := care.New(rulesOf(t, 100), care.Options{Now: func() time.Time { return now }})
	require.NoError(t, err)
	e, n := orderEvent(1, now), 0
	assert.LessOrEqual(t, testing.AllocsPerRun(1000, func() {
		n++
		e.ID = strconv.Itoa(n)
		if _, err := engine.Handle(context.Background(), e); err != nil {
			t.Fatal(err)
		}
	}), 6.0)
}

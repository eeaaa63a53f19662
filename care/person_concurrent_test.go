package care

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// Whoever says at the same time which ids are one person, and whichever way round: one id
// goes on, the others lead to it, and nothing is lost or counted twice.
func TestE3_许多号同时合成一个人(t *testing.T) {
	const ids = 8
	for range 20 {
		s := opens(t, guestAndMember)
		var wg sync.WaitGroup
		name := func(n int) string { return fmt.Sprintf("id%d", n%ids) }
		for n := range ids {
			wg.Go(func() {
				for _, e := range []tiexin.Event{
					as(name(n), paid(fmt.Sprintf("T%d", n))), mergedInto(name(n), name(n+1)), as(name(n), paid("T")), mergedInto(name(n+1), name(n)),
				} {
					_, err := s.engine.Handle(t.Context(), at("+0m", e))
					assert.NoError(t, err)
				}
			})
			wg.Go(func() {
				_, err := s.engine.Advance(t.Context(), s.clock())
				assert.NoError(t, err)
			})
		}
		wg.Wait()
		roots := 0
		for n := range ids {
			m := s.remembers(name(n))
			if m.Into != "" {
				assert.False(t, m.HandingOver)
				continue
			}
			roots++
			assert.Len(t, m.Orders, ids+1)
			orders, _ := m.Tally.Total()
			assert.Equal(t, ids+1, orders)
			assert.Len(t, m.Absorbed, ids-1)
		}
		require.Equal(t, 1, roots)
	}
}

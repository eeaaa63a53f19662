package stage_test

import (
	"encoding"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
)

var (
	_ encoding.BinaryAppender    = stage.History{}
	_ encoding.BinaryUnmarshaler = (*stage.History)(nil)
)

// What a store keeps of a history is all of it.
func TestAHistoryIsKeptInAStore(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 1))
	for range 3000 {
		h, _ := someHistory(r)
		kept, err := h.MarshalBinary()
		require.NoError(t, err)
		read, _ := someHistory(r) // whatever it was before
		require.NoError(t, read.UnmarshalBinary(kept))
		require.Equal(t, h, read)
		for short := range kept {
			require.ErrorIs(t, read.UnmarshalBinary(kept[:short]), stage.ErrHistoryBytes)
		}
		require.ErrorIs(t, read.UnmarshalBinary(append(kept, 0)), stage.ErrHistoryBytes)
		require.Equal(t, h, read, "left as it was")
	}
}

func FuzzHistoryBinary(f *testing.F) {
	r := rand.New(rand.NewPCG(52, 1))
	for range 20 {
		h, _ := someHistory(r)
		kept, _ := h.MarshalBinary()
		f.Add(kept)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var h stage.History
		if err := h.UnmarshalBinary(data); err != nil {
			require.ErrorIs(t, err, stage.ErrHistoryBytes)
			require.Equal(t, stage.History{}, h)
			return
		}
		kept, err := h.MarshalBinary()
		require.NoError(t, err)
		require.Equal(t, data, kept)
		for _, p := range rungs() {
			why := p.Explain(h, stageNoon(20_000))
			require.NotEmpty(t, why.Text().Chinese)
		}
	})
}

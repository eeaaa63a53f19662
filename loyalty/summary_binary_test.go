package loyalty_test

import (
	"encoding"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

var (
	_ encoding.BinaryAppender    = loyalty.Summary{}
	_ encoding.BinaryUnmarshaler = (*loyalty.Summary)(nil)
)

// someSummary has bought and been refunded at random.
func someSummary(r *rand.Rand) loyalty.Summary {
	var s loyalty.Summary
	d := loyalty.Day(1 + r.IntN(60_000))
	for range r.IntN(15) {
		amount := tiexin.Money(r.IntN(100_000))
		switch r.IntN(8) {
		case 0:
			_ = s.Remove(d, amount)
		case 1:
			_ = s.Reduce(d, amount)
		default:
			_ = s.Add(d, amount)
		}
		d += loyalty.Day(r.IntN(60) - 8)
	}
	return s
}

// What a store keeps of a summary is all of it, and it goes on from there.
func TestASummaryIsKeptInAStore(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 1))
	for range 5000 {
		s := someSummary(r)
		kept, err := s.MarshalBinary()
		require.NoError(t, err)
		read := someSummary(r) // whatever it was before
		require.NoError(t, read.UnmarshalBinary(kept), "%+v", s)
		require.Equal(t, s, read)
		next := s.Last() + 9
		require.Equal(t, s.Add(next, 3), read.Add(next, 3))
		require.Equal(t, s, read)
		for short := range kept {
			require.ErrorIs(t, read.UnmarshalBinary(kept[:short]), loyalty.ErrSummaryBytes)
		}
		require.ErrorIs(t, read.UnmarshalBinary(append(kept, 0)), loyalty.ErrSummaryBytes)
		require.Equal(t, s, read, "left as it was")
	}
	var none loyalty.Summary
	kept, err := none.MarshalBinary()
	require.NoError(t, err)
	assert.Equal(t, []byte{1, 0, 0}, kept, "the form of version 1 stays")
}

func FuzzSummaryBinary(f *testing.F) {
	r := rand.New(rand.NewPCG(42, 1))
	for range 20 {
		kept, _ := someSummary(r).MarshalBinary()
		f.Add(kept)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s loyalty.Summary
		if err := s.UnmarshalBinary(data); err != nil {
			require.ErrorIs(t, err, loyalty.ErrSummaryBytes)
			require.Equal(t, loyalty.Summary{}, s)
			return
		}
		kept, err := s.MarshalBinary()
		require.NoError(t, err)
		require.Equal(t, data, kept)
		require.GreaterOrEqual(t, s.Last(), s.First())
		require.GreaterOrEqual(t, s.Recency(), s.Repeats())
	})
}

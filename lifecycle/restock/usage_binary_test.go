package restock_test

import (
	"encoding"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/loyalty"
)

var (
	_ encoding.BinaryAppender    = restock.Usage{}
	_ encoding.BinaryUnmarshaler = (*restock.Usage)(nil)
)

// someUsage has bought and returned at random.
func someUsage(r *rand.Rand) restock.Usage {
	var u restock.Usage
	d := loyalty.Day(1 + r.IntN(60_000))
	for range r.IntN(12) {
		if r.IntN(5) == 0 {
			_ = u.Return(d, r.IntN(4))
		} else {
			_ = u.Buy(d, r.IntN(40))
		}
		d += loyalty.Day(r.IntN(60) - 5)
	}
	return u
}

// What a store keeps of a usage is all of it, and it goes on from there.
func TestAUsageIsKeptInAStore(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 1))
	longest := 0
	for range 5000 {
		u := someUsage(r)
		kept, err := u.MarshalBinary()
		require.NoError(t, err)
		longest = max(longest, len(kept))
		read := someUsage(r) // whatever it was before
		require.NoError(t, read.UnmarshalBinary(kept), "%+v", u)
		require.Equal(t, u, read)
		last, _, _ := u.Last()
		require.Equal(t, u.Buy(last+9, 3), read.Buy(last+9, 3))
		require.Equal(t, u, read)
		for short := range kept {
			require.ErrorIs(t, read.UnmarshalBinary(kept[:short]), restock.ErrUsageBytes)
		}
		require.ErrorIs(t, read.UnmarshalBinary(append(kept, 0)), restock.ErrUsageBytes)
		require.Equal(t, u, read, "left as it was")
	}
	assert.LessOrEqual(t, longest, 45)
	var none restock.Usage
	kept, err := none.MarshalBinary()
	require.NoError(t, err)
	assert.Equal(t, []byte{1, 0, 0, 0, 0}, kept, "the form of version 1 stays")
}

// Unknown pieces bought and known ones returned leave no order; they are counted to a
// bound and never wrap around.
func TestBlankPiecesDoNotWrapAround(t *testing.T) {
	var u restock.Usage
	var err error
	for range 40_000 {
		if err = u.Buy(100, 0); err == nil {
			err = u.Return(100, 1)
		}
		if err != nil {
			break
		}
	}
	require.ErrorIs(t, err, restock.ErrUsageDay)
}

func FuzzUsageBinary(f *testing.F) {
	r := rand.New(rand.NewPCG(42, 1))
	for range 20 {
		kept, _ := someUsage(r).MarshalBinary()
		f.Add(kept)
	}
	f.Add([]byte{1, 4, 255, 255, 3, 255, 255, 3, 1, 127, 240, 0, 0, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		var u restock.Usage
		if err := u.UnmarshalBinary(data); err != nil {
			require.ErrorIs(t, err, restock.ErrUsageBytes)
			require.Equal(t, restock.Usage{}, u)
			return
		}
		kept, err := u.MarshalBinary()
		require.NoError(t, err)
		require.Equal(t, data, kept)
		due := restock.Policy{}.Due(u, restock.Rhythm{Model: loyalty.GapModel{K: 2, A: 3, B: 40}}, 20, noon(20_000))
		require.NotEmpty(t, due.Text().Chinese)
	})
}

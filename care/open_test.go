package care

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A store that fails now and then is opened partition by partition: what is open is not
// opened again.
func TestE12_开了的分区不再重开_坏一处不从头来(t *testing.T) {
	store := NewMemoryOf(6)
	asked, broken := map[int]int{}, map[int]bool{}
	store.Inject(func(f Fault) error {
		if f.Op != "scan" {
			return nil
		}
		if asked[f.Partition]++; !broken[f.Partition] { // each fails once
			broken[f.Partition] = true
			return errDisk
		}
		return nil
	})
	e, err := New(rulesFrom(t, unpaid), Options{Store: store})
	require.NoError(t, err)
	tries := 0
	for ; tries < 20; tries++ {
		if _, err = e.open(t.Context()); err == nil {
			break
		}
		require.ErrorIs(t, err, errDisk)
	}
	assert.Equal(t, 6, tries, "one failure for each partition")
	for n, times := range asked {
		assert.Equal(t, 2, times, "partition %d", n)
	}
	require.NoError(t, e.Close(t.Context()))
}

package care

import (
	"bytes"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// memories are blobs of customers with everything in them.
func memories(t testing.TB, most int) [][]byte {
	t.Helper()
	var all [][]byte
	for seed := uint64(0); len(all) < most; seed++ {
		made := imagine.Make(seed)
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		for i := range made.Events {
			marked(&made.Events[i])
		}
		w := newWalker(t, rules, SimOptions{})
		w.run(made.Events, made.Until)
		for _, k := range w.keys() {
			all = append(all, w.mems[k].Encode())
		}
	}
	return all
}

func Test记忆写出去读回来一字不差(t *testing.T) {
	for _, blob := range memories(t, 300) {
		m, err := remember.Decode(blob)
		require.NoError(t, err)
		require.Equal(t, blob, m.Encode())
		again, err := remember.Decode(m.Encode())
		require.NoError(t, err)
		require.Equal(t, opened(t, m).Orders, opened(t, again).Orders)
		require.Equal(t, firings(m), firings(again))
	}
}

func Test记忆缺一截就是错误_多一截也是(t *testing.T) {
	for _, blob := range memories(t, 20) {
		for n := 1; n < len(blob); n++ {
			_, err := remember.Decode(blob[:n])
			require.ErrorIs(t, err, remember.ErrCorrupt, "%d of %d bytes", n, len(blob))
		}
		_, err := remember.Decode(append(bytes.Clone(blob), 0))
		require.ErrorIs(t, err, remember.ErrCorrupt)
	}
}

func Test别的版本的记忆不读(t *testing.T) {
	blob := memories(t, 1)[0]
	for _, version := range []byte{0, remember.Version + 1, 99, 255} {
		other := bytes.Clone(blob)
		other[0] = version
		_, err := remember.Decode(other)
		require.ErrorContains(t, err, "version")
	}
}

func Test一个谎报的长度_不会要来一座内存山(t *testing.T) {
	for _, blob := range memories(t, 5) {
		for at := 1; at < len(blob); at++ {
			liar := append(bytes.Clone(blob[:at]), 0xff, 0xff, 0xff, 0xff, 0x7f)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _ = remember.Decode(liar)
			runtime.ReadMemStats(&after)
			assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20), "byte %d", at)
		}
	}
}

// FuzzDecodeState: whatever the bytes, no panic and no more memory than they are
// worth; what can be read is written again as it was read.
func FuzzDecodeState(f *testing.F) {
	for _, blob := range memories(f, 30) {
		f.Add(blob)
	}
	f.Add([]byte{})
	f.Add([]byte{remember.Version})
	f.Fuzz(func(t *testing.T, blob []byte) {
		m, err := remember.Decode(blob)
		if err != nil {
			return
		}
		written := m.Encode()
		again, err := remember.Decode(written)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if !bytes.Equal(written, again.Encode()) {
			t.Fatal("written twice, and not the same")
		}
	})
}

// FuzzDecodeExpenses does the same for what the shop spent.
func FuzzDecodeExpenses(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{remember.Version, 0, 1, 'b', 2, 4})
	f.Fuzz(func(t *testing.T, blob []byte) {
		l := decide.NewLedger()
		if l.Decode(blob, 0) != nil {
			return
		}
		written := l.Encode(0)
		again := decide.NewLedger()
		if err := again.Decode(written, 0); err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
	})
}

package care

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func Test内存_一条记录不超过八十字节(t *testing.T) {
	assert.LessOrEqual(t, unsafe.Sizeof(memoryRecord{}), uintptr(80), "the next size of the allocator is 96")
}

// A table of records and a map, side by side: whatever is added and removed, they hold
// the same, and each record is found.
func Test内存_加加减减_记录都找得到(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var table memoryRecords
	held := map[Key]*memoryRecord{}
	for round := range 20_000 {
		k := Key{Shop: fmt.Sprint("s", random.IntN(3)), Customer: fmt.Sprint("c", random.IntN(400))}
		switch r := table.get(k); {
		case r != held[k]:
			require.Same(t, held[k], r, "%d: %s", round, k)
		case r == nil:
			r = &memoryRecord{key: k}
			table.add(r)
			held[k] = r
		default:
			table.remove(k)
			delete(held, k)
		}
		if round%500 == 0 {
			require.Equal(t, slices.SortedFunc(maps.Keys(held), Key.compare), table.keys())
		}
	}
	for k, r := range held {
		require.Same(t, r, table.get(k))
	}
	for _, k := range table.keys() {
		table.remove(k)
	}
	assert.Zero(t, table.len)
	assert.Nil(t, table.get(Key{Customer: "c1"}))
}

func Test内存_客户编号是长文字的一段_长文字不留着(t *testing.T) {
	var table memoryRecords
	payload := `{"buyer":"xiaowang"}`
	k := Key{Customer: payload[10:18]}
	table.add(&memoryRecord{key: k})
	kept := table.get(k).key.Customer
	assert.Equal(t, "xiaowang", kept)
	assert.NotSame(t, unsafe.StringData(k.Customer), unsafe.StringData(kept))
}

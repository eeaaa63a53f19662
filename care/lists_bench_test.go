package care

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkApprovals lists a hundred approvals among a million customers: what it costs is
// what a hundred cost. The others are copies of one record.
func BenchmarkApprovals(b *testing.B) {
	s := opens(b, reviewed)
	s.store = NewMemory()
	s.restart(reviewed)
	for i := range 100 {
		s.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
	}
	s.hears(created("T", by("idle")))
	idle := s.store.parts[PartitionOf(Key{Customer: "idle"}, 64)].records.get(Key{Customer: "idle"})
	for i := range 1_000_000 {
		k := Key{Customer: fmt.Sprint("other", i)}
		s.store.parts[PartitionOf(k, 64)].records.add(&memoryRecord{key: k, version: 1, state: idle.state})
	}
	for b.Loop() {
		n := 0
		for _, err := range s.engine.Approvals(b.Context(), ListOptions{Personal: true}) {
			require.NoError(b, err)
			n++
		}
		require.Equal(b, 100, n)
	}
}

package care

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/internal/imagine"
)

// The promise behind the name: what a wake-up at the right instant finds is what
// asking everybody every second would have found.
func TestE3_推算出来的醒来时刻跟每秒问一遍一样(t *testing.T) {
	t.Parallel()
	loaded, spoke, festive := 0, 0, 0
	for seed := range stories(uint64(1200)) {
		made := imagine.Make(seed)
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		loaded++
		inferred := sayings(slices.Collect(Simulate(rules, made.Events, SimOptions{Until: made.Until, Fault: func(err error) { require.NoError(t, err) }})))
		every := newWalker(t, rules, SimOptions{})
		every.everySecond = true
		every.run(made.Events, made.Until)
		brute := sayings(every.out)
		slices.Sort(brute)
		slices.Sort(inferred)
		if !assert.Equal(t, brute, inferred, "every second, and by wake-ups") {
			for _, line := range lines(slices.Collect(Simulate(rules, made.Events, SimOptions{Until: made.Until}))) {
				t.Log(line)
			}
			t.Fatalf("%s", made)
		}
		spoke += len(brute)
		for _, line := range brute {
			if strings.Contains(line, "/m0/") || strings.Contains(line, "/m1/") {
				festive++
			}
		}
	}
	require.Greater(t, loaded, stories(600), "most shops must be possible")
	require.Greater(t, spoke, stories(600), "most shops must speak")
	require.Greater(t, festive, stories(200), "moments, and what changes by the day, must say something")
	t.Logf("%d shops, %d sayings", loaded, spoke)
}

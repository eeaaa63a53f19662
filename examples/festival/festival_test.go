package main

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
)

func TestRules(t *testing.T) { caretest.Run(t, os.DirFS("."), "*_test.yaml") }

func lived(t testing.TB, customers int, seed uint64) *year {
	t.Helper()
	rules, err := care.Load(files, "rules/*.yaml")
	require.NoError(t, err)
	y, err := newShop(customers, seed).year(rules)
	require.NoError(t, err)
	return y
}

func Test同一个种子_同一年(t *testing.T) {
	var first, again, other bytes.Buffer
	require.NoError(t, lived(t, 100, 1).tell(&first))
	require.NoError(t, lived(t, 100, 1).tell(&again))
	require.NoError(t, lived(t, 100, 2).tell(&other))
	assert.Equal(t, first.String(), again.String())
	assert.NotEqual(t, first.String(), other.String())
}

// A shop that buys like the real one: most customers once or twice, on 双11 most of all.
func Test这一年像一家店(t *testing.T) {
	s := newShop(2_000, 1)
	assert.InDelta(t, 3, float64(len(s.purchases))/2_000, .4, "orders of a customer")
	month := map[time.Month]int{}
	unpaid, back := map[int32]bool{}, 0
	for _, h := range s.happens {
		switch h.kind {
		case created:
			month[time.Unix(h.at, 0).In(zone).Month()]++
			unpaid[h.order] = true
		case paid:
			delete(unpaid, h.order)
		case refundOpened:
			back++
		}
	}
	for m := time.January; m < time.November; m++ {
		assert.Greater(t, month[time.November], month[m], "November sells more than %s", m)
	}
	assert.InDelta(t, .12, float64(len(unpaid))/float64(len(s.purchases)), .06, "of the orders are never paid")
	assert.InDelta(t, .1, float64(back)/float64(len(s.purchases)), .04, "of the orders are taken back")
}

func Test事件写得出来_也读得回去(t *testing.T) {
	s := newShop(20, 1)
	var lines bytes.Buffer
	require.NoError(t, s.write(&lines))
	read := 0
	for e, err := range tiexin.ReadEvents(&lines, zone) {
		require.NoError(t, err)
		require.NoError(t, e.Validate())
		assert.Empty(t, e.Warnings)
		read++
	}
	assert.Equal(t, len(s.happens), read)
}

// What a customer lives through, from the order to the thanks, is said by the rules.
func Test一家小店的一年_多数规则都用得上(t *testing.T) {
	y := lived(t, 300, 1)
	said := map[string]bool{}
	for _, v := range append(y.sum.Sent(), y.sum.Tasks()...) {
		said[v.Rule] = true
	}
	assert.Greater(t, len(said), 30, "%v", said)
	assert.Positive(t, y.withheld[care.NoConsent])
	assert.Positive(t, y.withheld[care.EnoughAlready])
	assert.Positive(t, y.withheld[care.HeldOut])
}

func BenchmarkYear(b *testing.B) {
	for b.Loop() {
		lived(b, 1_000, 1)
	}
}

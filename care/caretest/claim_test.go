package caretest

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// most is how many expectations can be met at once, by trying everything.
func most(fits [][]int, taken map[int]bool) int {
	if len(fits) == 0 {
		return 0
	}
	best := most(fits[1:], taken)
	for _, j := range fits[0] {
		if !taken[j] {
			taken[j] = true
			best = max(best, 1+most(fits[1:], taken))
			delete(taken, j)
		}
	}
	return best
}

func Test期望和来的配对_配上的最多(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		fits := make([][]int, r.IntN(6))
		for i := range fits {
			for j := range 6 {
				if r.IntN(3) == 0 {
					fits[i] = append(fits[i], j)
				}
			}
		}
		taken := []int{-1, -1, -1, -1, -1, -1}
		for i := range fits {
			assign(i, fits, taken, make([]bool, len(taken)))
		}
		paired := 0
		for j, i := range taken {
			if i >= 0 {
				paired++
				assert.Contains(t, fits[i], j)
			}
		}
		require.Equal(t, most(fits, map[int]bool{}), paired, "%v", fits)
	}
}

func Test一段时间写出来还读得回来(t *testing.T) {
	zone := time.FixedZone("", 8*60*60)
	start := time.Date(2026, 11, 11, 10, 0, 0, 0, zone)
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		from := start.Add(time.Duration(r.IntN(400000)-100000) * time.Second)
		to := from.Add(time.Duration(r.IntN(3)*r.IntN(200000)) * time.Second)
		written, _, _ := strings.Cut(offsets(from, to, start), " ")
		read, err := parseSpan(written)
		require.NoError(t, err, written)
		gotFrom, gotTo := read.in(start, zone)
		assert.True(t, gotFrom.Equal(from) && gotTo.Equal(to), written)
	}
}

func Test一段时间的头有日子_尾就是同一天(t *testing.T) {
	zone := time.FixedZone("", 8*60*60)
	start := time.Date(2026, 11, 11, 10, 0, 0, 0, zone)
	for written, want := range map[string]string{
		"10:30":                              "2026-11-11 10:30 2026-11-11 10:30",
		"10:30..12:00":                       "2026-11-11 10:30 2026-11-11 12:00",
		"2026-11-12 10:30 .. 12:00":          "2026-11-12 10:30 2026-11-12 12:00",
		"2026-11-12 10:30..2026-11-13 01:00": "2026-11-12 10:30 2026-11-13 01:00",
		"2026-11-12 10:30..+3d":              "2026-11-12 10:30 2026-11-14 10:00",
		"+1d..12:00":                         "2026-11-12 10:00 2026-11-11 12:00", // the start's day: reported as a span that ends before it begins
		"-5m..+5m":                           "2026-11-11 09:55 2026-11-11 10:05",
	} {
		s, err := parseSpan(written)
		require.NoError(t, err, written)
		from, to := s.in(start, zone)
		assert.Equal(t, want, from.Format("2006-01-02 15:04")+" "+to.Format("2006-01-02 15:04"), written)
	}
	for _, written := range []string{"", "..", "+1h..", "..+1h", "+1h...+2h", "+1h..+2h..+3h", "25:00..26:00"} {
		_, err := parseSpan(written)
		assert.Error(t, err, written)
	}
}

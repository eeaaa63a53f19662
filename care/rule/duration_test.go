package rule

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What ParseDuration reads is what the parts say, added up.
func TestDurationsAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		written, want := "", time.Duration(0)
		for range 1 + r.IntN(3) {
			unit := "smhdw"[r.IntN(5)]
			n := r.IntN(1_000)
			written += strconv.Itoa(n) + string(unit)
			want += time.Duration(n) * map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 168 * time.Hour}[unit]
		}
		got, err := ParseDuration(written)
		require.NoError(t, err, written)
		require.Equal(t, want, got, written)
		again, err := ParseDuration(FormatDuration(got))
		require.NoError(t, err)
		require.Equal(t, got, again, "%s written as %s", got, FormatDuration(got))
	}
}

func TestDurations(t *testing.T) {
	for written, want := range map[string]string{
		"": `"" is not a duration; write it as 90s, 15m, 24h, 7d or 2w`, "15": `"15" is not a duration; write it as 90s, 15m, 24h, 7d or 2w`,
		"m": `"m" is not a duration; write it as 90s, 15m, 24h, 7d or 2w`, "15min": `"15min" is not a duration; write 15m`,
		"-5m": `"-5m" is not a duration; write it as 90s, 15m, 24h, 7d or 2w`, "1.5h": `"1.5h" is not a duration; write 90m`,
		"15 m": `"15 m" is not a duration; write 15m`, "半小时": `"半小时" is not a duration; write 30m`,
		"30分钟": `"30分钟" is not a duration; write 30m`, "１天": `"１天" is not a duration; write 1d`, "两个小时": `"两个小时" is not a duration; write 2h`, "一个半小时": `"一个半小时" is not a duration; write 90m`,
		"两天半": `"两天半" is not a duration; write 60h`, "0:30": `"0:30" is not a duration; write 30m`, "0分钟": `"0分钟" is not a duration; write it as 90s, 15m, 24h, 7d or 2w`,
		"36501d": `"36501d" is too long; the longest duration is 100 years`, "36500d1s": `"36500d1s" is too long; the longest duration is 100 years`,
		"99999999999999999999s": `"99999999999999999999s" is too long; the longest duration is 100 years`,
	} {
		_, err := ParseDuration(written)
		assert.EqualError(t, err, want)
	}
	d, err := ParseDuration("36500d")
	require.NoError(t, err)
	assert.Equal(t, longest, d)
	for d, want := range map[time.Duration]string{
		Unlimited: "never", 0: "0s", 90 * time.Minute: "90m", time.Hour: "1h", 36 * time.Hour: "36h", 24 * time.Hour: "1d", 21 * 24 * time.Hour: "3w", 61 * time.Second: "61s",
	} {
		assert.Equal(t, want, FormatDuration(d))
	}
}

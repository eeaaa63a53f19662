package rule

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// Whatever a file holds, there is no panic, and every problem says where it is
// and what is wrong.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/good/*.yaml", "testdata/faults/*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, name := range files {
			data, err := os.ReadFile(name)
			require.NoError(f, err)
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		set, problems := Load(File{"rules.yaml", data})
		assert.Equal(t, problems.Err() == nil, set != nil)
		for _, p := range problems {
			assert.Equal(t, "rules.yaml", p.Place.File, p.Message.English)
			assert.NotEmpty(t, p.Message.English)
			assert.True(t, utf8.ValidString(p.Error()))
		}
		if set == nil {
			return
		}
		v := ask.View{}
		v.Facts.Hour = set.Shop.HourOf
		for _, has := range []ask.Things{0, ask.ThingsOf(ask.ThingOrder, ask.ThingParcel), ask.Brought} {
			v.Has = has
			v.Reset()
			for _, flow := range set.Flows {
				for _, r := range flow.Rules {
					assert.Less(t, r.Number, set.Size())
					r.If.Ask(&v)
					r.If.Unknown(&v, ask.At(0))
					r.If.Seen(&v, ask.At(0))
				}
			}
			for _, n := range set.Nevers {
				n.If.Forbids(&v, ask.At(0))
			}
		}
	})
}

func FuzzDuration(f *testing.F) {
	for _, seed := range []string{"90s", "1h30m", "36500d", "0s", "-1h", "1h1", "9999999999999999999w", "半小时", "١m"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDuration(s)
		if err != nil {
			assert.Zero(t, d)
			return
		}
		assert.True(t, d >= 0 && d <= longest)
		again, err := ParseDuration(FormatDuration(d))
		assert.NoError(t, err)
		assert.Equal(t, d, again)
	})
}

func FuzzHours(f *testing.F) {
	for _, seed := range []string{"21:30-09:00", "24:00-24:00", "9:00 - 9:00", "21：30～09：00", "-", "::-::", "99:99-0:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, err := ParseHours(s)
		if err != nil {
			assert.Zero(t, h)
			assert.False(t, strings.Contains(err.Error(), "\n"))
			return
		}
		assert.True(t, h.From >= 0 && h.From < minutesADay && h.To >= 0 && h.To < minutesADay)
		again, err := ParseHours(h.String())
		assert.NoError(t, err)
		assert.Equal(t, h, again)
	})
}

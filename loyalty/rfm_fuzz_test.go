package loyalty

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func FuzzScoreRFM(f *testing.F) {
	f.Add(uint8(5), false, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9})
	f.Add(uint8(2), true, []byte{0, 0, 0, 255, 255, 255})
	f.Fuzz(func(t *testing.T, buckets uint8, interpolated bool, data []byte) {
		var rows []RFM
		for i := 0; i+2 < len(data); i += 3 {
			shift := data[i+2] % 54
			rows = append(rows, RFM{
				Customer:  fmt.Sprint("c", i),
				DaysSince: int(data[i]) * int(data[i+1]),
				Purchases: int(data[i+1]),
				Amount:    tiexin.Money(int64(int8(data[i])) << shift),
			})
		}
		scores, cuts, err := ScoreRFM(rows, RFMOptions{Buckets: int(buckets), Interpolated: interpolated})
		if err != nil {
			require.Nil(t, scores)
			return
		}
		require.NoError(t, cuts.validate())
		top := cuts.Top()
		for i, s := range scores {
			require.Equal(t, s, cuts.Score(rows[i]))
			require.True(t, s.R >= 1 && s.F >= 1 && s.M >= 1 && s.R <= top.R && s.F <= top.F && s.M <= top.M)
		}
	})
}

func BenchmarkScoreRFM(b *testing.B) {
	const n = 1_000_000
	r := rand.New(rand.NewPCG(1, 1))
	rows := make([]RFM, n)
	for i := range rows {
		rows[i] = RFM{
			Customer:  fmt.Sprintf("customer-%d", i),
			DaysSince: r.IntN(1000),
			Purchases: 1 + int(r.ExpFloat64()*3),
			Amount:    tiexin.Money(r.ExpFloat64() * 50_000),
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := ScoreRFM(rows, RFMOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

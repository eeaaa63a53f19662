package report_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

func BenchmarkOf(b *testing.B) {
	in := shop(b, 5000)
	o := report.Options{Zone: tiexin.Shanghai(), Rounds: 20}
	b.ReportAllocs()
	for b.Loop() {
		_, err := report.Of(in, o)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(len(in.Log.Purchases)*b.N)/b.Elapsed().Seconds(), "rows/s")
}

package survey_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// answers are n people on the thirteen items of behavioural intentions.
func answers(b *testing.B, n int) (*survey.Questionnaire, survey.Responses) {
	b.Helper()
	q := load(b, "intentions")
	r := rand.New(rand.NewPCG(1, 1))
	all := make(survey.Responses, n)
	for p := range n {
		own := make(map[string]float64, len(q.Items))
		for _, i := range q.Items {
			if r.IntN(20) > 0 {
				own[i.Name] = float64(1 + r.IntN(7))
			}
		}
		all[fmt.Sprintf("c%06d", p)] = own
	}
	return q, all
}

func perSecond(b *testing.B, rows int) {
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkScore(b *testing.B) {
	q, r := answers(b, 10_000)
	b.ReportAllocs()
	for b.Loop() {
		_, err := q.Score(r, survey.Options{})
		require.NoError(b, err)
	}
	perSecond(b, len(r))
}

func BenchmarkCronbach(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	rows := make([][]float64, 10_000)
	items := make([]string, 13)
	for i := range rows {
		for range items {
			rows[i] = append(rows[i], float64(1+r.IntN(7)))
		}
	}
	t := survey.Complete(items, rows)
	b.ReportAllocs()
	for b.Loop() {
		_, err := survey.Cronbach(t, survey.Options{})
		require.NoError(b, err)
	}
	perSecond(b, len(rows))
}

func BenchmarkReadCSV(b *testing.B) {
	q, r := answers(b, 10_000)
	var file bytes.Buffer
	file.WriteString("respondent")
	for _, i := range q.Items {
		file.WriteString("," + i.Name)
	}
	for who, own := range r {
		file.WriteString("\n" + who)
		for _, i := range q.Items {
			file.WriteByte(',')
			if a, ok := own[i.Name]; ok {
				fmt.Fprint(&file, a)
			}
		}
	}
	data := file.Bytes()
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		_, err := q.ReadCSV(bytes.NewReader(data), survey.CSVOptions{})
		require.NoError(b, err)
	}
	perSecond(b, len(r))
}

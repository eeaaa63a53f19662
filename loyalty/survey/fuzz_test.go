package survey_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// sound is what every measure promises: no NaN, no infinity, no interval that
// leaves its value out of sight, and a reason where there is no value.
func sound(t *testing.T, m loyalty.Measure) {
	t.Helper()
	for _, v := range []float64{m.Value, m.Lo, m.Hi, m.Level} {
		assert.False(t, math.IsNaN(v) || math.IsInf(v, 0), "%+v", m)
	}
	assert.Equal(t, m.OK, m.Why == "", "%+v", m)
	assert.NotEmpty(t, m.Method)
	if m.Level > 0 {
		assert.LessOrEqual(t, m.Lo, m.Hi, "%+v", m)
	}
}

func addReady(f *testing.F, folder string) {
	f.Helper()
	files, err := fs.Glob(survey.Files(), folder+"/*.yaml")
	require.NoError(f, err)
	for _, name := range files {
		data, err := fs.ReadFile(survey.Files(), name)
		require.NoError(f, err)
		f.Add(data)
	}
}

// Whatever a file holds, there is no panic; what loads is valid, and scores.
func FuzzLoadQuestionnaire(f *testing.F) {
	addReady(f, "questionnaires")
	f.Add([]byte(good))
	f.Fuzz(func(t *testing.T, data []byte) {
		q, err := survey.LoadQuestionnaire("q.yaml", data)
		assert.Equal(t, err == nil, q != nil)
		if err != nil {
			assert.True(t, utf8.ValidString(err.Error()))
			assert.Contains(t, err.Error(), "q.yaml")
			return
		}
		assert.NoError(t, q.Validate())
		r := survey.Responses{}
		for p, who := range []string{"a", "b", "c"} {
			r[who] = map[string]float64{}
			for _, i := range q.Items {
				if s, ok := q.Scale(i.Scale); ok && p < 2 {
					r[who][i.Name] = s.Min + float64(p)*(s.Max-s.Min)
				}
			}
		}
		result, err := q.Score(r, survey.Options{})
		var faults loyalty.Problems
		if errors.As(err, &faults) {
			return // amounts that contradict each other
		}
		require.NoError(t, err)
		for _, b := range result.Blocks {
			sound(t, b.Headline)
			sound(t, b.Mean)
			sound(t, b.TopBox)
			for _, i := range b.Items {
				sound(t, i.Mean)
				sound(t, i.TopBox)
			}
		}
		if all, err := result.Attitudes(survey.AttitudeOptions{}); err == nil {
			for _, a := range all {
				sound(t, a.Measure)
			}
		}
	})
}

func FuzzLoadIndex(f *testing.F) {
	addReady(f, "indices")
	f.Add([]byte(twoBlocks))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := survey.LoadIndex("x.yaml", data)
		assert.Equal(t, err == nil, x != nil)
		if err != nil {
			assert.Contains(t, err.Error(), "x.yaml")
			return
		}
		values := map[string]float64{}
		for _, b := range x.Blocks {
			for n, i := range b.Indicators {
				scale := x.Scale
				if i.Scale != nil {
					scale = *i.Scale
				}
				if n != 1 {
					values[i.Name] = scale.Max
				}
			}
		}
		s, err := x.Score(values)
		require.NoError(t, err)
		sound(t, s.Value)
		assert.True(t, s.Covered >= 0 && s.Covered <= 1+1e-9)
	})
}

// Whatever a file of answers holds, there is no panic, and what was read is what
// the questionnaire asks.
func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("respondent,overall,product,delivery,service\nc1,5,4,,很满意\nc2,1,2,3,4\n"))
	f.Add([]byte("\ufeffrespondent,overall,product,delivery,service\r\n\"c,1\",5,\"4\",,\r\n"))
	f.Add([]byte("respondent,overall\nc1,\"5\n"))
	q := load(f, "satisfaction")
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := q.ReadCSV(bytes.NewReader(data), survey.CSVOptions{})
		checkRead(t, q, r, err)
	})
}

func FuzzReadJSONL(f *testing.F) {
	f.Add([]byte(`{"respondent": "c1", "answers": {"overall": 5, "product": "很满意", "service": null}}` + "\n\n" + `{"respondent": "c2", "answers": {"overall": "4"}}`))
	f.Add([]byte(`{"respondent": "c1", "answers": {"overall": 1e999, "x": {}}} {}`))
	q := load(f, "satisfaction")
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := q.ReadJSONL(bytes.NewReader(data))
		checkRead(t, q, r, err)
	})
}

func checkRead(t *testing.T, q *survey.Questionnaire, r survey.Responses, err error) {
	t.Helper()
	assert.Equal(t, err == nil, r != nil)
	if err != nil {
		assert.NotEmpty(t, strings.TrimSpace(err.Error()))
		return
	}
	assert.NotEmpty(t, r)
	assert.NoError(t, q.ValidateResponses(r))
	_, err = q.Score(r, survey.Options{Missing: survey.Pairwise})
	assert.NoError(t, err)
}

// Whatever numbers there are, a measure is sound or the input is told to be wrong.
func FuzzNumbers(f *testing.F) {
	add := func(k uint8, values ...float64) {
		var b []byte
		for _, v := range values {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
		f.Add(k, b)
	}
	add(2, 1, 2, 3, 4, 5, 6)
	add(3, 1e9, -1e9, 1e-300, 0, 5e-324, 1, math.NaN(), math.Inf(1), 0.1)
	add(1, 9, 10, 3)
	add(1, 6.7e-308, 2.7e-38, 1.1e-155, 5.3e-319, 8.3e-317, 2.8e-306) // the product of two variances is too small for a number
	f.Fuzz(func(t *testing.T, k uint8, data []byte) {
		columns := int(k)%8 + 1
		var flat []float64
		for ; len(data) >= 8 && len(flat) < 400; data = data[8:] {
			flat = append(flat, math.Float64frombits(binary.LittleEndian.Uint64(data)))
		}
		var rows [][]float64
		var table survey.Table
		for c := range columns {
			table.Items = append(table.Items, string(rune('a'+c)))
		}
		for ; len(flat) >= columns; flat = flat[columns:] {
			rows = append(rows, flat[:columns])
		}
		table = survey.Complete(table.Items, rows)
		for i, row := range table.Rows {
			if i%3 == 1 {
				row[i%columns].Given = false
			}
		}
		for _, missing := range []survey.Missing{survey.Listwise, survey.Pairwise} {
			r, err := survey.Cronbach(table, survey.Options{Missing: missing})
			if err != nil {
				continue
			}
			sound(t, r.Alpha)
			sound(t, r.Standardised)
			for _, i := range r.Items {
				sound(t, i.ItemRest)
				sound(t, i.Dropped)
			}
		}
		if w, err := survey.EntropyWeights(rows); err == nil {
			sum := 0.0
			for _, v := range w {
				assert.True(t, v >= 0 && v <= 1, "%v", w)
				sum += v
			}
			assert.InDelta(t, 1, sum, 1e-9)
		}
		if w, err := survey.AHP(rows); err == nil {
			sound(t, w.Consistency)
			for _, v := range w.Weights {
				assert.True(t, v > 0 && v <= 1, "%v", w)
			}
		}
		for _, row := range rows {
			if s, err := survey.NPS(row, survey.NPSOptions{}); err == nil {
				sound(t, s.Score)
				sound(t, s.Wald)
			}
			if m, err := survey.TopBox(row, survey.Scale{Kind: "", Min: -5, Max: 5}, 2, 0); err == nil {
				sound(t, m)
			}
			if m, err := survey.ACSI(row, row); err == nil {
				sound(t, m)
			}
			if columns == 2 {
				if w, err := survey.WalletBySpend([]survey.Spending{{row[0], row[1]}, {1, 3}}, 0); err == nil {
					sound(t, w.Pooled)
					sound(t, w.Mean)
					sound(t, w.Majority)
				}
			}
		}
	})
}

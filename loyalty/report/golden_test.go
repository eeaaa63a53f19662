package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

func smallReport(t testing.TB) *report.Report {
	t.Helper()
	r, err := report.Of(shop(t, 240), report.Options{Zone: tiexin.Shanghai(), Rounds: 20})
	require.NoError(t, err)
	return r
}

func TestTheWholeReportIsWhatItWas(t *testing.T) {
	r := smallReport(t)
	var out bytes.Buffer
	require.NoError(t, r.WriteJSON(&out))
	golden(t, "report.json", out.Bytes(), func(want, got []byte) {
		var a, b any
		require.NoError(t, json.Unmarshal(want, &a))
		require.NoError(t, json.Unmarshal(got, &b))
		alike(t, "report", a, b)
	})
}

func TestEveryTableIsWhatItWas(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range smallReport(t).Tables() {
		assert.False(t, seen[table.Name], "two tables have the name %s", table.Name)
		seen[table.Name] = true
		for _, row := range table.Rows {
			require.Len(t, row, len(table.Header), "%s: %v", table.Name, row)
		}
		var out bytes.Buffer
		require.NoError(t, table.WriteCSV(&out))
		golden(t, table.Name+".csv", out.Bytes(), func(want, got []byte) {
			a, b := cells(t, want), cells(t, got)
			alike(t, table.Name, a, b)
		})
	}
}

// golden compares with a file that -update writes.
func golden(t *testing.T, name string, got []byte, compare func(want, got []byte)) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	compare(want, got)
}

func cells(t *testing.T, data []byte) any {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	require.NoError(t, err)
	var all []any
	for _, row := range rows {
		for _, c := range row {
			if v, err := strconv.ParseFloat(c, 64); err == nil {
				all = append(all, v)
			} else {
				all = append(all, c)
			}
		}
	}
	return all
}

// alike compares numbers to a hundred-thousandth: processors do not agree on the
// last digits.
func alike(t *testing.T, place string, want, got any) {
	t.Helper()
	switch want := want.(type) {
	case float64:
		got, ok := got.(float64)
		if assert.True(t, ok, "%s is no number", place) {
			assert.InDelta(t, want, got, 1e-5*max(1, want, -want), place)
		}
	case map[string]any:
		got, ok := got.(map[string]any)
		require.True(t, ok, place)
		require.Len(t, got, len(want), place)
		for name := range want {
			alike(t, place+"."+name, want[name], got[name])
		}
	case []any:
		got, ok := got.([]any)
		require.True(t, ok, place)
		require.Len(t, got, len(want), place)
		for i := range want {
			alike(t, place+"["+strconv.Itoa(i)+"]", want[i], got[i])
		}
	default:
		assert.Equal(t, want, got, place)
	}
}

package survey_test

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the schemas of the ready files anew")

// testdata reads a file of the package's own.
func testdata(t testing.TB, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, into))
}

func sqrt(x float64) float64 { return math.Sqrt(x) }

func nan() float64 { return math.NaN() }

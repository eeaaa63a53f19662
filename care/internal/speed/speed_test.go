package main

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const measured = `goos: linux
BenchmarkRules/engine/rules=100         	   13674	     30000 ns/op	    3704 B/op	      34 allocs/op
BenchmarkRules/engine/rules=100         	   13674	     20000 ns/op	    3704 B/op	      34 allocs/op
BenchmarkRules/engine/rules=100-2       	   13674	     25000 ns/op
BenchmarkRules/all/rules=100            	   10399	     45247 ns/op
BenchmarkRules/expr/rules=100           	   61634	       999.9 ns/op
BenchmarkRules/engine/rules=10000       	   10212	     46185 ns/op
BenchmarkRules/all/rules=10000          	     200	   2895434 ns/op
BenchmarkRules/expr/rules=10000         	     208	   2352014 ns/op
BenchmarkOther/rules=10000              	     208	   1 ns/op
`

func TestTableIsOfMedians(t *testing.T) {
	c, err := read(strings.NewReader(measured))
	require.NoError(t, err)
	assert.Equal(t, `| rules | the engine | the engine, every rule asked | a bare loop of expr over the conditions | engine ÷ loop |
|--:|--:|--:|--:|--:|
| 100 | 25 µs | 45.2 µs | 1 µs | 25.00 |
| 10,000 | 46.2 µs | 2.9 ms | 2.35 ms | 0.02 |
`, c.table())
}

func TestChartIsAnImageWithALineForEach(t *testing.T) {
	c, err := read(strings.NewReader(measured))
	require.NoError(t, err)
	svg := c.chart()
	d := xml.NewDecoder(strings.NewReader(svg))
	for err == nil {
		_, err = d.Token()
	}
	require.ErrorIs(t, err, io.EOF)
	for _, s := range all {
		assert.Equal(t, 1, strings.Count(svg, `fill="none" stroke="`+s.color), s.title)
	}
	assert.NotContains(t, svg, "NaN")
}

func TestWithoutTheBenchmarkThereIsNothingToDraw(t *testing.T) {
	_, err := read(strings.NewReader("BenchmarkRules/engine/rules=100 1 5 ns/op\n"))
	require.EqualError(t, err, "the input has no BenchmarkRules/all; pipe the output of the benchmark")
	require.EqualError(t, run(nil), "0 arguments; give the folder to write to")
}

// The chart and the table that are kept beside the code can be read.
func TestWhatIsKept(t *testing.T) {
	for _, name := range []string{"rules.md", "rules.svg"} {
		kept, err := os.ReadFile(filepath.Join(".", name))
		require.NoError(t, err)
		assert.Contains(t, string(kept), "10,000")
	}
}

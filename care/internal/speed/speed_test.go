package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// printed is what go test prints when every figure is one, but for those given.
func printed(other map[figure][]string, without ...figure) string {
	var b strings.Builder
	b.WriteString("goos: linux\ncpu: Abacus 13\n")
	done := map[figure]bool{}
	for _, f := range without {
		done[f] = true
	}
	for _, f := range wanted() {
		values := other[f]
		if values == nil {
			values = []string{"1"}
		}
		for _, v := range values {
			if !done[f] {
				fmt.Fprintf(&b, "%s-2 \t 1000\t %s %s\t 7 B/op\n", f.bench, v, f.unit)
			}
		}
		done[f] = true
	}
	b.WriteString("BenchmarkOther/rules=10000 208 1 ns/op\nPASS\n")
	return b.String()
}

func measure(t *testing.T, other map[figure][]string) *measured {
	t.Helper()
	m, err := read(strings.NewReader(printed(other)))
	require.NoError(t, err)
	require.Empty(t, m.lacks(wanted()))
	return m
}

func TestTableIsOfMedians(t *testing.T) {
	m := measure(t, map[figure][]string{
		costAt("Rules/engine", 100):    {"30000", "20000", "25000"},
		costAt("Rules/all", 100):       {"45247"},
		costAt("Rules/expr", 100):      {"999.9", "1000.1"},
		costAt("Rules/engine", 10_000): {"46185"},
		costAt("Rules/all", 10_000):    {"2895434"},
		costAt("Rules/expr", 10_000):   {"2352014"},
	})
	_, lines, _ := strings.Cut(m.table(tables[0]), "\n\n| ")
	assert.Equal(t, `rules | engine | engine, every rule asked | loop of expr | engine ÷ loop |
|--:|--:|--:|--:|--:|
| 100 | 25 µs | 45.2 µs | 1 µs | 25.00 |
| 1,000 | 1 ns | 1 ns | 1 ns | 1.00 |
| 10,000 | 46.2 µs | 2.9 ms | 2.35 ms | 0.02 |
`, lines)
	assert.Contains(t, m.page(), "Medians of 1, Abacus 13.")
}

// A goal is met at its limit and missed beyond it, on the side that it means.
func TestGoalsAreMetOrMissed(t *testing.T) {
	m := measure(t, map[figure][]string{
		costAt("Rules/engine", 100):                                   {"10"},
		costAt("Rules/engine", 10_000):                                {"31"},
		{"BenchmarkWakeUp/conversation", "ns/op"}:                     {"2000"},
		{"BenchmarkMemory", "B/order"}:                                {"382.2"},
		{"BenchmarkSimulate/without-condition-off=false", "events/s"}: {"249000"},
		{"BenchmarkLoad/shop", "ns/op"}:                               {"1.2e9"},
	})
	page := m.page()
	for _, row := range []string{
		"| sparse rules, whole engine: 10,000 ÷ 100 | ≤ 3 | 3.1 | **missed** |",
		"| dense rules, whole engine: 10,000 ÷ 100 | ≤ 10 | 1 | met |",
		"| a wake-up that sends nothing | ≤ 2 µs | 2 µs | met |",
		"| an order that waits: bytes | ≤ 350 | 382 | **missed** |",
		"| `Simulate`, all outcomes: events a second | ≥ 250,000 | 249,000 | **missed** |",
		"| 10,000 rules of a shop load | ≤ 1 s | 1.2 s | **missed** |",
		"| matching alone ÷ indexed Go, dense, 10,000 rules | ≤ 0.15 | 1 | **missed** |",
	} {
		assert.Contains(t, page, row+"\n")
	}
}

func TestChartIsAnImageWithALineForEach(t *testing.T) {
	svg := measure(t, map[figure][]string{costAt("Rules/engine", 100): {"25000"}}).chart()
	d := xml.NewDecoder(strings.NewReader(svg))
	var err error
	for err == nil {
		_, err = d.Token()
	}
	require.ErrorIs(t, err, io.EOF)
	for _, c := range curves {
		assert.Equal(t, 1, strings.Count(svg, `fill="none" stroke="`+c.color), c.label)
	}
	assert.NotContains(t, svg, "NaN")
}

// Each figure that a table, the chart or a goal needs is missed when it is not there.
func TestACaseThatIsMissingIsNamed(t *testing.T) {
	for _, f := range wanted() {
		err := run(strings.NewReader(printed(nil, f)), []string{t.TempDir()})
		require.EqualError(t, err, "the input lacks "+f.String()+"; run the benchmarks as the package describes")
	}
	require.EqualError(t, run(strings.NewReader(""), nil), "0 arguments; give the folder to write to")
	_, err := read(strings.NewReader("BenchmarkRules/engine/rules=100 1 fast ns/op\n"))
	require.ErrorContains(t, err, "want a number and its unit")
}

func TestBothFilesAreWritten(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, run(strings.NewReader(printed(map[figure][]string{costAt("Rules/engine", 100): {"25000"}})), []string{folder}))
	for _, name := range []string{"rules.md", "rules.svg"} {
		written, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		assert.Contains(t, string(written), "10,000")
	}
}

// The page and the chart that are kept beside the code have every goal, table and curve of
// this command.
func TestWhatIsKept(t *testing.T) {
	holds := func(name string, parts ...string) {
		kept, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, part := range parts {
			if !strings.Contains(string(kept), part) {
				t.Errorf("%s lacks %q; measure again, as the package describes", name, part)
			}
		}
	}
	for _, g := range goals {
		holds("rules.md", "| "+g.what+" |")
	}
	for _, table := range tables {
		holds("rules.md", "## "+table.title+"\n")
	}
	for _, c := range curves {
		holds("rules.svg", ">"+c.label+"<")
	}
}

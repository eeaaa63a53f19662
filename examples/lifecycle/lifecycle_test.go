package main

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/examples/lifecycle/invent"
	"github.com/tiexin-go/tiexin/internal/orderlog"
)

var update = flag.Bool("update", false, "write testdata/small.golden anew; read the difference before you keep it")

// smallShop is a year of 700 customers, as a file.
func smallShop(t testing.TB) string {
	t.Helper()
	var year bytes.Buffer
	require.NoError(t, invent.Write(&year, invent.Options{Customers: 700, Seed: 7}))
	path := filepath.Join(t.TempDir(), "orders.csv")
	require.NoError(t, os.WriteFile(path, year.Bytes(), 0o644))
	return path
}

// written runs the command on a file and gives what it says and the page.
func written(t testing.TB, args ...string) (terminal, page, folder string) {
	t.Helper()
	folder = t.TempDir()
	var out bytes.Buffer
	require.NoError(t, run(append(args, "-out", folder), &out))
	data, err := os.ReadFile(filepath.Join(folder, "report.html"))
	require.NoError(t, err)
	return out.String(), string(data), folder
}

var figures = []string{"stages-over-time", "moves-heat", "gaps", "return", "payment-curve", "payment-hours", "delivery-dots"}

func TestWholeReportOfASmallShop(t *testing.T) {
	orders := smallShop(t)
	terminal, page, folder := written(t, "-orders", orders)

	t.Run("terminal", func(t *testing.T) {
		got := strings.NewReplacer(orders, "orders.csv", folder, "report").Replace(terminal)
		golden := filepath.Join("testdata", "small.golden")
		if *update {
			require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err)
		assert.Equal(t, string(want), got, "run the test with -update and read the difference")
	})
	t.Run("page is well-formed", func(t *testing.T) {
		d := xml.NewDecoder(strings.NewReader(page))
		for {
			_, err := d.Token()
			if err == io.EOF {
				break
			}
			require.NoError(t, err)
		}
	})
	t.Run("page needs nothing else", func(t *testing.T) {
		for _, word := range []string{"<script", "<link", "<img", "<iframe", "src=", "url(", "@import", "http:", "https:", "NaN", "Inf"} {
			assert.NotContains(t, page, word)
		}
		for _, href := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			assert.True(t, strings.HasPrefix(href[1], "#"), href[1])
			assert.Contains(t, page, `id="`+href[1][1:]+`"`)
		}
	})
	t.Run("every picture has title, axes, sentence and n", func(t *testing.T) {
		for _, id := range figures {
			part := regexp.MustCompile(`(?s)<figure id="` + id + `">.*?</figure>`).FindString(page)
			require.NotEmpty(t, part, id)
			for _, has := range []string{"<h3>", "<svg ", "aria-label=", "<figcaption><p>", `<svg class="wide"`, `<svg class="narrow"`, "n="} {
				assert.Contains(t, part, has, id)
			}
			assert.GreaterOrEqual(t, strings.Count(part, "<path"), 10, id)
			assert.GreaterOrEqual(t, strings.Count(part, "<text"), 8, id)
		}
	})
	t.Run("lists are files", func(t *testing.T) {
		for _, name := range []string{"restock.csv", "winback.csv"} {
			data, err := os.ReadFile(filepath.Join(folder, name))
			require.NoError(t, err)
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), orderlog.ByteOrderMark))).ReadAll()
			require.NoError(t, err)
			assert.Greater(t, len(rows), 20, name)
		}
	})
}

func TestEarlierDayAndNamedCustomer(t *testing.T) {
	orders := smallShop(t)
	terminal, _, _ := written(t, "-orders", orders, "-on", "2025-12-31", "-customer", "C00002")
	assert.Contains(t, terminal, "截至2025-12-31")
	assert.NotContains(t, terminal, "2026-06-30")
	assert.Contains(t, terminal, "春节", "the calendar reads on from that day")
}

// Two runs differ by the shop, not by the hour: nothing reads the clock.
func TestSameLogSameReport(t *testing.T) {
	orders := smallShop(t)
	_, one, _ := written(t, "-orders", orders)
	_, again, _ := written(t, "-orders", orders)
	assert.Equal(t, one, again)
}

// file is a log in a folder of the test.
func file(t testing.TB, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log.csv")
	require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644))
	return path
}

package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/orderlog"
)

// made runs the command and answers what it said, and the page.
func made(t *testing.T, args ...string) (said, page, folder string) {
	t.Helper()
	folder = t.TempDir()
	var out bytes.Buffer
	require.NoError(t, run(append(args, "-out", folder), &out))
	html, err := os.ReadFile(filepath.Join(folder, "report.html"))
	require.NoError(t, err)
	return out.String(), string(html), folder
}

// file writes a file of a test.
func file(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	return name
}

// wellFormed reads the page tag by tag.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict = true
	d.Entity = xml.HTMLEntity
	for {
		if _, err := d.Token(); err != nil {
			require.True(t, errors.Is(err, io.EOF), "the page is not well-formed: %v", err)
			return
		}
	}
}

var figureIDs = []string{"quadrant", "rfm", "cohorts", "tracking", "weekly", "calibration"}

func TestTheWholeReportOfTheShop(t *testing.T) {
	said, page, folder := made(t)
	for _, part := range []string{"顾客忠诚度报告", "2026-06-30", "真实忠诚", "净推荐值", "MBG/NBD", "Pareto/NBD", "15 个 CSV"} {
		assert.Contains(t, said, part)
	}
	assert.NotContains(t, said, "NaN")
	assert.NotContains(t, said, "%!")

	wellFormed(t, page)
	for _, id := range figureIDs {
		_, after, found := strings.Cut(page, `<figure id="`+id+`">`)
		require.True(t, found, id)
		figure, _, _ := strings.Cut(after, "</figure>")
		assert.Contains(t, figure, `<svg class="wide" `, id)
		assert.Contains(t, figure, `<svg class="narrow" `, id)
		assert.Regexp(t, `<p class="says">[^<]{20,}</p>`, figure, "%s says nothing", id)
		assert.Len(t, regexp.MustCompile(`>↑ [^<]+</text>`).FindAllString(figure, -1), 2, "%s has no name for its upright axis", id)
	}
	for _, id := range []string{"segments", "tiers", "steps", "types", "causes", "survey", "models", "test", "segment-moves", "type-moves"} {
		assert.Contains(t, page, `<div class="table" id="`+id+`">`)
	}
	assert.NotContains(t, page, "NaN")
	assert.NotContains(t, page, "%!")

	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, entries, 17)
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		require.NoError(t, err)
		switch filepath.Ext(e.Name()) {
		case ".json":
			assert.True(t, json.Valid(data))
		case ".csv":
			assert.True(t, bytes.HasPrefix(data, []byte(orderlog.ByteOrderMark)), "%s: a spreadsheet would take it for another encoding", e.Name())
			_, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
			assert.NoError(t, err, e.Name())
		}
	}
}

func TestThePageFetchesNothing(t *testing.T) {
	_, page, _ := made(t)
	assert.NotRegexp(t, regexp.MustCompile(`(?i)<(script|link|iframe|img|object|embed|base)\b`), page)
	assert.NotRegexp(t, regexp.MustCompile(`(?i)(src|href|action|data)\s*=`), page)
	assert.NotRegexp(t, regexp.MustCompile(`(?i)url\(|@import|https?://`), page)
}

func TestTheSameFilesMakeTheSameReport(t *testing.T) {
	said, first, folder := made(t)
	again, second, other := made(t)
	assert.Equal(t, strings.ReplaceAll(said, folder, ""), strings.ReplaceAll(again, other, ""))
	assert.True(t, first == second)
}

// Without a survey it is unknown how many are of a type. That is not nobody.
func TestWithoutASurveyTheTypesAreUnknown(t *testing.T) {
	orders, err := os.ReadFile("orders.csv")
	require.NoError(t, err)
	log := file(t, "log.csv", string(orders))
	said, page, _ := made(t, "-orders", log, "-on", "20260331")
	assert.Contains(t, said, "2026-03-31")
	wellFormed(t, page)
	assert.Contains(t, page, "行为轴（没有问卷，四类无法判定）")
	assert.Contains(t, page, "没有问卷数据")
	_, rows, _ := strings.Cut(page, `<div class="table" id="types">`)
	rows, _, _ = strings.Cut(rows, "</table>")
	for _, kind := range []string{"真实忠诚", "潜在忠诚", "虚假忠诚", "不忠诚"} {
		assert.Regexp(t, kind+` +未知（没有问卷）\n`, said)
		_, row, found := strings.Cut(rows, ">"+kind+"</td>")
		require.True(t, found, kind)
		row, _, _ = strings.Cut(row, "</tr>")
		assert.Equal(t, 5, strings.Count(row, ">未知</td>"), "%s: %s", kind, row)
		assert.NotRegexp(t, `>[^<]*\d`, row, kind)
	}
	said, page, _ = made(t, "-orders", log, "-lang", "en")
	assert.Regexp(t, `spurious +unknown \(no survey\)\n`, said)
	assert.Contains(t, page, "Behaviour alone (no survey, so the four types are unknown)")
}

func TestATinyShopGetsAPageToo(t *testing.T) {
	for name, log := range map[string]string{
		"一位客户": "customer,date,amount\na,2026-01-01,10\n",
		"同一天":  "customer,date,amount\na,2026-01-01,10\nb,2026-01-01,20\n",
		"白送":   "customer,date,amount\na,2026-01-01,0\nb,2026-02-01,0\na,2026-03-05,0\n",
		"全退":   "order,customer,date,amount,refund\n1,a,2026-01-01,10,10\n2,b,2026-02-02,20,20\n",
	} {
		t.Run(name, func(t *testing.T) {
			said, page, _ := made(t, "-orders", file(t, "log.csv", log))
			wellFormed(t, page)
			assert.NotContains(t, said+page, "NaN")
			for _, id := range figureIDs {
				assert.Contains(t, page, `<figure id="`+id+`">`)
			}
		})
	}
}

func TestAnOptionThatIsNone(t *testing.T) {
	assert.ErrorContains(t, run([]string{"orders.csv"}, io.Discard), `unknown option "orders.csv"`)
	err := run([]string{"-orders", "nowhere.csv", "-survey", "nobody.csv", "-on", "yesterday"}, io.Discard)
	for _, part := range []string{"nowhere.csv", "nobody.csv", "yesterday"} {
		assert.ErrorContains(t, err, part, "all that is wrong is told at once")
	}
	assert.ErrorContains(t, run([]string{"-on", "2019-01-01", "-out", t.TempDir()}, io.Discard), "orders.csv: no orders by 2019-01-01")
}

func TestAForecastSaysHowFarOffItsTestWas(t *testing.T) {
	_, page, _ := made(t)
	assert.Regexp(t, `预计销售额（未扣成本）<b>.*回测偏差\+16\.2%，区间不含这一误差`, html.UnescapeString(page))
}

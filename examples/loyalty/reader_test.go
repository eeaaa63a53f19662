package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/examples/page/browser"
)

var (
	tags  = regexp.MustCompile(`(?s)<style>.*?</style>|<section id="data">.*?</section>|<[^>]*>`)
	han   = regexp.MustCompile(`\p{Han}+`)
	latin = regexp.MustCompile(`[A-Za-z]{2,}`)
	label = regexp.MustCompile(`(?:aria-label|data-head)="([^"]*)"`)
)

// words are what a reader sees of a page, and what is read to those who do not see it.
// How the data was read is left out: it names the file's own columns.
func words(page string) string {
	text := tags.ReplaceAllString(page, " ")
	for _, l := range label.FindAllStringSubmatch(page, -1) {
		text += " " + l[1]
	}
	return text
}

// A report is in one language. Names of models and measures are the same in both.
func TestOneLanguage(t *testing.T) {
	names := []string{"RFM", "NPS", "AUC", "Brier", "MBG", "NBD", "Pareto", "Gamma", "BTYD", "Kaplan", "Meier", "alpha", "beta", "LL", "CSV", "csv", "json", "html", "report", "orders"}
	said, page, folder := made(t)
	for text, of := range map[string]string{words(page): "page", strings.ReplaceAll(strings.Join(strings.Split(said, "\n")[2:], "\n"), folder, ""): "terminal"} {
		for _, word := range latin.FindAllString(text, -1) {
			assert.Contains(t, names, word, "an English word in the Chinese %s", of)
		}
	}
	said, page, _ = made(t, "-lang", "en")
	assert.Empty(t, han.FindAllString(page, 3), "a Chinese word in the English page")
	assert.Empty(t, han.FindAllString(said, 3), "a Chinese word on the English terminal")
	assert.Contains(t, page, `<html lang="en">`)
}

// The page is passed on and printed: it does not say where its maker keeps files.
func TestThePageKeepsPathsToItself(t *testing.T) {
	orders, err := os.ReadFile("orders.csv")
	require.NoError(t, err)
	name := file(t, "secret-log.csv", string(orders))
	said, page, folder := made(t, "-orders", name)
	assert.NotContains(t, page, "secret-log")
	assert.NotContains(t, page, filepath.Dir(name))
	assert.NotContains(t, page, folder)
	assert.Contains(t, said, "secret-log.csv")
}

// What was understood of a file comes before any number; the page says it too.
func TestWhatWasUnderstoodComesFirst(t *testing.T) {
	log := file(t, "log.csv", "InvoiceNo,InvoiceDate,CustomerID,Quantity,UnitPrice\n1,12/1/2010 8:26,a,40,3.91\nC2,12/13/2010 9:41,a,-10,3.91\n3,12/14/2010 9:41,b,1,5\n")
	said, page, _ := made(t, "-orders", log)
	for _, want := range []string{"顾客=CustomerID", "日期按「月/日/年」读：第3行的12/13/2010 9:41只能这样读。", "金额=单价×件数。", "1行取消（订单号以C开头，共¥39.10）记为退款"} {
		assert.Contains(t, said, want)
		assert.Less(t, strings.Index(said, want), strings.Index(said, "规模"))
		assert.Contains(t, page, want)
	}
	assert.Contains(t, said, "退款¥39，整单退款0单")
	err := run([]string{"-orders", file(t, "log.csv", "customer,date,amount\na,12/1/2010,1\n"), "-out", t.TempDir()}, &strings.Builder{})
	assert.ErrorContains(t, err, "say -date mdy for the first or -date dmy for the second")
	_, page, _ = made(t, "-orders", file(t, "log.csv", "who;when;sum\na;12/1/2010;1\n"), "-columns", "customer=who,date=when,amount=sum", "-date", "dmy", "-currency", "£")
	assert.Contains(t, page, "£1")
}

// Five customers who all came back do not make 100 % within a year.
func TestFewCustomersMakeNoShare(t *testing.T) {
	log := []string{"customer,date,amount"}
	for i := range 5 {
		log = append(log, fmt.Sprintf("c%d,2025-01-%02d,10", i, i+1), fmt.Sprintf("c%d,2025-02-%02d,10", i, i+1), fmt.Sprintf("c%d,2026-03-%02d,10", i, i+1))
	}
	said, page, _ := made(t, "-orders", file(t, "log.csv", strings.Join(log, "\n")))
	for _, days := range []int{90, 365} {
		assert.Contains(t, said, fmt.Sprintf("首购后%d天内再买未知（观察到那时的不足10人）", days))
	}
	_, steps, _ := strings.Cut(page, `<div class="table" id="steps">`)
	steps, _, _ = strings.Cut(steps, "</table>")
	assert.NotContains(t, steps, "100%")
	_, cohorts, _ := strings.Cut(page, `<figure id="cohorts">`)
	cohorts, _, _ = strings.Cut(cohorts, "</figure>")
	assert.NotContains(t, cohorts, ">100<", "nor of the cohort of a month")
	assert.Contains(t, cohorts, "不足10人的月份不给百分比。")
	assert.Contains(t, steps, "未知（观察到那时的不足10人）")
}

// One customer who orders twice a day does not press the others onto the axis.
func TestOneExtremeCustomer(t *testing.T) {
	log := []string{"customer,date,amount"}
	day := func(n int) string { return time.Date(2025, 1, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }
	for i := range 60 {
		for n := range 1 + i%4 {
			log = append(log, fmt.Sprintf("c%02d,%s,10", i, day(i+n*60)))
		}
	}
	for n := range 300 {
		log = append(log, fmt.Sprintf("zealot,%s,10", day(n)))
	}
	_, page, _ := made(t, "-orders", file(t, "log.csv", strings.Join(log, "\n")))
	_, figure, _ := strings.Cut(page, `<figure id="quadrant">`)
	figure, _, _ = strings.Cut(figure, "</figure>")
	assert.Regexp(t, `最右一柱含超出坐标的1位（最高\d{3}`, figure)
	heights := map[string]bool{}
	for _, bar := range regexp.MustCompile(`d="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)L[^"]*Z"\s+style="fill:var\(--sky\)`).FindAllStringSubmatch(figure, -1) {
		heights[bar[1]] = true
	}
	assert.Greater(t, len(heights), 10, "the others fill the chart")
}

// The same among those who answered the survey.
func TestOneExtremeCustomerWhoAnswered(t *testing.T) {
	orders, err := os.ReadFile("orders.csv")
	require.NoError(t, err)
	answers, err := os.ReadFile("survey.csv")
	require.NoError(t, err)
	log, asked := strings.TrimSpace(string(orders)), strings.TrimSpace(string(answers))
	for n := range 500 {
		log += fmt.Sprintf("\nz%d,zealot,%s,茶叶,1,10,,,", n, time.Date(2025, 1, 5+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	asked += "\nzealot,5,1,5,1,5,5,10,5,100,100\n"
	_, before, _ := made(t)
	_, after, _ := made(t, "-orders", file(t, "log.csv", log), "-survey", file(t, "survey.csv", asked))
	quadrant := regexp.MustCompile(`(?s)<figure id="quadrant">.*?</figure>`)
	_, says, _ := strings.Cut(quadrant.FindString(after), "<figcaption>")
	assert.Contains(t, says, "另有1位超出坐标（最高")
	// The highest mark of the upright axis is not pushed up by one customer.
	top := func(page string) string {
		marks := regexp.MustCompile(`>(\d+)</text>`).FindAllStringSubmatch(quadrant.FindString(page), -1)
		most := 0
		for _, m := range marks {
			if n, _ := strconv.Atoi(m[1]); n > most && n != 100 { // 100 ends the other axis
				most = n
			}
		}
		return strconv.Itoa(most)
	}
	assert.Equal(t, top(before), top(after))
}

// On a telephone, a tablet, a desk and on paper: nothing scrolls sideways, and the
// letters of the charts are of 11 pixels or more.
func TestThePageInAWindow(t *testing.T) {
	b, err := browser.Start(t.Context())
	if errors.Is(err, browser.ErrNotFound) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	require.NoError(t, err)
	t.Cleanup(b.Close)
	orders, err := os.ReadFile("orders.csv")
	require.NoError(t, err)
	for name, args := range map[string][]string{
		"Chinese": nil, "English": {"-lang", "en"}, "without a survey": {"-orders", file(t, "log.csv", string(orders))},
		"large amounts": {"-orders", file(t, "log.csv", enlarged(string(orders))), "-lang", "en"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, folder := made(t, args...)
			for _, view := range browser.Views {
				m, err := b.Measure(filepath.Join(folder, "report.html"), view)
				require.NoError(t, err)
				assert.Empty(t, m.Problems(), "%+v", view)
				assert.Equal(t, len(figureIDs), m.Pictures, "%+v", view)
				assert.Greater(t, m.Texts, 100, "%+v", view)
			}
		})
	}
}

// enlarged is the log of a shop with orders of a thousand times as much.
func enlarged(orders string) string {
	lines := strings.Split(orders, "\n")
	at := slices.Index(strings.Split(lines[0], ","), "amount")
	for i, line := range lines[1:] {
		cells := strings.Split(line, ",")
		if len(cells) > at {
			whole, _, _ := strings.Cut(cells[at], ".")
			cells[at], cells[at+1] = whole+"000", ""
		}
		lines[i+1] = strings.Join(cells, ",")
	}
	return strings.Join(lines, "\n")
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/examples/page/browser"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
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

// withLatinNames is the small shop with its goods, places and carriers named by numbers,
// so that every Chinese word of an English report is the report's own.
func withLatinNames(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(smallShop(t))
	require.NoError(t, err)
	head, rows, _ := strings.Cut(string(data), "\n")
	named := map[string]string{"是": "是"}
	rows = han.ReplaceAllStringFunc(rows, func(word string) string {
		if named[word] == "" {
			named[word] = fmt.Sprintf("Q%d", len(named))
		}
		return named[word]
	})
	return file(t, head+"\n"+rows)
}

// A report is in one language. Names of models and measures are the same in both.
func TestOneLanguage(t *testing.T) {
	names := []string{"MBG", "CNBD", "Kaplan", "Meier", "csv", "restock", "winback", "html", "report", "orders"}
	said, page, folder := written(t, "-orders", smallShop(t))
	said = strings.Join(strings.Split(said, "\n")[2:], "\n")
	for text, of := range map[string]string{words(page): "page", strings.ReplaceAll(said, folder, ""): "terminal"} {
		for _, word := range latin.FindAllString(text, -1) {
			assert.Contains(t, names, word, "an English word in the Chinese %s", of)
		}
	}
	said, page, folder = written(t, "-orders", withLatinNames(t), "-lang", "en")
	said = strings.Join(strings.Split(said, "\n")[2:], "\n")
	assert.Empty(t, han.FindAllString(words(page), 5), "a Chinese word in the English page")
	assert.Empty(t, han.FindAllString(said, 5), "a Chinese word on the English terminal")
	for _, list := range []string{"restock.csv", "winback.csv"} {
		data, err := os.ReadFile(filepath.Join(folder, list))
		require.NoError(t, err)
		assert.Empty(t, han.FindAllString(string(data), 5), list)
	}
}

// Every note on a day of the calendar is known in both languages.
func TestNotesOnDays(t *testing.T) {
	for _, d := range (&calendar.Calendar{}).Days() {
		if d.Note == "" && d.Suppress == "" {
			continue
		}
		assert.NotEmpty(t, dayNotes[d.Key].Chinese, d.Key)
		assert.NotEmpty(t, dayNotes[d.Key].English, d.Key)
		assert.Empty(t, han.FindString(dayNotes[d.Key].English), d.Key)
	}
}

// A flag of the library does not reach a reader as programs write it.
func TestNoRawFlags(t *testing.T) {
	for _, on := range []string{"2025-08-10", "2025-10-31", "2026-06-30"} {
		said, page, _ := written(t, "-orders", smallShop(t), "-on", on)
		for _, text := range []string{words(page), said} {
			assert.NotRegexp(t, `[a-z]-not-[a-z]|below-min|not-reached|identified|extrapolated|immature`, text, on)
		}
	}
}

// The page is passed on and printed: it does not say where its maker keeps files.
func TestThePageKeepsPathsToItself(t *testing.T) {
	orders := smallShop(t)
	said, page, folder := written(t, "-orders", orders)
	assert.NotContains(t, page, filepath.Dir(orders))
	assert.NotContains(t, page, "orders.csv")
	assert.NotContains(t, page, folder)
	assert.NotContains(t, strings.SplitN(said, "\n", 2)[0], filepath.Dir(orders))
}

// What was understood of a file comes before any number; the page says it too.
func TestWhatWasUnderstoodComesFirst(t *testing.T) {
	said, page, _ := written(t, "-orders", file(t, "InvoiceNo,InvoiceDate,CustomerID,Amount", "1,12/1/2010 8:26,a,156.40", "2,12/13/2010 8:28,a,22.20"))
	for _, want := range []string{"顾客=CustomerID", "日期按「月/日/年」读：第3行的12/13/2010 8:28只能这样读。"} {
		assert.Contains(t, said, want)
		assert.Less(t, strings.Index(said, want), strings.Index(said, "2个订单"))
		assert.Contains(t, page, want)
	}
}

// One gap of years does not press the others onto the axis.
func TestOneExtremeGap(t *testing.T) {
	lines := []string{"customer,date,amount", "hermit,1999-01-01,10"}
	for i := range 60 {
		for n := range 1 + i%4 {
			lines = append(lines, fmt.Sprintf("c%02d,%s,10", i, time.Date(2025, 1, 1+i+n*(20+i%9), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)))
		}
	}
	lines = append(lines, "hermit,2025-06-01,10")
	_, page, _ := written(t, "-orders", file(t, lines...))
	figure := regexp.MustCompile(`(?s)<figure id="gaps">.*?</figure>`).FindString(page)
	assert.Contains(t, figure, "最右一柱含超出坐标的1次（最长9,648天）。")
	bars := map[string]bool{}
	for _, bar := range regexp.MustCompile(`d="M([\d.]+),[^"]*"\s+style="fill:var\(--sky\)`).FindAllStringSubmatch(figure, -1) {
		bars[bar[1]] = true
	}
	assert.Greater(t, len(bars), 10, "the others fill the chart")
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
	small := smallShop(t)
	long := file(t, strings.ReplaceAll(string(must(os.ReadFile(small))), "中通", "Inter-Provincial Express Company"))
	for name, args := range map[string][]string{"Chinese": {"-orders", small}, "English": {"-orders", small, "-lang", "en"}, "long names": {"-orders", long, "-lang", "en"}} {
		t.Run(name, func(t *testing.T) {
			_, _, folder := written(t, args...)
			for _, view := range browser.Views {
				m, err := b.Measure(filepath.Join(folder, "report.html"), view)
				require.NoError(t, err)
				assert.Empty(t, m.Problems(), "%+v", view)
				assert.Equal(t, len(figures), m.Pictures, "%+v", view)
				assert.Greater(t, m.Texts, 80, "%+v", view)
			}
		})
	}
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return bytes.TrimSpace(data)
}

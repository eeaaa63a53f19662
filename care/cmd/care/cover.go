package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// writeCoverage says in text what no test has seen.
func (t *tool) writeCoverage(c *caretest.Coverage) {
	if missing := c.Problems(); len(missing) > 0 {
		for _, p := range missing {
			p.Severity = source.Error // printed without the word remark
			fmt.Fprintf(t.stdout, "%s\n\n", p.In(t.lang))
		}
	}
	both, all := c.Seen()
	t.sayLine(t.stdout, zh.Text("cover %d of %d pieces of the rules were seen both ways, %s", both, all, percent(both, all)))
}

func percent(n, all int) string {
	if all == 0 {
		return "100%"
	}
	return fmt.Sprintf("%d%%", 100*n/all)
}

// A coveredJSON is one piece of the rules for other programs.
type coveredJSON struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Width   int    `json:"width"`
	Kind    string `json:"kind"`
	Of      string `json:"of"`
	Step    int    `json:"step,omitempty"`
	Text    string `json:"text,omitempty"`
	Yes     bool   `json:"yes"` // true, or at work
	No      bool   `json:"no"`
	Unknown bool   `json:"unknown,omitempty"`
	Missing string `json:"missing,omitempty"`
}

func coverageJSON(c *caretest.Coverage, l say.Language) []coveredJSON {
	if c == nil {
		return nil
	}
	all := []coveredJSON{}
	for _, p := range c.Parts() {
		missing := say.Text{English: p.Missing(), Chinese: p.Chinese()}
		all = append(all, coveredJSON{p.Place.File, p.Place.Line, p.Place.Column, p.Width, string(p.Kind), p.Of, p.Step, p.Text, p.Yes, p.No, p.Unknown, missing.In(l)})
	}
	return all
}

//go:embed cover.html
var coverText string

// A coverPage shows the rule files with what no test has seen.
type coverPage struct {
	Lang, Title, Sum, Both, One, None string // in the language of the reader
	Files                             []coverFile
}

type coverFile struct {
	Name, Sum string
	Lines     []coverLine
}

// A coverLine is a line of a file in pieces.
type coverLine struct {
	Number int
	Class  string // the worst of its pieces
	Pieces []coverPiece
	Notes  []string // what was not seen
}

type coverPiece struct{ Class, Text string }

// coverClasses are how a piece is marked: seen both ways, one way, or not at all.
var coverClasses = []string{"", "both", "one", "none"}

func seenClass(c *caretest.Covered) int {
	switch {
	case c.Both():
		return 1
	case c.Yes || c.No:
		return 2
	}
	return 3
}

// unseen says what no test has seen of a piece; empty: everything was.
func unseen(p *caretest.Covered) say.Text {
	if p.Both() {
		return say.Text{}
	}
	return say.Text{English: p.Name() + " " + p.Missing(), Chinese: p.Chinese()}
}

// coverHTML writes the page.
func coverHTML(w io.Writer, c *caretest.Coverage, l say.Language) error {
	both, all := c.Seen()
	page := coverPage{
		Lang: map[say.Language]string{say.English: "en", say.Chinese: "zh-CN"}[l], Title: zh.Text("What the rule tests have seen").In(l),
		Sum:  zh.Text("%d of %d pieces were seen both ways, %s.", both, all, percent(both, all)).In(l),
		Both: zh.Text("seen true and false, or at work and not").In(l), One: zh.Text("seen one way only").In(l), None: zh.Text("never seen").In(l),
	}
	parts, files := c.Parts(), c.Files()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		page.Files = append(page.Files, newCoverFile(name, files[name], parts, l))
	}
	t, err := template.New("cover").Parse(coverText)
	if err != nil {
		return err
	}
	return t.Execute(w, page)
}

func newCoverFile(name string, data []byte, parts []caretest.Covered, l say.Language) coverFile {
	text := strings.TrimPrefix(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data)), "\ufeff")
	f := coverFile{Name: path.Clean(name)}
	var lines [][]rune
	for line := range strings.Lines(text) {
		lines = append(lines, []rune(strings.TrimSuffix(line, "\n")))
	}
	classes, both, all := make([][]int, len(lines)), 0, 0
	f.Lines = make([]coverLine, len(lines))
	for i := range parts {
		p := &parts[i]
		if p.Place.File != name || p.Place.Line < 1 || p.Place.Line > len(lines) {
			continue
		}
		n, class := p.Place.Line-1, seenClass(p)
		if all++; class == 1 {
			both++
		}
		if says := unseen(p).In(l); says != "" {
			f.Lines[n].Notes = append(f.Lines[n].Notes, says)
		}
		if classes[n] == nil {
			classes[n] = make([]int, len(lines[n]))
		}
		from := min(max(p.Place.Column-1, 0), len(lines[n]))
		for at := from; at < min(from+p.Width, len(lines[n])); at++ {
			classes[n][at] = max(classes[n][at], class)
		}
	}
	f.Sum = zh.Text("%d of %d", both, all).In(l)
	for n, line := range lines {
		f.Lines[n].Number = n + 1
		worst := 0
		for from := 0; from < len(line); {
			class, to := 0, from+1
			if classes[n] != nil {
				class = classes[n][from]
			}
			for to < len(line) && (classes[n] == nil || classes[n][to] == class) {
				to++
			}
			f.Lines[n].Pieces = append(f.Lines[n].Pieces, coverPiece{coverClasses[class], source.Printable(string(line[from:to]))})
			from, worst = to, max(worst, class)
		}
		f.Lines[n].Class = coverClasses[worst]
	}
	return f
}

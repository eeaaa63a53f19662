package main

import (
	"regexp"
	"strings"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// longestValue is how many cells of a line what stands behind a key takes on a page.
const longestValue = 46

// keys are those of each place together: key, value, what holds without it, meaning.
func (p *page) keys(all []rule.Key) {
	place := ""
	for i, k := range all {
		if i == 0 || k.Place != place {
			place = k.Place
			title := zh.Text("keys at the top of the file")
			if place != "" {
				title = zh.Text("keys of %s", place)
			}
			p.section(title, 1)
		}
		value := onLines(k.Value, p.lang)
		p.row(k.Name, value[0], without(k).In(p.lang), k.Meaning)
		for _, more := range value[1:] {
			p.row("", more)
		}
	}
	if len(all) > 0 {
		p.section(zh.Text("NAME is a name chosen by the shop, [] an item of a list"), 1)
	}
}

// without says what holds when a key is not written.
func without(k rule.Key) say.Text {
	switch {
	case k.Required:
		return zh.Text("required")
	case k.Absent != "":
		return zh.Text("default: %s", k.Absent)
	}
	return say.Text{}
}

// A listing is how a form says that a value is one of some words, and what it says of the
// keys of a mapping, which have a section of their own here.
type listing struct {
	mapping             *regexp.Regexp
	begin, between, end string
	several             string
}

var listings = map[say.Language]listing{
	say.English: {regexp.MustCompile(` \(a mapping with the keys [^)]*\)`), "one of ", ", ", "", " or a list of such"},
	say.Chinese: {regexp.MustCompile(`（一组「键: 值」，键有 [^）]*）`), "以下词之一（", "、", "）", "，多个写成列表"},
}

// onLines is what stands behind a key, in lines of a page: a list of words goes on below.
func onLines(value string, l say.Language) (lines []string) {
	in := listings[l]
	value = in.mapping.ReplaceAllString(value, "")
	if words, listed := strings.CutPrefix(value, in.begin); listed && !strings.HasSuffix(value, in.several) {
		if words = strings.TrimSuffix(words, in.end); !strings.Contains(words, in.between) {
			value = words // of one
		}
	}
	line := ""
	for i, word := range strings.SplitAfter(value, in.between) {
		if i > 0 && source.DisplayWidth(line+word) > longestValue {
			lines, line = append(lines, strings.TrimRight(line, " ")), ""
		}
		line += word
	}
	return append(lines, line)
}

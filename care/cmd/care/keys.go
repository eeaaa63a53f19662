package main

import (
	"regexp"
	"strings"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// longestValue is how many cells what stands behind a key may take on a page.
const longestValue = 46

// keys are those of each place together: key, value, what holds without it, meaning.
func (p *page) keys(all []rule.Key) {
	place, cut := "", false
	for i, k := range all {
		if i == 0 || k.Place != place {
			place = k.Place
			title := zh.Text("keys at the top of the file")
			if place != "" {
				title = zh.Text("keys of %s", place)
			}
			p.section(title, 1)
		}
		value, short := shortened(k.Value, p.lang)
		cut = cut || short
		p.row(k.Name, value, without(k).In(p.lang), k.Meaning)
	}
	if cut {
		p.section(zh.Text("NAME is a name chosen by the shop, [] an item of a list, … a longer list: see --json"), 1)
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

// shortened is a long list of words without its end; that there may be several stays.
func shortened(value string, l say.Language) (text string, cut bool) {
	in := listings[l]
	value = in.mapping.ReplaceAllString(value, "")
	text, many := strings.CutSuffix(value, in.several)
	words, listed := strings.CutPrefix(text, in.begin)
	if words = strings.TrimSuffix(words, in.end); listed && !many && !strings.Contains(words, in.between) {
		value = words // of one
	}
	if source.DisplayWidth(value) <= longestValue {
		return value, false
	}
	text = strings.TrimSuffix(text, in.end)
	for source.DisplayWidth(text) > longestValue-source.DisplayWidth(in.several) {
		i := strings.LastIndex(text, in.between)
		if i < 0 {
			return value, false
		}
		text, cut = text[:i], true
	}
	if text += in.between + "…" + in.end; many {
		text += in.several
	}
	return text, cut
}

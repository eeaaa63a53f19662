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
		value, short := shortened(k.Value)
		cut = cut || short
		p.row(k.Name, value, without(k).In(p.lang), k.Meaning)
	}
	if cut {
		p.section(zh.Text("NAME is a name that the shop chooses, [] an item of a list, … a longer list: see --json"), 1)
	}
}

// without says what holds when a key is not written.
func without(k rule.Key) say.Text {
	switch {
	case k.Required:
		return zh.Text("needed")
	case k.Absent != "":
		return zh.Text("else %s", k.Absent)
	}
	return say.Text{}
}

// mapping is what a form says of its keys, which have a section of their own here.
var mapping = regexp.MustCompile(` \(a mapping with the keys [^)]*\)`)

// shortened is a long list of words without its end; "or a list of such" stays.
func shortened(value string) (text string, cut bool) {
	value = mapping.ReplaceAllString(value, "")
	if only, ok := strings.CutPrefix(value, "one of "); ok && !strings.Contains(only, ",") {
		value = only // of one
	}
	if source.DisplayWidth(value) <= longestValue {
		return value, false
	}
	const several = " or a list of such"
	text, many := strings.CutSuffix(value, several)
	for source.DisplayWidth(text) > longestValue-len(several) {
		i := strings.LastIndex(text, ", ")
		if i < 0 {
			return value, false
		}
		text, cut = text[:i], true
	}
	if text += ", …"; many {
		text += several
	}
	return text, cut
}

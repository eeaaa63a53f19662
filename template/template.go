package template

import (
	"slices"
	"strings"
)

// A Template is a parsed text. Any number of goroutines can render it at once. The zero
// Template writes nothing.
type Template struct {
	source string // the text it was read from
	parts  []part
	names  []Name // in order of first appearance
	has    uint64 // bit n: Name n appears
	needed uint64 // bit n: Name n appears without fallback
}

// A part is fixed text and the placeholder behind it.
type part struct {
	text     string
	from     int    // where the text begins in the source, in bytes
	name     Name   // none: the text ends here
	at       int    // where the placeholder begins in the source, in bytes
	optional bool   // there is a fallback, if perhaps an empty one
	fallback string //
	quoted   bool   // quotes stand around the placeholder: they mark a value and no fallback
	limit    int    // longest value in characters; zero: any
	short    int    // longest value in UTF-16 code units, which is counted on; zero: any
	drop     string // signs left out of the value
}

// Names are the placeholders in the text, each once, in order of appearance.
func (t *Template) Names() []Name {
	return append([]Name(nil), t.names...)
}

// Required are the placeholders that appear at least once without fallback, in
// order of appearance: without their values there is no message.
func (t *Template) Required() []Name {
	var required []Name
	for _, n := range t.names {
		if t.needed&(1<<n) != 0 {
			required = append(required, n)
		}
	}
	return required
}

// Fallback is the fallback of a placeholder at its first place in the text. It is false
// if that place requires a value, and for a placeholder that does not appear.
func (t *Template) Fallback(n Name) (string, bool) {
	for _, p := range t.parts {
		if p.name == n && n != none {
			return p.fallback, p.optional
		}
	}
	return "", false
}

// Has reports whether a placeholder is in the text.
func (t *Template) Has(n Name) bool {
	return n < names && t.has&(1<<n) != 0
}

// Limited is the same template with a maximum length for values, in characters (runes).
// Longer values are cut while writing, as by [Cut]. A placeholder that is not in limits,
// or has zero or less there, keeps its limit; a new template has none. Fallbacks are the
// author's own words and are not cut.
func (t *Template) Limited(limits map[Name]int) *Template {
	limited := *t
	limited.parts = append([]part(nil), t.parts...)
	for i := range limited.parts {
		p := &limited.parts[i]
		if limit := limits[p.name]; limit > 0 && p.name != none {
			p.limit = limit
		}
	}
	return &limited
}

// Shortened is the same template with values made short, while writing, where they have
// more than so many UTF-16 code units: as [Shortener] values do it themselves, else by
// [CutUnits]. MaxUnits counts on these lengths. A placeholder that is not in
// most, or has zero or less there, stays as it is.
func (t *Template) Shortened(most map[Name]int) *Template {
	shortened := *t
	shortened.parts = append([]part(nil), t.parts...)
	for i := range shortened.parts {
		p := &shortened.parts[i]
		if n := most[p.name]; n > 0 && p.name != none {
			p.short = n
		}
	}
	return &shortened
}

// Bounded says that no value makes the text longer than MaxUnits: see [Info.Bounded].
func (t *Template) Bounded() bool {
	return !slices.ContainsFunc(t.parts, func(p part) bool { return p.name != none && p.short == 0 && !p.name.entry().Bounded })
}

// Without is the same template with signs left out of the values, while writing: such as
// providers refuse. Links stay as they are, and so do fallbacks, which are the author's
// own words. A value of nothing but signs is none.
func (t *Template) Without(signs string) *Template {
	without := *t
	without.parts = slices.Clone(t.parts)
	for i := range without.parts {
		p := &without.parts[i]
		if p.name != none && !slices.Contains(p.name.entry().Needs, NeedLink) {
			p.drop = signs
		}
	}
	return &without
}

// Source is the text as it was written.
func (t *Template) Source() string { return t.source }

// String is the text with canonical names and half-width signs. Parsed again it
// gives the same template.
func (t *Template) String() string {
	var b strings.Builder
	for _, p := range t.parts {
		for _, r := range p.text {
			if isSign(r) {
				b.WriteRune(r)
			}
			b.WriteRune(r)
		}
		if p.name == none {
			continue
		}
		b.WriteString("#" + p.name.String())
		if p.optional {
			b.WriteString("|" + p.fallback)
		}
		b.WriteString("#")
	}
	return b.String()
}

// MaxUnits is the length of the text if every value has its customary length, or its limit if
// that is less, in UTF-16 code units, the measure of SMS charges. It counts each
// character of a value as one unit, which is true of Chinese. Signature and opt-out come
// on top.
func (t *Template) MaxUnits() int { return t.longest(Units) }

func (t *Template) longest(length func(string) int) int {
	sum := 0
	for _, p := range t.parts {
		sum += length(p.text)
		if p.name == none {
			continue
		}
		value := p.name.entry().Max
		if p.short > 0 {
			value = p.short
		}
		if p.limit > 0 {
			value = min(value, p.limit)
		}
		sum += max(value, length(p.fallback))
	}
	return sum
}

func isSign(r rune) bool { return r == '#' || r == '＃' }

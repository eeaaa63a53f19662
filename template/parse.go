package template

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/source"
)

// longestText is how many bytes a text may have: more than any channel carries.
const longestText = 64 << 10

// mostProblems ends the reading of what is no text for people at all.
const mostProblems = 100

// Options control how a text is read.
type Options struct {
	// Braces reads {买家昵称} and <{买家昵称}>, the form of some tools, as
	// #买家昵称#. A literal brace is then written {{. Use it for imports.
	// Default: false.
	Braces bool
}

// Parse reads a text. All faults are in one *[Error].
func Parse(text string) (*Template, error) { return Options{}.Parse(text) }

// Parse reads a text with these options. All faults are in one *[Error].
func (o Options) Parse(text string) (*Template, error) {
	p := parser{Options: o, problemList: problemList{text: text}, t: &Template{source: text}}
	if len(text) > longestText {
		p.add(0, 0, zh.Text("the text has %d bytes, and no channel carries more than %d", len(text), longestText), zh.Text("shorten it"))
		return nil, p.err()
	}
	for at := 0; at < len(text) && len(p.found) < mostProblems; {
		at = p.step(at)
	}
	p.close(none, len(text))
	p.quotes()
	if err := p.err(); err != nil {
		return nil, err
	}
	return p.t, nil
}

type parser struct {
	Options
	problemList
	t       *Template
	literal []byte // the fixed text since the last placeholder
	from    int    // where that began
}

// step reads what begins at an offset and returns where it ends.
func (p *parser) step(at int) int {
	r, size := utf8.DecodeRuneInString(p.text[at:])
	rest := p.text[at+size:]
	switch {
	case isSign(r):
		if again, n := utf8.DecodeRuneInString(rest); isSign(again) {
			p.literal = utf8.AppendRune(p.literal, r)
			return at + size + n
		}
		return p.placeholder(at, size, "#＃", 0)
	case p.Braces && strings.HasPrefix(p.text[at:], "{{"):
		p.literal = append(p.literal, '{')
		return at + 2
	case p.Braces && strings.HasPrefix(p.text[at:], "<{") && !strings.HasPrefix(p.text[at:], "<{{"):
		return p.placeholder(at, 2, "}", len(">"))
	case p.Braces && r == '{':
		return p.placeholder(at, 1, "}", 0)
	case r == utf8.RuneError && size == 1:
		p.add(at, at, zh.Text("the text is not UTF-8 here"), zh.Text("save the file as UTF-8"))
	case unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t':
		p.add(at, at, zh.Text("the control character %U cannot be sent", r), zh.Text("take it out"))
	}
	p.literal = append(p.literal, p.text[at:at+size]...)
	return at + size
}

// placeholder reads a placeholder from its opening sign, which has size bytes, to
// one of the closing signs, behind which tail more bytes belong to it.
func (p *parser) placeholder(at, size int, closing string, tail int) int {
	from := at + size
	length := strings.IndexAny(p.text[from:], closing+"\r\n")
	if length < 0 || !strings.ContainsRune(closing, p.runeAt(from+length)) {
		p.unclosed(at, from)
		return from
	}
	end := from + length
	next := end + utf8.RuneLen(p.runeAt(end))
	if tail > 0 {
		if !strings.HasPrefix(p.text[next:], ">") {
			p.add(at, next, zh.Text("%q is not closed", p.text[at:next]), zh.Text("write }> at its end"))
			return next
		}
		next += tail
	}

	inner := p.text[from:end]
	word, fallback, optional := cutBar(inner)
	name, known := Lookup(word)
	switch {
	case !known && isSign(p.runeAt(at)) && p.lone(word, end):
		p.add(at, from, zh.Text("a lone %q begins a placeholder that does not end", p.text[at:from]), zh.Text("write ## for the sign itself"))
		return from // what follows is read by itself
	case !known:
		p.unknown(from, inner, word)
		return next
	}
	if strings.ContainsAny(fallback, "|｜") {
		p.add(from, end, zh.Text("#%s# has more than one fallback", name), zh.Text("a placeholder has one: the word after the first |"))
	}
	if strings.ContainsAny(fallback, "#＃") {
		p.add(from, end, zh.Text("the fallback of #%s# contains a #", name), zh.Text("choose words without it"))
	}
	if !utf8.ValidString(fallback) || strings.ContainsFunc(fallback, unicode.IsControl) {
		p.add(from, end, zh.Text("the fallback of #%s# contains what cannot be sent", name), zh.Text("take control characters and broken ones out"))
	}
	p.close(name, at)
	last := &p.t.parts[len(p.t.parts)-1]
	last.optional, last.fallback = optional, strings.TrimSpace(fallback)
	if !optional {
		p.t.needed |= 1 << name
	}
	p.from = next
	return next
}

// close ends the fixed text with a placeholder, or the whole with none.
func (p *parser) close(name Name, at int) {
	text := string(p.literal)
	p.literal = p.literal[:0]
	p.readable(text)
	if text == "" && name == none {
		return
	}
	p.t.parts = append(p.t.parts, part{text: text, from: p.from, name: name, at: at})
	if name != none && p.t.has&(1<<name) == 0 {
		p.t.has |= 1 << name
		p.t.names = append(p.t.names, name)
	}
}

// quotes notes which placeholders with a fallback stand in quotes.
func (p *parser) quotes() {
	for i := range p.t.parts[:max(0, len(p.t.parts)-1)] {
		one, next := &p.t.parts[i], &p.t.parts[i+1]
		before, _ := utf8.DecodeLastRuneInString(one.text)
		after, _ := utf8.DecodeRuneInString(next.text)
		one.quoted = one.optional && closings[before] != 0 && closings[before] == after
	}
}

// closings are the quotes that mark a name, each with the one that closes it. All have as
// many bytes as quoteSize.
var closings = map[rune]rune{'「': '」', '『': '』', '《': '》', '“': '”'}

const quoteSize = len("「")

// lone says whether a sign with an unknown word behind it was not meant to open
// a placeholder: what stands between looks like no name, or the sign that would
// close it opens a placeholder itself.
func (p *parser) lone(word string, end int) bool {
	if nearly(word) || strings.TrimSpace(word) == "" {
		return false
	}
	if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsPunct(r) && r != '_' && r != '-' }) {
		return true
	}
	from := end + utf8.RuneLen(p.runeAt(end))
	length := strings.IndexAny(p.text[from:], "#＃\r\n")
	if length <= 0 || !isSign(p.runeAt(from+length)) {
		return false
	}
	following, _, _ := cutBar(p.text[from : from+length])
	return nearly(following)
}

// nearly says whether a word is a name, or one with a slip in it.
func nearly(word string) bool {
	_, near := source.Nearest(word, words().all)
	return near
}

func (p *parser) unknown(from int, inner, word string) {
	trimmed := strings.TrimSpace(word)
	if trimmed == "" {
		p.add(from, from+len(inner), zh.Text("a placeholder without a name"), zh.Text("write ## for the sign itself"))
		return
	}
	hint := source.Suggest(trimmed, words().all)
	if hint.Empty() {
		hint = zh.Text("see `care words placeholders`; write ## if the sign itself is meant")
	}
	from += strings.Index(inner, trimmed)
	p.add(from, from+len(trimmed), zh.Text("unknown placeholder %q", shortened(trimmed)), hint)
}

func (p *parser) unclosed(at, from int) {
	sign := p.text[at:from]
	if word := knownPrefix(p.text[from:]); word != "" {
		p.add(at, from+len(word), zh.Text("%q is not closed", sign+word), zh.Text("write #%s#", word))
		return
	}
	hint := zh.Text("write ## for the sign itself")
	if !isSign(p.runeAt(at)) {
		hint = zh.Text("write {{ for the brace itself")
	}
	p.add(at, from, zh.Text("a lone %q begins a placeholder that does not end", sign), hint)
}

// readable refuses fixed text that would reach the customer looking like a
// placeholder nobody filled in.
func (p *parser) readable(text string) {
	for _, signs := range []struct{ open, close string }{{"#＃", "#＃"}, {"{", "}"}, {"【", "】"}, {"[", "]"}} {
		for rest := text; len(p.found) < mostProblems; {
			i := strings.IndexAny(rest, signs.open)
			if i < 0 {
				break
			}
			_, size := utf8.DecodeRuneInString(rest[i:])
			rest = rest[i+size:]
			length := strings.IndexAny(rest[:min(len(rest), longestInner+1)], signs.close)
			if length < 0 {
				continue
			}
			word, _, _ := cutBar(rest[:length])
			if name, ok := Lookup(word); ok {
				from := p.from + max(0, strings.Index(p.text[p.from:], rest[:length]))
				p.add(from, from+length, zh.Text("the customer would read %q as it stands, unfilled", rest[:length]),
					zh.Text("write #%s#", name))
			}
		}
	}
}

func (p *parser) runeAt(at int) rune {
	r, _ := utf8.DecodeRuneInString(p.text[at:])
	return r
}

// longestInner is how many bytes a forgotten placeholder is taken to have at
// most, fallback included.
const longestInner = 200

// cutBar divides a placeholder into name and fallback.
func cutBar(inner string) (word, fallback string, optional bool) {
	i := strings.IndexAny(inner, "|｜")
	if i < 0 {
		return inner, "", false
	}
	_, size := utf8.DecodeRuneInString(inner[i:])
	return inner[:i], inner[i+size:], true
}

// knownPrefix is the longest name with which the text begins.
func knownPrefix(text string) string {
	longest, runes := "", 0
	for i, r := range text {
		if runes++; runes > 24 || r == utf8.RuneError {
			break
		}
		if word := text[:i+utf8.RuneLen(r)]; !unicode.IsSpace(r) {
			if _, ok := Lookup(word); ok {
				longest = word
			}
		}
	}
	return longest
}

// shortened keeps an error readable whatever was taken for a name.
func shortened(word string) string {
	if short := Cut(word, 20); short != word {
		return short + "…"
	}
	return word
}

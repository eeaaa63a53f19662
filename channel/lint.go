package channel

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A Level is how bad a finding is.
type Level uint8

// The levels.
const (
	Warn Level = iota // somebody should look at it
	Deny              // it must not go: a provider refuses it, or a law does
)

// String is "warn" or "deny".
func (l Level) String() string {
	if l == Deny {
		return "deny"
	}
	return "warn"
}

// A Finding is one thing that should not be in a text.
type Finding struct {
	Level Level
	At    int    // byte offset in the text
	Text  string // the words as they stand there
	Why   string // what is wrong with them, and what to do instead
}

// String is "deny: 返现: providers refuse cash back; say what the price is".
func (f Finding) String() string { return fmt.Sprintf("%s: %s: %s", f.Level, f.Text, f.Why) }

// mostBytes is how many bytes of a text are looked through: no channel carries more.
const mostBytes = 64 << 10

// Lint looks a text through for what providers refuse and laws forbid, in the order in
// which it stands there. The text may still have its placeholders. Nothing found is no
// promise: providers change their lists without notice. Words are found whatever their
// case and width; of a
// word inside another only the longer one is reported, unless the shorter one is
// worse. Digits belong together: 0元购 is not in 60元购买. What is inside a link is
// not looked at. On SMS and MMS it also finds emoji and characters that take two
// units (warn), an opt-out in service and notices (deny), and one that the channel
// will add anyway (warn). A text of more than 64 KiB is denied and looked through up
// to there.
func (w Words) Lint(k Kind, text string, p tiexin.Purpose) []Finding {
	if len(text) > mostBytes {
		to := mostBytes
		for !utf8.RuneStart(text[to]) && to > mostBytes-utf8.UTFMax {
			to--
		}
		_, n := utf8.DecodeRuneInString(text[to:])
		f := Finding{Level: Deny, At: to, Text: text[to : to+n], Why: tooLong}
		return append(w.Lint(k, text[:to], p), f)
	}
	t := foldText(text)
	byFirst := w.byFirst(k, p)
	var all []hit
	for i, r := range t.runes {
		all = append(all, t.at(i, byFirst[r])...)
	}
	found := outsideLinks(text, uncovered(all))
	if k == SMS || k == MMS {
		found = append(found, t.pictures(found)...)
		found = append(found, t.optOut(p)...)
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return a.At - b.At })
	return found
}

// byFirst are the words that count for a channel and purpose, by their first
// character.
func (w Words) byFirst(k Kind, p tiexin.Purpose) map[rune][]word {
	all := map[rune][]word{}
	for _, word := range w.words {
		if word.fits(k, p) {
			all[word.folded[0]] = append(all[word.folded[0]], word)
		}
	}
	return all
}

func (w word) fits(k Kind, p tiexin.Purpose) bool {
	return (w.channels == 0 || w.channels.Has(k)) && (len(w.purposes) == 0 || slices.Contains(w.purposes, string(p)))
}

// A hit is where a word is in a text.
type hit struct {
	Finding
	fine bool // it is innocent
}

// at are the words that begin at one character; of lines for the same word the
// first that fits.
func (t foldedText) at(i int, words []word) []hit {
	var found []hit
	for _, word := range words {
		if !t.has(i, word.folded) {
			continue
		}
		h := hit{t.finding(i, len(word.folded), word.level, word.why), word.fine}
		if !slices.ContainsFunc(found, func(g hit) bool { return g.Text == h.Text }) {
			found = append(found, h)
		}
	}
	return found
}

// uncovered are the findings that no longer one covers. They come in the order in
// which they begin, so only those that begin near one can cover it.
func uncovered(all []hit) []Finding {
	longest := 0
	for _, h := range all {
		longest = max(longest, len(h.Text))
	}
	var found []Finding
	first := 0
	for _, h := range all {
		for all[first].At+longest <= h.At {
			first++
		}
		covered := h.fine
		for _, g := range all[first:] {
			if covered = covered || g.covers(h); covered || g.At > h.At {
				break
			}
		}
		if !covered {
			found = append(found, h.Finding)
		}
	}
	return found
}

func (h hit) covers(g hit) bool {
	return h.At <= g.At && h.At+len(h.Text) >= g.At+len(g.Text) && len(h.Text) > len(g.Text) && (h.fine || h.Level >= g.Level)
}

// link is an address in a text: https://qhj.cn/a?b=1&c=2, tb.cn/p1.
var link = regexp.MustCompile(`(?:[A-Za-z]+://|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/)[A-Za-z0-9._~:/?@!$&'()*+,;=%-]*`)

// outsideLinks are the findings that are not part of a link.
func outsideLinks(text string, found []Finding) []Finding {
	if len(found) == 0 {
		return nil
	}
	links := link.FindAllStringIndex(text, -1)
	return slices.DeleteFunc(found, func(f Finding) bool {
		return slices.ContainsFunc(links, func(l []int) bool { return l[0] <= f.At && f.At+len(f.Text) <= l[1] })
	})
}

// A foldedText is a text with case and width taken out, and where each character
// came from.
type foldedText struct {
	text  string
	runes []rune
	start []int // byte offset of each rune, and the length of the text
}

func foldText(text string) foldedText {
	t := foldedText{text: text}
	for i, r := range text {
		t.runes = append(t.runes, fold(r))
		t.start = append(t.start, i)
	}
	t.start = append(t.start, len(text))
	return t
}

// has says that a word is at one character. A number is not part of a longer one.
func (t foldedText) has(i int, word []rune) bool {
	end := i + len(word)
	switch {
	case end > len(t.runes) || !slices.Equal(t.runes[i:end], word):
		return false
	case i > 0 && isDigit(word[0]) && isDigit(t.runes[i-1]):
		return false
	}
	return end == len(t.runes) || !isDigit(word[len(word)-1]) || !isDigit(t.runes[end])
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func (t foldedText) finding(i, n int, level Level, why string) Finding {
	return Finding{Level: level, At: t.start[i], Text: t.text[t.start[i]:t.start[i+n]], Why: why}
}

// What is wrong apart from words.
const (
	tooLong         = "from here on the text is longer than 64 KiB, and no channel carries that; shorten it"
	picture         = "most SMS templates refuse emoji and rare characters, and many take two units or more; leave it out"
	optOutAdded     = "the channel adds the opt-out itself; take it out of the text"
	optOutForbidden = "an opt-out is forbidden in service and notices; take it out"
)

// pictures finds emoji and rare characters that are not among the words found.
func (t foldedText) pictures(words []Finding) []Finding {
	var found []Finding
	for at, n := 0, 0; at < len(t.text); at += n {
		n = source.NextGrapheme(t.text[at:])
		character := t.text[at : at+n]
		if strings.ContainsFunc(character, isPicture) && !slices.ContainsFunc(words, func(f Finding) bool { return f.At == at }) {
			found = append(found, Finding{Level: Warn, At: at, Text: character, Why: picture})
		}
	}
	return found
}

// optOut finds the text's own opt-out.
func (t foldedText) optOut(p tiexin.Purpose) []Finding {
	folded := string(t.runes)
	at := ownOptOut.FindStringIndex(folded)
	if at == nil {
		return nil
	}
	from, n := utf8.RuneCountInString(folded[:at[0]]), utf8.RuneCountInString(folded[at[0]:at[1]])
	if NeedsOptOut(p) {
		return []Finding{t.finding(from, n, Warn, optOutAdded)}
	}
	return []Finding{t.finding(from, n, Deny, optOutForbidden)}
}

// ownOptOut is how shops tell customers to refuse, folded: 拒收请回复R, 回T退订.
var ownOptOut = regexp.MustCompile(nouns + `请?回复?[A-Z0-9]+|回复?[A-Z0-9]+` + nouns)

// isPicture is true for emoji, symbols of the same kind, and everything that
// takes two units.
func isPicture(r rune) bool {
	return r > 0xFFFF || r >= 0x2600 && r <= 0x27BF || r >= 0x2B00 && r <= 0x2BFF
}

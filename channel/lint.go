package channel

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
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

// A Finding is one thing in a text that had better not be there.
type Finding struct {
	Level Level
	At    int    // byte offset in the text
	Text  string // the words as they stand there
	Why   string // what is wrong with them, and what to do instead
}

// String is "deny: 返现: providers refuse cash back".
func (f Finding) String() string { return fmt.Sprintf("%s: %s: %s", f.Level, f.Text, f.Why) }

// Lint looks a text through for what providers refuse and laws forbid, in the
// order in which it stands there: see Words.Lint. The text may still have its
// placeholders. Nothing found is no promise: providers change their lists without
// notice.
func Lint(k Kind, text string, p tiexin.Purpose) []Finding { return DefaultWords().Lint(k, text, p) }

// Words are forbidden words. The zero value has none.
type Words struct{ words []word }

type word struct {
	level    Level
	channels Set      // empty: all
	purposes []string // empty: all
	folded   []rune
	why      string
}

//go:embed words.txt
var defaultWords string

// DefaultWords are the library's own, from words.txt.
func DefaultWords() Words { return parsedDefault() }

var parsedDefault = sync.OnceValue(func() Words {
	words, err := ParseWords(defaultWords)
	if err != nil {
		panic(err) // a mistake in words.txt, which a test reads
	}
	return words
})

// ParseWords reads a list of forbidden words, one a line: level, channels,
// purposes, word and the reason, separated by spaces; * is all. Empty lines and
// those that begin with # do not count.
//
//	deny  sms,mms  marketing,care  清仓  the shop does not talk like that
//
// Every line that is wrong is reported, by its number.
func ParseWords(text string) (Words, error) {
	var w Words
	var problems []error
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parsed, err := parseWord(line)
		if err != nil {
			problems = append(problems, fmt.Errorf("line %d: %w", number, err))
		}
		w.words = append(w.words, parsed)
	}
	if err := errors.Join(problems...); err != nil {
		return Words{}, fmt.Errorf("channel: the list of words: %w", err)
	}
	return w, nil
}

func parseWord(line string) (word, error) {
	fields := strings.Fields(line)
	if len(fields) < 5 {
		return word{}, fmt.Errorf("%d of level, channels, purposes, word and reason are there; write all five", len(fields))
	}
	w := word{why: strings.Join(fields[4:], " ")}
	var problems []error
	switch fields[0] {
	case "warn":
	case "deny":
		w.level = Deny
	default:
		problems = append(problems, fmt.Errorf("%q is no level; write warn or deny", fields[0]))
	}
	for _, name := range list(fields[1]) {
		k, ok := ParseKind(name)
		if !ok {
			problems = append(problems, fmt.Errorf("no channel is called %q; there are %s, or * for all", name, SetOf(Kinds()...)))
		}
		w.channels = w.channels.With(k)
	}
	for _, name := range list(fields[2]) {
		if !tiexin.Purpose(name).Known() {
			problems = append(problems, fmt.Errorf("%q is no purpose; there are service, notice, care, marketing, survey, or * for all", name))
		}
		w.purposes = append(w.purposes, name)
	}
	for _, r := range fields[3] {
		w.folded = append(w.folded, fold(r))
	}
	return w, errors.Join(problems...)
}

func list(field string) []string {
	if field == "*" {
		return nil
	}
	return strings.Split(field, ",")
}

// With is both lists; where both have a word, w decides.
func (w Words) With(more Words) Words {
	return Words{slices.Concat(w.words, more.words)}
}

// mostBytes is how many bytes of a text are looked through: no channel carries more.
const mostBytes = 64 << 10

// Lint looks a text through for the words, whatever their case and width; of a
// word inside another only the longer one is reported, unless the shorter one is
// worse. On SMS and MMS it also finds 【】 (deny), emoji and characters that take
// two units (warn), an opt-out in service and notices (deny), and one that the
// channel will add anyway (warn). A text of more than 64 KiB is denied and looked
// through up to there.
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
	var all []Finding
	for i, r := range t.runes {
		all = append(all, t.at(i, byFirst[r])...)
	}
	found := uncovered(all)
	if k == SMS || k == MMS {
		found = append(found, t.signs(p)...)
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

// at are the words that begin at one character; of lines for the same word the
// first that fits.
func (t foldedText) at(i int, words []word) []Finding {
	var found []Finding
	for _, word := range words {
		if !t.has(i, word.folded) {
			continue
		}
		f := t.finding(i, len(word.folded), word.level, word.why)
		if !slices.ContainsFunc(found, func(g Finding) bool { return g.Text == f.Text }) {
			found = append(found, f)
		}
	}
	return found
}

// uncovered are the findings that no longer one covers. They come in the order in
// which they begin, so only those that begin near one can cover it.
func uncovered(all []Finding) []Finding {
	longest := 0
	for _, f := range all {
		longest = max(longest, len(f.Text))
	}
	var found []Finding
	first := 0
	for _, f := range all {
		for all[first].At+longest <= f.At {
			first++
		}
		covered := false
		for _, g := range all[first:] {
			if covered = covered || g.covers(f); covered || g.At > f.At {
				break
			}
		}
		if !covered {
			found = append(found, f)
		}
	}
	return found
}

func (w word) fits(k Kind, p tiexin.Purpose) bool {
	return (w.channels == 0 || w.channels.Has(k)) && (len(w.purposes) == 0 || slices.Contains(w.purposes, string(p)))
}

func (f Finding) covers(g Finding) bool {
	return f.At <= g.At && f.At+len(f.Text) >= g.At+len(g.Text) && len(f.Text) > len(g.Text) && f.Level >= g.Level
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

func (t foldedText) has(i int, word []rune) bool {
	return len(t.runes)-i >= len(word) && slices.Equal(t.runes[i:i+len(word)], word)
}

func (t foldedText) finding(i, n int, level Level, why string) Finding {
	return Finding{Level: level, At: t.start[i], Text: t.text[t.start[i]:t.start[i+n]], Why: why}
}

// What is wrong with signs.
const (
	tooLong         = "from here on the text is longer than 64 KiB, and no channel carries that; shorten it"
	bracketsOfSign  = "these brackets are for the signature, which the channel adds"
	picture         = "most SMS templates refuse emoji and rare characters, and many take two units or more"
	optOutAdded     = "the channel adds the opt-out itself; take it out of the text"
	optOutForbidden = "an opt-out is forbidden in service and notices; take it out"
)

// signs finds what is wrong in an SMS apart from words.
func (t foldedText) signs(p tiexin.Purpose) []Finding {
	var found []Finding
	for at, n := 0, 0; at < len(t.text); at += n {
		n = source.NextGrapheme(t.text[at:])
		switch character := t.text[at : at+n]; {
		case character == "【" || character == "】":
			found = append(found, Finding{Level: Deny, At: at, Text: character, Why: bracketsOfSign})
		case strings.ContainsFunc(character, isPicture):
			found = append(found, Finding{Level: Warn, At: at, Text: character, Why: picture})
		}
	}
	folded := string(t.runes)
	if at := ownOptOut.FindStringIndex(folded); at != nil {
		from, n := utf8.RuneCountInString(folded[:at[0]]), utf8.RuneCountInString(folded[at[0]:at[1]])
		f := t.finding(from, n, Warn, optOutAdded)
		if !NeedsOptOut(p) {
			f.Level, f.Why = Deny, optOutForbidden
		}
		found = append(found, f)
	}
	return found
}

// ownOptOut is how shops tell customers to refuse, folded: 拒收请回复R, 回T退订.
var ownOptOut = regexp.MustCompile(nouns + `请?回复?[A-Z0-9]+|回复?[A-Z0-9]+` + nouns)

// isPicture is true for emoji, symbols of the same kind, and everything that
// takes two units.
func isPicture(r rune) bool {
	return r > 0xFFFF || r >= 0x2600 && r <= 0x27BF || r >= 0x2B00 && r <= 0x2BFF
}

package channel

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/tiexin-go/tiexin"
)

// Words are forbidden words and signs. The zero value has none.
type Words struct{ words []word }

type word struct {
	level    Level
	fine     bool     // it is innocent, and so are the words inside it
	from     []string // whose rules name it; empty: it always counts
	channels Set      // empty: all
	purposes []string // empty: all
	folded   []rune
	why      string
}

//go:embed words.txt
var defaultWords string

// DefaultWords are the library's own, from words.txt, where their sources stand.
func DefaultWords() Words { return parsedDefault() }

var parsedDefault = sync.OnceValue(func() Words {
	words, err := ParseWords(defaultWords)
	if err != nil {
		panic(err) // a mistake in words.txt, which a test reads
	}
	return words
})

// ParseWords reads a list of forbidden words, one a line: level, channels,
// purposes, word and the reason, separated by spaces; * is all. The level is warn,
// deny, or fine for a longer word that is innocent together with the words inside
// it, which needs no reason. Empty lines and those that begin with # do not count.
//
//	from  aliyun,tencent
//	deny  sms,mms  marketing,care  清仓    the shop does not talk like that; write 换季
//	fine  sms,mms  *               清仓库
//
// A line "from" names whose rules the words below it come from: see [Words.Of].
// Every line that is wrong is reported, by its number.
func ParseWords(text string) (Words, error) {
	var w Words
	var problems []error
	var from []string
	number := 0
	for line := range strings.Lines(text) {
		number++
		fields := strings.Fields(line)
		var err error
		switch {
		case len(fields) == 0 || strings.HasPrefix(fields[0], "#"):
		case fields[0] == "from":
			from, err = sources(fields[1:])
		default:
			var parsed word
			parsed, err = parseWord(fields)
			parsed.from = from
			w.words = append(w.words, parsed)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("line %d: %w", number, err))
		}
	}
	if err := errors.Join(problems...); err != nil {
		return Words{}, fmt.Errorf("channel: the list of words: %w", err)
	}
	return w, nil
}

// sources are whose rules the words of the next lines come from.
func sources(fields []string) ([]string, error) {
	if len(fields) != 1 {
		return nil, fmt.Errorf("from has %d lists of sources; write one, such as aliyun,tencent", len(fields))
	}
	from := strings.Split(fields[0], ",")
	if slices.Contains(from, "") {
		return nil, fmt.Errorf("the sources %q lack a name; write them as aliyun,tencent", fields[0])
	}
	return from, nil
}

func parseWord(fields []string) (word, error) {
	const named = 4 // level, channels, purposes and word
	w := word{fine: fields[0] == "fine"}
	if len(fields) < named || len(fields) == named && !w.fine {
		return word{}, fmt.Errorf("%d of level, channels, purposes, word and reason are there; write all five", len(fields))
	}
	w.why = strings.Join(fields[named:], " ")
	var problems []error
	switch fields[0] {
	case "warn", "fine":
	case "deny":
		w.level = Deny
	default:
		problems = append(problems, fmt.Errorf("unknown level %q; write warn, deny or fine", fields[0]))
	}
	for _, name := range list(fields[1]) {
		k, ok := ParseKind(name)
		if !ok {
			problems = append(problems, fmt.Errorf("unknown channel %q; there are %s, or * for all", name, SetOf(Kinds()...)))
		}
		w.channels = w.channels.With(k)
	}
	for _, name := range list(fields[2]) {
		if !tiexin.Purpose(name).Known() {
			problems = append(problems, fmt.Errorf("unknown purpose %q; there are service, notice, care, marketing, survey, or * for all", name))
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

// Of are the words that count where messages go by a provider's registered
// templates: the law's, the provider's own (by its name, such as "aliyun"), and
// those that come from nobody in particular. What only other providers refuse is left
// out.
func (w Words) Of(provider string) Words {
	var own Words
	for _, word := range w.words {
		if len(word.from) == 0 || word.fine || slices.Contains(word.from, "law") || slices.Contains(word.from, provider) {
			own.words = append(own.words, word)
		}
	}
	return own
}

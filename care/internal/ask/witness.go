package ask

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/discreet"
)

// A witness tells what a condition saw, and keeps back what is personal: outcomes
// travel further than they should.
//
// Of a name, a nick or a person's own words it tells the kind and the length. Of tags,
// of the host's own words and of answers it tells those that the part itself names,
// because the rule file shows them already. Of all other texts it tells what is left
// without numbers, addresses and the customer's name.
type witness struct {
	view     *View
	at       Instant
	personal bool // it may tell everything
	striker  discreet.Striker
	all      []Seen
}

// value is what a word says; named are the texts that stand in the part.
func (w *witness) value(r reading, named []string) string {
	word, f := r.word, &w.view.Facts
	if word.needs&^w.view.Has != 0 || !word.given(f) {
		return "unknown"
	}
	switch word.sort {
	case ofText:
		return w.text(word, read[string](word, f))
	case ofWhole, ofNumber:
		return plainNumber(word.number(f))
	case ofYesNo:
		return strconv.FormatBool(read[bool](word, f))
	case ofList:
		return w.list(word, read[[]string](word, f), named)
	case ofTime:
		return read[time.Time](word, f).Format(time.DateTime)
	case ofNamed:
		texts := read[map[string]string](word, f)
		if r.name == "" {
			return strconv.Itoa(len(texts)) + " values"
		}
		return w.own(word, texts[r.name], named)
	default:
		return "unknown"
	}
}

func (w *witness) text(word *Word, s string) string {
	switch {
	case s == "" || w.tells(word):
		return quoted(s)
	case word.Personal != "" && len(word.Values) > 0: // the length would tell which of them
		return "(" + word.Personal + ")"
	case word.Personal != "":
		return discreet.Instead(word.Personal, s)
	}
	return quoted(w.striker.Strike(s))
}

// tells says that everything is told of a word.
func (w *witness) tells(word *Word) bool { return w.personal || word.Personal == "no" }

func (w *witness) list(word *Word, texts, named []string) string {
	var shown []string
	hidden := 0
	for _, s := range texts {
		switch {
		case w.tells(word):
			shown = append(shown, s)
		case word.Personal == "" || slices.Contains(named, s):
			shown = append(shown, w.striker.Strike(s))
		default:
			hidden++
		}
	}
	if hidden > 0 {
		rest := strconv.Itoa(hidden) + " "
		if len(shown) > 0 {
			rest += "other "
		}
		if rest += word.Personal; hidden > 1 {
			rest += "s"
		}
		shown = append(shown, rest)
	}
	return "[" + strings.Join(shown, ", ") + "]"
}

// own is a word of the host's own, or an answer: nobody knows what stands in it.
func (w *witness) own(word *Word, s string, named []string) string {
	switch {
	case w.tells(word) || saysNothing(s):
		return quoted(s)
	case slices.Contains(named, s):
		return quoted(w.striker.Strike(s))
	}
	return discreet.Instead(word.Personal, s)
}

// saysNothing is true of what says nothing about who somebody is: one character, a
// short number, yes and no.
func saysNothing(s string) bool {
	const digits = 4
	return utf8.RuneCountInString(s) <= 1 || slices.Contains([]string{"yes", "no", "true", "false"}, s) ||
		len(s) <= digits && strings.Trim(s, "0123456789.-") == ""
}

func quoted(s string) string { return "'" + s + "'" }

package rule

import "github.com/tiexin-go/tiexin/care/internal/ask"

// A Word is one word of the vocabulary of conditions.
type Word struct {
	Name    string // as written: "order.amount", "minutes_unpaid", "has_tag(tag)"
	Type    string // "text", "number", "yes/no", "list of texts", "texts by name", "time", "date", "clock"
	Unit    string // "yuan", "minutes", … or empty
	Whole   bool   // a whole number: in a..b includes only whole numbers
	Meaning string
	About   []string // the flows that may use it; empty: every flow
	// When are the events with the word: only rules that they start can use it. Empty:
	// it needs none.
	When []string
	// Unknown says when it has no value; a comparison with it is then unknown.
	Unknown string
}

// Words returns the whole vocabulary of conditions, clocks included, in order of
// reading.
func Words() []Word {
	return wordsOf(ask.Words())
}

// WordsChinese is [Words] with Meaning and Unknown in Chinese.
func WordsChinese() []Word {
	words := ask.Words()
	for i, w := range words {
		words[i] = w.InChinese()
	}
	return wordsOf(words)
}

func wordsOf(words []ask.Word) (all []Word) {
	for _, w := range words {
		all = append(all, Word{w.Name, w.Type, w.Unit, w.Whole, w.Meaning, w.Kinds.Names(), texts(w.When...), w.Unknown})
	}
	return all
}

package rule

import "github.com/tiexin-go/tiexin/care/internal/ask"

// A Word is one word of the vocabulary that conditions are written in.
type Word struct {
	Name    string // as it is written: "order.amount", "minutes_unpaid", "has_tag(tag)"
	Type    string // "text", "number", "yes/no", "list of texts", "texts by name", "time", "date", "clock"
	Unit    string // "yuan", "minutes", … or empty
	Whole   bool   // a number that counts wholes: in a..b takes these alone
	Meaning string
	About   []string // the flows that may use it; empty: every flow
	// When are the events that bring it: it is known in rules that begin with them
	// alone. Empty: it needs none.
	When []string
	// Unknown says when it has no value, so that what is compared with it is unknown.
	Unknown string
}

// Words returns the whole vocabulary of conditions, clocks included, in the order
// in which a person reads it.
func Words() []Word {
	return wordsOf(ask.Words())
}

// WordsChinese is [Words] with their meanings, and when they have no value, in Chinese.
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

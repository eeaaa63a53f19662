package rule

import (
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// listed are words of the file behind each other.
func listed(words []string) say.Text {
	return say.Text{English: strings.Join(words, ", "), Chinese: strings.Join(words, "、")}
}

// Names are words that are known, in their order.
type names struct {
	all []string
	set map[string]bool
}

func newNames(n int) names { return names{make([]string, 0, n), make(map[string]bool, n)} }

func namesOf(words []string) names {
	n := newNames(len(words))
	for _, w := range words {
		n.add(w)
	}
	return n
}

// add makes a word known, once.
func (n *names) add(word string) {
	if !n.set[word] {
		n.set[word] = true
		n.all = append(n.all, word)
	}
}

func (n *names) has(word string) bool { return n.set[word] }

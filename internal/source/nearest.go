package source

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/tiexin-go/tiexin/internal/say"
)

// longestWord is the longest word, in runes, for which a neighbour is looked
// for. What is longer was not a slip of the finger.
const longestWord = 64

// mostLetters is how many bytes all known words together may have. A file that
// somebody made to keep its reader busy has more; no slip is looked for there.
const mostLetters = 64 << 10

// Nearest is the known word that was probably meant by word, if one is near
// enough: about one slip (a character too many, too few, wrong, or two swapped;
// Damerau and Levenshtein) for every three characters. Case and full-width
// forms do not count as slips. Among equally near words the one with the same
// first character is taken, then the one nearest in length, then the first in
// alphabetical order, so that the answer does not depend on the order of known.
// Among words that have more than 64 KiB together none is looked for.
func Nearest(word string, known []string) (string, bool) {
	var here, there [longestWord]rune
	folded := foldInto(&here, word)
	if len(folded) == 0 || letters(known) > mostLetters {
		return "", false
	}
	allowed := (len(folded) + 1) / 3
	best, found := candidate{}, false
	for _, k := range known {
		runes := foldInto(&there, k)
		if len(runes) == 0 || apart(len(runes), len(folded)) > allowed {
			continue
		}
		c := candidate{word: k, slips: slips(folded, runes, allowed), first: 1, length: apart(len(runes), len(folded))}
		if runes[0] == folded[0] {
			c.first = 0
		}
		if c.slips <= allowed && (!found || c.compare(best) < 0) {
			best, found, allowed = c, true, c.slips // what has more slips is not nearer
		}
	}
	return best.word, found
}

func letters(words []string) int {
	n := 0
	for _, w := range words {
		n += len(w)
	}
	return n
}

// Suggest is `did you mean "night"?` for the nearest known word, and nothing when
// there is none near enough.
func Suggest(word string, known []string) say.Text {
	if near, ok := Nearest(word, known); ok {
		return zh.Text("did you mean %q?", near)
	}
	return say.Text{}
}

// Fold is a word as it is compared: without spaces around it, full-width letters
// and signs (as a Chinese input method leaves them) made half-width, in lower
// case.
func Fold(word string) string {
	return strings.TrimSpace(strings.Map(foldRune, word))
}

func foldRune(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		r -= '！' - '!'
	case r == '\u3000':
		r = ' '
	}
	return unicode.ToLower(r)
}

// foldInto folds a word into room for one; nil: it is empty or longer than that.
func foldInto(room *[longestWord]rune, word string) []rune {
	n := 0
	for _, r := range strings.TrimFunc(word, unicode.IsSpace) {
		if n == longestWord {
			return nil
		}
		room[n] = foldRune(r)
		n++
	}
	return room[:n]
}

type candidate struct {
	word   string
	slips  int
	first  int // 0: begins alike
	length int // difference in runes
}

func (c candidate) compare(d candidate) int {
	return cmp.Or(cmp.Compare(c.slips, d.slips), cmp.Compare(c.first, d.first),
		cmp.Compare(c.length, d.length), cmp.Compare(c.word, d.word))
}

func apart(a, b int) int { return max(a-b, b-a) }

// slips is the distance of two words in insertions, deletions, replacements and
// swaps of neighbours, no place being changed twice; some number above most when
// it is larger than that.
func slips(a, b []rune, most int) int {
	const far = 2 * longestWord
	var rows [3][longestWord + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		// Further from the diagonal than most there is nothing to find.
		from, to := max(1, i-most), min(len(b), i+most)
		nearest := i
		row[0] = i
		if from > 1 {
			row[from-1] = far
		}
		for j := from; j <= to; j++ {
			wrong := 1
			if a[i-1] == b[j-1] {
				wrong = 0
			}
			row[j] = min(row[j-1]+1, last[j-1]+wrong)
			if j < i+most || i == 1 {
				row[j] = min(row[j], last[j]+1)
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			nearest = min(nearest, row[j])
		}
		if nearest > most+1 { // a swap may still be cheaper by one
			return far
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

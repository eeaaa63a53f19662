package discreet

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Striker strikes what it was told out of what others say: letters and digits
// count, whatever stands between them, whatever their case, width, script of digits
// or encoding. The zero value was told nothing.
type Striker struct {
	secrets []secret
	told    map[string]int // the secrets, and how much of each gives it away
	signs   []string       // secrets without a letter or digit: 🐟
}

// A secret is the letters and digits of what is struck out, in their simplest form.
type secret struct {
	runes []rune
	least int  // how many of them in a row give it away
	word  bool // it is too short to be looked for within words
}

// Addresses tells the striker numbers, accounts and longer texts: of these a half is
// as bad as the whole, from six characters on.
func (s *Striker) Addresses(texts ...string) {
	for _, text := range texts {
		s.add(text, func(n int) int { return min(n, max(6, n/2)) })
		if user, _, ok := strings.Cut(text, "@"); ok {
			s.Words(user)
		}
	}
}

// Words tells the striker names and values: each is struck out as a whole. One or two
// digits or Latin letters are struck out where they stand alone, and a number of less
// than four digits not at all: it says nothing.
func (s *Striker) Words(texts ...string) {
	for _, text := range texts {
		s.add(text, func(n int) int { return n })
	}
}

// Texts tells the striker what a person wrote: six characters of it in a row are as bad as
// the whole. One character alone says nothing.
func (s *Striker) Texts(texts ...string) {
	for _, text := range texts {
		if utf8.RuneCountInString(text) > 1 {
			s.add(text, func(n int) int { return min(n, 6) })
		}
	}
}

func (s *Striker) add(text string, least func(int) int) {
	word := secret{}
	ascii, digits := true, true
	for _, r := range text {
		if r = simple(r); !counts(r) {
			continue
		}
		ascii = ascii && r < utf8.RuneSelf
		digits = digits && r >= '0' && r <= '9'
		word.runes = append(word.runes, r)
	}
	switch n := len(word.runes); {
	case n == 0:
		if text = strings.TrimSpace(text); utf8.RuneCountInString(text) > 0 && strings.ContainsFunc(text, unicode.IsSymbol) {
			s.signs = append(s.signs, text)
		}
		return
	case digits && n < 4:
		return
	default:
		word.least, word.word = least(n), ascii && n < 4
	}
	if least, known := s.told[string(word.runes)]; known && least <= word.least {
		return
	}
	if s.told == nil {
		s.told = map[string]int{}
	}
	s.told[string(word.runes)] = word.least
	s.secrets = append(s.secrets, word)
}

func counts(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Longer texts are cut: nobody reads them in a log, and they cost.
const (
	mostText = 4096 // bytes that are looked at
	frayed   = 256  // bytes at their end, where half a secret may stand
)

// Strike is a text without what the striker was told, and without what [Hide] hides.
// Of a text of more than 4 KB the beginning is left.
func (s *Striker) Strike(text string) string {
	long := len(text) > mostText
	if long {
		text = strings.ToValidUTF8(text[:mostText], "")
	}
	found := s.find(text, false)
	for _, layer := range layersOf(text) {
		found.numbers(layer, text)
		found.emails(layer)
	}
	if long {
		found.add(len(text)-frayed, len(text))
		return found.strike(text) + "…"
	}
	return found.strike(text)
}

// StrikeTold is a text without what the striker was told; numbers that it was not told stay.
func (s *Striker) StrikeTold(text string) string { return s.find(text, false).strike(text) }

// find are the parts of a text that give something away. What was encoded in base64 or
// hexadecimal may be anything, so the shortest secrets are not looked for in it.
func (s *Striker) find(text string, decoded bool) spans {
	var found spans
	if len(s.secrets)+len(s.signs) == 0 {
		return nil
	}
	for _, layer := range layersOf(text) {
		for _, w := range s.secrets {
			if !decoded || !w.word {
				found.secret(layer, w)
			}
		}
		if !decoded {
			s.encoded(&found, layer)
		}
	}
	for _, sign := range s.signs {
		for at := 0; ; {
			i := strings.Index(text[at:], sign)
			if i < 0 {
				break
			}
			found.add(at+i, at+i+len(sign))
			at += i + len(sign)
		}
	}
	return found
}

// encoded finds words in base64 or hexadecimal that give something away.
func (s *Striker) encoded(found *spans, layer []cell) {
	var word []byte
	for i := 0; i <= len(layer); i++ {
		if i < len(layer) && layer[i].r < utf8.RuneSelf && (counts(layer[i].r) || strings.ContainsRune("+/_-", layer[i].r)) {
			word = append(word, byte(layer[i].r))
			continue
		}
		const shortest = 8
		if len(word) >= shortest {
			if len(s.find(decode64(string(word)), true)) > 0 || len(s.find(decode16(string(word)), true)) > 0 {
				end := i
				for end < len(layer) && layer[end].r == '=' { // it fills up base64
					end++
				}
				found.add(layer[i-len(word)].from, layer[end-1].to)
			}
		}
		word = word[:0]
	}
}

// decode64 is what a word says in base64, if it is that; else empty.
func decode64(word string) string {
	raw, err := base64.RawStdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "/").Replace(word))
	if err != nil {
		return ""
	}
	return string(raw)
}

// decode16 is what a word says in hexadecimal, if it is that; else empty.
func decode16(word string) string {
	raw, err := hex.DecodeString(word)
	if err != nil {
		return ""
	}
	return string(raw)
}

// secret finds as much of a secret as gives it away.
func (s *spans) secret(layer []cell, w secret) {
	// In a row ends[j] is how many characters before and with the last one looked at
	// are those of the secret up to its j-th.
	ends, next := make([]int, len(w.runes)+1), make([]int, len(w.runes)+1)
	var at []int // the cells that count
	for i, c := range layer {
		r := simple(c.r)
		if !counts(r) {
			continue
		}
		at = append(at, i)
		for j, own := range w.runes {
			if next[j+1] = 0; r == own {
				next[j+1] = ends[j] + 1
			}
			n := next[j+1]
			if n < w.least || w.word && !standsAlone(layer, at[len(at)-n], i) {
				continue
			}
			s.add(layer[at[len(at)-n]].from, c.to)
		}
		ends, next = next, ends
	}
}

// standsAlone says that no ASCII letter or digit stands before the first or after the
// last of some cells.
func standsAlone(layer []cell, first, last int) bool {
	latin := func(i int) bool {
		return i >= 0 && i < len(layer) && layer[i].r < utf8.RuneSelf && counts(layer[i].r)
	}
	return !latin(first-1) && !latin(last+1)
}

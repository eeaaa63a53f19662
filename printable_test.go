package tiexin_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// Most texts are passed over quickly. Whatever a text is made of, and wherever it
// stands in it, the answer is that of looking at every character.
func Test一眼看过去的和一个字一个字看的一样(t *testing.T) {
	parts := []string{
		"a", "~", " ", "\x00", "\x1f", "\x7f", "\u0080", "\u0085", "\u009f", "\u00a0", "é", "\u2027", "\u2028", "\u202a", "\u202e", "\u202f",
		"\u2065", "\u2066", "\u2069", "\u206a", "\u2fff", "\u3000", "中", "\u9fff", "\ua000", "（", "\ufffd", "\ufffe", "😀", "\n",
		"\x80", "\xe3", "\xe4\xb8", "\xe9\xbf", "\xe4\x01\x80", "\xed\xa0\x80", "\xff", "abcdefgh", "12345678",
	}
	random := rand.New(rand.NewPCG(11, 11))
	for range 20_000 {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		text := b.String()

		valid := utf8.ValidString(text)
		e := paid(func(e *tiexin.Event) { e.Order.ID, e.Order.Title = text, text })
		refused := e.Validate() != nil
		turns := strings.ContainsAny(text, "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
		require.Equal(t, text == "" || !valid || turns || strings.ContainsFunc(text, unicode.IsControl), refused, "%q", text)

		clean := text
		if valid {
			clean = strings.Map(func(r rune) rune {
				if unicode.IsControl(r) || strings.ContainsRune("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffd", r) {
					return -1
				}
				return r
			}, text)
		}
		e.Normalise()
		require.Equal(t, clean, e.Order.Title, "%q", text)
		require.Equal(t, text, e.Order.ID)
	}
}

func Test一眼看过去的也不放过太长的编号(t *testing.T) {
	for _, part := range []string{"a", "中"} {
		for n := 190; n < 210; n++ {
			id := strings.Repeat(part, n/len(part)) + strings.Repeat("a", n%len(part))
			err := paid(func(e *tiexin.Event) { e.Shop = id }).Validate()
			require.Equal(t, len(id) > 200, err != nil, "%d bytes", len(id))
		}
	}
}

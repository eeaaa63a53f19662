package mysql

import (
	"encoding/hex"
	"strconv"

	"github.com/tiexin-go/tiexin/care"
)

// A text is SQL with its values in it. Bytes are written in hexadecimal, which means the
// same in every character set and mode of a server.
type text []byte

func (t *text) sql(s string) { *t = append(*t, s...) }

func (t *text) int(n int64) { *t = strconv.AppendInt(*t, n, 10) }

func (t *text) bytes(b []byte) {
	*t = append(hex.AppendEncode(append(*t, `x'`...), b), '\'')
}

func (t *text) string(s string) {
	const digits = "0123456789abcdef"
	*t = append(*t, `x'`...)
	for i := range len(s) {
		*t = append(*t, digits[s[i]>>4], digits[s[i]&15])
	}
	*t = append(*t, '\'')
}

// key is a shop and a customer with a comma between.
func (t *text) key(k care.Key) {
	t.string(k.Shop)
	t.sql(`,`)
	t.string(k.Customer)
}

// keys are pairs of a shop and a customer, with commas between.
func (t *text) keys(keys []care.Key) {
	for i, k := range keys {
		if i > 0 {
			t.sql(`, `)
		}
		t.sql(`(`)
		t.key(k)
		t.sql(`)`)
	}
}

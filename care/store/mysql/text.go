package mysql

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/care"
)

// A text is SQL with its values in it. Bytes are written in hexadecimal, which means the
// same in every character set and mode of a server.
type text struct {
	words *strings.Replacer
	out   []byte
}

// sql adds SQL, in which words stand for the names of tables.
func (t *text) sql(s string) { t.out = append(t.out, t.words.Replace(s)...) }

func (t *text) char(c byte) { t.out = append(t.out, c) }

func (t *text) int(n int64) { t.out = strconv.AppendInt(t.out, n, 10) }

func (t *text) bytes(b []byte) {
	t.out = append(t.out, `x'`...)
	t.out = hex.AppendEncode(t.out, b)
	t.char('\'')
}

func (t *text) string(s string) {
	const digits = "0123456789abcdef"
	t.out = append(t.out, `x'`...)
	for i := range len(s) {
		t.out = append(t.out, digits[s[i]>>4], digits[s[i]&15])
	}
	t.char('\'')
}

// is adds the condition that a row is of a customer.
func (t *text) is(k care.Key) {
	t.out = append(t.out, `shop = `...)
	t.string(k.Shop)
	t.out = append(t.out, ` AND customer = `...)
	t.string(k.Customer)
}

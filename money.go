package tiexin

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Money is an amount in fen: one yuan is 100. The library never computes with
// fractions of a fen; only conditions of rules see yuan as a number. In JSON it
// is the text "199.00"; numbers such as 199 or 199.5 are read as well.
type Money int64

// ErrMoney is wrapped by every error about text that is not an amount in yuan.
var ErrMoney = errors.New("not an amount in yuan")

// ParseMoney reads yuan as platforms write them: "199", "199.5", "-3.20". More
// than two decimals are an error and are not rounded: no platform sends them,
// so the unit is probably wrong. Signs such as "¥" and "+", spaces, thousands
// separators, exponents and amounts outside the range of fen are errors, too.
// Every error wraps ErrMoney.
func ParseMoney(s string) (Money, error) {
	whole, decimals, dot := strings.Cut(s, ".")
	whole, negative := strings.CutPrefix(whole, "-")
	if !allDigits(whole) || dot && !allDigits(decimals) {
		return 0, zh.Error("%w: %s; write it like 199 or 199.00", ErrMoney, shown(s))
	}
	if len(decimals) > 2 {
		return 0, zh.Error("%w: %s has more than two decimals", ErrMoney, shown(s))
	}
	fen, err := strconv.ParseUint(whole+(decimals + "00")[:2], 10, 64)
	limit := uint64(math.MaxInt64)
	if negative {
		limit++
	}
	if err != nil || fen > limit {
		return 0, zh.Error("%w: %s is too large", ErrMoney, shown(s))
	}
	if negative {
		return Money(-fen), nil
	}
	return Money(fen), nil
}

// MoneyOf converts a number of yuan. It is false unless the nearest amount in
// fen is exactly the same number: 19.9 converts; 19.999, NaN and amounts beyond
// 2^53 fen do not.
func MoneyOf(yuan float64) (Money, bool) {
	fen := math.Round(yuan * 100)
	if !(math.Abs(fen) <= 1<<53) || fen/100 != yuan {
		return 0, false
	}
	return Money(fen), true
}

// Yuan is the amount as conditions of rules see it.
func (m Money) Yuan() float64 { return float64(m) / 100 }

// String is the amount as a price: "¥199.00", "-¥3.20".
func (m Money) String() string {
	if m < 0 {
		return "-¥" + m.Decimal()[1:]
	}
	return "¥" + m.Decimal()
}

// Decimal is the amount in yuan without a sign of currency, always with two
// decimals: "199.00", "-3.20". ParseMoney reads it back.
func (m Money) Decimal() string { return string(m.AppendDecimal(nil)) }

// AppendDecimal appends what Decimal returns.
func (m Money) AppendDecimal(dst []byte) []byte {
	fen := uint64(m)
	if m < 0 {
		dst = append(dst, '-')
		fen = -fen
	}
	dst = strconv.AppendUint(dst, fen/100, 10)
	return append(dst, '.', byte('0'+fen%100/10), byte('0'+fen%10))
}

// MarshalJSON writes the text "199.00".
func (m Money) MarshalJSON() ([]byte, error) {
	return append(m.AppendDecimal([]byte{'"'}), '"'), nil
}

// UnmarshalJSON reads a text or a number by its digits, without floating point.
func (m *Money) UnmarshalJSON(data []byte) error {
	text := string(data)
	if text == "null" {
		return nil
	}
	if len(data) >= 2 && data[0] == '"' {
		text = unquote(data)
	}
	read, err := ParseMoney(text)
	if err == nil {
		*m = read
	}
	return err
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

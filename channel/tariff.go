package channel

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin"
)

// Cost is an exact price in hao (毫), the ten-thousandth of a yuan. A segment of an
// SMS at 0.045 yuan is not a whole number of fen. Budgets are kept in it, so that a
// thousand segments cost 45.00 yuan and not 50.00. In JSON it is the text "0.045".
type Cost int64

// The units of Cost.
const (
	Hao  Cost = 1
	Fen  Cost = 100 * Hao
	Yuan Cost = 100 * Fen
)

// ErrCost is wrapped by every error about text that is not a price.
var ErrCost = errors.New("not a price in yuan")

// CostOf converts an amount of money without loss. Amounts beyond ±922 trillion
// yuan become the largest Cost.
func CostOf(m tiexin.Money) Cost {
	switch {
	case m > math.MaxInt64/100:
		return math.MaxInt64
	case m < math.MinInt64/100:
		return math.MinInt64
	}
	return Cost(m) * Fen
}

// ParseCost reads a price in yuan with up to four decimals: "0.045", "12". Every
// error wraps ErrCost.
func ParseCost(yuan string) (Cost, error) {
	whole, decimals, dot := strings.Cut(yuan, ".")
	whole, negative := strings.CutPrefix(whole, "-")
	if !digits(whole) || dot && !digits(decimals) || len(decimals) > 4 {
		return 0, zh.Error("%w: %.40q; write it like 0.045, with at most four decimals", ErrCost, yuan)
	}
	hao, err := strconv.ParseInt(whole+(decimals + "0000")[:4], 10, 64)
	if err != nil {
		return 0, zh.Error("%w: %.40q is too large", ErrCost, yuan)
	}
	if negative {
		hao = -hao
	}
	return Cost(hao), nil
}

// Money is the cost in whole fen, rounded up: an amount to pay is never shown as
// less. Do not add up rounded amounts; add up Cost.
func (c Cost) Money() tiexin.Money {
	fen := tiexin.Money(c / Fen)
	if c%Fen > 0 {
		fen++
	}
	return fen
}

// String is the price for display: "¥0.045", "¥12.00".
func (c Cost) String() string {
	text := c.decimal()
	if strings.HasPrefix(text, "-") {
		return "-¥" + text[1:]
	}
	return "¥" + text
}

// MarshalText writes what ParseCost reads.
func (c Cost) MarshalText() ([]byte, error) { return []byte(c.decimal()), nil }

// UnmarshalText is ParseCost.
func (c *Cost) UnmarshalText(text []byte) error {
	read, err := ParseCost(string(text))
	if err == nil {
		*c = read
	}
	return err
}

// decimal writes at least two and at most four decimals.
func (c Cost) decimal() string {
	sign, hao := "", uint64(c)
	if c < 0 {
		sign, hao = "-", -hao
	}
	decimals := fmt.Sprintf("%04d", hao%uint64(Yuan))
	for len(decimals) > 2 && decimals[len(decimals)-1] == '0' {
		decimals = decimals[:len(decimals)-1]
	}
	return sign + strconv.FormatUint(hao/uint64(Yuan), 10) + "." + decimals
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// A Tariff (资费) is the shop's prices of messages. The defaults are rough market
// prices, for estimates: replace them with the prices of the shop's own contract.
type Tariff struct {
	Part   Cost // one segment of an SMS within China. Default: 0.045 yuan
	Abroad Cost // one segment to another country. Default: ten times Part
	// Codes are prices of one segment by calling code without plus: "852", "1". The
	// longest matching code applies. Default, when absent: Abroad.
	Codes map[string]Cost
	// Each is the price of one message on the other channels. Default, when
	// absent: 0.30 yuan for MMS, nothing for the rest.
	Each map[Kind]Cost
}

// Cost is the cost of one message. For an SMS it is the number of segments and
// their price together. For other channels it is one part at its price, or none if
// the text is empty. Pass an SMS as Compose returns it.
func (t Tariff) Cost(k Kind, text string, to tiexin.Phone) (parts int, cost Cost) {
	switch {
	case text == "":
		return 0, 0
	case k != SMS:
		return 1, t.each(k)
	}
	code, abroad := strings.CutPrefix(to.Number, "+")
	if !abroad || strings.HasPrefix(code, "86") {
		parts = Segments(text)
		return parts, times(parts, t.part())
	}
	parts = SegmentsAbroad(text)
	return parts, times(parts, t.abroad(code))
}

func (t Tariff) part() Cost {
	if t.Part != 0 {
		return t.Part
	}
	return 450 * Hao
}

func (t Tariff) abroad(number string) Cost {
	for n := min(len(number), 4); n > 0; n-- { // calling codes have up to four digits: 1684
		if price, ok := t.Codes[number[:n]]; ok {
			return price
		}
	}
	if t.Abroad != 0 {
		return t.Abroad
	}
	return times(10, t.part())
}

func (t Tariff) each(k Kind) Cost {
	if price, ok := t.Each[k]; ok {
		return price
	}
	if k == MMS {
		return 30 * Fen
	}
	return 0
}

func times(n int, c Cost) Cost {
	if c > 0 && int64(n) > math.MaxInt64/int64(c) {
		return math.MaxInt64 // an absurd price is over every budget instead of wrapping round
	}
	return Cost(n) * c
}

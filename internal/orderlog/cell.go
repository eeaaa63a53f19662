package orderlog

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// money reads an amount in yuan: 128, ¥128.00, 1,280.5. It may be negative.
func money(text string) (float64, error) {
	bare := strings.NewReplacer(",", "", "，", "", "¥", "", "￥", "", "$", "", "£", "", "€", "", "元", "", " ", "").Replace(text)
	v, err := strconv.ParseFloat(bare, 64)
	switch {
	case err != nil || math.IsNaN(v) || strings.ContainsAny(bare, "xXpP_"):
		return 0, fmt.Errorf("%q is not an amount; write 128.00", text)
	case math.Abs(v) > 1e7:
		return 0, fmt.Errorf("%q is more than ten million; amounts are in yuan", text)
	}
	return v, nil
}

// pieces reads a count of pieces, which may be negative.
func pieces(text string) (int, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(math.Abs(v) <= 1e6) || v != math.Trunc(v) || strings.ContainsAny(text, "xXpP_") {
		return 0, fmt.Errorf("%q does not count pieces; write 1, 2, 3, or say -columns quantity= to leave the column unread", text)
	}
	return int(v), nil
}

// number reads a number in a range.
func number(text string, least, most float64) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v >= least && v <= most) || strings.ContainsAny(text, "xXpP_") {
		return 0, fmt.Errorf("%q is not a number from %g to %g", text, least, most)
	}
	return v, nil
}

// yes reads whether something is so.
func yes(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "", "0", "no", "false", "n", "否":
		return false, nil
	case "1", "yes", "true", "y", "是":
		return true, nil
	}
	return false, fmt.Errorf("%q is neither 是 (yes) nor 否 (no)", text)
}

// unpaid says whether a status is that of an order that was not paid.
func unpaid(status string) bool {
	status = strings.ToLower(status)
	for _, word := range []string{"关闭", "取消", "未付款", "待付款", "等待买家付款", "closed", "cancel", "unpaid", "pending"} {
		if strings.Contains(status, word) {
			return true
		}
	}
	return false
}

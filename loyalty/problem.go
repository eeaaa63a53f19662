package loyalty

import (
	"cmp"
	"fmt"
	"strings"
)

// A Problem is what is wrong with one row of the input.
type Problem struct {
	Table   string // the input with the row, "refunds"; empty: the main one
	Row     int    // its number, from 0; -1: not a row, but the input as a whole or what Subject names
	Subject string // the customer of the row, if it has one, or a field of the input
	Message string // the fact, and the fix
	// MessageChinese is the message in Chinese; empty: it is there in English only.
	MessageChinese string
}

func (p Problem) Error() string {
	if p.Row < 0 && p.Table == "" && p.Subject != "" {
		return p.Subject + ": " + p.Message
	}
	place := fmt.Sprintf("row %d", p.Row)
	if p.Table != "" {
		place = p.Table + " " + place
	}
	if p.Subject != "" {
		place += " (" + p.Subject + ")"
	}
	return place + ": " + p.Message
}

var tablesChinese = map[string]string{"cares": "关怀", "refunds": "退款", "trails": "轨迹", "views": "浏览", "points": "积分"}

// Chinese is Error in Chinese, as far as the message is.
func (p Problem) Chinese() string {
	if p.Row < 0 && p.Table == "" && p.Subject != "" {
		return p.Subject + "：" + cmp.Or(p.MessageChinese, p.Message)
	}
	place := fmt.Sprintf("行%d", p.Row)
	if p.Table != "" {
		place = cmp.Or(tablesChinese[p.Table], p.Table) + place
	}
	if p.Subject != "" {
		place += "（" + p.Subject + "）"
	}
	return place + "：" + cmp.Or(p.MessageChinese, p.Message)
}

// Problems are everything that is wrong with an input.
type Problems []Problem

// shown is how many problems a message lists before it counts the rest.
const shown = 20

// Err is nil if there is no problem. Its message lists the problems by row, the first
// of them in full; errors.As finds Problems and each Problem in it.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

func (p Problems) Error() string {
	lines := make([]string, 0, min(len(p), shown)+1)
	for _, one := range p[:min(len(p), shown)] {
		lines = append(lines, one.Error())
	}
	if more := len(p) - shown; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// Chinese is the same list in Chinese.
func (p Problems) Chinese() string {
	lines := make([]string, 0, min(len(p), shown)+1)
	for _, one := range p[:min(len(p), shown)] {
		lines = append(lines, one.Chinese())
	}
	if more := len(p) - shown; more > 0 {
		lines = append(lines, fmt.Sprintf("另有%d处", more))
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the problems one by one, for [errors.As].
func (p Problems) Unwrap() []error {
	all := make([]error, len(p))
	for i, one := range p {
		all[i] = one
	}
	return all
}

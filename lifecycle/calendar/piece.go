package calendar

import (
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// A piece is a part of a text that knows where it stands, so that a fault can be
// shown under the very characters.
type piece struct {
	whole    string
	from, to int // bytes
}

func pieceOf(text string) piece { return piece{text, 0, len(text)} }

func (p piece) text() string { return p.whole[p.from:p.to] }

// slice is a part of the piece, in bytes of it.
func (p piece) slice(from, to int) piece { return piece{p.whole, p.from + from, p.from + to} }

// trim is the piece without spaces around it.
func (p piece) trim() piece {
	left := len(p.text()) - len(strings.TrimLeft(p.text(), spaces))
	right := len(strings.TrimRight(p.text(), spaces))
	return p.slice(left, max(left, right))
}

const spaces = " \t\u3000"

// cut divides the piece around the first of a sign.
func (p piece) cut(sign string) (before, after piece, found bool) {
	i := strings.Index(p.text(), sign)
	if i < 0 {
		return p, p.slice(len(p.text()), len(p.text())), false
	}
	return p.slice(0, i), p.slice(i+len(sign), len(p.text())), true
}

// after is what follows a prefix.
func (p piece) after(prefix string) (piece, bool) {
	if !strings.HasPrefix(p.text(), prefix) {
		return p, false
	}
	return p.slice(len(prefix), len(p.text())), true
}

// fault is an error about the piece.
func (p piece) fault(message, hint say.Text) error {
	p = p.trim()
	return &form.TextError{
		From: utf8.RuneCountInString(p.whole[:p.from]), Width: max(utf8.RuneCountInString(p.text()), 1),
		Message: message, Hint: hint,
	}
}

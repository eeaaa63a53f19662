package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/source"
)

// A printer is where the tool prints: whatever comes, it is lines of what can be
// seen. Control characters and what turns the direction of writing become U+FFFD.
type printer struct {
	io.Writer
	piece []byte // the beginning of a character whose end has not come
}

func (p *printer) Write(data []byte) (int, error) {
	whole := append(p.piece, data...)
	end := len(whole)
	for back := 1; back < utf8.UTFMax && back <= len(whole); back++ {
		if tail := whole[len(whole)-back:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				end -= back
			}
			break
		}
	}
	p.piece = bytes.Clone(whole[end:])
	var b strings.Builder
	for line := range strings.Lines(string(whole[:end])) {
		bare, broken := strings.CutSuffix(line, "\n")
		if b.WriteString(source.Printable(bare)); broken {
			b.WriteByte('\n')
		}
	}
	if _, err := io.WriteString(p.Writer, b.String()); err != nil {
		return 0, err
	}
	return len(data), nil
}

// end writes half a character for which nothing came any more.
func (p *printer) end() {
	if len(p.piece) > 0 {
		_, _ = io.WriteString(p.Writer, "\ufffd")
	}
}

// bare is what a printer prints to.
func bare(w io.Writer) io.Writer {
	if p, ok := w.(*printer); ok {
		return p.Writer
	}
	return w
}

// encode writes a value as JSON, indented.
func encode(w io.Writer, value any) error { return encodeWith(w, value, "  ") }

// encodeWith writes a value as JSON. What is valid in it and cannot be seen is escaped.
func encodeWith(w io.Writer, value any, indent string) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(value); err != nil {
		return err
	}
	unseen := func(r rune) bool { return r != '\n' && source.Disturbs(r) }
	data := b.Bytes()
	for i := bytes.IndexFunc(data, unseen); i >= 0; i = bytes.IndexFunc(data, unseen) {
		r, n := utf8.DecodeRune(data[i:])
		data = bytes.ReplaceAll(data, data[i:i+n], fmt.Appendf(nil, `\u%04x`, r))
	}
	_, err := w.Write(data)
	return err
}

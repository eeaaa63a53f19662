package form

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// largest is how large a file may be, in bytes: thousands of rules fit in.
const largest = 4 << 20

// Parse reads one file, which is one YAML document, and returns its root. It
// reports what is no YAML, and what YAML has but a file for people should not:
// anchors and aliases, merge keys, tags, doubled keys, comments that swallow a
// text. It is false when there is no root to read, which is reported.
//
// The name is the file's in the places of problems. The file is in UTF-8, with
// line ends of Windows or Unix, and at most 4 MiB.
func (r *Reader) Parse(name string, data []byte) (Value, bool) {
	defer r.Within(source.Syntax)()
	if len(data) > largest {
		r.whole(name, zh.Text("the file is larger than %d MiB", largest>>20), zh.Text("divide it into several files"))
		return Value{}, false
	}
	if !r.encoding(name, data) {
		return Value{}, false
	}
	f := newFile(name, string(data))
	if !r.characters(f) {
		return Value{}, false
	}
	root, second, err := decode(f)
	if err != nil {
		r.syntax(f, err)
		return Value{}, false
	}
	if root == nil {
		r.whole(name, zh.Text("the file is empty"), say.Text{})
		return Value{}, false
	}
	if second != nil {
		at := f.offset(second.Line, second.Column)
		r.add(f.problem(at, at+3, zh.Text("a second document begins here"), zh.Text(`one file is one document: put it into a file of its own, or take the "---" away`)))
		return Value{}, false
	}
	if !r.inspect(f, root) {
		return Value{}, false
	}
	v := Value{file: f, node: root}
	if v.IsNull() && !f.broken[root] {
		r.whole(name, zh.Text("the file is empty"), say.Text{})
		return Value{}, false
	}
	return v, !f.broken[root]
}

// whole reports something about a file as a whole.
func (r *Reader) whole(name string, message, hint say.Text) {
	r.add(source.Problem{Place: source.Place{File: name}, Message: message, Hint: hint})
}

// encoding reports bytes that are not UTF-8, once.
func (r *Reader) encoding(name string, data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		r.whole(name, zh.Text("the file is in UTF-16"), zh.Text("save the file as UTF-8"))
		return false
	}
	if utf8.Valid(data) {
		return true
	}
	rest := data
	for {
		c, n := utf8.DecodeRune(rest)
		if c == utf8.RuneError && n <= 1 {
			break
		}
		rest = rest[n:]
	}
	f := newFile(name, strings.ToValidUTF8(string(data), "\ufffd"))
	before := newFile(name, string(data[:len(data)-len(rest)]))
	at := len(before.text)
	r.add(f.problem(at, at+1, zh.Text("from here on the file is not in UTF-8"), zh.Text("save the file as UTF-8 (it may be in GBK now)")))
	return false
}

// characters reports characters that nobody sees and that YAML takes for
// something else. One of each kind is enough.
func (r *Reader) characters(f *file) bool {
	sound, seen := true, map[rune]bool{}
	for i, c := range f.text {
		if !invisible(c) || seen[c] {
			continue
		}
		sound, seen[c] = false, true
		r.add(f.problem(i, i+1, zh.Text("an invisible character (U+%04X) stands here", c), zh.Text("delete it; it probably came along with a copied text")))
	}
	return sound
}

// invisible characters are those that a YAML file must not contain, the line
// separators that no editor shows, and byte order marks in the middle of a file.
func invisible(c rune) bool {
	switch {
	case c == '\t' || c == '\n':
		return false
	case c < 0x20, c >= 0x7f && c < 0xa0, c == '\u2028', c == '\u2029', c == '\ufeff', c == '\ufffe', c == '\uffff':
		return true
	}
	return false
}

// decode reads the first document, without resolving anything, and the beginning
// of a second one. YAML's own reader is shielded: if it panics, that is an error.
func decode(f *file) (root, second *yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("yaml: %v", p)
		}
	}()
	decoder := yaml.NewDecoder(strings.NewReader(string(f.text)))
	var documents [2]yaml.Node
	for i := range documents {
		switch err := decoder.Decode(&documents[i]); {
		case err == io.EOF:
			continue
		case err != nil:
			return nil, nil, err
		}
	}
	if len(documents[0].Content) > 0 {
		root = documents[0].Content[0]
	}
	if documents[1].Kind != 0 {
		second = &documents[1]
	}
	return root, second, nil
}

package form

import (
	"gopkg.in/yaml.v3"

	"github.com/tiexin-go/tiexin/internal/say"
)

// comment reports a placeholder such as #买家昵称# that YAML took for a comment:
// the text would go out without it, and without all that follows.
func (in inspector) comment(n, key *yaml.Node) {
	if in.broken[n] {
		return
	}
	v := Value{file: in.file, node: n, key: key}
	switch {
	case v.IsNull() && n.Value == "":
		in.commentForValue(v)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		in.commentBeforeText(in.skipHeader(in.offset(n.Line, n.Column)))
	default:
		in.commentAfter(v)
	}
}

// commentForValue is for "sms: #买家昵称#,您好": nothing is left.
func (in inspector) commentForValue(v Value) {
	i, message := in.offset(v.node.Line, v.node.Column), zh.Text("from here on YAML reads a comment, so this has no value")
	if v.key != nil {
		end, ok := in.end(v.key)
		if !ok {
			return
		}
		if i = in.skipBlanks(end); in.at(i) == ':' {
			i++
		}
		message = zh.Text("from here on YAML reads a comment, so %q has no value", v.key.Value)
	}
	if i = in.skipBlanks(i); in.swallowed(i) {
		in.breaks(v.node)
		in.reportComment(i, message)
	}
}

// commentBeforeText is for a comment between a key and its text on the next
// line.
func (in inspector) commentBeforeText(i int) {
	if i = in.skipBlanks(i); in.swallowed(i) && in.hashes(i) > 1 {
		in.reportComment(i, zh.Text("from here on YAML reads a comment, so it does not belong to the text"))
	}
}

// commentAfter is for "sms: 亲爱的 #买家昵称# 您好": the beginning is left.
func (in inspector) commentAfter(v Value) {
	end, ok := in.end(v.node)
	if !ok {
		return
	}
	if v.key != nil {
		if keyEnd, ok := in.end(v.key); ok && in.at(in.skipBlanks(keyEnd)) == ':' {
			if i := in.skipBlanks(keyEnd) + 1; in.lineEnd(i) < end && in.at(in.skipBlanks(i)) == '#' {
				in.commentBeforeText(i)
			}
		}
	}
	i := in.skipBlanks(end)
	if !in.swallowed(i) && v.plain() && in.at(i) == '\n' {
		i = in.commentBelow(v, i+1)
	}
	if in.swallowed(i) {
		in.breaks(v.node)
		in.reportComment(i, zh.Text("from here on YAML reads a comment, so the value is only %q", shorten(v.Text())))
	}
}

// commentBelow finds a comment on the line below a text without quotes that is
// indented like more of that text and begins with a placeholder.
func (in inspector) commentBelow(v Value, line int) int {
	i := in.skipBlanks(line)
	if v.key != nil && i-line > v.key.Column-1 && in.swallowed(i) && in.hashes(i) > 1 {
		return i
	}
	return line - 1
}

// swallowed reports whether a comment begins at i that is more likely a text: no
// space is behind the "#", or it is the beginning or end of a placeholder whose
// other half follows. A remark about placeholders has an odd number: its own "#"
// and two for each of them.
func (in inspector) swallowed(i int) bool {
	return in.at(i) == '#' && (!isEnd(in.at(i+1)) || in.hashes(i)%2 == 0)
}

// hashes counts the "#" of a comment at i; zero when there is none.
func (in inspector) hashes(i int) (n int) {
	if in.at(i) != '#' {
		return 0
	}
	for ; i < len(in.text) && in.text[i] != '\n'; i++ {
		if in.text[i] == '#' {
			n++
		}
	}
	return n
}

// skipHeader moves over "|" or ">" and the signs behind it.
func (in inspector) skipHeader(i int) int {
	for !isEnd(in.at(i)) {
		i++
	}
	return i
}

var commentHint = zh.Text("put the whole text in quotes, or a remark on a line of its own")

func (in inspector) reportComment(i int, message say.Text) {
	in.add(in.problem(i, in.lineEnd(i), message, commentHint))
}

// shorten is a text as a message can quote it.
func shorten(s string) string {
	if runes := []rune(s); len(runes) > 20 {
		return string(runes[:20]) + "…"
	}
	return s
}

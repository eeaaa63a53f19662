package form

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/tiexin-go/tiexin/internal/say"
)

// deepest is how many mappings and lists may be inside each other.
const deepest = 64

// inspector goes once through a file that is good YAML and reports what YAML
// allows and people do not mean. It marks these values as broken, so that nobody
// reports them again.
type inspector struct {
	*Reader
	*file
}

// inspect is false for a file that goes too deep to be read.
func (r *Reader) inspect(f *file, root *yaml.Node) bool {
	in := inspector{r, f}
	return in.node(root, nil, 1)
}

func (in inspector) node(n, key *yaml.Node, depth int) bool {
	spot := Spot{in.file, n}
	if depth > deepest {
		in.Report(spot, zh.Text("more than %d mappings and lists are inside each other here", deepest), say.Text{})
		return false
	}
	in.refused(n)
	switch n.Kind {
	case yaml.ScalarNode:
		in.comment(n, key)
	case yaml.MappingNode:
		if key != nil || depth == 1 || !in.itemMissing(n) {
			in.keys(n)
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !in.node(n.Content[i+1], n.Content[i], depth+1) {
				return false
			}
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			if !in.node(item, nil, depth+1) {
				return false
			}
		}
	}
	return true
}

// refused reports anchors, aliases and tags: one word for another place of the
// file, and a program's word for a type, neither of which a reader can follow.
func (in inspector) refused(n *yaml.Node) {
	if message, hint := refusedStart(in.at(in.offset(n.Line, n.Column))); !message.Empty() &&
		(n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0) {
		in.breaks(n)
		in.Report(Spot{in.file, n}, message, hint)
	}
}

// refusedStart is what is said about a value that begins with a sign which is
// YAML's own.
func refusedStart(c rune) (message, hint say.Text) {
	switch c {
	case '&', '*':
		return zh.Text(`a value that begins with "%c" is a YAML reference, which is not possible here`, c), zh.Text("put the text in quotes, or write the value out")
	case '!':
		return zh.Text(`a value that begins with "!" is a YAML tag, which is not possible here`), zh.Text("put the text in quotes")
	case '@', '`', '%':
		return zh.Text(`a value cannot begin with "%c"`, c), zh.Text("put the text in quotes")
	}
	return say.Text{}, say.Text{}
}

func (in inspector) breaks(nodes ...*yaml.Node) {
	for _, n := range nodes {
		in.broken[n] = true
	}
}

// keys reports the keys of a mapping that cannot be meant.
func (in inspector) keys(n *yaml.Node) {
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		spot := Spot{in.file, key}
		in.refused(key)
		switch before := first[key.Value]; {
		case in.broken[key]:
		case key.Kind != yaml.ScalarNode:
			in.breaks(key)
			in.Report(spot, zh.Text("a key must be a single word, not a list or mapping"), zh.Text(`a text that begins with "{" or "[" needs quotes around all of it`))
		case key.Tag == "!!merge":
			in.breaks(key)
			in.Report(spot, zh.Text(`"<<" is a YAML merge, which is not possible here`), zh.Text("write the keys out"))
		case n.Style&yaml.FlowStyle != 0 && in.lost(key, value):
			in.breaks(key)
			in.lostKey(n, i)
		case before != nil:
			in.breaks(key)
			in.ReportAlso(spot, Spot{in.file, before}, zh.Text("%q is given twice", key.Value), zh.Text("keep one of them"))
		default:
			first[key.Value] = key
		}
	}
}

// itemMissing reports a list item that begins anew half way: the "- " before its second
// half is missing. What follows it is left out.
func (in inspector) itemMissing(n *yaml.Node) bool {
	half := 0
	for i := 2; i+3 < len(n.Content); i += 2 {
		if n.Content[i].Value == n.Content[0].Value && n.Style&yaml.FlowStyle == 0 {
			half = i
			break
		}
	}
	if half == 0 || !slices.ContainsFunc(n.Content[:half], func(k *yaml.Node) bool { return k.Value == n.Content[half+2].Value }) {
		return false
	}
	in.Report(Spot{in.file, n.Content[half]}, zh.Text("%q starts again in the middle of a list item", n.Content[half].Value), zh.Text(`write "- " before it: - %s: …`, n.Content[half].Value))
	for i := half; i < len(n.Content); i += 2 {
		in.breaks(n.Content[i])
	}
	return true
}

// lost reports whether a key in {…} has no colon: then a comma inside the value
// before it was taken for the end of that value.
func (in inspector) lost(key, value *yaml.Node) bool {
	if !(Value{file: in.file, node: value}).IsNull() || value.Value != "" {
		return false
	}
	i, ok := in.end(key)
	if !ok {
		return false
	}
	for {
		i = in.skipBlanks(i)
		switch in.at(i) {
		case '\n':
			i++
		case '#':
			i = in.lineEnd(i)
		default:
			return in.at(i) != ':'
		}
	}
}

func (in inspector) lostKey(n *yaml.Node, i int) {
	key := n.Content[i]
	spot := Spot{in.file, key}
	written := shorten(key.Value)
	if name, value, found := cutColon(key.Value); found && (i == 0 || keyWord.MatchString(name) && !strings.HasPrefix(value, "//")) {
		in.Report(spot, zh.Text("%q has no value", written), colonHint(name, value))
		return
	}
	if i == 0 {
		in.Report(spot, zh.Text("%q has no value", written), zh.Text(`write "%s: " and the value, or put a text that contains "{" in quotes`, written))
		return
	}
	before := n.Content[i-1]
	in.breaks(before)
	in.Report(spot, zh.Text(`inside {…} the comma before %q ends the value of %q`, written, n.Content[i-2].Value), ownLine)
}

// keyWord is a key as forms have them.
var keyWord = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// ownLine is the way out for a condition or text inside brackets.
var ownLine = zh.Text("put it on its own line or in quotes")

// cutColon divides "name:小王", with a colon of either width, in a name and the
// rest.
func cutColon(s string) (name, rest string, found bool) {
	i := strings.IndexAny(s, ":\uff1a")
	if i <= 0 {
		return "", "", false
	}
	name, rest = s[:i], strings.TrimLeft(s[i:], ":\uff1a")
	return strings.TrimSpace(name), rest, !strings.ContainsAny(name, " '\"()=<>")
}

package learn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/source"
)

// mostLeft is how many names without a number are written out for a key.
const mostLeft = 20

// WriteTo writes the part as a rule file, with the evidence as comments.
func (p *Part) WriteTo(w io.Writer) (int64, error) {
	o := &out{}
	o.comment(0, "care learn从%s算出，截至%s：%d个订单，%d位顾客。", strings.Join(p.From, "、"), p.AsOf, p.Orders, p.Customers)
	o.comment(0, "请读过再用：放进规则文件所在的文件夹，和规则一起进版本库。")
	o.comment(0, "一个键只能写在一个文件里：规则文件的shop和lifecycle里已有的，两处留一处。规则运行的时候什么也不学。")
	o.line(0, "version: 1")
	o.part("shop:", p.Shop)
	o.part("lifecycle:", p.Lifecycle)
	n, err := w.Write(o.Bytes())
	return int64(n), err
}

// out is a rule file as it is written.
type out struct{ bytes.Buffer }

// part writes the sections of one key of the file.
func (o *out) part(key string, sections []Section) {
	if slices.ContainsFunc(sections, func(s Section) bool { return s.found() }) {
		o.line(0, key)
	}
	for i := range sections {
		o.section(2, &sections[i])
	}
}

func (o *out) line(indent int, text string) {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return utf8.RuneError
		}
		return r
	}, source.OneLine(text))
	fmt.Fprintf(o, "%s%s\n", strings.Repeat(" ", indent), text)
}

func (o *out) comment(indent int, format string, args ...any) {
	o.line(indent, "# "+fmt.Sprintf(format, args...))
}

func (o *out) section(indent int, s *Section) {
	for _, sentence := range s.About {
		o.comment(indent, "%s", sentence)
	}
	if s.found() && s.Found[0].Name != "" {
		o.line(indent, s.Key+":")
	}
	left := 0
	for first := 0; first < len(s.Found); {
		carrier := s.Found[first].Under
		end := first
		for end < len(s.Found) && s.Found[end].Under == carrier {
			end++
		}
		group := s.Found[first:end]
		in := indent + 2
		if carrier != "" && isName(carrier) && slices.ContainsFunc(group, written) {
			o.line(in, name(carrier)+":")
			in += 2
		}
		for _, f := range group {
			switch {
			case f.Value != "" && f.Name == "":
				o.line(indent, s.Key+": "+f.Value+"  # "+f.Evidence)
			case written(f):
				o.line(in, strings.TrimSuffix(name(f.Name)+": "+f.Value+"  # "+f.Evidence, "  # "))
			case left == mostLeft:
			default:
				left++
				o.comment(in, "%s：%s", strings.TrimSpace(f.Under+" "+f.Name), f.why())
			}
		}
		first = end
	}
	if more := len(s.Found) - left - count(s.Found, written); more > 0 {
		o.comment(indent+2, "另有%d个也没有写。", more)
	}
}

// written says that a finding is a line of the file.
func written(f Finding) bool {
	return f.Value != "" && (f.Under == "" || isName(f.Under)) && (f.Name == "" || isName(f.Name))
}

// why is why a finding is no line of the file.
func (f Finding) why() string {
	if f.Value != "" {
		return "名字太长，或者有看不见的字符，没有写"
	}
	return f.Evidence
}

func count(all []Finding, is func(Finding) bool) int {
	n := 0
	for _, f := range all {
		if is(f) {
			n++
		}
	}
	return n
}

// longestName is how many characters a name may have.
const longestName = 100

// isName says whether a text can be the name of something in a rule file.
func isName(text string) bool {
	seen := func(r rune) bool { return unicode.IsGraphic(r) && r != utf8.RuneError }
	return utf8.RuneCountInString(text) <= longestName && !strings.ContainsFunc(text, func(r rune) bool { return !seen(r) })
}

// plain are the names that need no quotes.
var plain = regexp.MustCompile(`^[\p{Han}A-Za-z][\p{Han}A-Za-z0-9_.-]*$`)

// words are those that YAML takes for something else.
var words = []string{"y", "n", "yes", "no", "on", "off", "true", "false", "null"}

// name is a name as YAML writes it.
func name(text string) string {
	if plain.MatchString(text) && !slices.Contains(words, strings.ToLower(text)) {
		return text
	}
	var b bytes.Buffer
	quoted := json.NewEncoder(&b)
	quoted.SetEscapeHTML(false)
	_ = quoted.Encode(text) // a text can always be quoted
	return strings.TrimSpace(b.String())
}

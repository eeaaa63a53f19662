package template

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A Binding (模板绑定) is a template in the provider's registered form. It turns one
// customer's values into the variables of a request.
type Binding struct {
	Provider  string     // the provider's name
	Body      string     // the text to register, opt-out included: "亲爱的${buyer_nick}，…"
	Variables []Variable // in order of the text; numbered ones in order of their numbers
	OptOut    string     // the opt-out sentence that Compile appended to the text; may be empty
	MaxUnits  int        // longest text in UTF-16 code units, without signature

	parts []piece // the body: fixed text and the variable behind it
	value Policy
}

// A Variable is a variable of a registered text, or a field of a template of fields.
type Variable struct {
	Key      string    // "buyer_nick", "1" for a numbered one, "thing1" for a field
	Name     Name      // the placeholder of its value; none for a field
	Fallback string    // used if there is no value; empty: a value is required
	Words    *Template // of a field: its text; nil for any other
	Form     Form      // the provider's limit on the value; zero: anything
	Max      int       // longest value in characters; zero: any

	short int // as [Template.Shortened] has it
}

type piece struct {
	text     string
	variable int // index in Variables; -1: none
}

// Compile returns the text to register at a provider for messages of a purpose. All
// obstacles are in one *[Error]:
//
//   - variables side by side, or links as variables;
//   - brackets, signs, traditional characters, mobile numbers or emoji in the fixed text;
//   - an opt-out of the shop's own;
//   - a text that is or may become too long.
//
// A nil Template is another error. A provider of fields takes no text: see [Provider.Field].
func Compile(t *Template, p Provider, purpose tiexin.Purpose) (Binding, error) {
	if t == nil {
		return Binding{}, zh.Error("template: the text is missing; Parse reads one")
	}
	c := compiler{provider: p, t: t, problemList: problemList{text: t.source}}
	c.b = Binding{Provider: p.Name, OptOut: p.OptOut[purpose], value: p.values()}
	for i, part := range t.parts {
		c.text(part)
		if part.name != none {
			c.variable(i, part)
		}
	}
	c.whole(purpose)
	if err := c.err(); err != nil {
		return Binding{}, err
	}
	c.b.Body = c.b.body()
	return c.b, nil
}

type compiler struct {
	problemList
	provider Provider
	t        *Template
	b        Binding
	keys     map[string]int
	units    int
}

func (c *compiler) text(p part) {
	policy := c.provider.Text
	links := link.FindAllStringIndex(p.text, -1)
	inLink := func(at int) bool {
		return slices.ContainsFunc(links, func(l []int) bool { return l[0] <= at && at < l[1] })
	}
	for i, r := range p.text {
		switch one := string(r); {
		case strings.ContainsRune(policy.Drop, r):
			c.in(p, one, zh.Text("%s does not take %q in a text", c.provider.called(), one), zh.Text("leave it out: the signature in its brackets is put before the text"))
		case strings.ContainsRune(c.provider.Signs, r) && !inLink(i):
			c.in(p, one, zh.Text("%s does not take the sign %q in a text", c.provider.called(), one), zh.Text("leave it out, or put commas"))
		case c.provider.Simplified && isTraditional(r):
			c.in(p, one, zh.Text("%s does not take traditional characters in a text, and %q is one", c.provider.called(), one), zh.Text("write the simplified one"))
		}
	}
	if number := mobile.FindString(p.text); number != "" && !c.provider.Mobiles {
		c.in(p, number, zh.Text("%s does not take a mobile number in a text", c.provider.called()), zh.Text("give the shop's landline, or a number that begins with 400 or 95"))
	}
	for rest := p.text; rest != "" && !policy.Emoji; {
		character := rest[:source.NextGrapheme(rest)]
		rest = rest[len(character):]
		if s := sortOf(character, policy); s == rareLetter || s == left && !strings.Contains(policy.Drop, character) {
			c.in(p, character, zh.Text("%s does not take %q in a text", c.provider.called(), character), zh.Text("leave it out"))
		}
	}
	if mark := c.variableMark(p.text); mark != "" {
		c.in(p, mark, zh.Text("%s would read %q as a variable", c.provider.called(), mark), zh.Text("write it in another way"))
	}
	folded := strings.ToUpper(source.Fold(p.text))
	for _, own := range ownOptOuts {
		if strings.Contains(folded, own) {
			c.in(p, own, zh.Text("the text has an opt-out of its own (%s)", own), zh.Text("leave it out: it is added after the text, in the provider's words, where the purpose needs it"))
			break
		}
	}
	c.units += Units(p.text)
	c.b.parts = append(c.b.parts, piece{text: p.text, variable: -1})
}

// link is an address in a text, which may have signs of its own: https://qhj.cn/a?b=1&c=2.
var link = regexp.MustCompile(`(?:[A-Za-z]+://|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/)[A-Za-z0-9._~:/?@!$&'()*+,;=%-]*`)

var mobile = regexp.MustCompile(`\b1[3-9][0-9]{9}\b`)

// in notes a problem with what stands somewhere in a part's fixed text.
func (c *compiler) in(p part, what string, message, hint say.Text) {
	from := p.from
	if i := strings.Index(c.t.source[p.from:], what); i >= 0 {
		from += i
	}
	c.add(from, from+len(what), message, hint)
}

// variableMark is what the provider would read as one of its variables.
func (c *compiler) variableMark(text string) string {
	if !c.provider.Numbered {
		if strings.Contains(text, "${") {
			return "${"
		}
		return ""
	}
	for rest := text; ; {
		i := strings.IndexByte(rest, '{')
		if i < 0 {
			return ""
		}
		rest = rest[i:]
		end := strings.IndexByte(rest, '}')
		if end < 0 {
			return ""
		}
		if _, err := strconv.Atoi(rest[1:end]); err == nil {
			return rest[:end+1]
		}
		rest = rest[1:]
	}
}

func (c *compiler) variable(i int, p part) {
	name, info := c.provider.called(), p.name.entry()
	at := func(message, hint say.Text) { c.add(p.at, p.at+1, message, hint) }
	switch {
	case c.provider.Fixed:
		at(zh.Text("texts of this account at %s take no variables, and #%s# is one", name, p.name), zh.Text("say it without"))
	case p.name == Signature:
		at(zh.Text("the signature stands before the text and not in it"), zh.Text("leave #签名# out"))
	case !c.provider.Links && slices.Contains(info.Needs, NeedLink):
		at(zh.Text("%s does not take a link as a variable, and #%s# is one", name, p.name), zh.Text("write the link out, the same for everybody, or leave it out"))
	}
	if i > 0 && p.text == "" && !c.provider.Adjacent {
		at(zh.Text("%s does not take two variables side by side", name), zh.Text("put a word or a comma before #%s#", p.name))
	}
	if p.optional && p.fallback == "" {
		at(zh.Text("%s does not take an empty value, and the fallback of #%s# is empty", name, p.name), zh.Text("give it a word"))
	} else if p.optional && string(Clean(nil, p.fallback, c.b.value)) != p.fallback {
		at(zh.Text("%s does not take the fallback %q as it stands", name, p.fallback), zh.Text("choose a shorter and plainer one"))
	}

	v := Variable{Key: strconv.Itoa(len(c.b.Variables) + 1), Name: p.name, Fallback: p.fallback, Max: c.provider.Value.Max, short: p.short}
	c.units += v.Longest()
	if !c.provider.Numbered {
		v.Key = info.Key
		if c.keys == nil {
			c.keys = make(map[string]int)
		}
		if c.keys[info.Key]++; c.keys[info.Key] > 1 { // the same variable twice is not allowed
			v.Key += "_" + strconv.Itoa(c.keys[info.Key])
		}
	}
	c.b.parts[len(c.b.parts)-1].variable = len(c.b.Variables)
	c.b.Variables = append(c.b.Variables, v)
}

// whole looks at what only the whole text shows.
func (c *compiler) whole(purpose tiexin.Purpose) {
	if slices.Contains(c.provider.Refuses, purpose) {
		c.add(0, 0, zh.Text("%s takes no texts of purpose %s", c.provider.called(), purpose), zh.Text("send it another way"))
	}
	fixed := strings.Builder{}
	for _, p := range c.t.parts {
		fixed.WriteString(p.text)
	}
	if strings.TrimSpace(fixed.String()) == "" {
		c.add(0, 0, zh.Text("%s does not take a text without words of its own", c.provider.called()), zh.Text("say something around the variables"))
	}
	if c.b.OptOut != "" && len(c.b.parts) > 0 {
		c.optOut()
	}
	c.b.MaxUnits = c.units
	if most := c.provider.Text.Max; most > 0 && c.units+signatureUnits > most {
		c.add(0, 0, zh.Text("the text may become %d characters long with its signature, and %s takes %d", c.units+signatureUnits, c.provider.called(), most), zh.Text("shorten it"))
	}
}

// optOut puts the provider's sentence behind the text.
func (c *compiler) optOut() {
	last := len(c.b.parts) - 1
	if c.b.parts[last].variable >= 0 {
		c.b.parts = append(c.b.parts, piece{variable: -1})
		last++
	}
	sentence := c.separated(c.b.parts[last].text)
	c.b.parts[last].text += sentence
	c.units += Units(sentence)
}

// separated is the opt-out with a comma before it, unless the text ends with a
// sign of its own.
func (c *compiler) separated(text string) string {
	for _, end := range []string{"。", "!", "！", "?", "？", ".", ",", "，", ";", "；", "~", "～", "\n", " "} {
		if strings.HasSuffix(text, end) {
			return c.b.OptOut
		}
	}
	return "，" + c.b.OptOut
}

package main

import (
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/template"
)

var bindCommand = command{
	name: "bind",
	args: say.Text{English: "RULES", Chinese: "规则"},
	does: say.Text{English: "print what to register with the providers, text by text", Chinese: "打印报备表：每条文案要向服务商报备什么"},
	help: say.Text{
		English: `
Prints, for each text in RULES (files or a folder) on a channel with a provider, what
is registered there or has to be: the code, the type, the text with its variables, an
example for the reviewer, the greatest length, and what each variable holds. As in
care check, a text that is not registered yet is not a problem; a text that the
provider would refuse is one.

With --format yaml it prints the part of the rule file for the texts that are not
registered yet. Paste it under channels, and fill in the codes.`,
		Chinese: `
规则（文件或文件夹）里，渠道写了服务商的每条文案，打印服务商那里已经报备的、或者要报备
的：编号、类型、带变量的正文、给审核员看的例子、最长多少字、每个变量里是什么。还没报备
的文案在这里不算问题，和 care check 一样；服务商会退回的才算。

--format yaml 打印规则文件里还没报备的文案那一部分：贴到 channels 下面，填上编号。`,
	},
	run: (*tool).bind,
}

func (t *tool) bind(c *call) int {
	format := c.sheetFlags("yaml")
	if code, ok := t.parse(c); !ok {
		return code
	}
	if wrong := format.wrong(c); !wrong.Empty() {
		return t.misused(c, wrong)
	}
	if len(c.args) == 0 {
		return t.misused(c, zh.Text("name the rule files, or a folder of them"))
	}
	files, err := ruleFiles(c.args)
	if err != nil {
		return t.failed(err)
	}
	rules, found := rule.LoadDraft(files...)
	if err := found.Err(); err != nil {
		return t.failed(err)
	}
	all := registrationsOf(rules)
	switch {
	case *c.json:
		err = encode(t.stdout, all)
	case *format.format == "yaml":
		_, err = fmt.Fprint(t.stdout, draftOf(all, rules))
	default:
		err = t.print(bindDocument(rules.Shop.Name, all), format)
	}
	if err != nil {
		return t.failed(err)
	}
	return well
}

// A registration is a text as a provider has registered it, or is to.
type registration struct {
	Channel  string `json:"channel"`
	Provider string `json:"provider"`
	Text     string `json:"text"`
	Code     string `json:"code,omitempty"` // empty: not registered yet
	Type     string `json:"type"`           // as the provider calls it
	Body     string `json:"body"`
	Example  string `json:"example"`
	// Longest is how long the text may become with signature, in units, and Parts how many
	// SMS that is; zero for another channel.
	Longest   int        `json:"longest"`
	Parts     int        `json:"parts,omitempty"`
	Variables []variable `json:"variables"`

	fields bool
}

// A variable is a place in a registered text.
type variable struct {
	Key      string `json:"key"`
	Holds    string `json:"holds"` // the placeholders in it
	Fallback string `json:"fallback,omitempty"`
	As       string `json:"as,omitempty"` // what the provider lets it hold; of a new text a proposal
	Meaning  string `json:"meaning,omitempty"`
	Limit    int    `json:"limit,omitempty"` // longest value in characters; zero: the provider does not say
	Longest  int    `json:"longest"`         // as is customary
	Example  string `json:"example"`
}

// registrationsOf are the texts of the rules for each channel with a provider.
func registrationsOf(rules *rule.Set) []registration {
	all := []registration{}
	for _, k := range channel.Kinds() {
		p, ok := rules.Providers[k]
		if !ok {
			continue
		}
		for _, t := range rules.Texts {
			if b := t.Bound(k); b != nil {
				all = append(all, registrationOf(rules, k, p, t, b))
			}
		}
	}
	return all
}

func registrationOf(rules *rule.Set, k channel.Kind, p template.Provider, t *rule.Text, b *rule.Bound) registration {
	bound := b.Binding
	if len(bound.Variables) == 0 && p.Fields {
		bound = proposedFields(p, t.For(k))
	}
	r := registration{
		Channel: k.String(), Provider: p.Name, Text: t.Name, Code: b.Code, Type: typeOf(p.Name, b.Purpose), Body: bound.Body,
		Longest: bound.MaxUnits, Variables: make([]variable, len(bound.Variables)), fields: p.Fields,
	}
	own := ownValues(rules)
	examples := make([]string, len(bound.Variables))
	for i, v := range bound.Variables {
		if v.Form.Word == "" && b.Code == "" {
			v = proposed(p, bound, v)
		}
		examples[i] = v.ExampleOf(own)
		r.Variables[i] = variable{Key: v.Key, Holds: holds(v), Fallback: v.Fallback, As: v.Form.Word, Meaning: v.Form.Meaning, Limit: v.Limit(), Longest: v.Longest(), Example: examples[i]}
	}
	r.Example = bound.With(examples)
	if k == channel.SMS {
		signature, _ := channel.Signature(rules.CountedSignature)
		r.Example, r.Longest = signature+r.Example, r.Longest+channel.Units(signature)
		r.Parts = channel.Segments(strings.Repeat("字", r.Longest))
	}
	return r
}

// ownValues are the shop's own values for the examples: its name, phone and agent, its offer
// and its links.
func ownValues(rules *rule.Set) template.Map {
	shop, own := rules.Shop, template.Map{}
	set := func(n template.Name, value string) {
		if value != "" {
			own[n] = value
		}
	}
	for _, n := range template.Names() {
		set(n, shop.Links[n.String()])
	}
	set(template.ShopName, shop.Name)
	set(template.SellerNick, shop.Name)
	set(template.Signature, rules.CountedSignature)
	set(template.Agent, shop.Agent)
	set(template.AgentPhone, shop.Phone)
	if len(shop.Offers) > 0 {
		set(template.Offer, shop.Offers[0].Text)
	}
	for _, n := range []template.Name{template.MonthStatement, template.QuarterStatement, template.YearStatement} {
		if shop.Name != "" {
			set(n, strings.ReplaceAll(n.Examples()[0], template.ShopName.Examples()[0], shop.Name))
		}
	}
	return own
}

// proposed is a variable that holds what suits its placeholder, or else anything, if the
// provider asks.
func proposed(p template.Provider, b template.Binding, v template.Variable) template.Variable {
	suits, _ := p.FormOf(v.Name)
	others, _ := p.Form("others")
	for _, f := range []template.Form{suits, others} {
		held, err := b.Hold(v.Key, f, 0)
		if err != nil {
			continue
		}
		for _, one := range held.Variables {
			if one.Key == v.Key {
				return one
			}
		}
	}
	return v
}

// proposedFields are fields for the placeholders of a text, one each.
func proposedFields(p template.Provider, words *template.Template) template.Binding {
	var fields []template.Variable
	for _, n := range words.Names() {
		f, _ := p.FormOf(n)
		placeholder := "#" + n.String()
		if fallback, ok := words.Fallback(n); ok {
			placeholder += "|" + fallback
		}
		one, err := template.Parse(placeholder + "#")
		if err != nil {
			continue
		}
		if field, err := p.Field(fmt.Sprint(f.Word, len(fields)+1), one); err == nil {
			fields = append(fields, field)
		}
	}
	b, _ := p.Bind(fields, "") // without a body nothing can part from it
	return b
}

// holds are the placeholders of a variable, as the rule file writes them.
func holds(v template.Variable) string {
	if v.Words != nil {
		return v.Words.String()
	}
	return "#" + v.Name.String() + "#"
}

// typeOf is how a provider calls the type of texts of a purpose.
func typeOf(provider string, p tiexin.Purpose) string {
	advertises := p != tiexin.Notice && p != tiexin.Service
	switch {
	case provider == "aliyun" && advertises:
		return "推广短信"
	case provider == "aliyun":
		return "通知短信"
	case provider == "tencent" && advertises:
		return "营销短信"
	case provider == "tencent":
		return "普通短信"
	}
	return "模板消息"
}

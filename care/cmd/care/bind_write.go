package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

func bindDocument(shop string, all []registration) *document {
	d := &document{
		Title: titleOf("文案报备表", shop),
		flat:  sheet{Head: columnsOf("渠道", "服务商", "文案", "模板编号", "类型", "报备内容", "示例", "最长字数", "计费条数", "变量")},
	}
	if len(all) == 0 {
		d.Notes = []string{"没有渠道写了 provider，文案怎么写就怎么发"}
	}
	missing := 0
	for _, r := range all {
		if r.Code == "" {
			missing++
		}
		title := template.Provider{Name: r.Provider}.Chinese() + "（" + r.Channel + "）"
		if len(d.Tables) == 0 || d.Tables[len(d.Tables)-1].Title != title {
			d.Tables = append(d.Tables, sheet{
				Title: title,
				Head:  []column{{"文案", 16, false}, {"模板编号", 12, false}, {"类型", 8, false}, {"报备内容", 44, false}, {"示例", 44, false}, {"最长", 10, false}, {"变量", 44, false}},
			})
		}
		s := &d.Tables[len(d.Tables)-1]
		s.Rows = append(s.Rows, []string{r.Text, code(r), r.Type, body(r), r.Example, length(r), variables(r)})
		d.flat.Rows = append(d.flat.Rows, []string{
			r.Channel, r.Provider, r.Text, r.Code, r.Type, body(r), r.Example, strconv.Itoa(r.Longest), number(r.Parts), variables(r),
		})
	}
	if missing > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("还有 %d 条没报备；--format yaml 给出可以粘贴的 templates，报备通过后填上编号", missing))
	}
	return d
}

func code(r registration) string {
	if r.Code == "" {
		return "还没报备"
	}
	return r.Code
}

// body is what is registered: of fields without a text of theirs, the fields.
func body(r registration) string {
	switch {
	case r.Body != "" || !r.fields:
		return r.Body
	case r.Code == "":
		return "到公众平台的模板库里选用，再写 fields"
	}
	keys := make([]string, len(r.Variables))
	for i, v := range r.Variables {
		keys[i] = "{{" + v.Key + ".DATA}}"
	}
	return strings.Join(keys, "\n")
}

func length(r registration) string {
	if r.Parts > 0 {
		return fmt.Sprintf("%d 字\n计 %d 条", r.Longest, r.Parts)
	}
	return fmt.Sprintf("%d 字", r.Longest)
}

// variables are a line for each: what it holds, what it is registered as, and how long
// it may be.
func variables(r registration) string {
	all := make([]string, len(r.Variables))
	for i, v := range r.Variables {
		line := v.Key + "：" + v.Holds
		if v.As != "" {
			line += "，" + v.As + "（" + v.Meaning + "）"
		}
		if v.Limit > 0 {
			line += fmt.Sprintf("，最多 %d 字", v.Limit)
		} else {
			line += fmt.Sprintf("，一般不超过 %d 字", v.Longest)
		}
		line += "，如 " + v.Example
		if v.Fallback != "" {
			line += "，没有时写 " + v.Fallback
		}
		all[i] = line
	}
	return lines(all)
}

// draftOf is the part of the rule file for what is not registered yet: the templates, and the
// signature of SMS where the rules name none.
func draftOf(all []registration, rules *rule.Set) string {
	var b strings.Builder
	place := ""
	for _, r := range all {
		if r.Code != "" {
			continue
		}
		if place == "" {
			b.WriteString("# 报备通过后填上编号，再放进规则文件。\nchannels:\n")
		}
		if place != r.Channel {
			place = r.Channel
			fmt.Fprintf(&b, "  %s:\n    provider: %s\n", r.Channel, r.Provider)
			if r.Channel == channel.SMS.String() && rules.Signature == "" {
				fmt.Fprintf(&b, "    signature: %s    # 换成登记过的签名\n", strconv.Quote(rules.CountedSignature))
			}
			b.WriteString("    templates:\n")
		}
		fmt.Fprintf(&b, "      %s:\n        code:    # %s\n", quoted(r.Text), r.Type)
		if !r.fields {
			fmt.Fprintf(&b, "        body: %s\n", strconv.Quote(r.Body))
		}
		b.WriteString(draftVariables(r))
	}
	switch {
	case len(rules.Providers) == 0:
		return "# 没有渠道写了 provider，文案怎么写就怎么发。\n"
	case place == "":
		return "# 所有文案都报备过了。\n"
	}
	return b.String()
}

// draftVariables are the keys vars or fields of a draft.
func draftVariables(r registration) string {
	var parts []string
	for _, v := range r.Variables {
		switch {
		case r.fields:
			parts = append(parts, v.Key+": "+strconv.Quote(v.Holds))
		case v.As != "":
			parts = append(parts, v.Key+": {as: "+v.As+"}")
		}
	}
	switch {
	case len(parts) == 0:
		return ""
	case r.fields:
		return "        fields: {" + strings.Join(parts, ", ") + "}    # 换成选用的模板里的字段\n"
	}
	return "        vars: {" + strings.Join(parts, ", ") + "}\n"
}

// quoted is a name as YAML takes it.
func quoted(name string) string {
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.") == "" {
		return name
	}
	return strconv.Quote(name)
}

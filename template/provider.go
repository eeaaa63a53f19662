package template

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
)

// A Provider holds a provider's rules for texts and values, as data. Take one from
// [ProviderNamed] and change what differs in the shop's own contract.
type Provider struct {
	Name string // for errors: "aliyun"
	// Numbered variables are written {1} {2} …; others ${buyer_nick}.
	Numbered bool
	Value    Policy // allowed characters and length of a value
	Text     Policy // allowed characters of the fixed text; Max is for the whole, signature, values and opt-out included
	// Signs are characters that it refuses: in the fixed text they are a problem, in a
	// value they are left out. Default: none.
	Signs string
	// Simplified is true if it refuses traditional characters in the fixed text.
	Simplified bool
	// Mobiles is true if the fixed text may contain a mobile number.
	Mobiles bool
	// Fixed is true if the account's texts take no variables at all.
	Fixed bool
	// Links is true if links may be variables. Most providers want them constant.
	Links bool
	// Adjacent is true if variables may follow each other without fixed text between.
	Adjacent bool
	// OptOut is the required opt-out sentence at the end of a text, by purpose. A text of any other purpose
	// must not have one.
	OptOut map[tiexin.Purpose]string
	// Refuses are the purposes for which it takes no texts. Default: none.
	Refuses []tiexin.Purpose
	// Fields is true if a template is fields of the kinds in Forms instead of one text with variables: see
	// [Provider.Field].
	Fields bool
	// Forms are the possible limits on a variable or field. Default: none.
	Forms []Form
}

// Chinese is what people call the provider in Chinese; Name for a provider of the shop's own.
func (p Provider) Chinese() string { return cmp.Or(providersChinese[p.Name], p.Name) }

var providersChinese = map[string]string{"aliyun": "阿里云", "tencent": "腾讯云", "wechat": "微信"}

// called is the provider in a sentence.
func (p Provider) called() say.Text { return called(p.Name) }

func called(provider string) say.Text {
	return say.Text{English: provider, Chinese: Provider{Name: provider}.Chinese()}
}

// values are what it takes in a value: none of the signs that it refuses in the text.
func (p Provider) values() Policy {
	policy := p.Value
	policy.Drop += p.Signs
	return policy
}

// signatureUnits is the longest signature with its brackets: 【twelve characters】.
const signatureUnits = 14

// aliyun is Alibaba Cloud's short message service (阿里云短信服务). Variables are named, have 1 to 35
// characters and never follow each other directly. A variable has an attribute if the shop chose one. The text
// has no 【】, emoji, traditional characters, special signs or mobile numbers. Links are constant. Advertising
// needs an opt-out; other purposes have none.
//
// Source: its rules of templates and variables (通知短信模板规范, 变量规范).
func aliyun() Provider {
	return Provider{
		Name:       "aliyun",
		Value:      Policy{Max: 35, Drop: "【】"},
		Text:       Policy{Max: 500, Drop: "【】"},
		Signs:      "「」『』〖〗※→★•①②③④⑤⑥⑦⑧⑨⑩#²",
		Simplified: true,
		OptOut:     optOut("拒收请回复R"),
		Forms:      aliyunForms,
	}
}

// tencent is Tencent Cloud's short message service (腾讯云短信). Variables are numbered. The console shows
// their longest value for each account: set Value.Max to it (default: any), or set Fixed if it shows none.
// Links are constant. Advertising needs an opt-out.
func tencent() Provider {
	return Provider{
		Name:     "tencent",
		Numbered: true,
		Value:    Policy{Drop: "【】"},
		Text:     Policy{Max: 500, Drop: "【】"},
		Signs:    "¥￥★&√✓※☞",
		Mobiles:  true,
		OptOut:   optOut("拒收请回复R"),
	}
}

// wechat is the template messages and subscription messages (模板消息, 订阅通知) of WeChat's accounts. They
// consist of fields, each of a kind with its own limit, and allow no marketing.
func wechat() Provider {
	return Provider{
		Name:     "wechat",
		Fields:   true,
		Links:    true,
		Adjacent: true,
		Mobiles:  true,
		Refuses:  []tiexin.Purpose{tiexin.Marketing},
		Forms:    wechatForms,
	}
}

// Providers are the providers in this package.
func Providers() []Provider { return []Provider{aliyun(), tencent(), wechat()} }

// ProviderNamed finds a provider: "aliyun" and "tencent" for SMS, or "wechat" for template messages and
// subscription messages (模板消息, 订阅通知), which consist of fields. Tencent's console shows the longest value
// of a variable for each account: set Value.Max to it (default: any), or set Fixed if it shows none.
func ProviderNamed(name string) (Provider, bool) {
	all := Providers()
	i := slices.IndexFunc(all, func(p Provider) bool { return p.Name == name })
	if i < 0 {
		return Provider{}, false
	}
	return all[i], true
}

// Form finds a form by the provider's word for it: "money".
func (p Provider) Form(word string) (Form, bool) {
	i := slices.IndexFunc(p.Forms, func(f Form) bool { return f.Word == word })
	if i < 0 {
		return Form{}, false
	}
	return p.Forms[i], true
}

// optOut is one sentence for all the purposes that providers class as
// advertising: festival greetings and birthday wishes among them.
func optOut(sentence string) map[tiexin.Purpose]string {
	return map[tiexin.Purpose]string{
		tiexin.Care: sentence, tiexin.Marketing: sentence, tiexin.SurveyAsk: sentence,
	}
}

// ownOptOuts are the ways in which shops word an opt-out themselves.
var ownOptOuts = []string{
	"拒收请回", "拒收回", "退订请回", "退订回", "回复退订", "回退订", "回复TD", "回TD", "回T退", "回复T退", "回复R退", "回复R拒", "回R退", "回R拒", "回N退",
}

package template

import (
	"slices"

	"github.com/tiexin-go/tiexin"
)

// A Provider is what a provider of messages asks of a text and of the values
// put into it: the rules as data. Take [Aliyun], [Tencent] or [WeChat] and change what
// the shop's own contract says otherwise.
type Provider struct {
	Name string // for errors: "aliyun"
	// Numbered variables are written {1} {2} …; others ${buyer_nick}.
	Numbered bool
	Value    Policy // what may be in a value, and how long it may be
	Text     Policy // what may be in the fixed text; Max is for the whole, signature, values and opt-out included
	// Signs are characters that it refuses: in the fixed text they are a problem, in a
	// value they are left out. Default: none.
	Signs string
	// Simplified says that it refuses traditional characters in the fixed text.
	Simplified bool
	// Mobiles says that a mobile number may stand in the fixed text.
	Mobiles bool
	// Fixed says that the account's texts take no variables at all.
	Fixed bool
	// Links may be variables. Most providers want them constant.
	Links bool
	// Adjacent variables may follow each other without fixed text between.
	Adjacent bool
	// OptOut is the sentence behind texts that need one, by purpose; a purpose
	// without one must not have any.
	OptOut map[tiexin.Purpose]string
	// Refuses are the purposes for which it takes no texts. Default: none.
	Refuses []tiexin.Purpose
	// Fields says that a template is fields of the kinds in Forms instead of one text
	// with variables: see [Provider.Field].
	Fields bool
	// Forms are what a variable or field may be told to hold. Default: none.
	Forms []Form
}

// values are what it takes in a value: none of the signs that it refuses in the text.
func (p Provider) values() Policy {
	policy := p.Value
	policy.Drop += p.Signs
	return policy
}

// signatureUnits is the longest signature with its brackets: 【twelve characters】.
const signatureUnits = 14

// Aliyun is Alibaba Cloud's short message service (阿里云短信服务): named
// variables of 1 to 35 characters, never two in a row, each with an attribute if the
// shop chose one; no 【】, no emoji, no traditional characters, no special signs and no
// mobile numbers in the text; links constant; an opt-out under advertising and under
// nothing else.
//
// Source: its rules of templates and variables (通知短信模板规范, 变量规范).
func Aliyun() Provider {
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

// Tencent is Tencent Cloud's (腾讯云短信): numbered variables, whose longest value
// the console shows for each account (set Value.Max to it; default: any; set Fixed where
// it shows none), never two in a row; no 【】 and no special signs; links constant; an
// opt-out under advertising.
//
// Source: its rules of templates (正文模板审核标准) and its reasons for refusals (审核驳回原因).
func Tencent() Provider {
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

// WeChat is the template messages and subscription messages (模板消息, 订阅通知) of
// WeChat's accounts: fields, each of a kind with a limit of its own, and no marketing.
func WeChat() Provider {
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

// Providers are the providers that the package knows.
func Providers() []Provider { return []Provider{Aliyun(), Tencent(), WeChat()} }

// ProviderNamed finds a provider by its name: "aliyun".
func ProviderNamed(name string) (Provider, bool) {
	all := Providers()
	i := slices.IndexFunc(all, func(p Provider) bool { return p.Name == name })
	if i < 0 {
		return Provider{}, false
	}
	return all[i], true
}

// Form finds what a variable or field may hold by the provider's word for it: "money".
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

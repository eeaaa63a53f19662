package template

import "github.com/tiexin-go/tiexin"

// A Provider is what a provider of messages asks of a text and of the values
// put into it: the rules as data. Take [Aliyun] or [Tencent] and change what the
// shop's own contract says otherwise.
type Provider struct {
	Name string // for errors: "aliyun"
	// Numbered variables are written {1} {2} …; others ${buyer_nick}.
	Numbered bool
	Value    Policy // what may be in a value, and how long it may be
	Text     Policy // what may be in the fixed text; Max is for the whole, signature, values and opt-out included
	// Links may be variables. Most providers want them constant.
	Links bool
	// Adjacent variables may follow each other without fixed text between.
	Adjacent bool
	// OptOut is the sentence behind texts that need one, by purpose; a purpose
	// without one must not have any.
	OptOut map[tiexin.Purpose]string
}

// signatureUnits is the longest signature with its brackets: 【twelve characters】.
const signatureUnits = 14

// Aliyun is Alibaba Cloud's short message service (阿里云短信服务): named
// variables of 1 to 35 characters, never two in a row; no 【】 and no emoji in text
// or value; links constant; an opt-out under advertising and under nothing else.
func Aliyun() Provider {
	return Provider{
		Name:   "aliyun",
		Value:  Policy{Max: 35, Drop: "【】"},
		Text:   Policy{Max: 500, Drop: "【】"},
		OptOut: optOut("拒收请回复R"),
	}
}

// Tencent is Tencent Cloud's (腾讯云短信): numbered variables, whose longest value
// the console shows for each account (set Value.Max to it; default: any); links
// constant; an opt-out under advertising.
func Tencent() Provider {
	return Provider{
		Name:     "tencent",
		Numbered: true,
		Value:    Policy{Drop: "【】"},
		Text:     Policy{Max: 500, Drop: "【】"},
		OptOut:   optOut("拒收请回复R"),
	}
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

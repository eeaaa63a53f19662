package rule

import (
	"strconv"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/template"
)

var channelForm = &form.Form[channelSpec]{Name: zh.Text("channel"), Doc: "One channel.", Fields: []form.Field[channelSpec]{
	form.Key("provider", zh.Text("the provider of SMS, MMS or WeChat; every text is then checked by its rules and templates"), providerKind, func(c *channelSpec) *form.Word { return &c.Provider }).Absent(zh.Text("texts are sent as written")),
	form.Key("signature", zh.Text("SMS only: the registered signature, without 【】; needed with a provider"), word, func(c *channelSpec) *form.Word { return &c.Signature }).Absent(zh.Text("the host's senders sign")),
	form.Key("opt_out", zh.Text("SMS only: how commercial messages end"), word, func(c *channelSpec) *form.Word { return &c.OptOut }).Absent(say.Plain("拒收请回复R")),
	form.Key("titles", zh.Text("SMS only: the longest title of goods in characters; a longer one is cut, and the brackets before it, as in 【双11】羊绒围巾, are left out"), form.Whole(shortestTitle, longestTitle), func(c *channelSpec) *form.Located[int] { return &c.Titles }).Absent(say.Plain("20")),
	form.Key("price", zh.Text("yuan for a message; for an SMS, for each segment"), priceKind, func(c *channelSpec) *form.Located[channel.Cost] { return &c.Price }).Absent(zh.Text("each channel's usual price")),
	form.Key("variables", zh.Text("with provider: the longest value of a variable in characters, or none for an account without variables"), variablesKind, func(c *channelSpec) *form.Located[int] { return &c.Variables }).Absent(zh.Text("the provider's usual limit")),
	form.Key("parcels", zh.Text("SMS only: true if the provider can send to the receiver of a parcel by waybill number, for customers without a number"), form.Yes(), func(c *channelSpec) *bool { return &c.Parcels }).Absent(say.Plain("false")),
	form.Key("templates", zh.Text("with provider: the registered template of each text on the channel, by the name of the text"), sectionOf(templateForm.Kind()), func(c *channelSpec) *section[templateSpec] { return &c.Templates }),
}}

var templateForm = &form.Form[templateSpec]{Name: zh.Text("template"), Doc: "A text as the provider has registered it.", Fields: []form.Field[templateSpec]{
	form.Key("code", zh.Text("its code with the provider: SMS_1001"), word, func(t *templateSpec) *form.Word { return &t.Code }).Require(),
	form.Key("body", zh.Text("the text as registered, with the names of its variables: ${nick}，…; WeChat: 商品：{{thing1.DATA}}. A text that differs is a problem"), word, func(t *templateSpec) *form.Word { return &t.Body }).Absent(zh.Text("as care bind prints it, without noticing changes")),
	form.Key("vars", zh.Text("what a variable of the body may hold: {nick: {as: user_nick, max: 10}}"), form.MapOf(varForm.Kind()), func(t *templateSpec) *[]form.Entry[varSpec] { return &t.Vars }).Absent(zh.Text("anything, up to the provider's length")),
	form.Key("fields", zh.Text("WeChat only: the content of each field of the template: {thing1: '#商品名称#'}; the customer sees this instead of the text"), form.MapOf(word), func(t *templateSpec) *[]form.Entry[form.Word] { return &t.Fields }),
	form.Key("link", zh.Text("WeChat only: the link that a tap on the message opens: '#订单链接#'"), word, func(t *templateSpec) *form.Word { return &t.Link }).Absent(zh.Text("no link")),
	form.Key("page", zh.Text("WeChat only: the mini program page that a tap opens, with the app id first: wx0123456789abcdef/pages/order?id=#订单号#"), word, func(t *templateSpec) *form.Word { return &t.Page }).Absent(zh.Text("none")),
}}

var varForm = &form.Form[varSpec]{Name: zh.Text("variable"), Doc: "What a variable holds.", Fields: []form.Field[varSpec]{
	form.Key("as", zh.Text("Aliyun: the attribute that the variable was registered with (变量属性)"), formOfVariable, func(v *varSpec) *form.Word { return &v.As }).Absent(zh.Text("anything")),
	form.Key("max", zh.Text("the longest value in characters"), form.Whole(1, 500), func(v *varSpec) *form.Located[int] { return &v.Max }).Absent(zh.Text("the channel's")),
}}

// providersOf are the providers that each channel may be bound to.
var providersOf = map[channel.Kind][]string{
	channel.SMS: {"aliyun", "tencent"}, channel.MMS: {"aliyun", "tencent"}, channel.WeChat: {"wechat"},
}

var providerKind = form.Choice(
	form.Option{Word: "aliyun", Meaning: "阿里云短信服务, for sms and mms"},
	form.Option{Word: "tencent", Meaning: "腾讯云短信, for sms and mms"},
	form.Option{Word: "wechat", Meaning: "微信模板消息和订阅通知, for wechat"},
)

var formOfVariable = form.Choice(attributeOptions()...)

func attributeOptions() []form.Option {
	var options []form.Option
	aliyun, _ := template.ProviderNamed("aliyun")
	for _, f := range aliyun.Forms {
		options = append(options, form.Option{Word: f.Word, Meaning: f.Meaning})
	}
	return options
}

// noVariables is the longest value of a variable where there may be none.
const noVariables = -1

var variablesKind = form.Parsed(zh.Text("none or a number of characters"), `^(none|[1-9][0-9]{0,2})$`, "12", parseVariables)

func parseVariables(s string) (int, error) {
	if s == "none" {
		return noVariables, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, zh.Error("%q is not a number of characters; write it as 12, or none", s)
	}
	return n, nil
}

// Package rule is the language in which a shop says what it tells its customers,
// and when (规则语言). It turns rule files into compiled rules; it knows no state,
// no store and no clock on the wall. Package care evaluates the rules, and its tour
// tells what they do.
//
// # From a file to rules
//
// [Load] reads one shop's files together; a name, or a key of the shop, stands in one
// of them. [Files] finds them in a folder. What a file may say is described once, by
// forms. The loader reads by them, [Schema] is made from them, so an editor underlines
// what would not load, and [Keys] lists every key with its place, values, default and
// meaning.
//
// Everything that is wrong is reported in one pass, for the person who can fix it:
//
//	payment.yaml:44:18: unknown limit "nihgt"; did you mean "night"?
//	        exempt: [nihgt]
//	                 ^~~~~
//
// One fault is one problem. What follows from it, such as a text that seems unused
// because the rule that sends it has a fault, is not reported. An unknown value is a
// remark, because hosts have sources, kinds and grades of their own; an unknown name is
// an error. A merge that is longer than its rule waits is a remark where the text names
// its subject: one that comes up later is silent though no message named it.
//
// # The set
//
// A [Set] holds the [Shop], its [Segment]s, limits ([Quiet], [Cap], [Budget],
// [Never]), [Flow]s with their [Rule]s and [Step]s, and the [Text]s. It never
// changes, and any number of goroutines may read it. Limits that the file does
// not have are there as defaults, with names of their own.
//
// # Subjects
//
// A flow is about an order, a parcel, a chat, the customer or a child. That decides
// which events begin its firings and which words its conditions may use: those of the
// subject, of what the subject belongs to, and of the customer. No event begins a flow
// about a child.
//
//	if: parcel.count > 1 && order.gift         # about: parcel
//	if: chat.topic == 'price' && minutes_silent > 15    # about: chat
//
// What an event brought, such as a review, is known in a rule whose every event brings
// it; [Rule.Brought] says what has to be kept until the firing is done. Placeholders
// of texts follow the same rule.
//
// A task without via is for the shop's own people and reaches no customer. A message
// needs a channel.
//
// # Registered texts
//
// A channel with a provider takes only texts that the provider has registered. Each text
// that may go by it needs a template, and SMS need the registered signature:
//
//	channels:
//	  sms:
//	    provider: aliyun
//	    signature: 青禾家
//	    templates:
//	      pay.gentle:
//	        code: SMS_1001
//	        body: ${nick}，您的订单还没付款，${until}前都可以付
//	        vars: {nick: {as: user_nick, max: 10}}
//	  wechat:
//	    provider: wechat
//	    templates:
//	      pay.gentle:
//	        code: TM00001
//	        fields: {thing1: "#商品名称#", time2: "#下单时间#"}
//	        page: wx0123456789abcdef/pages/order?id=#订单号#
//
// The loader compiles every such text by the provider's rules ([template.Compile]) and
// reports what the provider would refuse under the very characters: signs, forbidden words,
// traditional characters, links as variables, variables side by side, an opt-out of the
// text's own, values that a variable cannot hold. A text without a template, a template
// without a text, a body that reads otherwise than the text, one code for texts that
// differ, and one text for purposes of which only one has an opt-out are problems, too.
// What the account and its apps are called belongs to the host's senders, not here.
//
// A template of WeChat is fields; they are what the customer reads, and the text needs no
// other words for the channel. [Text.Bound] is how a text is registered. [LoadDraft] loads
// rules of which some texts are not registered yet, for those who register them.
//
// # Conditions
//
// A condition is an expression that yields yes or no. It is checked against the
// vocabulary ([Words]) when it is loaded. The pattern behind matches stands in the file,
// in quotes, and a text that is too long for it (2,000,000 bytes divided by the steps of
// the pattern) makes the answer unknown. What cannot be computed is unknown, and an
// unknown condition is not true; under limits.never it forbids. A condition that
// nothing can make true is a problem at load. [Seen] is one part of a condition with the
// values it saw, as outcomes carry it.
package rule

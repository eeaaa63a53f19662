// Package rule is the language of rule files (规则语言): which customer gets which message,
// and when. It turns files into compiled rules. It knows no state, no store and no clock.
// Package care evaluates the rules, and its page explains what they do.
//
// # From a file to rules
//
//	files, err := rule.Files(os.DirFS("rules"), "*.yaml")
//	set, problems := rule.Load(files...)
//
// [Load] reads one shop's files together; [Files] finds them in a folder. A name, or a key
// of the section shop, may be in one file only. Forms describe the language once. The
// loader reads by them, and [Schema] is made from them for editors. [Keys] lists every key
// with its place, values, default and meaning.
//
// Load reports all problems in one pass, for the person who can fix them:
//
//	payment.yaml:44:18: unknown limit "nihgt"; did you mean "night"?
//	        exempt: [nihgt]
//	                 ^~~~~
//
// One fault is one problem. A text that seems unused because the rule that sends it has a
// fault is not reported. An unknown value is a remark, because hosts have their own
// sources, kinds and grades. An unknown name is an error. A merge that is longer than its
// rule waits is a remark if the text names its subject. Otherwise a later subject would be
// silent and unnamed.
//
// # The set
//
// A [Set] holds the [Shop], its [Segment]s, limits ([Quiet], [Cap], [Budget], [Never]),
// [Flow]s with their [Rule]s and [Step]s, and the [Text]s. It never changes, so goroutines
// may share it. Limits that the file does not have are defaults, with names of their own.
//
// # Subjects
//
// A flow is about an order, a parcel, a chat, the customer or a child. That decides which
// events start its rules. It also decides the words of its conditions: those of the
// subject, of what the subject belongs to, and of the customer. No event starts a flow
// about a child.
//
//	if: parcel.count > 1 && order.gift         # about: parcel
//	if: chat.topic == 'price' && minutes_silent > 15    # about: chat
//
// A rule knows what an event brought, such as a review, if each of its events brings it.
// [Rule.Brought] lists what must be kept until the rule is done. The same holds for
// placeholders of texts. Of a refund or review it is also kept which item it names: texts of
// the rule then speak of that item.
//
// A task without via is for the shop's own people and reaches no customer. A message needs
// a channel.
//
// In an SMS every character is paid for: the titles of goods are cut to 20 characters
// there, or to what channels.sms.titles says, and lists of goods to three of them. What
// shops advertise in brackets before a title, as in 【双11】羊绒围巾, is left out; how many
// pieces there are stays.
//
// # Registered texts
//
// A channel with a provider takes only texts that the provider has registered. Each text on
// such a channel needs a template, and SMS need the registered signature:
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
// The loader compiles each text by the provider's rules ([template.Compile]). It reports,
// under the characters, what the provider would refuse:
//
//   - signs and traditional characters;
//   - links as variables, and variables side by side;
//   - an opt-out of the text's own;
//   - values that a variable cannot hold.
//
// These are problems, too: a text without a template, a template without a text, and a body
// that differs from the text. So is one code for different texts. Another is one text for
// several purposes if only one of them has an opt-out. Names of the account and its apps
// belong to the host's senders.
//
// The fields of a WeChat template are all that the customer reads; the text needs no other
// words for that channel. [Text.Bound] is the registered form of a text. [LoadDraft] loads
// rules with texts that are not registered yet, for the people who register them.
//
// # Forbidden words
//
// Texts are checked against the list of [channel.DefaultWords]. What the law or providers
// refuse by a channel and for a purpose is a problem, what only some of them refuse is a
// remark; each word is reported once for a text. Where a channel has a provider, only the
// law and that provider's own rules count. A template that has a code was approved, so a
// word in it is a remark. An offer in a flow of purpose service or notice is a remark. So
// is a day in a text's fixed words (今晚, 下周), and so are two placeholders side by side.
//
// Signs that providers refuse are left out of the values by SMS and MMS, such as the
// brackets of a title. Links and fallbacks stay as they are.
//
// # Conditions
//
// A condition is an expression that is true or false. It is checked against the vocabulary
// ([Words]) at load. The pattern after matches is a quoted text in the file. A text longer
// than 2,000,000 bytes divided by the steps of the pattern makes the answer unknown. A part
// that cannot be computed is unknown, and an unknown condition is not true. Under
// limits.never it forbids. A condition that nothing can make true is a problem at load.
// [Seen] is one part of a condition with its values, as outcomes hold it.
//
// # Bounds
//
// What goes beyond these is refused with its place and a way out:
//
//   - a file: 4 MiB, and 64 mappings and lists inside each other;
//   - a condition: 65,536 bytes, and 10,000 parts with its segments;
//   - arithmetic around a clock: 50 operations inside each other;
//   - a range such as 1..100: 1,000 numbers;
//   - the patterns of a part of a condition: 2,000 steps;
//   - a text: 65,536 bytes;
//   - shop.closes: 200 sources and kinds.
//
// Load lists 500 problems, and 100 of one condition.
//
// Beyond these the rules decide the same, but more slowly, or a remark is missing. The
// index, which leaves most rules out before they are evaluated, tells apart 4,096
// thresholds of a word and 8 alternatives of a condition. It does not use a list of more
// than 16 texts. A rule that it does not leave out is evaluated. The search for conditions
// that contradict each other, and for rules that an earlier one hides, ends after a number
// of steps. Of a flow with more than 1,400 rules, the later ones are not looked up among
// those that are hidden. What the search does not reach counts as possible and as reached.
//
// Loading takes time in proportion to the files. Loaded rules with their index take up to
// 60 bytes for each byte of the files.
//
// The number of a customer's orders, parcels and chats has no bound. Those that are over are
// forgotten after months. What an event costs grows in proportion to those that remain: at
// 5,000 orders that wait for payment it is some milliseconds and half a megabyte written.
// Thousands of unsent messages to one customer cost more: each is checked with all orders.
package rule

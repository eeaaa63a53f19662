// Package template is about the words of a message: text with placeholders
// (变量) such as #买家昵称#, which become a customer's own values when the
// message goes.
//
//	亲爱的#买家昵称|亲#，您抢到的「#商品名称#」还有#剩余付款时间#就要关闭了：#付款链接#
//
// # Writing
//
// A placeholder is a name between two signs. What stands behind a | is its
// fallback, taken when there is no value; an empty fallback leaves the place
// empty. Quotes right around a placeholder, as in 「#商品名称|您买的东西#」, mark the name
// of something: the fallback stands without them. Full-width ＃ and ｜ do as well, and spaces around name and fallback do
// not count. A sign that is meant as such is written twice: 满##100元. The names
// are a closed vocabulary ([Names]) with the synonyms of other tools
// ([Lookup]), so that a slip of the finger is an error when the text is loaded
// and never a hole in a message.
//
// # Sending
//
// [Parse] reads a text once; [Template.Append] writes it with the values of one
// customer into the caller's buffer and allocates nothing. A placeholder
// without value and without fallback is no message at all: a [MissingError]
// says what is missing, and nothing is written. Values are data: a nickname that
// reads #订单号#, 【】 or a line break is put in as it is and changes nothing but
// itself. Where a text must not be long, [Template.Shortened] says how much of a value
// there is room for.
//
// # Providers
//
// A provider of short messages (短信服务商) accepts only texts that it has
// reviewed, and only their variables travel. [Compile] turns a template into
// such a text by the provider's rules, which are data ([Aliyun], [Tencent]), or
// says everything that stands against it. The [Binding] gives the variables of
// one message, cleaned ([Clean]) and cut to length ([CutUnits]) as the provider
// wants them. [Binding.Registered] takes the names of variables from a text that is
// registered already, [Binding.Hold] what a variable is to hold ([Form]).
//
// A template of [WeChat] is fields, each of a kind with a limit of its own:
// [Provider.Field] checks what one says, [Provider.Bind] puts them together.
package template

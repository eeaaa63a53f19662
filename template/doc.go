// Package template has the texts of messages: text with placeholders (占位符) such as
// #买家昵称#. They are filled with a customer's values when the message is sent.
//
//	#买家昵称|亲#，您抢的「#商品名称#」还没付款，#剩余付款时间#后订单自动关闭，付款：#付款链接#
//
// # Writing
//
// A placeholder is a name between two # signs. The text after | is its fallback, for a
// missing value; an empty fallback leaves the place empty. Quotes right around a
// placeholder mark a name: from 「#商品名称|您买的东西#」 the fallback comes without them.
// Full-width ＃ and ｜ work too, and spaces around name and fallback are ignored. Write a
// literal # as ##: 满##100元. The names are a closed vocabulary ([Names]) with synonyms of
// other tools ([Lookup]). So a slip is an error when the text is loaded, and never a gap
// in a message.
//
// # Sending
//
// [Parse] reads a text once. [Template.Append] writes it with the values of one customer
// into the caller's buffer, without allocating. If a placeholder has neither value nor
// fallback, nothing is written and a [MissingError] names it. Values are data: a nickname
// that reads #订单号#, 【】 or a line break is inserted as it is. For a text that must stay
// short, [Template.Shortened] limits its values.
//
// # Providers
//
// A provider of SMS (短信服务商) accepts only texts that it has reviewed, and a message
// carries only their variables (变量). [Compile] turns a template into such a text by the
// rules of a [Provider], or reports every rule that it breaks. The [Binding] gives the variables of one message, cleaned ([Clean]) and cut to length
// ([CutUnits]) for the provider. [Binding.Registered] takes the names of variables from a
// registered text. [Binding.Hold] sets what one variable holds ([Form]) and its longest
// value.
//
// A template of WeChat has fields, each of a kind with its own limit. [Provider.Field]
// checks the value of a field, and [Provider.Bind] binds all fields.
package template

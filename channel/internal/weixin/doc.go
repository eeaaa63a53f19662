// Package weixin has the parts that WeChat and WeCom share. It has a signed and encrypted
// [Callback] with its XML ([Parse]), and an access [Token] for all replicas. An [API] takes
// JSON and answers with an errcode, and a [Table] has the meaning of the codes. A [Ledger]
// notes what was sent, for calls that the provider may count twice.
package weixin

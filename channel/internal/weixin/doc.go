// Package weixin is what WeChat and WeCom have in common: a [Callback] that is signed and
// encrypted, its XML ([Parse]), an access [Token] that replicas share, an [API] that takes JSON
// and answers with an errcode, a [Table] of what the codes mean, and a [Ledger] of what was
// sent, for calls that the provider does not keep from counting twice.
package weixin

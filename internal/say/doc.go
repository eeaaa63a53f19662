// Package say has messages to people in English and in Chinese.
//
// A message is written once, in English, where it is made. Its Chinese is in the package's
// [Catalog] under the English:
//
//	var zh = say.Catalog{
//		"unknown limit %q": "没有叫「%s」的限制",
//	}
//
//	zh.Text("unknown limit %q", name) // a Text: both languages
//	zh.Error("%s cannot be read: %w", file, err)
//
// Arguments go into both languages. A [Text], or an error with Chinese, goes into the
// Chinese in Chinese. The code that prints chooses the language. A message without Chinese
// appears in English; package saytest finds it.
package say

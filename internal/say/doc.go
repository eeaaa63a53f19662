// Package say holds what the house says to people, in English and in Chinese.
//
// A message is written once, in English, where it is made; its Chinese stands in the
// package's [Catalog] under the English:
//
//	var zh = say.Catalog{
//		"unknown limit %q": "没有叫「%s」的限制",
//	}
//
//	zh.Text("unknown limit %q", name) // a Text: both languages
//	zh.Error("%s cannot be read: %w", file, err)
//
// What is put into a message is put into both; a [Text], or an error that has Chinese,
// goes into the Chinese in Chinese. Which of the two is read is decided by who prints.
// A message without its Chinese is read in English; package saytest finds it.
package say

// Package saytest finds messages without Chinese.
//
// A package with a [say.Catalog] named zh has a test beside it:
//
//	func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }
//
// [Check] reads the package's source. Every zh.Text and zh.Error must have Chinese with the
// same arguments, and every entry of the catalog must be used.
package saytest

// Package saytest finds messages that have no Chinese.
//
// A package that speaks by a [say.Catalog] called zh has a test beside it:
//
//	func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }
//
// [Check] reads the package's source: every zh.Text and zh.Error must have its Chinese,
// with the same arguments, and the catalog nothing that nobody says.
package saytest

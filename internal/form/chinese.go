package form

import "github.com/tiexin-go/tiexin/internal/say"

// zh is the Chinese of what the package says.
var zh = say.Catalog{
	// What a value is called.
	"a text":                          "一段文字",
	"one of %s":                       "%s 之一",
	"%s or a list of such":            "%s，多个写成列表",
	"an %s":                           "%s",
	"a %s":                            "%s",
	"%s (a mapping with the keys %s)": "%s（一组「键: 值」，键有 %s）",
}

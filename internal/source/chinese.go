package source

import "github.com/tiexin-go/tiexin/internal/say"

var zh = say.Catalog{
	"did you mean %q?": "是不是想写「%s」？",
	"remark: ":         "提醒：",
	"also at ":         "另见 ",
	", ":               "、",
	"; ":               "；",
}

package source

import "github.com/tiexin-go/tiexin/internal/say"

var zh = say.Catalog{
	"did you mean %q?":             "是不是想写「%s」？",
	"%[2]s %[3]d has no day %[1]d": "%[3]d 年 %[2]s 月没有 %[1]d 日",
	"its last day is %s":           "这个月最后一天是 %s",
	"remark: ":                     "提醒：",
	"also at ":                     "另见 ",
	", ":                           "、",
	"; ":                           "；",
}

package main

import "github.com/tiexin-go/tiexin/internal/say"

// zhWords is the Chinese around the vocabulary.
var zhWords = say.Catalog{
	"in flows about %s": "流程的对象是 %s",
	"after %s":          "由 %s 触发",
	"conditions":        "条件",
	"conditions %s":     "条件：%s",
	"clocks: numbers that change by themselves, in minutes_, hours_ or days_": "时钟：自己会走的数，写 minutes_（分钟）、hours_（小时）或 days_（天）",
	"any flow":        "所有流程",
	"about %s":        "对象是 %s",
	"whole %s":        "整%s",
	"%s (unknown %s)": "%s（未知：%s）",
	"placeholders":    "占位符",
	" (also %s)":      "（也写作 %s）",
	"events: required keys besides id, event, at and customer": "事件：除了 id、event、at、customer，还必须带什么",
	"%s with %s": "%s，要有 %s",
	"%s or %s":   "%s 或 %s",
	"moments of the calendar: under when, in flows about customer and child": "时刻：写在 when 下面，流程的对象是 customer 或 child",
	"channels":                     "渠道",
	"needs %s; right for %s":       "要有%s；适合%s",
	"%s; refused together with %s": "%s；和 %s 一起退订",
	"reasons":                      "原因",
	"keys at the top of the file":  "文件最外层的键",
	"keys of %s":                   "%s 的键",
	"NAME is a name chosen by the shop, [] an item of a list": "NAME 是店里起的名字，[] 是列表里的一项",
	"required":    "必须写",
	"default: %s": "不写：%s",
}

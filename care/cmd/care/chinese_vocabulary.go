package main

import "github.com/tiexin-go/tiexin/internal/say"

// kindsOfWords are the types and units of words in Chinese.
var kindsOfWords = map[string]string{
	"text": "文字", "number": "数", "list of texts": "文字列表", "yes/no": "是/否", "texts by name": "按名字取的文字", "time": "时间", "clock": "时钟",
	"pieces": "件", "lines": "种", "parcels": "个", "months": "月", "minutes": "分钟", "hours": "小时", "days": "天", "hour of day": "钟点", "yuan": "元",
}

// meant is what something means, in both languages.
func meant(english string, chinese map[string]string) say.Text {
	if c, ok := chinese[english]; ok {
		return say.Text{English: english, Chinese: c}
	}
	return say.Plain(english)
}

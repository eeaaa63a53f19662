package tiexin

import "github.com/tiexin-go/tiexin/internal/say"

// zh is the Chinese of what people who write rules read of amounts.
var zh = say.Catalog{
	"%w: %s; write it like 199 or 199.00": "%[2]s 不是金额；写成 199 或 199.00 这样",
	"%w: %s has more than two decimals":   "金额 %[2]s 的小数超过两位",
	"%w: %s is too large":                 "金额 %[2]s 太大",
}

package tiexin

import "github.com/tiexin-go/tiexin/internal/say"

// zh is the Chinese of what the package says.
var zh = say.Catalog{
	"not an amount in yuan":               "不是以元为单位的金额",
	"%w: %s; write it like 199 or 199.00": "%[2]s不是以元为单位的金额；写成 199 或 199.00",
	"%w: %s has more than two decimals":   "金额%[2]s的小数超过两位",
	"%w: %s is too large":                 "金额%[2]s太大",
}

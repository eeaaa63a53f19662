package learn

import "github.com/tiexin-go/tiexin/internal/say"

// zh is the Chinese of what the package says of a history that it cannot use. What it
// writes is in Chinese.
var zh = say.Catalog{
	"%s: no orders by %s; name a later day": "%s：到 %s 为止没有订单；换一个晚些的日子",
	"%s: %w":                                "%s：%s",
}

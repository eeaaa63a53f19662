package calendar

import "github.com/tiexin-go/tiexin/internal/say"

// zh is the Chinese of what the package says.
var zh = say.Catalog{}

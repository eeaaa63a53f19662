package rule

import (
	"maps"

	"github.com/tiexin-go/tiexin/internal/say"
)

// zh is the Chinese of what the package says.
var zh = together(ofFiles, ofConditions, ofRules, ofTexts, ofMoments, ofMutants, ofKeys)

func together(parts ...say.Catalog) say.Catalog {
	all := say.Catalog{
		"%s sends nothing without a registered signature, and channels.sms names none": "%s 没有报备过的签名就一条也不发，channels.sms 里没写签名",
		"add signature: %s to channels.sms, as it is registered with %s, without 【】":   "在 channels.sms 里加上 signature: %s，写在 %s 报备过的，不带【】",
	}
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}

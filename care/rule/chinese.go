package rule

import (
	"maps"

	"github.com/tiexin-go/tiexin/internal/say"
)

// zh is the Chinese of what the package says.
var zh = together(ofFiles, ofConditions, ofRules, ofTexts, ofMoments, ofMutants, ofKeys)

func together(parts ...say.Catalog) say.Catalog {
	all := say.Catalog{}
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}

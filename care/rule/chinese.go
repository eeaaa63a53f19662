package rule

import "github.com/tiexin-go/tiexin/internal/say"

// zh is the Chinese of what the package says.
var zh = say.Together(ofFiles, ofConditions, ofRules, ofTexts, ofMoments, ofMutants, ofKeys)

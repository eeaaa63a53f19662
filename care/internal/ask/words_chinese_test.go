package ask

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEveryWordSaysInChineseWhatItMeans(t *testing.T) {
	han, meanings := regexp.MustCompile(`\p{Han}`), map[string]bool{}
	for _, w := range Words() {
		chinese := w.InChinese()
		for english, said := range map[string]string{w.Meaning: chinese.Meaning, w.Unknown: chinese.Unknown} {
			if meanings[english] = true; english != "" {
				assert.Regexp(t, han, said, "%s: %s", w.Name, english)
				assert.Contains(t, meaningsChinese, english, w.Name)
			}
		}
	}
	for english := range meaningsChinese {
		assert.True(t, meanings[english], "no word means %q", english)
	}
}

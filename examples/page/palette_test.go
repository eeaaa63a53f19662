package page

import (
	"image/color"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Letters stand out by 4.5 to 1 from what is behind them, by day and by night.
func TestLettersStandOut(t *testing.T) {
	letters := []string{"ink", "blue", "orange", "green", "red", "purple", "brown", "teal"}
	var light, dark color.RGBA
	for _, one := range tones {
		if one.name == "ground" {
			light, dark = one.light, one.dark
		}
	}
	for _, one := range tones {
		if slices.Contains(letters, one.name) {
			assert.GreaterOrEqual(t, contrast(one.light, light), 4.5, one.name)
			assert.GreaterOrEqual(t, contrast(one.dark, dark), 4.5, "%s in the dark", one.name)
		}
	}
	for i := range steps {
		for _, shade := range []color.RGBA{lightShade(i), darkShade(i)} {
			assert.GreaterOrEqual(t, contrast(shade, over(shade)), 4.5, "shade %d", i)
		}
	}
}

// A chart gives colours; the page finds the variable of each by its value.
func TestEveryColourIsItsOwn(t *testing.T) {
	assert.Len(t, variables, len(tones)+2*steps)
	for _, variable := range variables {
		name := regexp.MustCompile(`--[a-z0-9]+`).FindString(variable)
		for _, isDark := range []bool{false, true} {
			assert.Contains(t, declarations(isDark), name+":#")
		}
	}
}

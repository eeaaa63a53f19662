package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/lifecycle"
)

func TestLettersStandOutOnEveryShade(t *testing.T) {
	for v := 0.; v <= 1; v += .01 {
		ground, over := luminance(shade(v)), luminance(letters(v))
		assert.GreaterOrEqual(t, (max(ground, over)+.05)/(min(ground, over)+.05), 4.5, "shade %.2f", v)
	}
}

// A caption does not explain a colour that is not there.
func TestGreyIsSpokenOfWhereSomebodyIsDead(t *testing.T) {
	var alive, dead lifecycle.Moves
	alive.Count[lifecycle.New][lifecycle.Lost] = 3
	dead.Count[lifecycle.New][lifecycle.Dead] = 3
	assert.NotContains(t, drawStages([]lifecycle.Moves{alive}).says.Chinese, "灰色")
	assert.Contains(t, drawStages([]lifecycle.Moves{alive, dead}).says.Chinese, "灰色是该放手的人")
}

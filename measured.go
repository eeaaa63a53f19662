package tiexin

import "strings"

// The words of what a host has measured of a customer: those of packages loyalty and
// lifecycle, which build on this one.
var (
	loyalties = []string{"true", "latent", "spurious", "disloyal"}
	causes    = []string{
		"no-choice", "switching-cost", "incentive", "habit", "conviction", // of buying again
		"rival-habit", "rival-switching-cost", "price", "out-of-reach", "rival-offer", // of buying elsewhere
		"bad-product", "bad-service", "outgrown", "fatigue", "too-dear", "stock-out", "moved-away", "rival", // of leaving
	}
)

func unknownMeasured(word, what string, known []string) string {
	hint := didYouMean(word, known)
	return shownIf(hint != "", word) + " is not a " + what + " (" + strings.Join(known, ", ") + ")" + hint
}

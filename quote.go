package tiexin

import (
	"fmt"

	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/source"
)

// didYouMean is `; did you mean "paid"?`, or empty when no known word is near.
func didYouMean(word string, known []string) string {
	if hint := source.Suggest(word, known); !hint.Empty() {
		return "; " + hint.English
	}
	return ""
}

// quoted is text for an error: in quotes, escaped, and cut when it is long.
func quoted(s string) string {
	const most = 40
	runes := 0
	for i := range s {
		if runes++; runes > most {
			return fmt.Sprintf("%q…", s[:i])
		}
	}
	return fmt.Sprintf("%q", s)
}

// shown is a wrong text for an error: see [discreet.Wrong].
func shown(text string) string { return discreet.Wrong("text", text) }

// shownIf is shown, but in quotes where it was found to mean something known.
func shownIf(known bool, text string) string {
	if known {
		return quoted(text)
	}
	return shown(text)
}

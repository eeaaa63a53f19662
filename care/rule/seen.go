package rule

import "github.com/tiexin-go/tiexin/care/internal/ask"

// Seen is one part of a condition with its values, as in outcomes.
type Seen = ask.Seen

// A Coverage records the values of the parts of conditions at every evaluation: see
// [Mark.Seen]. Several goroutines may share it; the zero one is empty and ready to use.
type Coverage = ask.Coverage

// A Sighting is the recorded values of a part of a condition: true, false, unknown, or
// several.
type Sighting = ask.Sighting

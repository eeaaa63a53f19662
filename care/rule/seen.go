package rule

import "github.com/tiexin-go/tiexin/care/internal/ask"

// Seen is one part of a condition with what it saw, as outcomes carry it.
type Seen = ask.Seen

// A Coverage keeps what the parts of conditions were whenever they were asked: see
// [Mark.Seen]. Several goroutines may share it; the zero one is empty and ready to use.
type Coverage = ask.Coverage

// A Sighting is what a part of a condition was, whenever it counted: true, false, or
// unknown.
type Sighting = ask.Sighting

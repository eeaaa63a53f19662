package rule

import "github.com/tiexin-go/tiexin/care/internal/ask"

// Seen is one part of a condition with what it saw, as outcomes carry it.
type Seen = ask.Seen

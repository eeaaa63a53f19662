package channel

// Remembered is the number of groups that a Sender made by Rate still remembers.
func Remembered(s Sender) int { return len(s.(*rate).sent) }

// Asked are the words that an opt-out's sentence asks for.
func Asked(o OptOut) []string { return o.asked }

// ShelfSize is how many keys a shelf in memory holds.
func ShelfSize(s Shelf) int { return len(s.(*shelf).memos) }

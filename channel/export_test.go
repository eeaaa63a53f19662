package channel

// Remembered is the number of groups that a Sender made by Rate still remembers.
func Remembered(s Sender) int { return len(s.(*rate).sent) }

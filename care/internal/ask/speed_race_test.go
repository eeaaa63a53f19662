//go:build race

package ask

// tried is how many random conditions are compared with brute force. The race
// detector is slow.
const tried = 150

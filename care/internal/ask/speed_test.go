//go:build !race

package ask

// tried is how many random conditions are compared with brute force.
const tried = 2_000

//go:build !race

package rule

// tried is how many random conditions are compared with brute force.
const tried = 2_000

package care

import "testing"

// stories is how many of n random stories are told, and how many of n things they bring:
// a fifth where everything takes several times as long, or in short.
func stories[N int | uint64](n N) N {
	if slow || testing.Short() {
		return n / 5
	}
	return n
}

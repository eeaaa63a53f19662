package care

import "testing"

// stories is how many of n random stories are told, and how many of n things they bring:
// a fifth in short, a tenth where everything takes several times as long.
func stories[N int | uint64](n N) N {
	switch {
	case slow:
		return n / 10
	case testing.Short():
		return n / 5
	}
	return n
}

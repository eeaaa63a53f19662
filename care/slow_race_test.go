//go:build race

package care

// slow says that everything takes several times as long: under the race detector.
const slow = true

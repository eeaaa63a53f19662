// Package imagine makes shops as nobody has them, for tests that compare two ways of
// doing the same: [Make] makes the same [Shop] of the same seed, with rules, customers
// and what befalls them within a few minutes.
package imagine

// Package imagine generates shops at random, for tests that compare two ways of doing
// the same. [Make] makes the same [Shop] from the same seed: rules, customers, and what
// happens to them within a few minutes.
package imagine

// Package imagine generates random shops, for tests that compare two ways to the same
// result. [Make] makes the same [Shop] from the same seed: rules, customers, and their
// events within a few minutes.
package imagine

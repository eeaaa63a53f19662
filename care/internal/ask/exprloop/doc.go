// Package exprloop runs conditions by expr alone, one after the other. It is the measure
// that benchmarks compare the engine with.
package exprloop

// Package byhand holds the measure that benchmarks compare the matching of [ask.Index]
// with: rules made up as shops write them, and Go that a programmer writes by hand for the
// same rules. [Indexed] looks up the event and the source of the order first, as careful
// code does. [Plain] tries one rule after the other.
package byhand

// Package source is about files that people write: where in a file something
// stands, what is wrong there, and what was probably meant.
//
// A reader of files collects a [Problem] for each fault, each with its [Place],
// and goes on reading; at the end [Problems.Err] is nil or an error that prints
// all of them, in the order of the file, each with the line and a caret:
//
//	payment.yaml:44:18: unknown limit "nihgt"; did you mean "night"?
//	        exempt: [nihgt]
//	                 ^~~~~
//
// Positions are counted in characters as an editor shows them, and the caret is
// drawn in terminal cells: a Chinese character (汉字) is two cells wide, an
// accent none, and a tab stays a tab, so that the caret stands where the eye
// looks for it. Any bytes are safe to draw: broken UTF-8, control characters
// and lines of a megabyte come out short and printable.
//
// The parts can be used alone: [Nearest] and [Suggest] for 'did you mean',
// [DisplayWidth] for columns of mixed scripts, [NextGrapheme] for cutting text
// where a reader would, [Locate] for turning a byte offset into a place.
package source

// Package source has places and problems in files that people write, and suggestions for
// misspelt words.
//
// A reader of files collects a [Problem] for each fault, with its [Place], and goes on
// reading. At the end [Problems.Err] is nil, or an error that prints all problems in the
// order of the file. Each has its line and a caret:
//
//	payment.yaml:44:18: unknown limit "nihgt"; did you mean "night"?
//	        exempt: [nihgt]
//	                 ^~~~~
//
// Positions count characters, as an editor shows them. The caret is drawn in terminal
// cells: a Chinese character (汉字) is two cells wide, an accent none, and a tab stays a
// tab. All bytes are safe to draw: broken UTF-8, control characters and lines of a megabyte
// come out short and printable.
//
// Each part works alone: [Nearest] and [Suggest] for "did you mean", [DisplayWidth] for
// columns of mixed scripts, and [NextGrapheme] for cutting text. [Locate] turns a byte
// offset into a place.
package source

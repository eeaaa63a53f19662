// Package discreet keeps personal data out of text that leaves the engine: logs, errors,
// explanations.
//
// [Hide] hides everything that looks like a person's number or address. A [Striker] knows
// the personal data of one case, and strikes it out of other people's words, in any form.
// [Instead] replaces a text by its kind and length.
package discreet

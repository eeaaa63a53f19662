// Package discreet keeps what is personal out of text that travels: logs, errors,
// explanations.
//
// [Hide] hides what looks like the number or address of a person, whoever that is.
// A [Striker] is told what is personal in the case at hand, and strikes it out of
// what others say, in whatever form they say it. [Instead] stands where a text
// itself must not: its kind and its length.
package discreet

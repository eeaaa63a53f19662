// Package field reads the fields of platforms' messages as they really come: a number as
// text or as a number, an id with more digits than a float holds, an amount in yuan or in
// fen, an instant without a zone, or as seconds. What cannot be read is left out and noted
// with its place: one bad field does not lose a message.
package field

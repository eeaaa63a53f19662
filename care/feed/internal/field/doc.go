// Package field reads the fields of platforms' messages in all their forms. A number may be
// text or a number, and an id may have more digits than a float holds. An amount may be in
// yuan or fen, and a time may have no zone or be in seconds. An unreadable field is left
// out and noted with its place, so one bad field does not lose a message.
package field

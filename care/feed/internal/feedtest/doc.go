// Package feedtest holds the sources below care/feed to what all of them promise: recorded
// pushes read as the golden files say, and nothing that anybody may post makes one panic,
// loses a body, or gives an event that no engine takes.
package feedtest

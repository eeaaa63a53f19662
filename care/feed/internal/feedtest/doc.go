// Package feedtest tests the common promises of the sources below care/feed. Recorded
// pushes give the events of the golden files. No posted body makes a source panic, gets
// lost, or gives an event that no engine takes.
package feedtest

// Package crash kills a shop again and again while it works, and looks afterwards that
// its store has everything that was confirmed, and has it once. It is for the tests of the
// stores.
//
// A test runs itself as the shop, in a child process:
//
//	func open(place string) (care.Store, error) { … }
//
//	func TestCrashChild(t *testing.T) { crash.Child(t, open) }
//
//	func TestKilled(t *testing.T) { crash.Kill(t, place, open) }
//
//	func TestForgetful(t *testing.T) { crash.Control(t, place, open) }
//
// The child has to have that name. Place says where the store is: a folder, or the address
// of a database. The store is made before, or by the first that opens it.
//
// In the child 64 webhooks take in events of 4,000 customers, every fiftieth event twice,
// while reminders become due and are sent. It is killed at any instant. Then the store is
// opened, the shop goes on for a moment, and [Loop.Verify] compares what is remembered
// with what the child said before it died:
//
//   - every confirmed event is there, and is no news when it comes again;
//   - no order counts twice, and each was reminded, or paid before, or waits;
//   - the provider got the messages that were decided, and no others.
//
// A store with a method Verify(context.Context) error, which looks whether all of it is
// whole, is asked for it first.
//
// A test that kills something else as well, a server or a disk, makes its own [Loop].
package crash

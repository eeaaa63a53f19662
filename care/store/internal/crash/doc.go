// Package crash kills a shop again and again while it works. Afterwards it checks that the
// store has every confirmed event, and has it once. It is for the tests of the stores.
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
// The child must have that name. Place is the store's place: a folder, or the address of a
// database. The store exists before, or the first open makes it.
//
// In the child, 64 webhooks take events of 4,000 customers, every fiftieth event twice,
// while reminders become due and are sent. The child is killed at any instant. Then the
// store is opened again and the shop goes on for a moment. [Loop.Verify] compares the store
// with what the child said before it died:
//
//   - every confirmed event is there, and changes nothing when it comes again;
//   - no order counts twice, and each was reminded, was paid before, or waits;
//   - the provider got the decided messages, and no others.
//
// The package first calls a store's method Verify(context.Context) error, if there is one.
// It checks that the store is whole.
//
// A test that also kills a server or a disk makes its own [Loop].
package crash

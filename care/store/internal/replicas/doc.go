// Package replicas runs several processes of one shop over a [care.Shared] store. It stops,
// kills and freezes them while they work. Afterwards it checks that nothing was lost, sent
// twice, or sent too early. It is for the tests of the stores.
//
// A test runs itself as the processes:
//
//	func open(place string) (care.Shared, error) { … }
//
//	func TestReplicaChild(t *testing.T) { replicas.Child(t, open) }
//
//	func TestReplicas(t *testing.T) { replicas.Test(t, place, open) }
//
// The child must have that name. Place is a new place for each test, mostly the address of
// a database. The store exists before, with about 16 partitions.
//
// In each process, webhooks take orders of customers of all partitions. Half of the orders
// are paid a little later, at any of the processes. An order that is unpaid after three
// seconds gets a reminder. The stories are a rolling deploy, a killed process, a frozen
// process that wakes up, and one with a clock five seconds ahead.
package replicas

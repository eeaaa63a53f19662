// Package replicas runs several processes of one shop over a [care.Shared] store, stops,
// kills and freezes them while they work, and looks afterwards that nothing was lost, said
// twice, or said too early. It is for the tests of the stores.
//
// A test runs itself as the processes:
//
//	func open(place string) (care.Shared, error) { … }
//
//	func TestReplicaChild(t *testing.T) { replicas.Child(t, open) }
//
//	func TestReplicas(t *testing.T) { replicas.Test(t, place, open) }
//
// The child has to have that name. Place is a new place for each test: mostly the address
// of a database. The store is made before, with 16 partitions or so.
//
// In each process webhooks take in orders of customers whose partitions may be anybody's;
// half of the orders are paid a little later, at any of the processes. What is unpaid after
// three seconds is reminded. The stories are a rolling deploy, a process that is killed, one
// that stands still and wakes up as a zombie, and one whose clock is five seconds ahead.
package replicas

// Package feed takes in what a shop's platforms and providers send: orders, parcels,
// consents, receipts and replies become [tiexin.Event]s. The packages below it know one
// platform each; the senders below channel bring the receipts and replies of theirs.
//
// A [Source] is pure: it verifies a push and reads it, and does nothing else. [Handler]
// serves one over HTTP, [Poll] asks one that has to be asked. Both do the same with what was
// read: the events go to the host's Sink, what can become no event to its Park, and a word
// that no table knows is told once. The platform hears that a push was taken in when all of
// this is done, and not before: what fails is pushed again, and since every event keeps its
// id over repetitions, nothing is applied twice.
//
//	http.Handle("POST /feeds/kuaidi100", feed.Handler(source, feed.Options{
//		Sink: func(ctx context.Context, events []tiexin.Event) error {
//			_, err := engine.HandleAll(ctx, events)
//			return err
//		},
//		Park: keepForAPerson,
//	}))
//
// A push that is not the platform's own (a wrong signature, another app's, a clock that is
// far off) is [ErrForged]: it is answered as the platform understands it and changes nothing.
package feed

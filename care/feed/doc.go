// Package feed turns what a shop's platforms and providers send into [tiexin.Event]s:
// orders, parcels, consents, receipts and replies. The packages below it know one platform
// each. The senders below channel read the receipts and replies of their providers.
//
//	http.Handle("POST /feeds/kuaidi100", feed.Handler(source, feed.Options{
//		Sink: func(ctx context.Context, events []tiexin.Event) error {
//			_, err := engine.HandleAll(ctx, events)
//			return err
//		},
//		Park: keepForAPerson,
//	}))
//
// A [Source] is pure: it verifies a push and reads it, and does nothing else. [Handler]
// serves a Source over HTTP. [Poll] asks a platform that pushes nothing. Both pass on the
// result: events to the host's Sink, and what cannot become an event to its Park. An
// unknown word is logged once.
//
// The platform gets its answer after all of this. So a failed push comes again. Every event
// keeps its id over repetitions, so nothing is applied twice.
//
// [ErrForged] is a push that is not the platform's own: a wrong signature, another app, a
// clock that is far off. It is answered as the platform expects, and changes nothing.
package feed

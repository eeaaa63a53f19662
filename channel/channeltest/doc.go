// Package channeltest has fakes of providers, for tests: of the senders below channel, and
// of a host that uses them. No provider has a place to try things out where nothing is sent
// and nothing is billed.
//
// Every fake is an http.Handler around a [Fake], which knows how providers behave, well and
// badly. A test serves it and points the sender's Endpoint at it:
//
//	provider := &channeltest.Aliyun{AccessKeyID: "id", AccessKeySecret: "hush"}
//	server := httptest.NewServer(provider)
//	defer server.Close()
//	provider.Then(channeltest.TakesAndHangsUp, channeltest.Throttles) // the next two messages
//	provider.To("13800000000", channeltest.Refuses("isv.MOBILE_NUMBER_ILLEGAL"))
//
// Fake.Reached counts what came to the phone under a message's ID: more than once is the
// fault that all of this is about. Receipts are pushed as [Receipts] says: once, twice,
// before the answer, or never. A fake checks signatures by code of its own, and the fields
// and limits of a request as its provider does.
package channeltest

// Package channeltest has fakes of providers, for tests of the senders below channel and of
// a host that uses them. No provider has a place to try sending without a bill.
//
// Every fake is an http.Handler around a [Fake], which knows the good and bad ways of
// providers. A test serves it and sets the sender's Endpoint to it:
//
//	provider := &channeltest.Aliyun{AccessKeyID: "id", AccessKeySecret: "hush"}
//	server := httptest.NewServer(provider)
//	defer server.Close()
//	provider.Then(channeltest.TakesAndHangsUp, channeltest.Throttles) // the next two messages
//	provider.To("13800000000", channeltest.Refuses("isv.MOBILE_NUMBER_ILLEGAL"))
//
// Fake.Reached counts what arrived at the phone under a message's ID. More than one is the
// fault that these tests look for. [Receipts] sets how receipts are pushed: once, twice,
// before the answer, or never. A fake checks signatures by its own code, and the fields and
// limits of a request as its provider does.
package channeltest

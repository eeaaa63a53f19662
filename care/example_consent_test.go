package care_test

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

// Marketing needs the customer's consent for the channel (同意). A reply with R refuses
// the channel for all purposes, the next message too.
func Example_consent() {
	shop := shopAt("2026-11-11 10:00", `version: 1
flows:
  season:
    title: 换季上新
    about: customer
    when: customer.signed_in
    purpose: marketing
    via: [sms]
    rules: [{name: coats, again: 1d, send: coats}]
texts: {coats: 新到的大衣，来看看}
`)
	signedIn := tiexin.Event{Type: tiexin.EventCustomerSignedIn, Customer: xiaoyu}
	printWhy(shop.Post(signedIn))

	shop.Advance(time.Hour)
	shop.Post(tiexin.Event{
		Type: tiexin.EventConsentGranted, Customer: xiaoyu,
		Consent: &tiexin.Consent{Channel: "sms", Purpose: tiexin.Marketing, Source: "checkout"},
	})
	printWhy(shop.Post(signedIn))

	shop.Post(tiexin.Event{
		Type: tiexin.EventMessageReplied, Customer: xiaoyu,
		Message: &tiexin.MessageReport{ID: shop.Messages()[0].ID, Text: "R"},
	})
	shop.Advance(48 * time.Hour)
	printWhy(shop.Post(signedIn))
	// Output:
	// 11-11 10:00 xiaoyu season/coats skip no-consent marketing
	// 11-11 11:00 xiaoyu season/coats send due -
	// 11-13 11:00 xiaoyu season/coats skip refused -
}

package weixin

import (
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// Left says that a customer has left a shop's account, or deleted its member: they take back
// the consent to care, marketing and surveys by WeChat, as easily as it was given. Notices need
// no consent; the provider carries none to somebody who has left, and carries them again to
// one who comes back.
func Left(id, shop, customer, source string, at time.Time) (all []tiexin.Event) {
	for _, purpose := range []tiexin.Purpose{tiexin.Care, tiexin.Marketing, tiexin.SurveyAsk} {
		id := id + " " + string(purpose)
		all = append(all, tiexin.Event{
			ID: id, Type: tiexin.EventConsentRevoked, Shop: shop, At: at, Customer: tiexin.Customer{ID: customer},
			Consent: &tiexin.Consent{ID: id, Channel: channel.WeChat.String(), Purpose: purpose, Refused: true, At: at, Source: source},
		})
	}
	return all
}

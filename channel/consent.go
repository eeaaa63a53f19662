package channel

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

// Permission reports whether the customer's consents allow a message: Open, Refused or NoConsent. It
// checks nothing else.
//
// A record applies to a message if it names no channel or this one, and no purpose or this one. A
// refusal also applies if it names a channel of [Info.Together]. The newest record that applies
// decides; of two with the same time the refusal decides. So a revocation that names neither channel
// nor purpose closes everything at once, service and notices too. A later grant of one channel or
// purpose reopens only that. A grant is valid from its time until it expires. A refusal is valid at
// all times, until a newer grant. A record without a time is older than any other. A permission
// without evidence ([tiexin.Consent.Evidence]) is ignored.
//
// Care, marketing and surveys need a valid grant, and so does any purpose that is not among the
// five; service and notices need none.
//
// With None as channel only records that name no channel apply.
func Permission(consents []tiexin.Consent, k Kind, p tiexin.Purpose, now time.Time) Closed {
	name := k.String()
	var newest *tiexin.Consent
	for i := range consents {
		said := &consents[i]
		if said.Channel != "" && said.Channel != name && !(said.Refused && refusedWith(k, said.Channel)) || said.Purpose != "" && said.Purpose != p {
			continue
		}
		if !said.Refused && (said.At.After(now) || expired(said.Expires, now) || !said.Evidence()) {
			continue
		}
		if newest == nil || said.At.After(newest.At) || said.Refused && said.At.Equal(newest.At) {
			newest = said
		}
	}
	switch {
	case newest != nil && newest.Refused:
		return Refused
	case newest != nil || !needsGrant(p):
		return Open
	}
	return NoConsent
}

// refusedWith says that who refuses a channel, given by its word, refuses k with it.
func refusedWith(k Kind, word string) bool {
	together := k.Info().Together
	if together == 0 {
		return false
	}
	said, _ := ParseKind(word)
	return together.Has(said)
}

// needsGrant is true for everything the customer did not cause: silence is no
// consent.
func needsGrant(p tiexin.Purpose) bool {
	return p != tiexin.Service && p != tiexin.Notice
}

func expired(expires, now time.Time) bool {
	return !expires.IsZero() && !now.Before(expires)
}

package channel

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

// Permission says whether what the customer said allows a message: Open,
// Refused or NoConsent. It looks at nothing else.
//
// A record speaks about a message when it names no channel or this one, and no
// purpose or this one; a refusal also when it names a channel that is refused
// together with this one ([Info.Together]). Of those the newest decides, and of two said at the same
// instant the refusal: so a revocation that names neither closes everything at
// once, service and notices too, and a later grant of one channel or purpose
// reopens just that. A grant counts from the instant it was given until it
// expires; a refusal counts whatever its dates, until something newer is granted.
// A record without a time is older than any other, and a permission that names and
// proves nothing is none ([tiexin.Consent.Evidence]).
//
// Care, marketing and surveys need a grant that counts, and so does any purpose
// that is not among the five; service and notices need none.
//
// With None as channel it hears only what was said without naming a channel.
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

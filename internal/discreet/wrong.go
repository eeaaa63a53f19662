package discreet

import (
	"fmt"
	"regexp"
	"strings"
)

// What stands in a wrong field may be anybody's name or number. An error shows it
// where it can be neither, and else tells its kind and length.

// Wrong is a wrong text for an error: in quotes where it is a word in ASCII with at
// most six digits, or looks like a time; else "(text, 3 characters)" with the kind
// given, or "(number, 11 digits)".
func Wrong(kind, text string) string {
	switch {
	case instant.MatchString(text), Harmless(text):
		return fmt.Sprintf("%q", text)
	case strings.Trim(text, "0123456789+-.") == "":
		return fmt.Sprintf("(number, %d digits)", digitsIn(text))
	}
	return Instead(kind, text)
}

// Harmless says that a text is a word in ASCII without blanks, no email address, and
// has no more than six digits.
func Harmless(text string) bool { return digitsIn(text) <= mostDigits && plainASCII(text) }

// Number is a wrong number for an error: itself, or "(number, 11 digits)" where it has
// more than six.
func Number(number string) string {
	if n := digitsIn(number); n > mostDigits {
		return fmt.Sprintf("(number, %d digits)", n)
	}
	return number
}

// ID is an id for an error. Ids are named wherever something is told, unless they are
// what somebody is called or called at.
func ID(id string) string {
	if !plainASCII(id) || telephone.MatchString(id) {
		return Instead("id", id)
	}
	return fmt.Sprintf("%q", id)
}

// mostDigits is how many digits are no number of a person: of a phone, an account, an
// identity card.
const mostDigits = 6

var (
	instant   = regexp.MustCompile(`^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})([ T]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?(Z|[+-][\d:]{0,5})?$`)
	telephone = regexp.MustCompile(`(^|\D)(\d{7,15}|[1-9]\d{5}(19|20)\d\d[01]\d[0-3]\d{4}[\dXx])(\D|$)`) // or an identity card's
)

func digitsIn(text string) int {
	n := 0
	for _, r := range text {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// plainASCII is true of a word without blanks that is no email address.
func plainASCII(text string) bool {
	const longest = 40
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || r == '@' }) && len(text) <= longest
}

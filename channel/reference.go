package channel

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// OwnerOf reads shop and customer from the engine's message ID:
// "v1:shop/customer/flow/rule/subject/occurrence/step". It is false for any other text.
func OwnerOf(id string) (shop, customer string, ok bool) {
	rest, ok := strings.CutPrefix(id, "v1:")
	parts := strings.Split(rest, "/")
	if !ok || len(parts) != 7 || parts[1] == "" {
		return "", "", false
	}
	return withSlash.Replace(parts[0]), withSlash.Replace(parts[1]), true
}

var withSlash = strings.NewReplacer("%2F", "/", "%25", "%")

// ShortID is a short form of a message's ID, for a provider that accepts at most 32
// characters. It is the same for the same ID, and differs for different IDs.
func ShortID(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:16])
}

package channel

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// OwnerOf reads whose message an ID stands for, as the engine makes them:
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

// ShortID stands for a message's ID where a provider keeps no more than 32 characters:
// the same for the same ID, and never for another.
func ShortID(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:16])
}

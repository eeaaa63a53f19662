package source

import "github.com/rivo/uniseg"

// NextGrapheme is the length in bytes of the first character of s as a reader
// sees it: a letter with its accents, a family joined of four emoji, a flag, a
// Korean syllable, "\r\n". It is zero only for an empty s. A byte that is not
// UTF-8 counts as a letter.
//
// These are the extended grapheme clusters of Unicode Standard Annex 29.
func NextGrapheme[S string | []byte](s S) int {
	if len(s) > 1 && isGraphic(s[0]) && isGraphic(s[1]) {
		return 1
	}
	if s, ok := any(s).([]byte); ok {
		cluster, _, _, _ := uniseg.FirstGraphemeCluster(s, -1)
		return len(cluster)
	}
	cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(string(s), -1)
	return len(cluster)
}

// isGraphic is true for what is one character beside any other of its kind.
func isGraphic(b byte) bool { return ' ' <= b && b <= '~' }

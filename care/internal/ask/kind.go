package ask

import (
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// A Kind says what one firing of a flow is about: its subject. It decides which
// words its conditions may use.
type Kind uint8

// The subjects of flows. AnyKind belongs to segments and promises, which may be
// asked about anything.
const (
	AnyKind Kind = iota
	Order
	Parcel
	Chat
	Customer
	Child

	// KindCount is one more than the last kind.
	KindCount
)

var kindNames = [KindCount]string{"", "order", "parcel", "chat", "customer", "child"}

// String is the kind as it is written in the rule file; empty for AnyKind.
func (k Kind) String() string { return kindNames[k] }

// KindNamed finds a kind by its name.
func KindNamed(name string) (Kind, bool) {
	for k := Order; k < KindCount; k++ {
		if kindNames[k] == name {
			return k, true
		}
	}
	return AnyKind, false
}

// Kinds is a set of kinds.
type Kinds uint8

func kindsOf(all ...Kind) Kinds {
	var s Kinds
	for _, k := range all {
		s |= 1 << k
	}
	return s
}

// Has says whether a kind is in the set.
func (s Kinds) Has(k Kind) bool { return s&(1<<k) != 0 }

// Names are the kinds of the set as the rule file writes them, in the order of the
// contract.
func (s Kinds) Names() []string {
	var names []string
	for k := Order; k < KindCount; k++ {
		if s.Has(k) {
			names = append(names, k.String())
		}
	}
	return names
}

// String lists the kinds of the set: "order, parcel or chat".
func (s Kinds) String() string { return s.Either().English }

// Either is String in both languages.
func (s Kinds) Either() say.Text { return either(s.Names()) }

// either lists words of which one is enough.
func either(words []string) say.Text {
	if last := len(words) - 1; last > 0 {
		return zh.Text("%s or %s", listed(words[:last]), words[last])
	}
	return say.Plain(strings.Join(words, ""))
}

// listed are words as they are typed, behind each other.
func listed(words []string) say.Text {
	return say.Text{English: strings.Join(words, ", "), Chinese: strings.Join(words, "、")}
}

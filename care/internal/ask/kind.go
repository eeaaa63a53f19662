package ask

import "strings"

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

// one is a noun with its article: "an order".
func one(noun string) string {
	if strings.ContainsAny(noun[:min(1, len(noun))], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}

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
func (s Kinds) String() string { return either(s.Names()) }

// either lists words of which one is enough.
func either(words []string) string {
	if last := len(words) - 1; last > 0 {
		return strings.Join(words[:last], ", ") + " or " + words[last]
	}
	return strings.Join(words, "")
}

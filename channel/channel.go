package channel

import (
	"fmt"
	"slices"
	"strings"
)

// A Kind (渠道) is a way to reach a customer. The zero value is None.
type Kind uint8

// The seven channels, cheapest first in time and money.
const (
	None     Kind = iota
	Wangwang      // 旺旺: the platform's own chat
	SMS           // 短信
	WeChat        // 微信: a message to a follower of the shop's account
	MMS           // 彩信: a text message with images
	Email         // 邮件
	Phone         // 电话: a call by a person
	Visit         // 上门拜访: a visit by a person
)

// Info describes a channel: how it sends, whether it costs, and what it needs.
type Info struct {
	Kind    Kind
	Chinese string // the channel's name in Chinese
	// Human is true for a channel that only a person can use: it gets a Task,
	// never a Message.
	Human bool
	// Agent is true for a channel that a Sender or a person can use. Without a
	// Sender for Wangwang, an agent opens the chat and sends the prepared text.
	Agent bool
	// CostsPerMessage is true where every message is billed.
	CostsPerMessage bool
	Address         string // required data of the customer
	// Together are the other channels that a refusal of this one also closes. The
	// same operator delivers both to the same address, and the law treats them as
	// one.
	Together Set

	Strength, Weakness, RightFor string
}

var infos = [...]Info{
	None: {Address: "nothing"},
	Wangwang: {
		Kind: Wangwang, Chinese: "旺旺", Agent: true,
		Address:  "the nick or open uid that a chat can be opened with",
		Strength: "free and instant", Weakness: "hardly read",
		RightFor: "live conversation; routine care such as paid and shipped",
	},
	SMS: {
		Kind: SMS, Chinese: "短信", CostsPerMessage: true, Together: 1 << MMS,
		Address:  "a mobile number, or the OAID of the order it is about, or the parcel it is about where the provider can",
		Strength: "reaches exactly who is meant", Weakness: "every part is billed",
		RightFor: "a second way beside chat; important news, such as split parcels and birthdays",
	},
	WeChat: {
		Kind: WeChat, Chinese: "微信",
		Address:  "the openid of a follower of the shop's account",
		Strength: "almost free, and read a little more than chat", Weakness: "must be set up, and few customers follow",
		RightFor: "shops whose systems are connected and whose followers are many",
	},
	MMS: {
		Kind: MMS, Chinese: "彩信", CostsPerMessage: true, Together: 1 << SMS,
		Address:  "a mobile number, or the OAID of the order it is about",
		Strength: "beautiful and rich", Weakness: "expensive, and opened only so-so",
		RightFor: "shops with high margins; birthdays and festivals",
	},
	Email: {
		Kind: Email, Chinese: "邮件", CostsPerMessage: true,
		Address:  "an email address",
		Strength: "pictures, video and links", Weakness: "most of it lands in the spam folder",
		RightFor: "anniversaries and birthdays",
	},
	Phone: {
		Kind: Phone, Chinese: "电话", Human: true,
		Address:  "a number that rings: an OAID cannot be called",
		Strength: "reaches people, sincere, in both directions", Weakness: "takes a person's time; the hour must be tested and kept",
		RightFor: "few orders or valuable members",
	},
	Visit: {
		Kind: Visit, Chinese: "上门拜访", Human: true,
		Address:  "who the customer is; the visitor finds the street in the shop's own books",
		Strength: "the most sincere and the deepest", Weakness: "the most expensive in time, people and money",
		RightFor: "big customers and core suppliers",
	},
}

var kindWords = [...]string{
	None: "none", Wangwang: "wangwang", SMS: "sms", WeChat: "wechat",
	MMS: "mms", Email: "email", Phone: "phone", Visit: "visit",
}

// Info describes the channel. None and unknown values have no Chinese name.
func (k Kind) Info() Info {
	if int(k) < len(infos) {
		return infos[k]
	}
	return infos[None]
}

// String is the channel's word in rule files and consent records: "sms". None
// is "none".
func (k Kind) String() string {
	if int(k) < len(kindWords) {
		return kindWords[k]
	}
	return fmt.Sprintf("channel(%d)", uint8(k))
}

// Kinds lists all channels in the order of their constants, without None.
func Kinds() []Kind {
	return []Kind{Wangwang, SMS, WeChat, MMS, Email, Phone, Visit}
}

// ParseKind reads a channel's word exactly as String writes it. It does not
// accept "none".
func ParseKind(word string) (Kind, bool) {
	if i := slices.Index(kindWords[:], word); i > 0 {
		return Kind(i), true
	}
	return None, false
}

// MarshalText writes the word; None is the empty text.
func (k Kind) MarshalText() ([]byte, error) {
	switch {
	case k == None:
		return nil, nil
	case int(k) < len(kindWords):
		return []byte(kindWords[k]), nil
	}
	return nil, fmt.Errorf("channel: unknown channel %d", uint8(k))
}

// UnmarshalText reads what MarshalText wrote.
func (k *Kind) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*k = None
		return nil
	}
	kind, ok := ParseKind(string(text))
	if !ok {
		return fmt.Errorf("channel: unknown channel %q; possible: %s", text, strings.Join(kindWords[Wangwang:], ", "))
	}
	*k = kind
	return nil
}

// A Set is a set of channels. The zero value is empty.
type Set uint16

// SetOf returns the set of the channels; None adds nothing.
func SetOf(kinds ...Kind) Set {
	var s Set
	for _, k := range kinds {
		s = s.With(k)
	}
	return s
}

// With returns the set with one more channel.
func (s Set) With(k Kind) Set {
	if k == None || int(k) >= len(kindWords) {
		return s
	}
	return s | 1<<k
}

// Has reports whether the channel is in the set.
func (s Set) Has(k Kind) bool {
	return k != None && int(k) < len(kindWords) && s&(1<<k) != 0
}

// String lists the words, separated by spaces, in the order of Kinds; "none" if there are none.
func (s Set) String() string {
	if s == 0 {
		return None.String()
	}
	var words []string
	for _, k := range Kinds() {
		if s.Has(k) {
			words = append(words, k.String())
		}
	}
	return strings.Join(words, " ")
}

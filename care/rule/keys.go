package rule

import (
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// A Key is one key of the rule file, for a reference that people read.
type Key struct {
	// Place is where the key stands: the keys above it with dots between them, with
	// NAME for a name that the shop chooses and [] for an item of a list. Empty: at
	// the top of the file.
	Place    string `json:"place"`
	Name     string `json:"key"`
	Value    string `json:"value"` // what may stand behind it: "a duration such as 15m"
	Required bool   `json:"required,omitempty"`
	Absent   string `json:"absent,omitempty"` // what holds when it is not written
	Meaning  string `json:"meaning"`
}

// Keys lists every key that a rule file may have, in the order in which people
// write them, from the forms that the loader reads by: it is the reference of the
// rule file.
func Keys() []Key { return keysIn(say.English) }

// KeysChinese is [Keys] in Chinese.
func KeysChinese() []Key { return keysIn(say.Chinese) }

func keysIn(l say.Language) []Key {
	var all []Key
	for _, k := range form.Keys(fileKind) {
		all = append(all, Key{
			Place: k.Place, Name: k.Name, Required: k.Required,
			Value: k.Value.In(l), Absent: k.Absent.In(l), Meaning: k.Meaning.In(l),
		})
	}
	return all
}

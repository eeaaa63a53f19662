package rule

import (
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// A Key is one key of the rule file, for the reference documentation.
type Key struct {
	// Place is the place of the key: the keys above it, joined by dots. NAME is a
	// name that the shop chooses, and [] an item of a list. Empty: the top of the
	// file.
	Place    string `json:"place"`
	Name     string `json:"key"`
	Value    string `json:"value"` // its possible values: "a duration such as 15m"
	Required bool   `json:"required,omitempty"`
	Absent   string `json:"absent,omitempty"` // the default
	Meaning  string `json:"meaning"`
}

// Keys lists every key of a rule file, in the usual order of writing. It is the
// reference of the rule file, made from the forms that the loader uses.
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

package rule

import (
	"maps"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
)

const (
	schemaID    = "https://tiexin-go.github.io/rules.schema.json"
	schemaTitle = "tiexin rule file"
)

// Schema is the JSON Schema of the rule file, made from the forms that the
// loader uses.
func Schema() ([]byte, error) { return form.Schema(fileKind, schemaID, schemaTitle) }

// SchemaChinese is [Schema] with its descriptions in Chinese.
func SchemaChinese() ([]byte, error) {
	says := maps.Clone(schemaChinese)
	for s := range ask.Stems() {
		says[s.Meaning()] = ask.Chinese(s.Meaning())
	}
	return form.SchemaChinese(fileKind, schemaID, schemaTitle, says)
}

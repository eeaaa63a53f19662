package rule

import "github.com/tiexin-go/tiexin/internal/form"

// Schema is the JSON Schema of the rule file, made from what the loader reads
// by.
func Schema() ([]byte, error) {
	return form.Schema(fileKind, "https://tiexin-go.github.io/rules.schema.json", "tiexin rule file")
}

package rule

import "github.com/tiexin-go/tiexin/internal/form"

// notBuilt refuses a section that belongs to work that is not done.
func notBuilt(why string) form.Kind[bool] {
	return form.Kind[bool]{
		Read: func(r *form.Reader, v form.Value) (bool, bool) {
			r.Report(v.Name().Spot, why, "leave the section out")
			return false, false
		},
		Schema: func(*form.Definitions) map[string]any { return map[string]any{"not": map[string]any{}} },
		Says:   func() string { return "nothing yet" },
	}
}

// Schema is the JSON Schema of the rule file, made from what the loader reads
// by.
func Schema() ([]byte, error) {
	return form.Schema(fileKind, "https://tiexin-go.github.io/rules.schema.json", "tiexin rule file")
}

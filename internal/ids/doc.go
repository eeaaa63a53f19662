// Package ids prints things that hold personal data by their ids. A type has two
// methods for it, and the first says what both show:
//
//	func (c Chat) LogValue() slog.Value       { return ids.Of(slog.String("id", c.ID)) }
//	func (c Chat) Format(f fmt.State, _ rune) { ids.Print(f, c, c.LogValue()) }
//
// A Formatter is asked for every verb of fmt but %T, %p and a misplaced %w, alone and
// in lists, maps and exported fields. Handlers of log/slog ask a LogValuer, but only
// for the values of attributes: a list or a host's struct goes to fmt in the text
// handler, and to encoding/json in the JSON handler.
package ids

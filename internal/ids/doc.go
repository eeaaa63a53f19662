// Package ids prints values with personal data by their ids. A type has two methods for it,
// and the first decides what both show:
//
//	func (c Chat) LogValue() slog.Value       { return ids.Of(slog.String("id", c.ID)) }
//	func (c Chat) Format(f fmt.State, _ rune) { ids.Print(f, c, c.LogValue()) }
//
// A struct without an id that may be shown, such as the settings of a provider, embeds [Hidden].
//
// fmt calls a Formatter for every verb except %T, %p and a misplaced %w, alone and in
// lists, maps and exported fields. Handlers of log/slog call a LogValuer for the values of
// attributes only. A list or a host's struct goes to fmt in the text handler, and to
// encoding/json in the JSON handler.
package ids

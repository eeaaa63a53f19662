package template

import "unicode/utf8"

// text is the message as the customer reads it.
func (b Binding) text(v Values) (string, error) {
	vars, err := b.Vars(v)
	if err != nil {
		return "", err
	}
	return b.With(vars), nil
}

// maxRunes is MaxUnits in characters.
func (t *Template) maxRunes() int { return t.longest(utf8.RuneCountInString) }

// example is a value for reviewers from a host that has none.
func (v Variable) example() string { return v.ExampleOf(nil) }

package template

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Vars are the values of one message in the order of Variables. Each is cleaned, spelt
// and cut to the provider's rules. A variable without value takes its fallback; if there
// is none, the error is a *[MissingError].
func (b Binding) Vars(v Values) ([]string, error) {
	vars := make([]string, len(b.Variables))
	var missing []Name
	for i, variable := range b.Variables {
		value, lacks := variable.take(v, b.value)
		vars[i] = value
		for _, n := range lacks {
			if !slices.Contains(missing, n) {
				missing = append(missing, n)
			}
		}
	}
	if missing != nil {
		return nil, &MissingError{Names: missing}
	}
	return vars, nil
}

// Params are the Vars by key, for providers with named variables.
func (b Binding) Params(v Values) (map[string]string, error) {
	vars, err := b.Vars(v)
	if err != nil {
		return nil, err
	}
	params := make(map[string]string, len(vars))
	for i, variable := range b.Variables {
		params[variable.Key] = vars[i]
	}
	return params, nil
}

// With is the message as the customer reads it, without signature, with the values from Vars,
// in their order. Length and records of a short message use it. A variable without a value is
// left empty; values beyond the last variable are ignored.
func (b Binding) With(vars []string) string {
	var text strings.Builder
	for _, p := range b.parts {
		text.WriteString(p.text)
		if p.variable >= 0 && p.variable < len(vars) {
			text.WriteString(vars[p.variable])
		}
	}
	return text.String()
}

func (b Binding) body() string {
	var body strings.Builder
	for _, p := range b.parts {
		body.WriteString(p.text)
		if p.variable < 0 {
			continue
		}
		key := b.Variables[p.variable].Key
		if _, err := strconv.Atoi(key); err == nil {
			body.WriteString("{" + key + "}")
		} else {
			body.WriteString("${" + key + "}")
		}
	}
	return body.String()
}

var variableForm = regexp.MustCompile(`\$\{(\w+)\}|\{(\d+)\}`)

// Registered is the binding to a text already registered at the provider. The fixed words
// must be those of Body; the variables may have other names. The error gives the place
// where the two differ.
func (b Binding) Registered(body string) (Binding, error) {
	bound := b
	bound.Body = body
	bound.Variables = slices.Clone(b.Variables)
	bound.parts = slices.Clone(b.parts)

	marks := variableForm.FindAllStringSubmatchIndex(body, -1)
	from, next := 0, 0
	keys := make(map[string]bool)
	for _, p := range b.parts {
		to := len(body)
		if p.variable >= 0 {
			if next == len(marks) {
				return Binding{}, zh.Error("template: the text registered with %s has %d variables and this one %d; register %q", called(b.Provider), len(marks), len(b.Variables), b.Body)
			}
			to = marks[next][0]
		}
		if fixed := body[from:to]; fixed != p.text {
			return Binding{}, zh.Error("template: the text registered with %s reads %q where this one reads %q; make them the same", called(b.Provider), fixed, p.text)
		}
		if p.variable < 0 {
			from = to
			continue
		}
		key := strings.Trim(body[marks[next][0]:marks[next][1]], "${}")
		if keys[key] {
			return Binding{}, zh.Error("template: the text registered with %s has the variable %q twice; give each place its own", called(b.Provider), key)
		}
		keys[key] = true
		bound.Variables[p.variable].Key = key
		from = marks[next][1]
		next++
	}
	if from != len(body) {
		return Binding{}, zh.Error("template: the text registered with %s goes on with %q where this one ends; make them the same", called(b.Provider), body[from:])
	}
	return bound.numbered(), nil
}

// numbered puts numbered variables into the order of their numbers, in which a
// provider takes them.
func (b Binding) numbered() Binding {
	order := make([]int, len(b.Variables))
	for i, v := range b.Variables {
		if _, err := strconv.Atoi(v.Key); err != nil {
			return b
		}
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		x, _ := strconv.Atoi(b.Variables[i].Key)
		y, _ := strconv.Atoi(b.Variables[j].Key)
		return cmp.Compare(x, y)
	})
	sorted, moved := make([]Variable, len(order)), make([]int, len(order))
	for to, from := range order {
		sorted[to], moved[from] = b.Variables[from], to
	}
	b.Variables = sorted
	for i, p := range b.parts {
		if p.variable >= 0 {
			b.parts[i].variable = moved[p.variable]
		}
	}
	return b
}

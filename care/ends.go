package care

import (
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care/rule"
)

// Ends are the rules that were told that a subject is over for them, by path; a
// flow's name stands for all its rules. An end is an outcome once.
type ends []string

func (e ends) has(name string) bool { return slices.Contains(e, name) }

func (e *ends) add(name string) {
	if !e.has(name) {
		*e = append(*e, name)
	}
}

func (e *ends) remove(name string) {
	*e = slices.DeleteFunc(*e, func(n string) bool { return n == name })
}

// takeBack takes back that a rule was told so: the rule file says something else
// by now.
func (e *ends) takeBack(r *rule.Rule) {
	if len(*e) > 0 {
		e.remove(r.Path())
	}
}

// addFlow replaces the ends of a flow's rules by one of the flow.
func (e *ends) addFlow(f *rule.Flow) {
	e.removeFlow(f)
	*e = append(*e, f.Name)
}

func (e *ends) removeFlow(f *rule.Flow) {
	*e = slices.DeleteFunc(*e, func(name string) bool {
		flow, _, _ := strings.Cut(name, "/")
		return flow == f.Name
	})
}

// keep forgets the rules that the rule files no longer hold.
func (e *ends) keep(rules *rule.Set) {
	*e = slices.DeleteFunc(*e, func(name string) bool {
		_, held := rules.Rule(name)
		return !held && strings.Contains(name, "/")
	})
}

// ends are those of a subject; nil is the customer.
func (m *memory) ends(o *order) *ends {
	if o == nil {
		return &m.ended
	}
	return &o.ended
}

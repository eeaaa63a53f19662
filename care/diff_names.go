package care

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// The two sides of a comparison.
const (
	oldSide = iota
	newSide
)

// diffNames say under which name the rules of both sides are compared: that of the new
// rules, where they have the rule.
type diffNames struct {
	of      [2]map[*rule.Ref]string
	rules   [2]map[string]*rule.Rule // by that name
	renamed map[string]string        // new path → old path
}

func diffNamesOf(old, new *Rules) diffNames {
	n := diffNames{renamed: map[string]string{}}
	for side := range n.of {
		n.of[side], n.rules[side] = map[*rule.Ref]string{}, map[string]*rule.Rule{}
	}
	now := map[string]string{}
	for one, other := range renamedRules(old, new) {
		now[one.Path()], n.renamed[other.Path()] = other.Path(), one.Path()
	}
	for side, rules := range []*Rules{old, new} {
		for _, f := range rules.Flows {
			for _, r := range f.Rules {
				name := r.Path()
				if side == oldSide && now[name] != "" {
					name = now[name]
				}
				n.of[side][&r.Ref], n.rules[side][name] = name, r
			}
		}
	}
	return n
}

// name is under which name the rule of an outcome is compared.
func (n *diffNames) name(side int, o *Outcome) string {
	if name, ok := n.of[side][o.Ref]; ok {
		return name
	}
	return o.Path()
}

// renamedRules pairs the rules that only one side has, where exactly one of each says the
// same.
func renamedRules(old, new *Rules) map[*rule.Rule]*rule.Rule {
	pairs := map[*rule.Rule]*rule.Rule{}
	said := [2]map[string][]*rule.Rule{{}, {}}
	for side, both := range [][2]*Rules{{old, new}, {new, old}} {
		for _, f := range both[0].Flows {
			flow := ""
			if slices.ContainsFunc(both[1].Flows, func(g *rule.Flow) bool { return g.Name == f.Name }) {
				flow = f.Name
			}
			for _, r := range f.Rules {
				if _, held := both[1].Rule(r.Path()); !held {
					what := flow + "\x00" + saysOfRule(r)
					said[side][what] = append(said[side][what], r)
				}
			}
		}
	}
	for what, one := range said[oldSide] {
		if other := said[newSide][what]; len(one) == 1 && len(other) == 1 {
			pairs[one[0]] = other[0]
		}
	}
	return pairs
}

// saysOfRule is what a rule says, when and to whom, without its name and title.
func saysOfRule(r *rule.Rule) string {
	var b strings.Builder
	f := r.Flow
	fmt.Fprintf(&b, "%v %v %v %v %v %v|", f.About, f.Purpose, f.All, f.Merge, f.Holdout, f.Spread)
	if r.If != nil {
		b.WriteString(r.If.Source)
	}
	fmt.Fprintf(&b, "|%v|%v|%v|%v|%v|%v|%v|%v|%v|%v|%v|", r.When, r.Moments, r.Until, r.While, r.Via, r.Priority, r.After, r.Again, r.Fresh, r.Exempt, r.Review)
	for _, s := range r.Steps {
		if s.If != nil {
			b.WriteString(s.If.Source)
		}
		fmt.Fprintf(&b, "|%v|%v|%v|%v|%v|%v|%v|%v", s.After, s.Via, s.Exempt, s.Task, s.Form, s.Within, s.Owner, s.Budget)
		for _, k := range append([]channel.Kind{channel.None}, s.Via...) {
			fmt.Fprintf(&b, "|%s", wordsBy(s, k))
		}
	}
	return b.String()
}

// wordsOf are the words of an outcome's message or task, as the rule file has them.
func wordsOf(o *Outcome) string {
	if s := stepOf(o); s != nil {
		return wordsBy(s, o.Said.Via)
	}
	return ""
}

// stepOf is the step of a rule that an outcome is about; nil: no rule file holds it.
func stepOf(o *Outcome) *rule.Step {
	r, n := o.Compiled(), int(max(o.Step, 1))
	if r == nil || n > len(r.Steps) {
		return nil
	}
	return r.Steps[n-1]
}

// wordsBy are the words of a step for a channel; empty: it has none.
func wordsBy(s *rule.Step, k channel.Kind) string {
	if s.Text == nil {
		return ""
	}
	words := s.Text.For(k)
	if words == nil {
		return ""
	}
	return words.String()
}

package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// held are the limits that a step may meet, by title, and those of them from which it
// is exempt.
func (p *planner) held(r *rule.Rule, s *rule.Step) []string {
	var held, exempt []string
	add := func(name, title string, scope *rule.Scope) {
		channels := covered(scope, r.Flow, s)
		switch {
		case len(channels) == 0:
		case r.Exempts(s, name):
			exempt = append(exempt, title)
		case len(channels) < len(s.Via) && len(scope.Channels) > 0:
			held = append(held, title+"（"+strings.Join(channels, "、")+"）")
		default:
			held = append(held, title)
		}
	}
	for _, q := range p.Quiets {
		add(q.Name, q.Title, &q.Scope)
	}
	if !s.Task { // a person's time is not counted
		for _, c := range p.Caps {
			add(c.Name, c.Title, &c.Scope)
		}
		for _, b := range p.Budgets {
			add(b.Name, b.Title, &b.Scope)
		}
	}
	if len(exempt) > 0 {
		held = append(held, "不受限："+strings.Join(exempt, "、"))
	}
	return held
}

// covered are the channels of a step on which a limit holds.
func covered(scope *rule.Scope, f *rule.Flow, s *rule.Step) []string {
	way := s.Via
	if len(way) == 0 {
		way = []channel.Kind{channel.None}
	}
	var all []string
	for _, k := range way {
		if scope.Covers(f, k) && !slices.Contains(all, via(k)) {
			all = append(all, via(k))
		}
	}
	return all
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

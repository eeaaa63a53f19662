package care

import (
	"slices"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A displacedOne is a customer's message that gave way.
type displacedOne struct {
	Displacement
	Key
}

// add takes the customers of a share into the sums, and tells their changes.
func (d *differ) add(people []*diffPerson) {
	var told []Change
	var gaveWay []displacedOne
	for _, p := range people {
		for _, c := range p.changes {
			change := d.tell(c)
			if told = append(told, change); change.New == nil && change.Why.Instead != nil {
				gaveWay = append(gaveWay, displacedOne{displacementOf(c, change.Why), p.key})
			}
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.changes = append(d.changes, told...)
	for _, p := range people {
		d.addUp(p)
	}
	d.displace(gaveWay)
}

// addUp adds one customer up.
func (d *differ) addUp(p *diffPerson) {
	for side, said := range p.said {
		for _, o := range said {
			r := d.ruleOf(d.names.name(side, o))
			c := d.channelOf(o.Said.Via)
			for _, sum := range []*Total{&d.sums[side], [...]*Total{&r.Old, &r.New}[side], [...]*Total{&c.Old, &c.New}[side]} {
				sum.add(o)
			}
		}
	}
	if len(p.changes) > 0 {
		d.customers++
	}
	counted := map[string]bool{}
	for _, c := range p.changes {
		r := d.ruleOf(c.name)
		for _, kind := range c.what {
			r.Times[kind]++
		}
		if !counted[c.name] {
			counted[c.name] = true
			r.Customers++
		}
	}
}

func (t *Total) add(o *Outcome) {
	if o.Verdict == Task {
		t.Tasks++
	} else {
		t.Messages++
		t.Parts += o.Said.Parts
	}
	t.Cost += o.Said.Cost
}

func (d *differ) ruleOf(name string) *RuleDiff {
	r := d.rules[name]
	if r == nil {
		r = &RuleDiff{Rule: name, Times: map[ChangeKind]int{}}
		old, new := d.names.rules[oldSide][name], d.names.rules[newSide][name]
		switch {
		case new != nil:
			r.Title = titleOf(new.Flow, new)
			if old == nil {
				r.Only = "new"
			}
		case old != nil:
			r.Title, r.Only = titleOf(old.Flow, old), "old"
		}
		d.rules[name] = r
	}
	return r
}

func (d *differ) channelOf(k channel.Kind) *ChannelDiff {
	if d.channels[k] == nil {
		d.channels[k] = &ChannelDiff{Via: k}
	}
	return d.channels[k]
}

// displace counts who gives way to whom.
func (d *differ) displace(gaveWay []displacedOne) {
	counted := map[displacedOne]bool{}
	for _, one := range gaveWay {
		sum := d.displaced[one.Displacement]
		if sum == nil {
			first := one.Displacement
			sum = &first
			d.displaced[one.Displacement] = sum
		}
		if sum.Times++; !counted[one] {
			counted[one] = true
			sum.Customers++
		}
	}
}

// displacementOf says who gives way to whom, and how.
func displacementOf(c *diffPair, why *DiffWhy) Displacement {
	one := Displacement{Rule: c.name, By: why.Instead.Rule, Reason: why.Reason}
	if one.Reason == Capped || one.Reason == EnoughAlready {
		one.Cap = why.By
	}
	return one
}

// tell tells a change.
func (d *differ) tell(c *diffPair) Change {
	old, new := c.sides[oldSide], c.sides[newSide]
	change := Change{Key: c.key, What: c.what, Old: d.saidBy(old), New: d.saidBy(new)}
	switch {
	case new == nil:
		change.Subject, change.Why = old.Subject, d.absent(c, old, newSide)
	case old == nil:
		change.Subject, change.Why = new.Subject, d.absent(c, new, oldSide)
	case old.At.Before(new.At):
		change.Subject, change.Why = old.Subject, d.held(c, new, old, newSide)
	case new.At.Before(old.At):
		change.Subject, change.Why = new.Subject, d.held(c, old, new, oldSide)
	default:
		change.Subject = old.Subject
	}
	return change
}

func (d *differ) saidBy(o *Outcome) *DiffSaid {
	if o == nil {
		return nil
	}
	s := &DiffSaid{At: o.At, Rule: o.Path(), Step: o.Step, Via: o.Said.Via, Words: wordsOf(o), Parts: o.Said.Parts, Cost: o.Said.Cost, Merged: o.Said.Merged}
	if d.personal {
		s.Text = o.Said.Text
	}
	if t := o.Said.Task; t != nil {
		s.Task = &DiffTask{Form: t.Form, Owner: t.Owner, Budget: t.Budget, Deadline: t.Deadline}
	}
	return s
}

// absent says why a side does not send what goes at a time by the other.
func (d *differ) absent(c *diffPair, other *Outcome, side int) *DiffWhy {
	if d.names.rules[side][c.name] == nil {
		return &DiffWhy{Reason: RuleGone}
	}
	var at *Outcome
	for _, o := range c.all[side] {
		switch {
		case o.Verdict == Regret || o.Subject != other.Subject || d.names.name(side, o) != c.name || o.Goes() && o.At.After(other.At):
		case o.Reason == AlreadySaid && o.By == o.Rule && at != nil && at.Verdict == Skip: // what it said is known by then
		case !o.At.After(other.At), at == nil, at.Verdict == Wait && at.Reason == NotYet:
			at = o
		}
	}
	switch {
	case at == nil:
		return new(DiffWhy)
	case at.Goes(): // and has nothing more to say
		return &DiffWhy{Reason: AlreadySaid, By: at.Rule}
	}
	return d.why(c, at, side)
}

// held says which limit holds what goes later on one side until then. Nil: none.
func (d *differ) held(c *diffPair, later, earlier *Outcome, side int) *DiffWhy {
	var last *Outcome
	for _, o := range c.all[side] {
		if o.Verdict == Wait && o.Reason != NotYet && o.Subject == later.Subject && !o.At.Before(earlier.At) && o.At.Before(later.At) && d.names.name(side, o) == c.name {
			last = o
		}
	}
	if last == nil {
		return nil
	}
	return d.why(c, last, side)
}

// why is a reason with who has the place.
func (d *differ) why(c *diffPair, o *Outcome, side int) *DiffWhy {
	w := &DiffWhy{Reason: o.Reason, By: o.By}
	switch o.Reason {
	case EarlierRule, AlreadySaid:
		if o.By == "" || o.By == o.Rule {
			break
		}
		w.Instead = &DiffInstead{Rule: o.Flow + "/" + o.By}
		if i := slices.IndexFunc(c.said[side], func(s *Outcome) bool { return s.Flow == o.Flow && s.Rule == o.By && s.Subject == o.Subject }); i >= 0 {
			w.Instead = insteadOf(c.said[side][i])
		}
	case MergedInto:
		w.Instead = last(c.said[side], func(s *Outcome) bool { return s.Flow == o.Flow && s.Subject == o.By && !s.At.After(o.At) })
	case Capped, EnoughAlready:
		i := slices.IndexFunc(d.rulesOf(side).Caps, func(x *rule.Cap) bool { return x.Name == o.By })
		if i < 0 {
			break
		}
		limit := d.rulesOf(side).Caps[i]
		start := limit.Window.Start(o.At)
		w.Instead = last(c.said[side], func(s *Outcome) bool {
			return s.Verdict == Send && !s.At.After(o.At) && !s.At.Before(start) && c.isNew(s, side) && limit.Covers(s.Compiled().Flow, s.Said.Via)
		})
	}
	return w
}

func (d *differ) rulesOf(side int) *Rules {
	if side == oldSide {
		return d.old.rules
	}
	return d.new.rules
}

// isNew says that a message goes only on this side, or there at another time or by another
// channel.
func (p *diffPerson) isNew(o *Outcome, side int) bool {
	return slices.ContainsFunc(p.changes, func(c *diffPair) bool {
		return c.sides[side] == o && (c.sides[1-side] == nil || slices.Contains(c.what, Moves) || slices.Contains(c.what, Reroutes))
	})
}

// last is the last of some messages that has what somebody asks for; nil: none has.
func last(said []*Outcome, has func(*Outcome) bool) *DiffInstead {
	for _, s := range slices.Backward(said) {
		if has(s) {
			return insteadOf(s)
		}
	}
	return nil
}

func insteadOf(o *Outcome) *DiffInstead {
	return &DiffInstead{Rule: o.Path(), Subject: o.Subject, At: o.At}
}

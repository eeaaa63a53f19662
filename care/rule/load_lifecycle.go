package rule

import (
	"cmp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// addLifecycle takes what a file says of the lifecycle. Stages and values stand in one
// file each; related goods may stand in several.
func (l *loader) addLifecycle(more *lifecycleSpec) {
	if more == nil {
		return
	}
	all := &l.spec.Lifecycle
	if *all == nil {
		*all = &lifecycleSpec{}
	}
	for _, key := range more.keys {
		i := slices.IndexFunc((*all).keys, func(k form.Word) bool { return k.Value == key.Value })
		switch {
		case key.Value == "related":
			addSection(l, zh.Text("related product"), &(*all).Related, &more.Related)
		case i >= 0:
			l.reportAlso(key.Spot, (*all).keys[i].Spot, zh.Text("lifecycle.%s is given twice", key.Value), zh.Text("keep one of the two"))
		default:
			lifecycleForm.Take(key.Value, *all, more)
		}
		(*all).keys = append((*all).keys, key)
	}
}

func (l *loader) compileLifecycle() {
	c := &l.set.Shop.Lifecycle
	spec := l.spec.Lifecycle
	if c.Given = spec != nil; !c.Given {
		spec = &lifecycleSpec{}
	}
	c.Stages = l.stages(&spec.Stages)
	l.compileTiers(spec.Values)
	l.compileRelated(&spec.Related)
}

// A threshold is one of the days of the stages.
type threshold struct {
	name    string
	written span
	days    *float64
	usual   float64
}

// stages is the policy that the file describes.
func (l *loader) stages(s *stagesSpec) stage.Policy {
	p := stage.Policy{Zone: l.set.Shop.Zone, Base: s.Base.Value}
	often := threshold{"often", s.Often, &p.Days.Often, 60}
	lapsing, newLapsing := threshold{"lapsing", s.Lapsing, &p.Days.Lapsing, 90}, threshold{"new_lapsing", s.NewLapsing, &p.Days.NewLapsing, 90}
	lost, newLost := threshold{"lost", s.Lost, &p.Days.Lost, 180}, threshold{"new_lost", s.NewLost, &p.Days.NewLost, 180}
	dead := threshold{"dead", s.Dead, &p.Days.Dead, 365}
	often.fill()
	lapsing.fill()
	newLapsing.fill()
	l.after(&lost, &lapsing)
	l.after(&newLost, &newLapsing)
	l.after(&dead, &lost, &newLost)
	if !s.Horizon.Spot.IsZero() {
		p.Horizon = inDays(s.Horizon.Value)
	}
	if s.Model.given {
		p.Model = btyd.Model{Family: btyd.MBG, R: s.Model.R.Value, Alpha: s.Model.Alpha.Value, A: s.Model.A.Value, B: s.Model.B.Value}
	}
	if s.Gaps.given {
		p.Gaps = loyalty.GapModel{K: s.Gaps.K.Value, A: s.Gaps.A.Value, B: s.Gaps.B.Value}
	}
	l.rung(s, &p)
	return p.Prepared()
}

// Between these is the probability from which a customer is active: less is lapsing.
const leastActive, mostActive = .4, .5

// rung takes what decides on buyers, and what it needs.
func (l *loader) rung(s *stagesSpec, p *stage.Policy) {
	if err := p.Rung.UnmarshalText([]byte(cmp.Or(s.Rung.Value, stage.FixedDays.String()))); err != nil {
		return // the form has said so
	}
	if active := s.Active; !active.Spot.IsZero() {
		if !(active.Value >= leastActive && active.Value <= mostActive) {
			l.report(active.Spot, zh.Text("a customer cannot count as active from a probability of %v", active.Value), zh.Text("write a number from 0.4 to 0.5"))
			return
		}
		p.Chances.Quiet = stage.Band{Enter: active.Value, Leave: active.Value}
	}
	switch {
	case p.Rung == stage.GapQuantiles && !s.Gaps.given:
		l.report(s.Rung.Spot, zh.Text("the rung gap-quantiles needs a model of the gaps"), zh.Text("add gaps: {k: …, a: …, b: …}, as care learn writes it"))
	case p.Rung == stage.BuyProbability && !s.Model.given:
		l.report(s.Rung.Spot, zh.Text("the rung buy-probability needs a model"), zh.Text("add model: {r: …, alpha: …, a: …, b: …}, as care learn writes it"))
	default:
		if err := p.Validate(); err != nil && l.reader.Problems().Err() == nil {
			l.report(s.Rung.Spot, zh.Text("this determines no stage: %s", say.Of(err)), zh.Text("write what care learn writes"))
		}
	}
}

func inDays(d time.Duration) float64 { return d.Hours() / 24 }

func (t *threshold) fill() {
	if *t.days = t.usual; !t.written.Spot.IsZero() {
		*t.days = inDays(t.written.Value)
	}
}

// after fills a threshold in, which is not below those before it.
func (l *loader) after(t *threshold, before ...*threshold) {
	t.fill()
	for _, b := range before {
		switch {
		case *t.days >= *b.days:
		case t.written.Spot.IsZero():
			*t.days = *b.days
		case b.written.Spot.IsZero():
			l.report(t.written.Spot, zh.Text("%s (%s) is shorter than %s, which is %gd by default", t.name, FormatDuration(t.written.Value), b.name, b.usual),
				zh.Text("write a longer time, or a shorter %s beside it", b.name))
		default:
			l.reportAlso(t.written.Spot, b.written.Spot, zh.Text("%s (%s) is shorter than %s (%s)", t.name, FormatDuration(t.written.Value), b.name, FormatDuration(b.written.Value)),
				zh.Text("a customer is %s first; write the longer time under %s", b.name, t.name))
		}
	}
}

func (l *loader) compileTiers(values []form.Entry[yuan]) {
	c := &l.set.Shop.Lifecycle
	at := map[string]form.Spot{}
	for _, e := range values {
		if e.Broken {
			continue
		}
		least := e.Value.Value.Decimal()
		switch same := at[least]; {
		case e.Name.Value == LowestTier:
			l.report(e.Name.Spot, zh.Text("%q is the name for customers below every tier", LowestTier), zh.Text("give the tier another name"))
		case e.Value.Value <= 0:
			l.report(e.Value.Spot, zh.Text("every customer has spent 0 or more"), zh.Text("write from how many yuan on"))
		case !same.IsZero():
			l.reportAlso(e.Value.Spot, same, zh.Text("two tiers begin at %s yuan", least), zh.Text("keep one of them"))
		}
		at[least] = e.Value.Spot
		c.Values = append(c.Values, Tier{e.Name.Value, e.Value.Value})
	}
	slices.SortStableFunc(c.Values, func(a, b Tier) int { return cmp.Compare(b.Least, a.Least) })
}

func (l *loader) compileRelated(related *section[list[form.Word]]) {
	c := &l.set.Shop.Lifecycle
	c.Related = map[string][]string{}
	for _, e := range related.all {
		for _, with := range e.Value.all {
			if with.Value == e.Name.Value {
				l.report(with.Spot, zh.Text("%q goes with itself", with.Value), zh.Text("leave it out; what is bought again is restocked (days_to_restock)"))
				continue
			}
			if !slices.Contains(c.Related[e.Name.Value], with.Value) {
				c.Related[e.Name.Value] = append(c.Related[e.Name.Value], with.Value)
			}
		}
	}
}

// tiers are the names of the value tiers, the highest first.
func (l *loader) tiers() []string {
	var names []string
	for _, t := range l.set.Shop.Lifecycle.Values {
		names = append(names, t.Name)
	}
	return names
}

// asks notes clocks that are worked out only for rules that look at them.
func (l *loader) asks(clocks ask.Stemset) {
	shop := &l.set.Shop
	shop.AsksRestock = shop.AsksRestock || clocks.Has(ask.ToRestock)
}

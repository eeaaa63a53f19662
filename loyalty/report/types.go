package report

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Types (四类客户) are the types of customers by behaviour and attitude.
type Types struct {
	Behaviour AxisOf `json:"behaviour"`
	Attitude  AxisOf `json:"attitude"`
	// Both is the number of customers known on both axes: all others are
	// unclassified.
	Both int       `json:"both"`
	Rows []TypeRow `json:"rows"` // the four types, and the unclassified last
	// Why is the reason why no customer has a type.
	Why loyalty.Flag `json:"why,omitempty"`
}

// An AxisOf is one axis of the types.
type AxisOf struct {
	Basis     string          `json:"basis"`     // its measure: [ShareOfNeed], [RepeatsAYear], or the questionnaire
	Threshold float64         `json:"threshold"` // high from here, in the unit of the basis
	Known     int             `json:"known"`     // customers with a known value
	High      loyalty.Measure `json:"high"`      // expected share of these with a high value
	Why       loyalty.Flag    `json:"why,omitempty"`
}

// A TypeRow is one type in the base.
type TypeRow struct {
	Type      loyalty.Type    `json:"type"`
	Chinese   string          `json:"chinese"`
	Customers int             `json:"customers"`
	Share     loyalty.Measure `json:"share"` // of all customers, with Wilson's interval
	// Expected is the mean probability of the type among customers known on both
	// axes, including customers too uncertain for a type.
	Expected   loyalty.Measure `json:"expected"`
	Spend      tiexin.Money    `json:"spend"`
	SpendShare loyalty.Measure `json:"spend_share"`
	// Why is the reason why customers and spend of the type are unknown and
	// given as 0: without a survey no customer has a type.
	Why loyalty.Flag `json:"why,omitempty"`
}

// judge gives every customer a type, as far as it is known.
func (b *base) judge(o Options, answers *scoredSurvey) error {
	inputs := make([]loyalty.TypeInput, len(b.ids))
	b.attitudes = make([]loyalty.Measure, len(b.ids))
	for i, id := range b.ids {
		b.attitudes[i] = answers.attitude(id)
		behaviour, belief := b.behaviour.input(i)
		inputs[i] = loyalty.TypeInput{Customer: id, Behaviour: behaviour, Posterior: belief, Attitude: b.attitudes[i], Spend: b.rows[i].Amount}
	}
	if len(inputs) == 0 {
		return nil
	}
	var err error
	b.typed, err = loyalty.TypesOf(inputs, loyalty.TypeOptions{
		Behaviour: loyalty.Axis{Max: 1, Threshold: b.behaviour.threshold}, Attitude: o.Attitude, Least: o.Least,
	})
	return err
}

func typesOf(o Options, b *base, answers *scoredSurvey) (Types, error) {
	t := Types{
		Behaviour: AxisOf{Basis: b.behaviour.basis, Threshold: b.behaviour.threshold * b.behaviour.scale, Why: b.behaviour.why},
		Attitude:  AxisOf{Basis: answers.name(), Threshold: attitudeFrom(o, b), Why: loyalty.NoSurvey},
	}
	r, err := loyalty.ReportTypes(b.typed)
	if len(b.typed) == 0 {
		t.Why, t.Behaviour.High, t.Attitude.High = loyalty.ZeroBase, loyalty.Unknown(loyalty.ZeroBase, 0, "mean probability"), loyalty.Unknown(loyalty.ZeroBase, 0, "mean probability")
		return t, nil
	}
	if err != nil {
		return t, err
	}
	for _, one := range b.typed {
		if one.Behaviour.OK {
			t.Behaviour.Known++
		}
		if one.Attitude.OK {
			t.Attitude.Known++
			t.Attitude.Why = ""
		}
		if one.Behaviour.OK && one.Attitude.OK {
			t.Both++
		}
	}
	t.Behaviour.High, t.Attitude.High = r.BehaviourLoyal, r.AttitudeLoyal
	if t.Behaviour.Known == 0 {
		t.Behaviour.High.Why = t.Behaviour.Why
	}
	for _, kind := range []loyalty.Type{loyalty.TrueLoyal, loyalty.LatentLoyal, loyalty.SpuriousLoyal, loyalty.Disloyal, loyalty.Unclassified} {
		row := r.Types[kind]
		t.Rows = append(t.Rows, TypeRow{kind, kind.Chinese(), row.Customers, row.Share, row.Expected, row.Spend, row.SpendShare, row.Why})
	}
	switch {
	case t.Both > 0:
	case t.Attitude.Known == 0:
		t.Why = loyalty.NoSurvey
	default:
		t.Why = b.behaviour.why
	}
	return t, nil
}

// attitudeFrom is the point from which attitudes are high.
func attitudeFrom(o Options, b *base) float64 {
	a := o.Attitude
	switch {
	case a.AtMedian:
		var known []float64
		for _, m := range b.attitudes {
			if m.OK {
				known = append(known, m.Value)
			}
		}
		return medianOf(known)
	case a.Threshold == 0:
		return a.Min + (a.Max-a.Min)/2
	}
	return a.Threshold
}

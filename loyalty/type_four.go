package loyalty

import (
	"fmt"
	"math"
	"slices"

	"github.com/tiexin-go/tiexin"
)

// A Type is one of four types of customers, by behaviour and attitude. Source: Dick & Basu,
// Customer Loyalty: Toward an Integrated Conceptual Framework, JAMS 22(2), 1994. The zero value is
// Unclassified.
type Type uint8

// The types, and two values for customers without one.
const (
	Unclassified  Type = iota // not sure enough, or one axis is unknown
	TrueLoyal                 // 真实忠诚: buys and is convinced
	LatentLoyal               // 潜在忠诚: is convinced, yet buys elsewhere
	SpuriousLoyal             // 虚假忠诚: buys without conviction
	Disloyal                  // 不忠诚: neither
	Absent                    // not among the customers of that day: new, or left; only in a [Drift]
)

var loyaltyTypes = [...]struct{ word, chinese string }{
	Unclassified:  {"unclassified", "未分类"},
	TrueLoyal:     {"true", "真实忠诚"},
	LatentLoyal:   {"latent", "潜在忠诚"},
	SpuriousLoyal: {"spurious", "虚假忠诚"},
	Disloyal:      {"disloyal", "不忠诚"},
	Absent:        {"absent", "不在列"},
}

// String is the word: true, latent, spurious, disloyal, unclassified, absent.
func (t Type) String() string {
	if int(t) < len(loyaltyTypes) {
		return loyaltyTypes[t].word
	}
	return fmt.Sprintf("type %d", uint8(t))
}

// Chinese is the textbook's term, 真实忠诚 for TrueLoyal.
func (t Type) Chinese() string {
	if int(t) < len(loyaltyTypes) {
		return loyaltyTypes[t].chinese
	}
	return t.String()
}

// MarshalText writes the word.
func (t Type) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the word.
func (t *Type) UnmarshalText(text []byte) error {
	for i, known := range loyaltyTypes {
		if known.word == string(text) {
			*t = Type(i)
			return nil
		}
	}
	return fmt.Errorf("loyalty: unknown type of customer %q; possible: true, latent, spurious and disloyal", text)
}

// A TypeInput is one customer on the two axes. An unknown value is the zero Measure.
type TypeInput struct {
	Customer string
	// Behaviour is the share of the customer's need that the shop meets, of purchases or of spend, 0
	// to 1. With its own Axis it may be another measure of repeat patronage.
	Behaviour Measure
	// Posterior is the belief about that share. Default, when zero: Behaviour and its interval.
	Posterior Beta
	// Attitude is the relative attitude on the scale of TypeOptions.Attitude
	// ([RelativeAttitude]).
	Attitude Measure
	Spend    tiexin.Money // the customer's value in the period, for the types' value
}

// TypeOptions are the limits between the types.
type TypeOptions struct {
	// Behaviour is the axis of customers' behaviour. Default: a share from 0 to 1, high from one
	// half. Use another for a number of purchases, as in Axis{Threshold: 3}.
	Behaviour Axis
	// Attitude is the axis of customers' attitude. It has no default: a scale, a threshold or
	// AtMedian is required if any attitude is known.
	Attitude Axis
	// Least is the least probability of a stated type. Default: .6.
	Least float64
}

// A Typed is the result for one customer.
type Typed struct {
	Customer string
	Type     Type
	// Chances are the probabilities of the types, by Type; their sum is 1. If an axis is
	// unknown, Unclassified has all of it.
	Chances [Disloyal + 1]float64
	// Behaviour and Attitude are the probabilities of being high on one axis. One may be known
	// without the other: without a survey only behaviour is.
	Behaviour, Attitude Chance
	Spend               tiexin.Money
	Flags               []Flag // of both measures; [Estimated] also if one had no interval and its value was taken as exact
}

// TypesOf returns for every customer the probability of each of the four types, and the type that
// reaches Least, if one does. On each axis the probability of being high follows from the value and
// its interval. The distribution is beta on a scale with ends, and normal without. The errors of the
// two axes are taken as independent, since they come from different sources, orders and answers.
//
//	P(true) = B·A, P(latent) = (1−B)·A, P(spurious) = B·(1−A), P(disloyal) = (1−B)·(1−A)
//
// Measures that are not numbers, are off their scale or have a reversed interval, and customers
// without id or named twice, are [Problems].
func TypesOf(customers []TypeInput, o TypeOptions) ([]Typed, error) {
	if len(customers) == 0 {
		return nil, ErrNothing
	}
	if o.Behaviour == (Axis{}) || o.Behaviour == (Axis{AtMedian: true}) {
		o.Behaviour.Max = 1
	}
	if o.Least == 0 {
		o.Least = .6
	}
	if err := o.faults(customers); err != nil {
		return nil, err
	}
	behaviour := o.Behaviour.threshold(medianOf(customers, TypeInput.behaviour))
	attitude := o.Attitude.threshold(medianOf(customers, func(c TypeInput) (float64, bool) { return c.Attitude.Value, c.Attitude.OK }))
	typed := make([]Typed, len(customers))
	for i, c := range customers {
		t := Typed{Customer: c.Customer, Spend: c.Spend, Behaviour: Chance{Why: c.Behaviour.Why}, Attitude: Chance{Why: c.Attitude.Why}}
		switch {
		case c.Posterior != Beta{}:
			t.Behaviour = Chance{OK: true, P: c.Posterior.atLeast(behaviour)}
			t.note(c.Behaviour, false)
		case c.Behaviour.OK:
			t.Behaviour = Chance{OK: true, P: o.Behaviour.chanceAtLeast(c.Behaviour, behaviour)}
			t.note(c.Behaviour, c.Behaviour.Level == 0)
		case t.Behaviour.Why == "":
			t.Behaviour.Why = NoCategoryData
		}
		switch {
		case c.Attitude.OK:
			t.Attitude = Chance{OK: true, P: o.Attitude.chanceAtLeast(c.Attitude, attitude)}
			t.note(c.Attitude, c.Attitude.Level == 0)
		case t.Attitude.Why == "":
			t.Attitude.Why = NoSurvey
		}
		t.decide(o.Least)
		typed[i] = t
	}
	return typed, nil
}

// decide fills the chances in and takes the type that is probable enough.
func (t *Typed) decide(least float64) {
	if !t.Behaviour.OK || !t.Attitude.OK {
		t.Chances[Unclassified] = 1
		return
	}
	b, a := t.Behaviour.P, t.Attitude.P
	t.Chances = [...]float64{TrueLoyal: b * a, LatentLoyal: (1 - b) * a, SpuriousLoyal: b * (1 - a), Disloyal: (1 - b) * (1 - a)}
	best := TrueLoyal
	for i := LatentLoyal; i <= Disloyal; i++ {
		if t.Chances[i] > t.Chances[best] {
			best = i
		}
	}
	if t.Chances[best] >= least {
		t.Type = best
	}
}

// note keeps what a reader should know of a measure.
func (t *Typed) note(m Measure, atItsWord bool) {
	for _, f := range m.Flags {
		if !slices.Contains(t.Flags, f) {
			t.Flags = append(t.Flags, f)
		}
	}
	if atItsWord && !slices.Contains(t.Flags, Estimated) {
		t.Flags = append(t.Flags, Estimated)
	}
}

func (c TypeInput) behaviour() (float64, bool) {
	if c.Posterior != (Beta{}) {
		return c.Posterior.Mean(), true
	}
	return c.Behaviour.Value, c.Behaviour.OK
}

// medianOf is the median of what is known; 0 where nothing is.
func medianOf(customers []TypeInput, of func(TypeInput) (float64, bool)) float64 {
	var known []float64
	for _, c := range customers {
		if v, ok := of(c); ok {
			known = append(known, v)
		}
	}
	if len(known) == 0 {
		return 0
	}
	slices.Sort(known)
	half := len(known) / 2
	if len(known)%2 == 1 {
		return known[half]
	}
	return known[half-1]/2 + known[half]/2
}

func (o TypeOptions) faults(customers []TypeInput) error {
	if !(o.Least > .25 && o.Least <= 1) {
		return fmt.Errorf("loyalty: a type is said from a probability of %v; it is above 0.25, what four types have by chance, and at most 1", o.Least)
	}
	if err := o.Behaviour.problem("behaviour"); err != nil {
		return err
	}
	if err := o.Attitude.problem("attitude"); err != nil {
		return err
	}
	var faults Problems
	asked := false
	first := make(map[string]int, len(customers))
	for i, c := range customers {
		say := func(problem string) {
			faults = append(faults, Problem{Row: i, Subject: c.Customer, Message: problem})
		}
		asked = asked || c.Attitude.OK
		row, twice := first[c.Customer]
		switch {
		case c.Customer == "":
			say("has no customer")
		case twice:
			say(fmt.Sprintf("is the same customer as row %d; a customer has one type", row))
		default:
			first[c.Customer] = i
		}
		if c.Posterior != (Beta{}) && (!c.Posterior.valid() || o.Behaviour.Min != 0 || o.Behaviour.Max != 1) {
			say(fmt.Sprintf("has the posterior %v; its parameters lie from 0.001 to 1e7, and it is of a share from 0 to 1", c.Posterior))
		}
		if problem := o.Behaviour.offScale(c.Behaviour); problem != "" {
			say("has a behaviour " + problem)
		}
		if problem := o.Attitude.offScale(c.Attitude); problem != "" {
			say("has an attitude " + problem)
		}
		if c.Spend > maxRFMAmount || c.Spend < -maxRFMAmount {
			say(fmt.Sprintf("spent %s, beyond what is counted; is it in fen?", c.Spend))
		}
	}
	if asked && o.Attitude == (Axis{}) {
		return fmt.Errorf("loyalty: attitudes are known but not their scale; name it, as in TypeOptions{Attitude: loyalty.Axis{Min: 1, Max: 5}}")
	}
	return faults.Err()
}

func (a Axis) problem(name string) error {
	for _, v := range [...]float64{a.Min, a.Max, a.Threshold} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("loyalty: the axis of %s has an end or a threshold that is not a number", name)
		}
	}
	switch {
	case a.Min > a.Max || a.Min == a.Max && a.Min != 0:
		return fmt.Errorf("loyalty: the axis of %s goes from %v to %v; Min is below Max", name, a.Min, a.Max)
	case math.IsInf(a.Max-a.Min, 0):
		return fmt.Errorf("loyalty: the axis of %s goes from %v to %v, which is too wide", name, a.Min, a.Max)
	case a.bounded() && a.Threshold != 0 && (a.Threshold < a.Min || a.Threshold > a.Max):
		return fmt.Errorf("loyalty: the axis of %s is high from %v, which is not between %v and %v", name, a.Threshold, a.Min, a.Max)
	}
	return nil
}

// offScale says what is wrong with a measure on the axis; nothing is with an
// unknown one.
func (a Axis) offScale(m Measure) string {
	switch {
	case !m.OK:
		return ""
	case badNumber(m.Value) || badNumber(m.Lo) || badNumber(m.Hi) || math.IsNaN(m.Level):
		return "that is not a number"
	case a.bounded() && outside(m.Value, a.Min, a.Max):
		return fmt.Sprintf("of %v; the scale goes from %v to %v", m.Value, a.Min, a.Max)
	case m.Level < 0 || m.Level >= 1:
		return fmt.Sprintf("whose interval has the level %v; it is between 0 and 1", m.Level)
	case m.Level > 0 && outside(m.Value, m.Lo, m.Hi):
		return fmt.Sprintf("of %v outside its interval, %v to %v", m.Value, m.Lo, m.Hi)
	}
	return ""
}

// badNumber says that arithmetic with v leads nowhere.
func badNumber(v float64) bool { return math.IsNaN(v) || math.Abs(v) > 1e150 }

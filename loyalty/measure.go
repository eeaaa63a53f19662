package loyalty

import (
	"fmt"
	"slices"
	"strings"
)

// A Measure is one number about customers, with all that a reader needs to judge
// it: on how much it rests, how sure it is, and how it was found.
//
// A measure that cannot be known has no value: OK is false and Why says the
// reason. It is then never 0 and never NaN by accident; the zero Measure is
// unknown. Value, Lo and Hi are in the unit that the function names.
type Measure struct {
	OK     bool    `json:"ok"`
	Value  float64 `json:"value"`
	Base   int     `json:"base"`            // customers, orders or answers it rests on; the function says which
	Lo     float64 `json:"lo"`              // the interval at Level; Level 0: there is none
	Hi     float64 `json:"hi"`              //
	Level  float64 `json:"level"`           // confidence of the interval: 0.95
	Method string  `json:"method"`          // how value and interval were found: "pooled share, Wilson interval"
	Why    Flag    `json:"why,omitempty"`   // why there is no value; empty when OK
	Flags  []Flag  `json:"flags,omitempty"` // what a reader should know before relying on it
}

// Unknown is a measure without a value, for a reason.
func Unknown(why Flag, base int, method string) Measure {
	return Measure{Why: why, Base: base, Method: method}
}

// Has says that the measure carries the flag, or lacks its value for that reason.
func (m Measure) Has(f Flag) bool { return m.Why == f || slices.Contains(m.Flags, f) }

// With is the measure with one more thing to know; a flag is carried once.
func (m Measure) With(f Flag) Measure {
	if !m.Has(f) {
		m.Flags = append(m.Flags[:len(m.Flags):len(m.Flags)], f)
	}
	return m
}

// String is the measure in a line: "0.472 [0.451, 0.493] of 2112 (pooled share, Wilson interval)".
func (m Measure) String() string {
	var b strings.Builder
	if !m.OK {
		fmt.Fprintf(&b, "unknown: %s", m.Why)
	} else {
		fmt.Fprintf(&b, "%.4g", m.Value)
		if m.Level > 0 {
			fmt.Fprintf(&b, " [%.4g, %.4g]", m.Lo, m.Hi)
		}
	}
	fmt.Fprintf(&b, " of %d (%s)", m.Base, m.Method)
	for _, f := range m.Flags {
		fmt.Fprintf(&b, ", %s", f)
	}
	return b.String()
}

package loyalty

import (
	"fmt"
	"slices"
	"strings"
)

// A Measure is one number about customers with its base, its interval and its method.
//
// An unknown measure has no value: OK is false and Why has the reason. It is then never 0 and
// never NaN by accident; the zero Measure is unknown. Value, Lo and Hi are in the unit that the
// function names.
type Measure struct {
	OK     bool    `json:"ok"`
	Value  float64 `json:"value"`
	Base   int     `json:"base"`            // number of customers, orders or answers; the function says which
	Lo     float64 `json:"lo"`              // the interval at Level; Level 0: there is none
	Hi     float64 `json:"hi"`              //
	Level  float64 `json:"level"`           // confidence of the interval: 0.95
	Method string  `json:"method"`          // method of value and interval: "pooled share, Wilson interval"
	Why    Flag    `json:"why,omitempty"`   // why there is no value; empty when OK
	Flags  []Flag  `json:"flags,omitempty"` // cautions for the reader
}

// Unknown returns a measure without a value, for a reason.
func Unknown(why Flag, base int, method string) Measure {
	return Measure{Why: why, Base: base, Method: method}
}

// Has reports whether the measure has the flag, or lacks its value for that reason.
func (m Measure) Has(f Flag) bool { return m.Why == f || slices.Contains(m.Flags, f) }

// With returns the measure with one more flag; it never has a flag twice.
func (m Measure) With(f Flag) Measure {
	if !m.Has(f) {
		m.Flags = append(m.Flags[:len(m.Flags):len(m.Flags)], f)
	}
	return m
}

// String is the measure in a line: "0.472 [0.451, 0.493] of 2112 (pooled share, Wilson interval)".
func (m Measure) String() string {
	var b strings.Builder
	switch {
	case !m.OK && m.Why == "":
		b.WriteString("unknown")
	case !m.OK:
		fmt.Fprintf(&b, "unknown: %s", m.Why)
	default:
		fmt.Fprintf(&b, "%.4g", m.Value)
		if m.Level > 0 {
			fmt.Fprintf(&b, " [%.4g, %.4g]", m.Lo, m.Hi)
		}
	}
	fmt.Fprintf(&b, " of %d", m.Base)
	if m.Method != "" {
		fmt.Fprintf(&b, " (%s)", m.Method)
	}
	for _, f := range m.Flags {
		fmt.Fprintf(&b, ", %s", f)
	}
	return b.String()
}

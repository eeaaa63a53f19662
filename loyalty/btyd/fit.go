package btyd

import (
	"errors"
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Fit is a model fitted to one shop's customers, with the quality of the fit. M
// is the model: [BG], [MBG], [ParetoNBD], [NBD], [CNBD].
//
// A fit at a limit of a model is a result with a flag, not an error. At a limit
// no customer ever leaves, or all buy at one rate. Its parameters are finite, its
// log-likelihood is that of the limit to 1e-4, and its expectations can be used.
type Fit[M any] struct {
	Model         M
	Unit          Unit      // of every time and horizon of the model
	LogLikelihood float64   // sum over the customers
	StdErr        []float64 // of the parameters in the order of the model's fields; nil if they are not identified
	Customers     int       // customers of the fit
	Returning     int       // of these, with at least one repeat purchase
	Distinct      int       // different (X, Tx, T) among them
	Passes        int       // evaluations of the likelihood over all distinct customers
	Flags         []loyalty.Flag
}

// Horizon converts a span of n units to the unit of the fit's model, so that 90
// days are 90 days in any unit:
//
//	fit.Model.PBuy(c, fit.Horizon(90, btyd.Day))
//
// If either unit is unknown, n is returned unchanged.
func (f Fit[M]) Horizon(n float64, u Unit) float64 { return f.Unit.Count(n, u) }

// Options configure a fit. The zero Options are usable.
type Options struct {
	// Unit is the unit of time of the customers, which the fit records. Default:
	// unknown. A [Summary] has its own.
	Unit Unit
	// Start are the initial parameters, in the order of the model's fields. The
	// result of last night's fit ([Model] Params) reduces tonight's to a few
	// passes. Default: r = 1, α = half the mean age, and a = 1, b = 2.
	Start []float64
}

// The flags of a fit.
const (
	DropoutNotIdentified loyalty.Flag = "dropout-not-identified" // no sign that any customer left for good: the model equals its no-dropout limit
	RateNotIdentified    loyalty.Flag = "rate-not-identified"    // no visible spread between customers' buying rates
	SpreadNotIdentified  loyalty.Flag = "spread-not-identified"  // the dropout probabilities are all alike, or all 0 or 1
	NotConverged         loyalty.Flag = "not-converged"          // the best point found; its gradient is not yet flat
)

// ErrNoExposure is returned if no customer has been observed for any time at all,
// so that rates are unknown.
var ErrNoExposure = errors.New("btyd: no customer was observed for any time: every T is 0; wait for a day, or check the end of the calibration")

// A startError means that Options.Start is invalid.
type startError struct {
	Start []float64
	Want  int // number of the model's parameters
}

func (e *startError) Error() string {
	return fmt.Sprintf("btyd: cannot start from %v: the model has %d parameters, all positive and finite", e.Start, e.Want)
}

// A parameterError names an impossible parameter.
type parameterError struct {
	Model, Parameter string
	Value            float64
}

func (e *parameterError) Error() string {
	return fmt.Sprintf("btyd: %s: %s is %v; it must be positive and finite", e.Model, e.Parameter, e.Value)
}

// A horizonError is about an impossible span of time.
type horizonError struct{ Horizon float64 }

func (e *horizonError) Error() string {
	return fmt.Sprintf("btyd: the horizon is %v; it must be 0 or more and finite", e.Horizon)
}

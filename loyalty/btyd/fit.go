package btyd

import (
	"errors"
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Fit is a model of one shop's customers with what is known about how well it
// was found. M is the model: [BG], [MBG], [ParetoNBD], [NBD], [CNBD].
//
// A fit that lies on the boundary of what a model can say (nobody ever leaves, or
// all buy at one rate) is an answer with a flag, not an error. Its parameters are
// finite, its log-likelihood is that of the boundary to 1e-4, and what it expects
// of customers can be used.
type Fit[M any] struct {
	Model         M
	Unit          Unit      // of every time and horizon of the model
	LogLikelihood float64   // sum over the customers
	StdErr        []float64 // of the parameters in the order of the model's fields; nil where they are not identified
	Customers     int       // fitted on
	Returning     int       // of these, with at least one repeat purchase
	Distinct      int       // different (X, Tx, T) among them
	Passes        int       // evaluations of the likelihood over all distinct customers
	Flags         []loyalty.Flag
}

// Horizon is a span of n units as the fit's model wants it, so that 90 days stay
// 90 days whatever the model counts in:
//
//	fit.Model.PBuy(c, fit.Horizon(90, btyd.Day))
//
// Where either unit is not known, n is returned as it is.
func (f Fit[M]) Horizon(n float64, u Unit) float64 { return f.Unit.Count(n, u) }

// Options are the choices of a fit. The zero Options fits.
type Options struct {
	// Unit is the unit of time of the customers, kept in the fit. Default: not
	// known. A [Summary] knows its own.
	Unit Unit
	// Start are the parameters to start from, in the order of the model's fields:
	// those of last night's fit ([Model] Params) make tonight's a matter of a few
	// passes. Default: r = 1, α = half the mean age, and a = 1, b = 2.
	Start []float64
}

// What a fit may have to say.
const (
	DropoutNotIdentified loyalty.Flag = "dropout-not-identified" // no sign that anybody left for good: the model equals its no-dropout boundary
	RateNotIdentified    loyalty.Flag = "rate-not-identified"    // no spread between customers' buying rates can be seen
	SpreadNotIdentified  loyalty.Flag = "spread-not-identified"  // the dropout probabilities look all alike, or all 0 or 1
	NotConverged         loyalty.Flag = "not-converged"          // the best point found; its gradient is not yet flat
)

// ErrNoExposure is returned where nobody has been watched for any time at all, so
// that nothing can be said about rates.
var ErrNoExposure = errors.New("btyd: no customer was observed for any time: every T is 0; wait for a day, or check the end of the calibration")

// A StartError says that Options.Start cannot be started from.
type StartError struct {
	Start []float64
	Want  int // how many parameters the model has
}

func (e *StartError) Error() string {
	return fmt.Sprintf("btyd: cannot start from %v: the model has %d parameters, all positive and finite", e.Start, e.Want)
}

// A ParameterError names a parameter that cannot be.
type ParameterError struct {
	Model, Parameter string
	Value            float64
}

func (e *ParameterError) Error() string {
	return fmt.Sprintf("btyd: %s: %s is %v; it must be positive and finite", e.Model, e.Parameter, e.Value)
}

// A HorizonError is about a span of time that cannot be.
type HorizonError struct{ Horizon float64 }

func (e *HorizonError) Error() string {
	return fmt.Sprintf("btyd: the horizon is %v; it must be 0 or more and finite", e.Horizon)
}

package btyd

import (
	"errors"
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Fit is a model fitted to one shop's customers, with the quality of the fit. M is
// [Model], [BGBB], [SBG] or [GammaGamma].
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
	// Correlation is, of a GammaGamma alone, the correlation of X and mean spend over the
	// customers (Pearson), with Fisher's interval. The model assumes 0.
	Correlation loyalty.Measure
	Flags       []loyalty.Flag
}

// Fit finds the model of highest likelihood of the customers in a summary. Only their
// Customers and Unit are needed. [CNBD] without Options.K also needs LogGaps, and its
// log-likelihood then includes the gaps, so that it compares with those of [MBG] and [BG].
// For a given K it leaves out (K-1)·Σ ln gap.
//
// The error is [loyalty.ErrNothing], [ErrNoExposure], the [loyalty.Problems] of all customers
// that are not valid, [ErrParameter] for an unknown family or an impossible K, [ErrStart], or
// [ErrGaps].
func (f Family) Fit(s Summary, o Options) (Fit[Model], error) {
	model := Model{Family: f}
	switch f {
	case "":
		model.Family = MBG
	case MBG, BG, NBD, ParetoNBD:
	case CNBD:
		if o.K == 0 {
			return fitRegularity(s, o)
		}
		model.K = o.K
	}
	start, err := o.startOf(model.Family)
	if err != nil {
		return Fit[Model]{}, err
	}
	if model.Family == ParetoNBD {
		return fitPareto(s, start)
	}
	p := model.Family.process(model.K)
	if p.stages < 1 || p.stages > maxRegularity {
		return Fit[Model]{}, model.Validate()
	}
	return fitBeta(s, model, p, start)
}

// Options configure a fit. The zero Options are usable.
type Options struct {
	// Start is the initial model, of the same family. The model of last night's fit
	// reduces tonight's to a few passes. Default: r = 1, α = half the mean age, and a = 1,
	// b = 2.
	Start Model
	// K is the regularity of [CNBD], 1 to 12. Default: the one of highest likelihood from
	// 1 to 4.
	K int
}

// startOf are the initial parameters for a family, nil for none.
func (o Options) startOf(f Family) ([]float64, error) {
	if o.Start == (Model{}) {
		return nil, nil
	}
	if o.Start.Family != f && !(o.Start.Family == "" && f == MBG) {
		return nil, newError(ErrStart, fmt.Sprintf("cannot start %s from a model of another family, %s", f.title(), o.Start.Family.title()))
	}
	return o.Start.params(), nil
}

// The errors of this package, besides those of package loyalty.
var (
	// ErrNoExposure is returned if no customer has been observed for any time at all,
	// so that rates are unknown.
	ErrNoExposure = errors.New("btyd: no customer was observed for any time: every T is 0; wait for a day, or check the end of the calibration")
	ErrParameter  = errors.New("btyd: impossible parameter")                   // of a model
	ErrStart      = errors.New("btyd: impossible start of a fit")              // Options.Start is invalid
	ErrGaps       = errors.New("btyd: the gaps between purchases are unknown") // so the regularity of [CNBD] is, too
	ErrHorizon    = errors.New("btyd: impossible horizon")                     // it is negative or not finite
	ErrTerms      = errors.New("btyd: impossible terms")                       // with a sentence for each problem
	ErrHoldout    = errors.New("btyd: the summary has no usable holdout")      // of [Backtest], [ByRepeats], [Summarise]
)

// inputError says what is wrong with an input of a kind.
type inputError struct {
	kind    error
	message string
}

func newError(kind error, message string) error { return &inputError{kind, message} }

func (e *inputError) Error() string { return "btyd: " + e.message }

func (e *inputError) Unwrap() error { return e.kind }

func parameterError(model, name string, value float64) error {
	return newError(ErrParameter, fmt.Sprintf("%s: %s is %v; it must be positive and finite", model, name, value))
}

func startError(start []float64) error {
	return newError(ErrStart, fmt.Sprintf("cannot start from %v: parameters are positive and finite", start))
}

package care

import "github.com/tiexin-go/tiexin/care/internal/decide"

func (e *Engine) seen(outcomes []Outcome) {
	if e.options.Observe == nil || len(outcomes) == 0 {
		return
	}
	e.observe.Lock()
	defer e.observe.Unlock()
	defer func() { // it is the host's, and must not stop anybody's care
		if r := recover(); r != nil {
			e.options.Logger.Error("care: Observe panicked", "panic", panicked(r), "at", placeOfPanic())
		}
	}()
	for _, o := range outcomes {
		e.options.Observe(o)
	}
}

// hears tells the logger once of each condition that could not be worked out.
func (e *Engine) hears(faults []decide.Fault) {
	for _, f := range faults {
		if e.isNews(f) {
			e.options.Logger.Warn("care: a condition could not be evaluated: it counts as not true, and under never it forbids", "rule", f.Rule, "part", f.Part)
		}
	}
}

// isNews says that the logger has not heard of a fault. The events after the first find that
// out in no memory of their own.
func (e *Engine) isNews(f decide.Fault) bool {
	e.faulty.Lock()
	defer e.faulty.Unlock()
	known := e.faults[f]
	e.faults[f] = true
	return !known
}

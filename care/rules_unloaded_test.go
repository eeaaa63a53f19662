package care

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

func Test没有载入的规则_和没有规则一样不收(t *testing.T) {
	for name, rules := range map[string]*Rules{"nil": nil, "zero": {}} {
		_, err := New(rules, Options{})
		assert.EqualError(t, err, "care: an engine needs rules; care.Load reads them", name)
		s := opens(t, unpaid)
		assert.EqualError(t, s.engine.Swap(rules), "care: an engine needs rules; keep the old ones", name)
		for _, err := range s.engine.DiffWaiting(t.Context(), rules) {
			assert.ErrorIs(t, err, errTwoRules, name)
		}
		_, err = Diff(rulesFrom(t, unpaid), rules, nil, DiffOptions{})
		assert.ErrorIs(t, err, errTwoRules, name)
		_, err = Diff(rules, rulesFrom(t, unpaid), nil, DiffOptions{})
		assert.ErrorIs(t, err, errTwoRules, name)
		var faults []error
		for range Simulate(rules, []tiexin.Event{at("+0m", created("T1"))}, SimOptions{Fault: func(err error) { faults = append(faults, err) }}) {
			t.Error("an outcome without rules")
		}
		assert.ErrorContains(t, errors.Join(faults...), "an engine needs rules", name)
	}
}

package page

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/loyalty"
)

// No reader meets a flag as programs write it.
func TestAReasonIsSaidInWords(t *testing.T) {
	assert.Equal(t, "样本太少", Chinese.Reason(loyalty.BelowMinBase))
	assert.Equal(t, "样本太少；超出观察期", Chinese.Reasons([]loyalty.Flag{loyalty.BelowMinBase, loyalty.Extrapolated}))
	assert.Equal(t, "too few; beyond what was observed", English.Reasons([]loyalty.Flag{loyalty.BelowMinBase, loyalty.Extrapolated}))
	assert.Equal(t, "观察到那时的不足10人", Chinese.Reason(FewAtRisk))
	assert.Empty(t, Chinese.Reasons(nil))
}

// From five people nobody learns that all come back within a year.
func TestTooFewAtRisk(t *testing.T) {
	spells := func(ended, lost, watched int) []loyalty.Spell {
		var all []loyalty.Spell
		for range ended {
			all = append(all, loyalty.Spell{Time: 30, Ended: true})
		}
		for range lost {
			all = append(all, loyalty.Spell{Time: 40})
		}
		for range watched {
			all = append(all, loyalty.Spell{Time: 400})
		}
		return all
	}
	for _, c := range []struct {
		name                 string
		ended, lost, watched int
		want                 bool
	}{
		{"five people who all came back", 5, 0, 0, true},
		{"ten who all came back", 10, 0, 0, false},
		{"many, of whom nine were watched for a year", 50, 50, 9, true},
		{"many, of whom ten were", 50, 50, 10, false},
		{"many, and nobody was lost sight of", 50, 0, 3, false},
	} {
		assert.Equal(t, c.want, TooFew(spells(c.ended, c.lost, c.watched), 365), c.name)
	}
}

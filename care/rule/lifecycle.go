package rule

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle"
)

// Lifecycle is the section about how customers stand with the shop.
type Lifecycle struct {
	Given bool // a file has the section
	// AsksStage says that some condition looks at customer.stage.
	AsksStage bool
	Stages    lifecycle.Policy // prepared, in the shop's zone, with all of its days
	Values    []Tier           // the highest first
	// Related are the names of what goes with a product id, title or category.
	Related map[string][]string
}

// FollowsStages says that changes of the customers' stages are told: a file has the
// section, or some condition looks at customer.stage.
func (l *Lifecycle) FollowsStages() bool { return l.Given || l.AsksStage }

// A Tier (价值层) is a word for customers who spent so much or more.
type Tier struct {
	Name  string
	Least tiexin.Money
}

// LowestTier is the word for customers who reach no tier.
const LowestTier = "low"

// ValueOf is the highest tier that a sum reaches.
func (l *Lifecycle) ValueOf(spent tiexin.Money) string {
	for _, t := range l.Values {
		if spent >= t.Least {
			return t.Name
		}
	}
	return LowestTier
}

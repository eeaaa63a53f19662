package rule

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
)

// Lifecycle is the section about the stages and the value of customers.
type Lifecycle struct {
	Given bool // a file has the section
	// AsksStage is true if some condition uses customer.stage.
	AsksStage bool
	Stages    stage.Policy // prepared, in the shop's zone, with all of its days
	Values    []Tier       // the highest first
	// Related are the names of related products, by product id, title or category.
	Related map[string][]string
}

// FollowsStages reports whether changes of the customers' stages are outcomes: a
// file has the section, or some condition uses customer.stage.
func (l *Lifecycle) FollowsStages() bool { return l.Given || l.AsksStage }

// A Tier (价值层) is a name for customers with at least this total spending.
type Tier struct {
	Name  string
	Least tiexin.Money
}

// LowestTier is the name for customers who reach no tier.
const LowestTier = "low"

// ValueOf is the highest tier for a total spending.
func (l *Lifecycle) ValueOf(spent tiexin.Money) string {
	for _, t := range l.Values {
		if spent >= t.Least {
			return t.Name
		}
	}
	return LowestTier
}

package restock

import (
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Rhythm (购买节奏) is the time between purchases of a category by a shop's customers: a gap model, with its base. If
// the pieces are known it counts days per piece: a customer who buys three packs is expected after three times as long.
// The zero Rhythm has no model.
type Rhythm struct {
	Model     loyalty.GapModel
	PerUnit   bool         // gaps are days per piece, not days
	Source    RhythmSource // source of the gaps
	Customers int          // customers with a gap
	Gaps      int
	Flags     []loyalty.Flag // Textbook without a model; BelowMinBase, NoSpread, … of the fit
}

// A RhythmSource says whose gaps a rhythm is based on.
type RhythmSource string

// The sources, from the nearest to the farthest.
const (
	CategoryRhythm RhythmSource = "category" // the shop's customers of the category
	ShopRhythm     RhythmSource = "shop"     // all of the shop's customers, in days between purchases of one category
	NoRhythm       RhythmSource = "none"     // there are too few gaps
)

// Rhythms are a shop's rhythms by category.
type Rhythms struct {
	Shop       Rhythm            // for a category without enough gaps of its own
	Categories map[string]Rhythm // categories with enough gaps
}

// Of is the rhythm of a category: its own, otherwise the shop's, otherwise one without
// a model that is flagged Textbook.
func (r Rhythms) Of(category string) Rhythm {
	if own, ok := r.Categories[category]; ok {
		return own
	}
	if r.Shop.Model.Validate() == nil {
		return r.Shop
	}
	return Rhythm{Source: NoRhythm, Flags: []loyalty.Flag{loyalty.Textbook}}
}

// rhythmCustomers is how many customers with a gap a rhythm of its own takes.
const rhythmCustomers = 30

// FitRhythms finds the rhythms of a shop and its categories from the valid purchases (loyalty.Log.Net) as of a view;
// later ones are left out. Lines of one order
// are fine: all pieces of a category on one day are one purchase. A category needs 30 customers with a gap for its own
// rhythm. It counts days per piece if that many customers have gaps with known pieces, and else days. Purchases without
// a category are one category, the empty one.
//
// Too few gaps are no error. The error is [loyalty.Problems] for purchases without a customer, without a time or with
// negative pieces, or [loyalty.ErrNothing].
func FitRhythms(purchases []loyalty.Purchase, v loyalty.View) (Rhythms, error) {
	if len(purchases) == 0 {
		return Rhythms{}, loyalty.ErrNothing
	}
	if v.Zone == nil {
		v.Zone = calendar.China
	}
	if err := rhythmFaults(purchases, v).Err(); err != nil {
		return Rhythms{}, err
	}
	byCategory := make(map[string][]loyalty.Purchase)
	for i := range purchases {
		byCategory[purchases[i].Category] = append(byCategory[purchases[i].Category], purchases[i])
	}
	fitted := Rhythms{Categories: make(map[string]Rhythm)}
	var all []loyalty.Rhythm
	for _, category := range sortedKeys(byCategory) {
		list := byCategory[category]
		inDays := withGaps(loyalty.Rhythms(loyalty.Histories(list, v)))
		all = append(all, inDays...)
		perUnit := withGaps(loyalty.UnitRhythms(list, v))
		r, ok := fitRhythm(perUnit, CategoryRhythm)
		r.PerUnit = ok
		if !ok {
			r, ok = fitRhythm(inDays, CategoryRhythm)
		}
		if ok {
			fitted.Categories[category] = r
		}
	}
	if r, ok := fitRhythm(all, ShopRhythm); ok {
		fitted.Shop = r
	} else {
		fitted.Shop = Rhythm{Source: NoRhythm, Flags: []loyalty.Flag{loyalty.Textbook}}
	}
	return fitted, nil
}

func fitRhythm(rhythms []loyalty.Rhythm, source RhythmSource) (Rhythm, bool) {
	if len(rhythms) < rhythmCustomers {
		return Rhythm{}, false
	}
	fit, err := loyalty.FitGaps(rhythms)
	if err != nil { // every customer has one gap, say
		return Rhythm{}, false
	}
	return Rhythm{Model: fit.GapModel, Source: source, Customers: fit.Customers, Gaps: fit.Gaps, Flags: fit.Flags}, true
}

func withGaps(rhythms []loyalty.Rhythm) []loyalty.Rhythm {
	return slices.DeleteFunc(rhythms, func(r loyalty.Rhythm) bool { return r.N == 0 })
}

func sortedKeys(m map[string][]loyalty.Purchase) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func rhythmFaults(purchases []loyalty.Purchase, v loyalty.View) loyalty.Problems {
	var faults loyalty.Problems
	for row := range purchases {
		p := &purchases[row]
		problem := ""
		switch d := loyalty.DayOf(p.At, v.Zone); {
		case p.Customer == "":
			problem = "no customer; a rhythm is one customer's"
		case p.At.IsZero():
			problem = "no time of purchase"
		case d < 1 || d > base.LastPurchaseDay:
			problem = fmt.Sprintf("bought on %s; days run from 1970-01-02 to 2149-06-06", d)
		case p.Units < 0 || p.Units > maxUnits:
			problem = fmt.Sprintf("%d pieces; they are 0, for not known, to %d", p.Units, maxUnits)
		default:
			continue
		}
		faults = append(faults, loyalty.Problem{Row: row, Subject: p.Customer, Message: problem})
	}
	return faults
}

// maxUnits is how many pieces are bought on one day at most.
const maxUnits = 1_000_000

package byhand

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// A Rule is a condition that one event begins, in the rule language and in Go.
type Rule struct {
	Event string
	If    string
	row   row
}

// A Shape says what rules are made up.
type Shape struct {
	Rules  int
	Events []string // that begin them, each an equal share
	// Sparse is for many shops in one process: every condition names the source of one of
	// them, ten rules a shop. Otherwise the conditions share twenty sources, and more of
	// them are true the more there are.
	Sparse bool
}

// sources is how many sources the events of a shape come from.
func (s Shape) sources() int {
	if s.Sparse {
		return max(1, s.Rules/10)
	}
	return 20
}

// Make makes up rules of two to five comparisons of different words, a few of them with a
// choice. The rules of a smaller shape are the first of a larger one.
func (s Shape) Make() []Rule {
	r := rand.New(rand.NewPCG(1, 1))
	all := make([]Rule, s.Rules)
	for i := range all {
		all[i] = s.rule(r, i)
	}
	return all
}

func (s Shape) rule(r *rand.Rand, i int) Rule {
	made := Rule{Event: s.Events[r.IntN(len(s.Events))], row: anything}
	words := r.Perm(len(comparisons))
	var parts []string
	if s.Sparse {
		made.row.source = fmt.Sprint("s", i/10)
		parts = append(parts, fmt.Sprintf("order.source == '%s'", made.row.source))
		words = without(words, 0)
	}
	for k := range 2 + r.IntN(4) {
		if k+1 < len(words) && made.row.either == nil && r.IntN(12) == 0 {
			made.row.either = &[2]row{anything, anything}
			parts = append(parts, "("+comparisons[words[k]](r, &made.row.either[0])+" || "+comparisons[words[len(words)-1]](r, &made.row.either[1])+")")
			continue
		}
		parts = append(parts, comparisons[words[k]](r, &made.row))
	}
	made.If = strings.Join(parts, " && ")
	return made
}

func without(all []int, one int) (rest []int) {
	for _, x := range all {
		if x != one {
			rest = append(rest, x)
		}
	}
	return rest
}

// comparisons write a comparison into a row of Go, and return it in the rule language.
// The first is about the source.
var comparisons = []func(r *rand.Rand, to *row) string{
	func(r *rand.Rand, to *row) string {
		to.source = fmt.Sprint("s", r.IntN(20))
		return fmt.Sprintf("order.source == '%s'", to.source)
	},
	func(r *rand.Rand, to *row) string {
		to.provinces = []string{fmt.Sprint("p", r.IntN(31)), fmt.Sprint("p", r.IntN(31)), fmt.Sprint("p", r.IntN(31))}
		return fmt.Sprintf("order.province in ['%s']", strings.Join(to.provinces, "', '"))
	},
	func(r *rand.Rand, to *row) string {
		if r.IntN(2) == 0 {
			to.notGrade = fmt.Sprint("g", r.IntN(5))
			return fmt.Sprintf("customer.grade != '%s'", to.notGrade)
		}
		to.grades = []string{fmt.Sprint("g", r.IntN(5)), fmt.Sprint("g", r.IntN(5))}
		return fmt.Sprintf("customer.grade in ['%s']", strings.Join(to.grades, "', '"))
	},
	func(r *rand.Rand, to *row) string {
		limit := 50 * r.IntN(20)
		if r.IntN(2) == 0 {
			to.over = float64(limit)
			return fmt.Sprintf("order.amount > %d", limit)
		}
		to.upTo = float64(limit)
		return fmt.Sprintf("order.amount <= %d", limit)
	},
	func(r *rand.Rand, to *row) string {
		to.items = r.IntN(5)
		return fmt.Sprintf("order.items > %d", to.items)
	},
	func(r *rand.Rand, to *row) string {
		to.paid = r.IntN(8)
		return fmt.Sprintf("customer.paid_orders >= %d", to.paid)
	},
	func(_ *rand.Rand, to *row) string {
		to.cod = true
		return "order.cod"
	},
	func(_ *rand.Rand, to *row) string {
		to.noGift = true
		return "not order.gift"
	},
}

// Facts makes up the facts of as many events.
func (s Shape) Facts(events int) []ask.Facts {
	r := rand.New(rand.NewPCG(2, 2))
	all := make([]ask.Facts, events)
	for i := range all {
		f := &all[i]
		f.Order.Source, f.Order.Province, f.Customer.Grade = fmt.Sprint("s", r.IntN(s.sources())), fmt.Sprint("p", r.IntN(31)), fmt.Sprint("g", r.IntN(5))
		f.Order.Amount, f.Order.Items, f.Customer.PaidOrders = float64(r.IntN(1000)), r.IntN(5), r.IntN(10)
		f.Order.COD, f.Order.Gift = r.IntN(4) == 0, r.IntN(4) == 0
	}
	return all
}

// anything is the row that every order and customer fits.
var anything = row{over: math.Inf(-1), upTo: math.Inf(1), items: math.MinInt, paid: math.MinInt}

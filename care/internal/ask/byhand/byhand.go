package byhand

import (
	"slices"

	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// A row is what one rule wants, column by column.
type row struct {
	source      string // "": any
	provinces   []string
	grades      []string
	notGrade    string
	over, upTo  float64
	items, paid int // more than, at least
	cod, noGift bool
	either      *[2]row // nil, or one of the two holds
}

// holds is the row of ifs, the cheap ones first.
func (r *row) holds(f *ask.Facts) bool {
	if r.cod && !f.Order.COD || r.noGift && f.Order.Gift {
		return false
	}
	if !(f.Order.Amount > r.over && f.Order.Amount <= r.upTo) || f.Order.Items <= r.items || f.Customer.PaidOrders < r.paid {
		return false
	}
	if r.source != "" && f.Order.Source != r.source || r.notGrade != "" && f.Customer.Grade == r.notGrade {
		return false
	}
	if r.grades != nil && !slices.Contains(r.grades, f.Customer.Grade) || r.provinces != nil && !slices.Contains(r.provinces, f.Order.Province) {
		return false
	}
	return r.either == nil || r.either[0].holds(f) || r.either[1].holds(f)
}

// A numbered row belongs to the rule of that number.
type numbered struct {
	number int32
	row    row
}

// match adds the numbers of the rules that hold.
func match(to []int32, rows []numbered, f *ask.Facts) []int32 {
	for i := range rows {
		if rows[i].row.holds(f) {
			to = append(to, rows[i].number)
		}
	}
	return to
}

// Plain is one if after the other over all rules.
type Plain struct {
	events []string
	rows   []numbered
}

// NewPlain lines rules up.
func NewPlain(rules []Rule) *Plain {
	p := &Plain{}
	for i, r := range rules {
		p.events, p.rows = append(p.events, r.Event), append(p.rows, numbered{int32(i), r.row})
	}
	return p
}

// Match adds the numbers of the rules that hold to a list.
func (p *Plain) Match(to []int32, event string, f *ask.Facts) []int32 {
	for i := range p.rows {
		if p.events[i] == event && p.rows[i].row.holds(f) {
			to = append(to, p.rows[i].number)
		}
	}
	return to
}

// Indexed finds the rules of the event, and among them those of the source, by maps.
type Indexed map[string]*ofEvent

// ofEvent are the rules of an event, in blocks.
type ofEvent struct {
	bySource map[string][]numbered
	rest     []numbered // that name no source, or name it in a choice
}

// NewIndexed puts rules into the maps.
func NewIndexed(rules []Rule) Indexed {
	x := Indexed{}
	for i, r := range rules {
		e := x[r.Event]
		if e == nil {
			e = &ofEvent{bySource: map[string][]numbered{}}
			x[r.Event] = e
		}
		n := numbered{int32(i), r.row}
		if source := n.row.source; source != "" {
			n.row.source = "" // the map has compared it
			e.bySource[source] = append(e.bySource[source], n)
		} else {
			e.rest = append(e.rest, n)
		}
	}
	return x
}

// Match adds the numbers of the rules that hold to a list.
func (x Indexed) Match(to []int32, event string, f *ask.Facts) []int32 {
	e := x[event]
	if e == nil {
		return to
	}
	return match(match(to, e.bySource[f.Order.Source], f), e.rest, f)
}

package related

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A basketBase is order lines in numbers: one for each different name, by their order
// in the alphabet, so that nothing depends on the order of the lines.
type basketBase struct {
	items     []string
	customers int
	lines     []basketLine // by customer, day, order and item; each once
}

type basketLine struct {
	customer, day, order, item int32
}

// A nameIndex numbers names as they come.
type nameIndex struct {
	number map[string]int32
	names  []string
}

func (x *nameIndex) of(name string) int32 {
	n, ok := x.number[name]
	if !ok {
		n = int32(len(x.names))
		x.number[name] = n
		x.names = append(x.names, name)
	}
	return n
}

// sorted are the names by the alphabet, and the place of each number there.
func (x *nameIndex) sorted() (names []string, place []int32) {
	names = slices.Clone(x.names)
	slices.Sort(names)
	place = make([]int32, len(names))
	for i, name := range names {
		place[x.number[name]] = int32(i)
	}
	return names, place
}

func newBasketBase(lines []Line, o Options) (*basketBase, loyalty.Problems) {
	var faults loyalty.Problems
	items, customers, orders := nameIndex{number: map[string]int32{}}, nameIndex{number: map[string]int32{}}, nameIndex{number: map[string]int32{}}
	type order struct {
		customer, day int32
		row           int
	}
	var heads []order
	b := &basketBase{lines: make([]basketLine, 0, len(lines))}
	for row := range lines {
		l := &lines[row]
		report := func(format string, args ...any) {
			faults = append(faults, loyalty.Problem{Row: row, Subject: l.Order, Message: fmt.Sprintf(format, args...)})
		}
		whole := true
		for _, missing := range [...]struct {
			is   bool
			what string
		}{{l.Order == "", "order id"}, {l.Item == "", "item"}, {l.At.IsZero(), "time"}} {
			if missing.is {
				report("has no %s", missing.what)
				whole = false
			}
		}
		if !whole {
			continue
		}
		number, day, customer := orders.of(l.Order), int32(loyalty.DayOf(l.At, o.Zone)), int32(-1)
		if l.Customer != "" {
			customer = customers.of(l.Customer)
		}
		if int(number) == len(heads) {
			heads = append(heads, order{customer, day, row})
		}
		head := &heads[number]
		head.day = min(head.day, day)
		if head.customer != customer {
			report("is of customer %q, but row %d of the same order is of %q", l.Customer, head.row, lines[head.row].Customer)
		}
		b.lines = append(b.lines, basketLine{order: number, item: items.of(l.Item)})
	}
	if len(faults) > 0 {
		return nil, faults
	}
	var itemPlace []int32
	b.items, itemPlace = items.sorted()
	b.customers = len(customers.names)
	for i := range b.lines {
		l := &b.lines[i]
		l.customer, l.day = heads[l.order].customer, heads[l.order].day
		l.item = itemPlace[l.item]
		if l.customer < 0 { // nobody else's
			l.customer = int32(b.customers) + l.order
		}
	}
	slices.SortFunc(b.lines, func(x, y basketLine) int {
		return cmp.Or(cmp.Compare(x.customer, y.customer), cmp.Compare(x.day, y.day), cmp.Compare(x.order, y.order), cmp.Compare(x.item, y.item))
	})
	b.lines = slices.Compact(b.lines)
	return b, nil
}

// A basketSet is baskets and, for each item, in which of them it is.
type basketSet struct {
	itemsFrom []int32 // of basket i, items[itemsFrom[i]:itemsFrom[i+1]]
	items     []int32
	inFrom    []int32 // of item i, in[inFrom[i]:inFrom[i+1]], by customer and day
	in        []int32

	customer, day []int32 // of each basket
	total         int     // baskets
	pairs         int     // baskets followed by another of the same customer
	large         int     // left out
}

// baskets puts lines together by order, or by customer and day. What is too large is
// an empty basket, so that it still stands between the days before and after it.
func (b *basketBase) baskets(o Options, byDay bool) *basketSet {
	s := &basketSet{itemsFrom: []int32{0}, inFrom: make([]int32, len(b.items)+1)}
	for i := 0; i < len(b.lines); {
		first, start := b.lines[i], len(s.items)
		for ; i < len(b.lines) && b.lines[i].customer == first.customer && b.lines[i].day == first.day && (byDay || b.lines[i].order == first.order); i++ {
			s.items = append(s.items, b.lines[i].item)
		}
		if byDay { // an item may be in several of the orders
			slices.Sort(s.items[start:])
			s.items = s.items[:start+len(slices.Compact(s.items[start:]))]
		}
		if len(s.items)-start > o.MaxBasket {
			s.items = s.items[:start]
			s.large++
		} else {
			s.total++
		}
		s.itemsFrom = append(s.itemsFrom, int32(len(s.items)))
		s.customer, s.day = append(s.customer, first.customer), append(s.day, first.day)
	}
	for basket := range s.customer {
		if s.follows(basket) {
			s.pairs++
		}
	}
	for _, item := range s.items {
		s.inFrom[item+1]++
	}
	for i := range b.items {
		s.inFrom[i+1] += s.inFrom[i]
	}
	s.in = make([]int32, len(s.items))
	next := slices.Clone(s.inFrom)
	for basket := range s.customer {
		for _, item := range s.of(basket) {
			s.in[next[item]] = int32(basket)
			next[item]++
		}
	}
	return s
}

// of are the items of a basket.
func (s *basketSet) of(basket int) []int32 { return s.items[s.itemsFrom[basket]:s.itemsFrom[basket+1]] }

// with are the baskets that hold an item.
func (s *basketSet) with(item int) []int32 { return s.in[s.inFrom[item]:s.inFrom[item+1]] }

// follows says whether a basket has a next one, neither being left out.
func (s *basketSet) follows(basket int) bool {
	return basket+1 < len(s.customer) && s.customer[basket] == s.customer[basket+1] &&
		len(s.of(basket)) > 0 && len(s.of(basket+1)) > 0
}

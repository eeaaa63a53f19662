package remember

import (
	"cmp"
	"slices"
	"strings"
)

// A Purchase says that an order of a category was paid; without an order it is
// the last of those folded into the base.
type Purchase struct {
	category, order string
	at              int64
	pieces          int    // 0: not known
	unknown         string // fields
}

// Category is the shop's word for the goods.
func (p *Purchase) Category() string { return p.category }

// At is when they were paid for, in milliseconds.
func (p *Purchase) At() int64 { return p.at }

// Pieces is how many they are; 0: it is not known.
func (p *Purchase) Pieces() int { return p.pieces }

// Bought adds what was bought and kept to a list, category by category.
func (t *Tally) Bought(to []Purchase) []Purchase { return append(to, t.bought...) }

// buy notes the categories of a paid order as they are known by now.
func (t *Tally) buy(o *Order, at int64) bool {
	all := o.kept()
	had := 0
	for _, p := range t.bought {
		if p.order == o.ID {
			had++
			if p.at != at || !slices.Contains(all, goods{p.category, p.pieces}) {
				had = -1
				break
			}
		}
	}
	if had == len(all) {
		return false
	}
	bought := make([]Purchase, 0, len(t.bought)+len(all)) // a new list: lastBought holds on to the old
	for _, p := range t.bought {
		if p.order != o.ID {
			bought = append(bought, p)
		}
	}
	for _, g := range all {
		p := Purchase{category: g.category, order: o.ID, at: at, pieces: g.pieces}
		if i := slices.IndexFunc(t.bought, func(old Purchase) bool { return old.order == o.ID && old.category == g.category }); i >= 0 {
			p.unknown = t.bought[i].unknown
		}
		bought = append(bought, p)
	}
	t.setBought(bought)
	return true
}

// goods are the pieces of one category in an order.
type goods struct {
	category string
	pieces   int
}

// kept are the goods that were not paid back, by category.
func (o *Order) kept() []goods {
	if o.ClosedAt() != 0 {
		return nil
	}
	var all []goods
	for i := range o.Thing.Items {
		item := &o.Thing.Items[i]
		category := strings.TrimSpace(item.Category)
		given := func(r Refund) bool { return r.Done != 0 && r.item == item.ID }
		if category == "" || item.ID != "" && slices.ContainsFunc(o.Refunds, given) {
			continue
		}
		at := slices.IndexFunc(all, func(g goods) bool { return g.category == category })
		if at < 0 {
			at = len(all)
			all = append(all, goods{category: category})
		}
		all[at].pieces += item.Pieces()
	}
	return all
}

func (t *Tally) setBought(bought []Purchase) {
	slices.SortFunc(bought, func(a, b Purchase) int {
		return cmp.Or(cmp.Compare(a.category, b.category), cmp.Compare(a.order, b.order))
	})
	t.bought = bought
}

// LastBought looks up when a category was last paid for. It holds on to the list
// as it stands, so that it may be asked after the memory is used again.
func (t *Tally) LastBought() func(category string) (int64, bool) {
	bought := t.bought
	if len(bought) == 0 {
		return nil
	}
	return func(category string) (last int64, found bool) {
		i, _ := slices.BinarySearchFunc(bought, category, func(p Purchase, c string) int { return cmp.Compare(p.category, c) })
		for ; i < len(bought) && bought[i].category == category; i++ {
			last, found = max(last, bought[i].at), true
		}
		return last, found
	}
}

// foldBought keeps of the categories of some payments when each was last bought.
func (t *Tally) foldBought(paid []payment) {
	bought := slices.Clone(t.bought)
	for i := range bought {
		if slices.ContainsFunc(paid, func(p payment) bool { return p.order == bought[i].order }) {
			bought[i].order = ""
		}
	}
	slices.SortFunc(bought, func(a, b Purchase) int {
		return cmp.Or(cmp.Compare(a.category, b.category), cmp.Compare(a.order, b.order), cmp.Compare(b.at, a.at))
	})
	t.bought = slices.CompactFunc(bought, func(a, b Purchase) bool { return a.category == b.category && a.order == b.order })
}

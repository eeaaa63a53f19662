package kinds

import (
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
)

// mostRelated is how many related goods a text names, the first of the shop's list.
const mostRelated = 3

// related names what goes with the goods spoken about, without what the
// customer has already: by the shop's lists for the product, then for its title, then for
// its category.
func (v *Values) related() string {
	lists := v.Scene.Shop.Lifecycle.Related
	if len(lists) == 0 {
		return ""
	}
	var all []string
	for _, o := range v.goods() {
		for _, name := range namesOfGoods(&o.Thing) {
			for _, with := range lists[name] {
				if !slices.Contains(all, with) && !v.Scene.has(with) {
					all = append(all, with)
				}
			}
		}
	}
	return v.listed(all[:min(len(all), mostRelated)], "")
}

// namesOfGoods are the names by which lists may mean the goods of an order, the nearest
// of each line first.
func namesOfGoods(o *tiexin.Order) []string {
	var all []string
	add := func(name string) {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	for i := range o.Items {
		item := &o.Items[i]
		add(item.ProductID)
		add(item.Title)
		add(item.Category)
	}
	if len(o.Items) == 0 {
		add(o.Title)
	}
	return all
}

// has says that the customer bought or is buying goods of a name: in an order that is
// remembered and not closed, or, of a category, ever.
func (s *Scene) has(name string) bool {
	if last := s.Memory.Tally.LastBought(); last != nil {
		if _, bought := last(name); bought {
			return true
		}
	}
	for _, about := range s.Memory.Orders {
		if o := s.Memory.Order(about.ID); o.ClosedAt() == 0 && slices.Contains(namesOfGoods(&o.Thing), name) {
			return true
		}
	}
	return false
}

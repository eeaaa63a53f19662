// Package related finds products that go together (关联推荐).
//
// Customers who buy a bottle buy a teat with it, and milk powder a month later. [Find] reads
// the lines of the shop's orders. [Products.TogetherWith] has what is bought in the same
// basket, and [Products.After] what comes next and after how many days:
//
//	products, err := related.Find(lines, related.Options{})
//	for _, r := range products.TogetherWith("bottle") { fmt.Println(r.With, r.Lift) }
//
// A [Relation] is kept only if chance does not explain it: the options limit the share of
// mistakes among all that are kept.
package related

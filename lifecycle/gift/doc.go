// Package gift says which form a greeting has for which rank of customer (节日礼遇).
//
// At Mid-Autumn a new member gets a greeting, a top member a card and a gift, an opinion
// leader an invitation. A [Table] has a rule for each [Rank]; [Table.For] gives the forms
// for one customer, with the reasons:
//
//	for _, g := range gift.DefaultTable().For(false, gift.TopMember) {
//		fmt.Println(g.Form, g.Why)
//	}
//
// A shop writes its own table as JSON ([ReadTable]). [Form.ByPerson] and [Form.NeedsAddress]
// say what a form takes.
package gift

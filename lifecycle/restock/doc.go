// Package restock says when a customer needs the goods again (复购提醒).
//
// A customer buys two tins of milk powder. When is the next one due: after the days that two
// tins last, or after their usual gap? [FitRhythms] finds the rhythm of the shop and of each
// category (购买节奏), and a [Usage] follows one customer in one category. [Policy.Due] says
// when the reminder is due, when the customer is late, and when win-back begins:
//
//	rhythms, err := restock.FitRhythms(purchases, view)
//	due := restock.Policy{Lead: 5}.Due(usage, rhythms.Of("milk powder"), 21, now)
//	fmt.Println(due.Phase, due.Next.At, due.Text().Chinese)
//
// A store keeps a usage as bytes ([Usage.AppendBinary]). [Policy.MonthGift] is the gift a
// month after the first purchase (满月礼).
package restock

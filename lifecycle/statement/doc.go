// Package statement makes a customer's periodic statement (阶段性账单): what they spent,
// saved and earned, and what the shop thanks them for.
//
// In July a shop looks back at the half year with each customer. [Make] takes the customer's
// purchases and a period. The [Statement] has the numbers and says itself in Chinese and
// English, as a letter, an SMS or a line:
//
//	s, err := statement.Make(facts, halfYear, now, statement.Options{})
//	text, err := s.Chinese(statement.Greeting{Name: "小雨", Shop: "贴心母婴"})
//
// [Rank] ranks customers among all of the shop ("more than 86% of our customers"). Private
// goods are not named. If there is nothing to thank for, the error
// is [ErrNothing]: send none.
package statement

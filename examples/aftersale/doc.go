// Package aftersale holds the rules by which a shop cares for what is in the
// customer's hands (使用和售后关怀).
//
// The rules stand in two files. using.yaml follows the goods: how to wash what was
// bought, by category; a neutral invitation to review, which promises nothing for
// a good one; a call a week after the signature; the group for customers who are
// content. service.yaml answers: a low answer and a bad review go to a person, a
// complaint reaches the supervisor within 30 minutes and gets an apology the day
// after, a refund is confirmed when it is asked for and when the money goes back.
//
// The tests beside the rules tell what a customer lives to see.
//
//	go test ./examples/aftersale
//	care check examples/aftersale
//	care test examples/aftersale
package aftersale

// Package aftersale has a shop's rules for the time after delivery (使用和售后关怀).
//
//   - using.yaml follows the goods. It has washing notes by category, a neutral invitation
//     to review, a call a week after the signature, and the group for content customers.
//   - service.yaml answers trouble. A low score and a bad review go to a person. A
//     complaint reaches the supervisor within 30 minutes and gets an apology the next day.
//     A refund is confirmed when it is requested and when the money goes back.
//
// The tests beside the rules are stories of what a customer receives.
//
//	go test ./examples/aftersale
//	care check examples/aftersale
//	care test examples/aftersale
package aftersale

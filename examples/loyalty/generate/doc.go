// Command generate makes the order log and the survey of the example: a shop for
// tea and coffee with two thousand customers over eighteen months, as it might have
// been. Customers come with the seasons, buy in a rhythm of their own, some of them
// only at a discount, and leave without saying so; what they answer in the survey
// leans on what they think, and not all of them answer. It is seeded, so the files
// are the same every time.
//
//	go generate ./...
package main

// Command generate makes the order log and the survey of the example. The invented shop
// sells tea and coffee, with two thousand customers over eighteen months. Customers come
// with the seasons and buy in their own rhythm. Some buy only at a discount, and they leave
// without saying so. Their answers in the survey depend on their opinion, and some do not
// answer. The seed is fixed, so the files are always the same.
//
//	go generate ./...
package main

// Command lifecycle makes of a shop's order history all that a shop can know of its
// customers' time with it (顾客生命周期报告): stages and moves, the rhythm of buying, when
// customers pay, how long parcels take, what goes with what, whom to remind of what and
// when, whom to win back and how, one customer's statement, and the special days ahead.
// It says so on the terminal and on one page with pictures that needs no network.
//
//	go run . [-orders orders.csv] [-on 2026-06-30] [-out report] [-customer C00042]
//
// Without a log it looks at a year that package invent makes up. Follow it from
// main.go: columns.go, cells.go and orders.go read a log; shop.go prepares it; then
// every question has its file (stages.go, moves.go, rhythm.go, …), which asks package
// lifecycle and makes a section of the answer; terminal.go and page.go show the
// sections, and the files draw….go draw.
//
// It is a module of its own because it hires a charting library, which the library
// itself does not need.
package main

// Command lifecycle makes a customer life-cycle report (顾客生命周期报告) from a shop's
// orders: stages and moves, the rhythm of buying, when customers pay, how long parcels
// take, what goes with what, whom to remind of what and when, whom to win back and how,
// one customer's statement, and the special days ahead. It says so on the terminal and
// on one page with charts that needs no network, in Chinese, or with -lang en in English.
//
//	go run . [-orders orders.csv] [-on 2026-06-30] [-out report] [-customer C00042] [-lang zh]
//
// Without a log it looks at a year that package invent makes up. Follow it from
// main.go: package orderlog reads the log and says what it understood of it; shop.go
// prepares it; then every question has its file (stages.go, moves.go, rhythm.go, …),
// which asks package lifecycle and makes a section of the answer; terminal.go and
// page.go show the sections, and the files draw_….go draw with package page.
//
// It is a module of its own because it hires a charting library, which the library
// itself does not need.
package main

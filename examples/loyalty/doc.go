// Command loyalty makes a shop's loyalty report (顾客忠诚度报告) from an order log and a
// survey: a summary on the terminal, report.json, tables as CSV, and one page with
// pictures that needs no network.
//
//	go run . [-orders orders.csv] [-survey survey.csv] [-on 2026-06-30] [-out report]
//
// Follow it from main.go: orders.go and columns.go read a log whose columns have
// usual names, package report of the library finds the numbers, summary.go says
// them, page.go and the files draw_….go draw them.
//
// It is a module of its own because it hires a charting library, which the library
// itself does not need. The data beside it are made by the program in generate.
package main

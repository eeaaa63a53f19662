// Command loyalty makes a shop's loyalty report (顾客忠诚度报告) from an order log and a
// survey: a summary on the terminal, report.json, tables as CSV, and one page with
// charts that needs no network. It is in Chinese, or with -lang en in English.
//
//	go run . [-orders orders.csv] [-survey survey.csv] [-on 2026-06-30] [-out report] [-lang zh]
//
// Follow it from main.go: package orderlog reads the log and says what it understood of
// it; package report of the library finds the numbers; summary.go says them on the
// terminal, page.go and page_tables.go on the page, and the files draw_….go draw them
// with package page.
//
// It is a module of its own because it hires a charting library, which the library
// itself does not need. The data beside it are made by the program in generate.
package main

// Command loyalty turns an order log and a survey into a shop's loyalty report
// (顾客忠诚度报告). It writes a summary on the terminal, report.json, tables as CSV, and
// one page with charts that needs no network. It is in Chinese, or in English with -lang
// en.
//
//	go run . [-orders orders.csv] [-survey survey.csv] [-on 2026-06-30] [-out report] [-lang zh]
//
// Read main.go first. Package orderlog reads the log and says what it understood. Package
// report of the library computes the numbers. They are shown by summary.go on the terminal,
// and by page.go and page_tables.go on the page. The files draw_….go draw with package
// page.
//
// It is a separate module because it uses a charting library. The program in generate makes
// its data.
package main

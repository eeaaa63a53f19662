// Command lifecycle turns a shop's orders into a customer life-cycle report
// (顾客生命周期报告). It has stages and moves, the rhythm of buying, payment times,
// delivery days, and related products. It also has restock reminders, the win-back list,
// one customer's statement, and the special days ahead. It writes to the terminal and to
// one page with charts that needs no network. It is in Chinese, or in English with -lang
// en.
//
//	go run . [-orders orders.csv] [-on 2026-06-30] [-out report] [-customer C00042] [-lang zh]
//
// Without an order log it uses an invented year of package invent. Read main.go first.
// Package orderlog reads the log and says what it understood, and shop.go prepares it. Each
// question has its file (stages.go, moves.go, rhythm.go, …), which calls package lifecycle
// and makes a section of the answer. The sections are shown by terminal.go and page.go. The
// files draw_….go draw with package page.
//
// It is a separate module because it uses a charting library.
package main

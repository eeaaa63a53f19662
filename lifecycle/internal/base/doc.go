// Package base has what the packages of lifecycle share: days by the shop's clock, days in
// words, and how a table of a shop's rules is read.
package base

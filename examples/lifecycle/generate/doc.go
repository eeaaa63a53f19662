// Command generate writes a year of an invented shop as CSV (生成虚拟订单): the data that
// the example looks at when it is given no other.
//
//	go run ./generate -o orders.csv [-customers 20000] [-seed 1]
package main

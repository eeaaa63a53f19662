// Command generate writes an invented year of a shop as CSV (生成虚拟订单): the data that
// the example uses by default.
//
//	go run ./generate -o orders.csv [-customers 20000] [-seed 1]
package main

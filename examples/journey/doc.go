// Package journey holds one customer's time with a mother-and-baby shop, from the first
// chat about a toy to the child's first birthday, and on until the customer is loyal and brings
// friends: fourteen months as events, the rules by which the shop cares for the customer, and
// stories about single days of it.
//
// events.jsonl is what the platform, the carriers and the shop's agents report.
// journey.yaml says who speaks when. What came of it stands in journey.golden: what was
// said, what people had to do, and what was withheld and why.
//
//	go test ./examples/journey
//	care simulate examples/journey --events examples/journey/events.jsonl --until "2027-11-05 20:00" --only send,task
//	care simulate examples/journey --events examples/journey/events.jsonl --until "2027-11-05 20:00" --format html --personal > journey.html
//
// The last command writes a page that needs no network; page.png shows its beginning.
package journey

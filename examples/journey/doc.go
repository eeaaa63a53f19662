// Package journey follows one customer of a mother-and-baby shop for fourteen months. It
// begins with the first chat about a toy, passes the child's first birthday, and goes on
// until the customer is loyal and brings friends.
//
//   - events.jsonl has the reports of the platform, the carriers and the shop's agents.
//   - journey.yaml has the rules.
//   - The rule tests are stories about single days.
//   - journey.golden has the results: messages, tasks, and what was withheld and why.
//
// Run it with
//
//	go test ./examples/journey
//	care simulate examples/journey --events examples/journey/events.jsonl --until "2027-11-05 20:00" --only send,task
//	care simulate examples/journey --events examples/journey/events.jsonl --until "2027-11-05 20:00" --format html --personal > journey.html
//
// The last command writes a page that needs no network; page.png shows its beginning.
package journey

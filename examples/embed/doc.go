// Command embed is a host (宿主程序) as a shop runs it in production: a backend that takes in
// events over HTTP, lets the engine decide, hands messages to a provider of SMS and tasks to
// the shop's agents, and outlives crashes and restarts. README.md tells how to run it, and
// what to copy from it.
//
// One event passes these files: webhook.go takes it in, checks its signature
// (signature.go) and writes it together with the order into the shop's tables (books.go).
// outbox.go hands it to the engine, which host.go has made. A message goes out by sms.go, by
// the template that the rule file binds its text to; what became of it comes back by
// reports.go. A task goes to desk.go. pages.go shows people what waits and why (words.go), and
// lets them claim, close and approve. provider.go stands for a provider of SMS, so that the
// example runs by itself.
package main

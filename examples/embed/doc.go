// Command embed is a host (宿主程序) as a shop runs it in production. It is a backend that
// takes events over HTTP and passes them to the engine. Messages go to an SMS provider, and
// tasks to the shop's agents. It survives crashes and restarts. README.md says how to run
// it, and what to copy.
//
// One event passes these files:
//
//   - webhook.go takes it and checks its signature (signature.go).
//   - books.go writes it together with the order into the shop's tables.
//   - outbox.go passes it to the engine, which host.go has made.
//   - sms.go sends a message, by the template to which the rule file binds its text.
//     reports.go reads the receipts.
//   - desk.go takes a task.
//   - pages.go shows people what is pending and why (words.go), and lets them claim, close
//     and approve.
//   - provider.go replaces an SMS provider, so that the example runs by itself.
package main

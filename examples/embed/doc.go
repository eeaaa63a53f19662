// Command embed is a host (宿主程序) in about sixty lines beside its imports: a
// shop's own backend that takes in events over HTTP, lets the engine decide, and
// hands messages and tasks to whoever carries them out. Here that is the log; a
// shop puts its SMS provider and its agents' task list in their place, and a
// store that outlives the process under Options.Store.
//
//	go run ./examples/embed
//	curl -i -d @examples/embed/event.json localhost:8080
//
// The event is of 2026-11-11; an order that is placed right now is reminded ten
// minutes later:
//
//	sed "s/2026-11-11 10:00:00/$(TZ=Asia/Shanghai date '+%F %T')/" examples/embed/event.json | curl -i -d @- localhost:8080
package main

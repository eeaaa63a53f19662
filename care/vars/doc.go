// Package vars shows the health of an engine through package expvar, under
// /debug/vars of a host that serves it.
//
//	engine, err := care.New(rules, care.Options{…})
//	err = vars.Publish("care", engine)
//
// It is a package of its own, because whoever imports expvar gets its handler in
// http.DefaultServeMux. Importing this package publishes nothing of care.
package vars

// Package vars shows the health of an engine through package expvar, under /debug/vars of a
// host that serves it.
//
//	engine, err := care.New(rules, care.Options{…})
//	err = vars.Publish("care", engine)
//
// It is a separate package, because an import of expvar adds its handler to
// http.DefaultServeMux. An import of this package publishes nothing of care.
package vars

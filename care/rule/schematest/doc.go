// Package schematest holds the JSON Schemas of rule files and rule tests against
// files that people write: what loads must be valid, and what is built wrongly
// must not be. It is a module of its own, because the library itself needs no
// validator.
//
//	cd care/rule/schematest && go test ./...
package schematest

// Package schematest checks the JSON Schemas of rule files and rule tests against files
// that people write. A file that loads must be valid, and a file with a wrong structure
// must not be. It is a separate module, because the library itself needs no validator.
//
//	cd care/rule/schematest && go test ./...
package schematest

module github.com/tiexin-go/tiexin/examples/embed

go 1.26.0

replace (
	github.com/tiexin-go/tiexin => ../..
	github.com/tiexin-go/tiexin/care/store/sqlite => ../../care/store/sqlite
)

require (
	github.com/ncruces/go-sqlite3 v0.37.0
	github.com/stretchr/testify v1.12.1
	github.com/tiexin-go/tiexin v0.0.0-00010101000000-000000000000
	github.com/tiexin-go/tiexin/care/store/sqlite v0.0.0-00010101000000-000000000000
)

require (
	github.com/expr-lang/expr v1.17.8 // indirect
	github.com/ncruces/go-sqlite3-wasm/v6 v6.5.35401 // indirect
	github.com/ncruces/julianday v1.0.0 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/sys v0.49.0 // indirect
	gonum.org/v1/gonum v0.17.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

module github.com/tiexin-go/tiexin/examples/embed

go 1.26.0

replace (
	github.com/tiexin-go/tiexin => ../..
	github.com/tiexin-go/tiexin/care/store/mysql => ../../care/store/mysql
	github.com/tiexin-go/tiexin/care/store/postgres => ../../care/store/postgres
	github.com/tiexin-go/tiexin/care/store/sqlite => ../../care/store/sqlite
)

require (
	github.com/go-sql-driver/mysql v1.10.1
	github.com/jackc/pgx/v5 v5.12.0
	github.com/ncruces/go-sqlite3 v0.37.0
	github.com/stretchr/testify v1.12.1
	github.com/tiexin-go/tiexin v0.0.0-00010101000000-000000000000
	github.com/tiexin-go/tiexin/care/store/mysql v0.0.0-00010101000000-000000000000
	github.com/tiexin-go/tiexin/care/store/postgres v0.0.0-00010101000000-000000000000
	github.com/tiexin-go/tiexin/care/store/sqlite v0.0.0-00010101000000-000000000000
)

require (
	filippo.io/edwards25519 v1.2.0 // indirect
	github.com/expr-lang/expr v1.17.8 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	github.com/ncruces/go-sqlite3-wasm/v6 v6.5.35401 // indirect
	github.com/ncruces/julianday v1.0.0 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	gonum.org/v1/gonum v0.17.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

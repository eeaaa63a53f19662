module github.com/tiexin-go/tiexin

go 1.26

require (
	github.com/expr-lang/expr v1.17.8
	github.com/rivo/uniseg v0.4.7
	github.com/stretchr/testify v1.12.1
	gonum.org/v1/gonum v0.17.0
	gopkg.in/yaml.v3 v3.0.1
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect

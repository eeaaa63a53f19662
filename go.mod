module github.com/tiexin-go/tiexin

go 1.26

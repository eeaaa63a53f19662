package main

import (
	"embed"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

//go:embed rules
var files embed.FS

func main() {
	customers := flag.Int("customers", 100_000, "how many customers the shop has")
	seed := flag.Uint64("seed", 1, "another seed, another year")
	flag.Parse()
	if err := run(os.Stdout, *customers, *seed); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run lets the year happen and tells about it.
func run(w io.Writer, customers int, seed uint64) error {
	rules, err := care.Load(files, "rules/*.yaml")
	if err != nil {
		return err
	}
	began := time.Now()
	s := newShop(customers, seed)
	invented := time.Since(began)
	y, err := s.year(rules)
	if err != nil {
		return err
	}
	if err := y.tell(w); err != nil {
		return err
	}
	return tellMachine(w, y, invented, time.Since(began)-invented)
}

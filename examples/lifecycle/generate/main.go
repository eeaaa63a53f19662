package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/tiexin-go/tiexin/examples/lifecycle/invent"
)

func main() {
	path := flag.String("o", "", "file to write; empty: the terminal")
	var o invent.Options
	flag.IntVar(&o.Customers, "customers", 20000, "how many customers")
	flag.Uint64Var(&o.Seed, "seed", 1, "another seed is another year; from 1")
	flag.Parse()
	if err := write(*path, o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(path string, o invent.Options) error {
	if path == "" {
		return invent.Write(os.Stdout, o)
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := invent.Write(file, o); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

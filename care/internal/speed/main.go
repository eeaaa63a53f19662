package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(os.Stdin, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "speed:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%d arguments; give the folder to write to", len(args))
	}
	m, err := read(in)
	if err != nil {
		return err
	}
	if missing := m.lacks(wanted()); len(missing) > 0 {
		return fmt.Errorf("the input lacks %s; run the benchmarks as the package describes", strings.Join(missing, ", "))
	}
	if err := os.WriteFile(filepath.Join(args[0], "rules.md"), []byte(m.page()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(args[0], "rules.svg"), []byte(m.chart()), 0o644)
}

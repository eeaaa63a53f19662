package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "speed:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%d arguments; give the folder to write to", len(args))
	}
	costs, err := read(os.Stdin)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(args[0], "rules.md"), []byte(costs.table()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(args[0], "rules.svg"), []byte(costs.chart()), 0o644)
}

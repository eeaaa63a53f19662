package main

import (
	"fmt"
	"os"
	"path/filepath"
)

//go:generate go run . ..

func main() {
	folder := "."
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	for name, data := range files() {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// files are the two files by their names.
func files() map[string][]byte {
	people := population()
	return map[string][]byte{"orders.csv": orders(people), "survey.csv": answers(people)}
}

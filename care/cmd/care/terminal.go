package main

import (
	"io"
	"os"
	"strconv"
)

// isTerminal says whether somebody watches.
func isTerminal(w io.Writer) bool {
	f, ok := bare(w).(*os.File)
	return ok && columns(f) > 0
}

// width is how wide the terminal is; 0 where there is none, so nothing is cut off
// in a pipe. COLUMNS overrules it on a terminal.
func width(w io.Writer) int {
	if !isTerminal(w) {
		return 0
	}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	return columns(bare(w).(*os.File))
}

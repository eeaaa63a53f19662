package main

import (
	"os"
	"strconv"
)

// isTerminal says whether somebody watches.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && columns(f) > 0
}

// width is how wide the terminal is; 0 where there is none, so nothing is cut off
// in a pipe. COLUMNS overrules it on a terminal.
func width(w any) int {
	if !isTerminal(w) {
		return 0
	}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	return columns(w.(*os.File))
}

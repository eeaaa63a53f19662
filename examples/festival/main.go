package main

import (
	"bufio"
	"embed"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

//go:embed rules
var files embed.FS

// mostMemory is what the whole shop has to do with: half of it is what the engine
// remembers, and the collector works harder rather than take more.
const mostMemory = 960 << 20

func main() {
	debug.SetMemoryLimit(mostMemory)
	customers := flag.Int("customers", 100_000, "how many customers the shop has")
	seed := flag.Uint64("seed", 1, "another seed, another year")
	events := flag.Bool("events", false, "print the events of the year as JSON lines, for care simulate, and nothing else")
	flag.Parse()
	var err error
	if *events {
		err = newShop(*customers, *seed).write(os.Stdout)
	} else {
		err = run(os.Stdout, *customers, *seed)
	}
	if err != nil {
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

// write prints the events of the year as JSON lines.
func (s *shop) write(w io.Writer) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for n := range s.happens {
		if err := lines.Encode(s.event(n)); err != nil {
			return err
		}
	}
	return out.Flush()
}

package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"

	"github.com/tiexin-go/tiexin"
)

func main() {
	out := flag.String("o", "events.jsonl", "the file to write")
	flag.Parse()
	lines, err := generate()
	if err == nil {
		err = os.WriteFile(*out, lines, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// generate is the evening and the days after as JSON lines, in the order in which
// they arrived.
func generate() ([]byte, error) {
	e := newEvening()
	e.tellStories()
	e.letTheCrowdIn(70)
	e.letTheParcelsTravel()
	var lines bytes.Buffer
	for _, event := range e.inOrder() {
		line, err := tiexin.EncodeEvent(&event)
		if err != nil {
			return nil, err
		}
		lines.Write(append(line, '\n'))
	}
	return lines.Bytes(), nil
}

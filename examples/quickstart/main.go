package main

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

//go:generate go run ./generate -o events.jsonl

//go:embed rules events.jsonl
var files embed.FS

func main() {
	if err := run(os.Stdout, files); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run reads the rules and the events, lets the evening and the days after happen,
// and tells about them.
func run(w io.Writer, folder fs.FS) error {
	rules, err := care.Load(folder, "rules/*.yaml")
	if err != nil {
		return err
	}
	events, err := readEvents()
	if err != nil {
		return err
	}
	story := newStory(rules, events)
	end := time.Date(2026, 11, 15, 20, 0, 0, 0, tiexin.Shanghai())
	for outcome := range care.Simulate(rules, events, care.SimOptions{Until: end, Unreachable: story.unreachable, Seen: true}) {
		story.hear(outcome)
	}
	return story.tell(w)
}

func readEvents() ([]tiexin.Event, error) {
	file, err := files.Open("events.jsonl")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var events []tiexin.Event
	for event, err := range tiexin.ReadEvents(file, nil) {
		if err != nil {
			return nil, err
		}
		events = append(events, event)
	}
	return events, nil
}

// unreachable: the messenger cannot find 夜猫子, so the SMS takes over.
func (s *story) unreachable(customer string, k channel.Kind) bool {
	return s.nicks[customer] == "夜猫子" && k == channel.Wangwang
}

package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

//go:embed rules.yaml day.json
var files embed.FS

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run reads the rules and the recording, and lets the day happen.
func run(ctx context.Context, w io.Writer) error {
	rules, err := care.Load(files, "rules.yaml")
	if err != nil {
		return err
	}
	day, err := recorded()
	if err != nil {
		return err
	}
	story := &teller{rules: rules, w: w}
	h, err := open(rules, day[0].at, story)
	if err != nil {
		return err
	}
	defer h.close()
	h.happens(day)
	for _, p := range day {
		if err := h.until(ctx, p.at); err != nil {
			return err
		}
		if err := h.receive(ctx, p.body); err != nil {
			return err
		}
	}
	if err := h.until(ctx, day[len(day)-1].at.Add(2*time.Hour)); err != nil {
		return err
	}
	story.sum(h)
	return nil
}

// A payload is one recorded document, and when it came.
type payload struct {
	at   time.Time
	body []byte
}

// recorded reads the recording. A trade is read when the message after it comes.
func recorded() ([]payload, error) {
	data, err := files.ReadFile("day.json")
	if err != nil {
		return nil, err
	}
	var day []payload
	var before int // first of those that have no time of their own
	for d := json.NewDecoder(bytes.NewReader(data)); d.More(); {
		var body json.RawMessage
		if err := d.Decode(&body); err != nil {
			return nil, err
		}
		day = append(day, payload{body: body})
		var envelope struct {
			Published string `json:"pub_time"`
		}
		if err := json.Unmarshal(body, &envelope); err != nil {
			return nil, err
		}
		at, err := time.ParseInLocation(time.DateTime, envelope.Published, tiexin.Shanghai())
		if err != nil {
			continue
		}
		for ; before < len(day); before++ {
			day[before].at = at
		}
	}
	return day, nil
}

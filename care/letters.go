package care

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// letter is the body of a Letter: one of these.
type letter struct {
	Event json.RawMessage `json:"event,omitempty"`
	Look  bool            `json:"look,omitempty"` // at what a visitor wrote
}

// LettersOf makes letters from events, for the inboxes of a store with this number of
// partitions. An event is one letter for the customer's partition, or one for each
// partition if it is for all customers. A host that writes them in its own transaction
// passes its events to the engine without loss. The events are normalised and checked as
// in Handle. The error is that of the first faulty one, or of a number of partitions below 1;
// then there are no letters.
func LettersOf(partitions int, events ...tiexin.Event) ([]Letter, error) {
	if partitions < 1 {
		return nil, zh.Error("care: a store has 1 or more partitions, and not %d; give its Partitions()", partitions)
	}
	letters := make([]Letter, 0, len(events))
	for i := range events {
		var t taken
		t.copy(&events[i])
		t.event.Normalise()
		if err := checkEvent(&t.event, time.Now(), t.event.At.Location()); err != nil {
			return nil, zh.Error("event %d of %d: %w", i+1, len(events), err)
		}
		body, err := letterOf(&t.event)
		if err != nil {
			return nil, err
		}
		letters = append(letters, addressed(&t.event, body, partitions)...)
	}
	return letters, nil
}

// addressed are the letters with a body: to the partitions that an event concerns.
func addressed(event *tiexin.Event, body []byte, partitions int) []Letter {
	if !concernsAll(event) {
		return []Letter{{Partition: PartitionOf(keyOf(event), partitions), Body: body}}
	}
	all := make([]Letter, partitions)
	for n := range all {
		all[n] = Letter{Partition: n, Body: body}
	}
	return all
}

func letterOf(event *tiexin.Event) ([]byte, error) {
	data, err := tiexin.EncodeEvent(event)
	if err != nil {
		return nil, zh.Error("care: event %s: %w", event.ID, err)
	}
	return slices.Concat([]byte(`{"event":`), data, []byte(`}`)), nil // as json.Marshal of a letter, which would read it all again
}

// read is the event in a letter, with its times in a zone, or that it only asks to look.
func (l *Letter) read(zone *time.Location) (event tiexin.Event, looks bool, err error) {
	var body letter
	if err := json.Unmarshal(l.Body, &body); err != nil {
		return tiexin.Event{}, false, err
	}
	if body.Look {
		return tiexin.Event{}, true, nil
	}
	event, err = tiexin.DecodeEvent(body.Event, zone)
	return event, false, err
}

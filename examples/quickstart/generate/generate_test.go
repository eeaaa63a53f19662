package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func TestTheEventsAreThoseOfTheGenerator(t *testing.T) {
	lines, err := generate()
	require.NoError(t, err)
	want, err := os.ReadFile("../events.jsonl")
	require.NoError(t, err)
	assert.Equal(t, string(want), string(lines), "run go generate in examples/quickstart")
}

// Two lines about two customers must not look like one customer told twice.
func TestNoTwoCustomersLookAlike(t *testing.T) {
	lines, err := generate()
	require.NoError(t, err)
	who := map[string]string{}
	for event, err := range tiexin.ReadEvents(bytes.NewReader(lines), nil) {
		require.NoError(t, err)
		nick, id := event.Customer.Nick, event.Customer.ID
		if nick == "" {
			continue
		}
		if who[nick] == "" {
			who[nick] = id
		}
		assert.Equal(t, who[nick], id, "%s is two customers", nick)
	}
	assert.Greater(t, len(who), 80)
}

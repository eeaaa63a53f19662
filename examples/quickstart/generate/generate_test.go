package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheEventsAreThoseOfTheGenerator(t *testing.T) {
	lines, err := generate()
	require.NoError(t, err)
	want, err := os.ReadFile("../events.jsonl")
	require.NoError(t, err)
	assert.Equal(t, string(want), string(lines), "run go generate in examples/quickstart")
}

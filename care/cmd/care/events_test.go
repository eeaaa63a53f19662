package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func Test每个事件都有说法_带的东西正好够(t *testing.T) {
	require.Len(t, happenings, len(tiexin.EventTypes()))
	code, out, _ := calling("", "words", "events", "--json")
	require.Equal(t, well, code)
	var words struct{ Events []event }
	require.NoError(t, json.Unmarshal([]byte(out), &words))
	require.Len(t, words.Events, len(tiexin.EventTypes()))
	for i, e := range words.Events {
		assert.Equal(t, string(tiexin.EventTypes()[i]), e.Word)
		assert.NotEmpty(t, e.Meaning)
		assert.NoError(t, carrying(e, e.With), "%s: what care words says is enough", e.Word)
		if e.Needs == "" {
			continue
		}
		bare := event{Word: e.Word}
		assert.Error(t, carrying(bare, nil), "%s: without %s", e.Word, e.Needs)
		for left := range e.With {
			with := append(append([]string{}, e.With[:left]...), e.With[left+1:]...)
			assert.Error(t, carrying(e, with), "%s: %s with %v alone", e.Word, e.Needs, with)
		}
	}
}

// carrying says what is wrong with an event that carries this and no more.
func carrying(e event, with []string) error {
	thing := ""
	if e.Needs != "" {
		var keys []string
		for _, key := range with {
			key, _, _ = strings.Cut(key, " or ")
			keys = append(keys, fmt.Sprintf("%q: %q", key, "x1"))
		}
		thing = fmt.Sprintf(`, %q: {%s}`, e.Needs, strings.Join(keys, ", "))
	}
	line := fmt.Sprintf(`{"id": "1", "event": %q, "at": "2026-11-11 10:00", "customer": {"id": "c1", "ids": [{"kind": "host", "value": "c2"}]}%s}`, e.Word, thing)
	for _, err := range tiexin.ReadEvents(strings.NewReader(line), tiexin.Shanghai()) {
		if err != nil {
			return err
		}
	}
	return nil
}

package taobao_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/taobao"
)

var update = flag.Bool("update", false, "rewrite what is expected")

// Each *.json in testdata is a recording, one payload after the other; the *.golden beside
// it is what is read.
func TestRecordings_GiveTheEvents(t *testing.T) {
	names, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			recording := &taobao.Recording{Source: taobao.Source{AppKey: "10000000"}}
			var r feed.Reading
			for _, document := range documents(t, name) {
				one, err := recording.Read(t.Context(), document)
				require.NoError(t, err)
				r.Add(one)
			}
			got := shown(t, r)
			golden := strings.TrimSuffix(name, ".json") + ".golden"
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}

func documents(t testing.TB, name string) (all [][]byte) {
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	for d := json.NewDecoder(bytes.NewReader(data)); d.More(); {
		var one json.RawMessage
		require.NoError(t, d.Decode(&one))
		all = append(all, one)
	}
	return all
}

// shown is a reading, an event a line. Every event is one that the engine takes.
func shown(t testing.TB, r feed.Reading) string {
	var b strings.Builder
	for _, e := range r.Events {
		require.NoError(t, e.Validate())
		before, err := json.Marshal(e)
		require.NoError(t, err)
		e.Normalise()
		for _, w := range e.Warnings {
			fmt.Fprintf(&b, "%s: %s\n", e.ID, w)
		}
		fmt.Fprintf(&b, "%s\n", before)
	}
	for _, p := range r.Parked {
		fmt.Fprintf(&b, "parked %s: %s\n", p.ID, p.Reason)
	}
	for _, w := range r.Unknown {
		fmt.Fprintf(&b, "unknown %s %q\n", w.Field, w.Word)
	}
	return b.String()
}

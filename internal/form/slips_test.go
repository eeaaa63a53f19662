package form_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the .txt files anew")

// Each file of testdata/slips is a file as a shopkeeper writes it, with a slip;
// the .txt beside it is what is drawn. Read the diff after -update.
func Test手误都有说得清的提示(t *testing.T) {
	files, err := filepath.Glob("testdata/slips/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(name)
			require.NoError(t, err)
			_, drawn := read(string(data))
			drawn += "\n"
			golden := strings.TrimSuffix(name, ".yaml") + ".txt"
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(drawn), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), drawn)
		})
	}
}

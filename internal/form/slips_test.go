package form_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the .txt files anew")

// Each file of testdata/slips is a file as a shopkeeper writes it, with a slip;
// the .txt beside it is what is drawn, the .zh.txt in Chinese. Read the diff after
// -update.
func Test手误都有说得清的提示(t *testing.T) {
	files, err := filepath.Glob("testdata/slips/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(name)
			require.NoError(t, err)
			_, problems := readProblems(string(data))
			stem := strings.TrimSuffix(name, ".yaml")
			golden(t, stem+".txt", problems.Error()+"\n")
			golden(t, stem+".zh.txt", problems.Chinese()+"\n")
		})
	}
}

func golden(t *testing.T, name, drawn string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(drawn), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(want), drawn)
}

// What is typed stands in 「」 or after a colon; two English words in a row were forgotten.
var twoEnglishWords = regexp.MustCompile(`[A-Za-z]{2,} [A-Za-z]{2,}`)

func Test中文里没有剩下的英文(t *testing.T) {
	files, err := filepath.Glob("testdata/slips/*.zh.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, "rules.yaml") {
				assert.NotRegexp(t, twoEnglishWords, line, name)
			}
		}
	}
}

package rule

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Every file of testdata/faults has one fault and is named after it. What its
// author reads stands beside it.
func TestWhatTheAuthorReads(t *testing.T) { authorsRead(t, "testdata/faults", nil) }

// Every file of testdata/slips has one slip of somebody who writes Chinese. It is said
// once: what follows from it is no problem of its own.
func TestASlipIsSaidOnce(t *testing.T) {
	authorsRead(t, "testdata/slips", func(t *testing.T, problems source.Problems) { assert.Len(t, problems, 1) })
}

func authorsRead(t *testing.T, folder string, also func(*testing.T, source.Problems)) {
	files, err := filepath.Glob(folder + "/*.bad.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".bad.yaml")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			set, problems := Load(File{name + ".yaml", data})
			assert.Equal(t, problems.Err() == nil, set != nil, "a set comes without errors and only then")
			assert.NotEmpty(t, problems)
			if also != nil {
				also(t, problems)
			}
			for _, p := range problems { // the lines that the author wrote may hold anything
				noJargon(t, p.Message.English+"; "+p.Hint.English)
				noEnglish(t, p.Message.Chinese+"；"+p.Hint.Chinese)
			}
			golden(t, strings.TrimSuffix(file, ".bad.yaml")+".golden", problems.Error())
			golden(t, strings.TrimSuffix(file, ".bad.yaml")+".zh.golden", problems.Chinese())
		})
	}
}

// golden compares what is read with a file, which -update writes.
func golden(t *testing.T, file, got string) {
	t.Helper()
	got += "\n"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// typed is what stands in a file, or is to be typed: it is no English in a Chinese sentence.
var typed = regexp.MustCompile("「[^」]*」|`[^`]*`|'[^']*'|#[^#]*#|\\{[^{}]*(?:\\{[^{}]*\\}[^{}]*)*\\}|\\[[^]]*\\]")

// noEnglish finds two English words behind each other in a Chinese sentence.
func noEnglish(t *testing.T, s string) {
	t.Helper()
	assert.NotRegexp(t, `[A-Za-z]{2,} [A-Za-z]{2,}`, typed.ReplaceAllString(s, ""), s)
}

// noJargon finds words of Go and expr in what a person reads.
func noJargon(t *testing.T, s string) {
	t.Helper()
	for _, word := range []string{
		"float64", "int64", "[]string", "map[", "interface", "rule.Facts", "rule.Order", "time.Time", "token", "Operator", "Identifier", "EOF", "predicate", "builtin",
		"unexpected", "mismatched", "pointer", "bool", "nil", "strconv", "U+",
	} {
		assert.NotContains(t, s, word)
	}
}

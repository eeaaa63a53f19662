package main

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/caretest"
)

var update = flag.Bool("update", false, "write the golden file anew; read the difference before committing it")

func TestTheEvening(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out, files))
	const golden = "testdata/evening.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, out.Bytes(), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	wanted, got := strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")
	for i := range min(len(wanted), len(got)) {
		require.Equal(t, wanted[i], got[i], "line %d", i+1)
	}
	assert.Equal(t, len(wanted), len(got), "lines")
}

// Whoever edits the rules reads reasons that are true of the edited ones.
func TestTheReasonsAreThoseOfTheRules(t *testing.T) {
	edited := fstest.MapFS{}
	require.NoError(t, fs.WalkDir(files, "rules", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := files.ReadFile(path)
		text = []byte(strings.NewReplacer("order.amount >= 20 &&", "order.amount >= 60 &&", "每人每天最多两条", "一天两条就够", "黑名单不联系", "同行不联系").Replace(string(text)))
		edited[path] = &fstest.MapFile{Data: text}
		return err
	}))
	var out bytes.Buffer
	require.NoError(t, run(&out, edited))
	assert.Contains(t, out.String(), "条件不符：order.amount >= 60（order.amount = 9）")
	assert.Contains(t, out.String(), "已到频次上限「一天两条就够」")
	assert.Contains(t, out.String(), "禁发规则不许发「同行不联系」")
}

func TestRules(t *testing.T) { caretest.Run(t, os.DirFS("."), "*_test.yaml") }

package orderlog

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOnlyAFileIsOpened(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "orders.csv")
	require.NoError(t, os.WriteFile(name, []byte("customer_id,date,amount\nc1,2026-11-11,199\n"), 0o600))
	_, err := ReadFile(name, Options{})
	require.NoError(t, err)
	for _, name := range []string{folder, os.DevNull} {
		_, err := ReadFile(name, Options{})
		assert.ErrorContains(t, err, "it is a folder, a device or a pipe; name a file")
	}
	_, err = ReadFile(filepath.Join(folder, "none.csv"), Options{})
	assert.ErrorIs(t, err, os.ErrNotExist)
}

func TestALogIsReadUpToItsBound(t *testing.T) {
	in := strings.NewReader("customer_id,date,amount\n" + strings.Repeat("c1,2026-11-11,199\n", 1000))
	_, err := readUpTo(100, "orders.csv", in, Options{})
	assert.EqualError(t, err, "orders.csv: longer than 100 bytes; divide it")
	rest, err := io.ReadAll(in)
	require.NoError(t, err)
	assert.NotEmpty(t, rest, "the rest was not read")
}

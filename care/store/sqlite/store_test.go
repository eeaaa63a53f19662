package sqlite

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
)

func Test一个文件的存储守约(t *testing.T) {
	caretest.TestStore(t, func() care.Store { return opened(t, t.TempDir(), Options{}) })
}

func Test两个文件的存储守约(t *testing.T) {
	caretest.TestStore(t, func() care.Store { return opened(t, t.TempDir(), Options{Partitions: 5, Files: 2}) })
}

func Test一个分区的存储守约(t *testing.T) {
	caretest.TestStore(t, func() care.Store { return opened(t, t.TempDir(), Options{Partitions: 1}) })
}

func opened(t testing.TB, folder string, o Options) *Store {
	t.Helper()
	s, err := Open(folder, o)
	require.NoError(t, err)
	return s
}

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheFilesAreThoseOfTheGenerator(t *testing.T) {
	made := files()
	require.Len(t, made, 2)
	for name, data := range made {
		want, err := os.ReadFile(filepath.Join("..", name))
		require.NoError(t, err)
		assert.True(t, string(want) == string(data), "%s is not what the generator makes; run go generate ./... in examples/loyalty", name)
		assert.Less(t, len(data), 1_000_000, name)
	}
}

package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What each feed's own tests read can be replayed: payload by payload it becomes events, or
// is told of.
func TestFeed_每个平台录下的报文都能重放(t *testing.T) {
	for name := range feeds {
		t.Run(name, func(t *testing.T) {
			files, err := filepath.Glob("../../feed/" + name + "/testdata/*.json")
			require.NoError(t, err)
			require.NotEmpty(t, files)
			for _, file := range files {
				code, _, stderr := calling("", "simulate", "--feed", name, file, "testdata/shop", "--format", "summary")
				assert.NotEqual(t, misuse, code, file)
				assert.Contains(t, stderr, name+": ", file)
				assert.Equal(t, strings.Contains(stderr, "parked: ") || strings.Contains(stderr, "no JSON document"), code == problems, "%s: %s", file, stderr)
			}
		})
	}
}

// Payloads come through a pipe as well as from a file.
func TestFeed_报文可以从管道来(t *testing.T) {
	const message = `{"id":1,"topic":"taobao_trade_TradeCreate","pub_time":"2026-11-11 10:00:00","content":"{\"tid\":5,\"buyer_open_uid\":\"AAbuyer\",\"payment\":\"9.90\"}"}`
	code, stdout, stderr := calling(strings.Repeat(message, 2), "simulate", "--feed", "taobao", "-", "testdata/shop", "--format", "summary", "--json")
	assert.Equal(t, well, code, stderr)
	assert.NotEmpty(t, stdout)
	assert.Contains(t, stderr, "taobao: 2 payloads: 2 events, 0 parked, 0 unknown words")
}
